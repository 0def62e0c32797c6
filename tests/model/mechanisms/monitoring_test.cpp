/// Tests of monitoring: civilian staff restrain the army.
#include "model/mechanisms/monitoring.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// 400 UN troops in the middle, 600 in the corner, 100 civilian staff, consent 0.7.
struct WatchedTheatre : SmallTheatre {
  WatchedTheatre() {
    state.actors.attributes[un].reach = state.actors.attributes[partner].reach = 30;
    state.actors.civilian_staff[un] = 100;
    state.actors.consent[un] = 0.7F;
    deploy(un, middle, 400);
    deploy(un, corner, 600);
  }
  [[nodiscard]] float factor(Monitoring rule = {}) const {
    return after(state, rule).cells.monitoring[static_cast<std::size_t>(middle)];
  }
};

}  // namespace

TEST_CASE("monitoring: the factor is exp(-1.5 g civ/20 H) with staff where the troops are") {
  WatchedTheatre theatre;  // 40 staff here: two teams
  CHECK(theatre.factor() == doctest::Approx(std::exp(-1.5 * 0.15 * 2.0 * 0.7)).epsilon(1e-5));
  CHECK(theatre.factor({.strength = 1.65F}) < 0.72F);  // the twin
}

TEST_CASE("monitoring: troops alone, no consent or no goal restrain nobody") {
  WatchedTheatre theatre;
  WatchedTheatre no_staff, no_consent, no_goal;
  no_staff.state.actors.civilian_staff[un] = 0;
  no_consent.state.actors.consent[un] = 0;
  no_goal.state.actors.goals[un][monitor_human_rights] = 0;
  CHECK(no_staff.factor() == 1.0F);
  CHECK(no_consent.factor() == 1.0F);
  CHECK(no_goal.factor() == 1.0F);
}

TEST_CASE(
    "monitoring: M30, a partner's civilians monitor at their civil efficiency, troops never") {
  WatchedTheatre theatre;
  float const before = theatre.factor();
  theatre.deploy(partner, theatre.middle, 500);
  CHECK(theatre.factor() == before);
  theatre.state.actors.civilian_staff[partner] = 20;
  theatre.state.actors.attributes[partner].civil_efficiency = 0.4F;
  CHECK(theatre.factor() ==
        doctest::Approx(before * std::exp(-1.5 * 0.15 * 0.4 * 0.7)).epsilon(1e-4));
}

TEST_CASE("L6, modular services: added human-rights staff monitor whatever the goals are") {
  WatchedTheatre theatre;
  theatre.state.actors.goals[un][monitor_human_rights] = 0;
  theatre.state.mandates.module_monitors[un] = 50;  // 20 of them here: one team
  CHECK(theatre.factor() == doctest::Approx(std::exp(-1.5 * 0.7)).epsilon(1e-5));
}

TEST_CASE("monitoring: complementarity multiplies the exponent") {
  WatchedTheatre theatre;
  float const alone = theatre.factor();
  theatre.state.at.complementarity[un][theatre.middle] = 2;
  CHECK(theatre.factor() == doctest::Approx(alone * alone).epsilon(1e-5));
}

TEST_CASE("monitoring: more consent or staff never means more abuse") {
  WatchedTheatre theatre;
  float last = 1;
  for (float consent : {0.0F, 0.2F, 0.5F, 0.9F, 1.0F}) {
    theatre.state.actors.consent[un] = consent;
    CHECK(theatre.factor() <= last);
    last = theatre.factor();
  }
  theatre.state.actors.civilian_staff[un] = 300;
  CHECK(theatre.factor() < last);
}

TEST_CASE("monitoring: the switch governs it") {
  WatchedTheatre theatre;
  CHECK(
      switch_governs<Monitoring>(theatre.state, [](State const& s) { return s.cells.monitoring; }));
}
