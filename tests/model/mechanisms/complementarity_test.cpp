/// Tests of complementarity: what a partner with matching tasks adds.
#include "model/mechanisms/complementarity.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A partner that holds sites: synergy with the UN's protection .35 x .5 = .175.
struct PartnerTheatre : SmallTheatre {
  PartnerTheatre() {
    cast.actors[partner].declared.goals = {};
    cast.actors[partner].declared.goals[hold_site] = 1;
    reset();
    state.actors.attributes[un].reach = state.actors.attributes[partner].reach = 30;
  }
  [[nodiscard]] float of_un(Complementarity rule = {}) const {
    return after(state, rule).at.complementarity[un][middle];
  }
};

}  // namespace

TEST_CASE("complementarity: without a partner in reach it is 1") {
  PartnerTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  CHECK(theatre.of_un() == 1.0F);
  theatre.deploy(partner, theatre.corner, 500);
  CHECK(theatre.of_un() == 1.0F);
}

TEST_CASE("complementarity: 1 + chi sat(n, 200) C / 0.2") {
  PartnerTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  theatre.deploy(partner, theatre.middle, 200);
  CHECK(theatre.of_un() == doctest::Approx(1.0 + 0.5 * 0.5 * 0.175 / 0.2).epsilon(1e-6));
  CHECK(theatre.of_un({.strength = 0.55F}) > 1.23F);  // the twin
}

TEST_CASE("complementarity: a partner acts over its reach") {
  PartnerTheatre theatre;
  theatre.state.actors.attributes[partner].reach = 80;
  theatre.deploy(partner, theatre.corner, 200);
  CHECK(theatre.of_un() == doctest::Approx(1.21875));
}

TEST_CASE("complementarity: friction takes its share of the gain, whichever side suffers it") {
  PartnerTheatre theatre;
  theatre.deploy(partner, theatre.middle, 200);
  theatre.state.at.friction[partner][theatre.middle] = 0.5F;
  CHECK(theatre.of_un() == doctest::Approx(1.0 + 0.5 * 0.21875));
}

TEST_CASE("complementarity: more partners never mean less, and it is never below 1") {
  PartnerTheatre theatre;
  float last = 1;
  for (int n = 0; n < 8; ++n) {
    CHECK(theatre.of_un() >= last);
    last = theatre.of_un();
    theatre.deploy(partner, theatre.middle, 150);
  }
  CHECK(last > 1.3F);
  theatre.cast.synergy = {};
  CHECK(theatre.of_un() == 1.0F);
}

TEST_CASE(
    "complementarity: it reads what the partner declares, not what a switched-off channel left "
    "it") {
  PartnerTheatre theatre;
  theatre.deploy(partner, theatre.middle, 200);
  float const declared = theatre.of_un();
  theatre.state.actors.goals[partner] = {};
  theatre.state.actors.goals[partner][mediate] = 1;
  CHECK(theatre.of_un() == declared);
}

TEST_CASE("complementarity: the switch governs it") {
  PartnerTheatre theatre;
  theatre.deploy(partner, theatre.middle, 200);
  CHECK(switch_governs<Complementarity>(
      theatre.state, [&](State const& s) { return s.at.complementarity[un][theatre.middle]; }));
}
