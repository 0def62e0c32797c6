/// Tests of modular services: police, monitors and mediators that come on their own.
#include "model/mechanisms/modular_services.hpp"

#include <doctest/doctest.h>

#include "model/civil_capacity.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct Ordered : SmallTheatre {
  Ordered() { deploy(un, middle, 500); }
  [[nodiscard]] State at_week(int week, ModularServices rule = order()) const {
    State next = state;
    next.week = week;
    return after(next, rule);
  }
  static ModularServices order() {
    return {.order_week = 10, .delay = 26, .police = 40, .monitors = 20, .mediators = 5};
  }
};

}  // namespace

TEST_CASE("modular_services: nothing works before the delay is over, all of it after") {
  Ordered theatre;
  CHECK(police_of(theatre.at_week(35), un) == 0.0F);
  State const next = theatre.at_week(36);
  CHECK(police_of(next, un) == 40.0F);
  CHECK(monitors_of(next, un) == 20.0F);
  CHECK(mediators_of(next, un) == 5.0F);
}

TEST_CASE("modular_services: each service comes separately") {
  Ordered theatre;
  ModularServices rule = Ordered::order();
  rule.police = rule.monitors = 0;
  State const next = theatre.at_week(36, rule);
  CHECK(police_of(next, un) == 0.0F);
  CHECK(mediators_of(next, un) == 5.0F);
}

TEST_CASE("L6, modular services: a shorter set-up delay never has fewer officers at work") {
  Ordered theatre;
  int sooner = 0;
  for (int week = 0; week < 80; ++week) {
    ModularServices rule = Ordered::order();
    rule.delay = 52;
    float const late = police_of(theatre.at_week(week, rule), un);
    rule.delay = 4;
    float const early = police_of(theatre.at_week(week, rule), un);
    CHECK(early >= late);
    sooner += early > late ? 1 : 0;
  }
  CHECK(sooner == 48);
}

TEST_CASE("modular_services: services leave with the mission and join no parallel force") {
  Ordered theatre;
  theatre.deploy(partner, theatre.middle, 100);
  State next = theatre.at_week(40);
  CHECK(police_of(next, partner) == 0.0F);
  next.actors.strength[un] = 0;
  CHECK(police_of(after(next, Ordered::order()), un) == 0.0F);
}

TEST_CASE("modular_services: the switch governs it") {
  Ordered theatre;
  theatre.state.week = 40;
  CHECK(switch_governs<ModularServices>(
      theatre.state, [](State const& s) { return s.mandates.module_police[un]; },
      Ordered::order()));
}
