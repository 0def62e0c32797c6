/// Tests of the legal basis: what authorisation and a UN presence are worth.
#include "model/mechanisms/legal_basis.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A partner with the host's consent only, in contact with the UN; legitimacy 0.5 each.
struct Uninvited : SmallTheatre {
  Uninvited() {
    deploy(un, middle, 500);
    deploy(partner, middle, 200);
    state.mandates.authorised[partner] = 0;
    state.actors.attributes[partner].authorisation = host_consent;
    state.actors.legitimacy[un] = state.actors.legitimacy[partner] = 0.5F;
    contact(0.2F);
  }
  void contact(float c) {
    state.actors.coordination[un][partner] = state.actors.coordination[partner][un] = c;
  }
  [[nodiscard]] double of(int a, LegalBasis rule = {.rate = 1}) const {
    return static_cast<double>(after(state, rule).actors.legitimacy[static_cast<std::size_t>(a)]);
  }
};

}  // namespace

TEST_CASE(
    "legal_basis: M20, a UN presence that accepts an unauthorised force lends it 0.1 and loses "
    "0.05") {
  Uninvited theatre;
  theatre.state.actors.attributes[partner].authorisation = chapter_vii;  // expired: no gap
  CHECK(theatre.of(partner) == doctest::Approx(0.6));
  CHECK(theatre.of(un) == doctest::Approx(0.45));
  CHECK(after(theatre.state, LegalBasis{}).mandates.lent[partner] == 1);
}

TEST_CASE("legal_basis: without contact or without the UN nothing is lent") {
  Uninvited theatre;
  theatre.contact(0.19F);
  CHECK(theatre.of(partner) == doctest::Approx(0.4));
  CHECK(theatre.of(un) == doctest::Approx(0.5));
  theatre.contact(0.5F);
  theatre.state.actors.strength[un] = 0;
  CHECK(theatre.of(partner) == doctest::Approx(0.4));
}

TEST_CASE("legal_basis: an authorised force neither gains nor loses, whatever it began with") {
  Uninvited theatre;
  theatre.state.mandates.authorised[partner] = 1;
  theatre.state.actors.attributes[partner].authorisation = unauthorised;
  CHECK(theatre.of(partner) == doctest::Approx(0.5));
  CHECK(theatre.of(un) == doctest::Approx(0.5));
}

TEST_CASE("legal_basis: the weaker the basis, the lower legitimacy falls") {
  Uninvited theatre;
  theatre.contact(0);
  double last = 1;
  for (int const basis : {int{chapter_viii}, int{welcomed}, int{host_consent}, int{unauthorised}}) {
    theatre.state.actors.attributes[partner].authorisation = basis;
    CHECK(theatre.of(partner) < last);
    last = theatre.of(partner);
  }
  CHECK(last == doctest::Approx(0.2));
}

TEST_CASE("legal_basis: more contact never lowers the partner's legitimacy nor raises the UN's") {
  Uninvited theatre;
  double partners = 0;
  double missions = 1;
  for (float const c : {0.0F, 0.1F, 0.3F, 1.0F}) {
    theatre.contact(c);
    CHECK(theatre.of(partner) >= partners);
    CHECK(theatre.of(un) <= missions);
    partners = theatre.of(partner);
    missions = theatre.of(un);
  }
  theatre.state.actors.legitimacy[un] = 0.01F;
  check_invariants(after(theatre.state, LegalBasis{.rate = 1}));
}

TEST_CASE("legal_basis: the switch governs it") {
  Uninvited theatre;
  theatre.contact(0);  // only the gap
  CHECK(switch_works<LegalBasis>(theatre.state));
}
