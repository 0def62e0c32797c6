/// Tests of presence: who is protected from whom.
#include "model/mechanisms/presence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct GuardedTheatre : SmallTheatre {
  GuardedTheatre() {
    for (int a : {un, partner}) {
      state.actors.attributes[static_cast<std::size_t>(a)].reach = 30;
      for (int const c : world.grid.cells) state.at.impartiality[a][c] = 0.8F;
    }
  }
  [[nodiscard]] float from_groups(Presence rule = {}) const {
    return after(state, rule).cells.protection_from_groups[static_cast<std::size_t>(middle)];
  }
  [[nodiscard]] float from_government(Presence rule = {}) const {
    return after(state, rule).cells.protection_from_government[static_cast<std::size_t>(middle)];
  }
};

}  // namespace

TEST_CASE("presence: nobody there, no protection; troops without the goal protect nobody") {
  GuardedTheatre theatre;
  CHECK(theatre.from_groups() == 0.0F);
  theatre.deploy(un, theatre.middle, 300);
  theatre.state.actors.goals[un][protect_civilians] = 0;
  CHECK(theatre.from_groups() == 0.0F);
}

TEST_CASE("presence: the UN protects from groups by 1 - exp(-P) and not from the government") {
  GuardedTheatre theatre;
  theatre.deploy(un, theatre.middle, 50);
  CHECK(theatre.from_groups() == doctest::Approx(1.0 - std::exp(-0.4)).epsilon(1e-5));
  CHECK(theatre.from_groups({.effect = 1.1F}) > 0.35F);  // the twin: 1 - exp(-.44)
  CHECK(theatre.from_government() == 0.0F);
}

TEST_CASE("presence: impartiality, supply, friction, skill and complementarity scale the effect") {
  GuardedTheatre theatre;
  theatre.deploy(un, theatre.middle, 50);
  theatre.state.at.impartiality[un][theatre.middle] = 0.4F;
  theatre.state.units.supply[0] = 0.25F;
  theatre.state.at.friction[un][theatre.middle] = 0.5F;
  theatre.state.at.complementarity[un][theatre.middle] = 1.5F;
  theatre.state.actors.attributes[un].protection_skill = 1.2F;
  CHECK(theatre.from_groups() ==
        doctest::Approx(1.0 - std::exp(-0.5 * 0.4 * 0.5 * 0.5 * 1.5 * 1.2)).epsilon(1e-5));
}

TEST_CASE("presence: a parallel force needs authorisation and a UN mission against groups") {
  GuardedTheatre theatre;
  theatre.deploy(partner, theatre.middle, 50);
  double const weak = 1.0 - std::exp(-0.3 * 0.4);
  CHECK(theatre.from_groups() == doctest::Approx(weak).epsilon(1e-5));
  theatre.deploy(un, theatre.corner, 50);
  CHECK(theatre.from_groups() == doctest::Approx(1.0 - std::exp(-0.4)).epsilon(1e-5));
  theatre.state.mandates.authorised[partner] = 0;
  CHECK(theatre.from_groups() == doctest::Approx(weak).epsilon(1e-5));
  CHECK(theatre.from_government() == doctest::Approx(1.0 - std::exp(-0.4)).epsilon(1e-5));
}

TEST_CASE("presence: operations add in the exponent, in any order") {
  GuardedTheatre theatre;
  theatre.deploy(un, theatre.middle, 50);
  theatre.deploy(partner, theatre.middle, 25);
  CHECK(theatre.from_groups() == doctest::Approx(1.0 - std::exp(-0.6)).epsilon(1e-5));
}

TEST_CASE("presence: more troops never protect less, and it stays a share") {
  GuardedTheatre theatre;
  float last = 0;
  for (int n = 0; n < 40; ++n) {
    theatre.deploy(un, theatre.middle, 60);
    CHECK(theatre.from_groups() >= last);
    last = theatre.from_groups();
  }
  CHECK(last <= 1.0F);
  CHECK(last > 0.999F);
}

TEST_CASE("presence: a force that covers the cell from outside protects with its own mean supply") {
  GuardedTheatre theatre;
  theatre.state.actors.attributes[un].reach = 80;
  theatre.deploy(un, theatre.corner, 50);
  theatre.state.units.supply[0] = 0.25F;
  CHECK(theatre.from_groups() == doctest::Approx(1.0 - std::exp(-0.2)).epsilon(1e-5));
}

TEST_CASE("presence: the switch governs it") {
  GuardedTheatre theatre;
  theatre.deploy(un, theatre.middle, 50);
  CHECK(switch_governs<Presence>(theatre.state,
                                 [](State const& s) { return s.cells.protection_from_groups; }));
}
