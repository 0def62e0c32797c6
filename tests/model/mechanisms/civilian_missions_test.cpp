/// Tests of civilian missions: unarmed people who are protected, or lost.
#include "model/mechanisms/civilian_missions.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/agreement.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// An unarmed partner of 80 that red ambushes in the middle: 3 dead.
struct Unarmed : SmallTheatre {
  Unarmed() {
    state.actors.attributes[partner].combat = 0;
    state.actors.attributes[partner].exit_weeks = 4;
    deploy(partner, middle, 80);
    Event event;
    event.kind = EventKind::attack_on_operation;
    event.cell = middle;
    event.side_a = red;
    event.side_b = partner;
    event.deaths_b = 3;
    state.events = {event};
  }
  [[nodiscard]] bool saved(std::uint64_t k, CivilianMissions rule = {}) const {
    State copy = state;
    copy.events[0].address = mix(k);
    return after(copy, rule).events[0].deaths_b == 0;
  }
  [[nodiscard]] double share(int n, CivilianMissions rule = {}) const {
    int sum = 0;
    for (int k = 0; k < n; ++k) sum += saved(static_cast<std::uint64_t>(k), rule) ? 1 : 0;
    return static_cast<double>(sum) / n;
  }
};

}  // namespace

TEST_CASE("civilian_missions: alone, nobody beats an attack off; armed forces guard themselves") {
  Unarmed theatre;
  CHECK(theatre.share(500) == 0.0);
  theatre.deploy(un, theatre.corner, 500);  // elsewhere
  CHECK(theatre.share(500) == 0.0);
  theatre.deploy(un, theatre.middle, 500);
  CHECK(theatre.share(500) > 0.5);
  theatre.state.actors.attributes[partner].combat = 1;
  CHECK(theatre.share(500) == 0.0);
}

TEST_CASE("civilian_missions: M13, a guard of n works with 1 - exp(-(.3 + .7 c) n/100)") {
  Unarmed theatre;
  theatre.deploy(un, theatre.middle, 100);
  theatre.state.actors.coordination[un][partner] = 0.5F;
  constexpr int n = 20000;
  double const p = 1 - std::exp(-0.65);
  CHECK(share_agrees(theatre.share(n), p, n));
  CHECK_FALSE(share_agrees(theatre.share(n, {.guard = 1.1F}), p, n));
}

TEST_CASE("civilian_missions: more guards or contact never lose a life that fewer would save") {
  Unarmed theatre;
  theatre.deploy(un, theatre.middle, 60);
  for (std::uint64_t k = 0; k < 500; ++k) {
    bool before = false;
    for (float const c : {0.0F, 0.4F, 1.0F}) {
      theatre.state.actors.coordination[un][partner] = c;
      bool const now = theatre.saved(k);
      CHECK((now || !before));
      before = now;
    }
  }
}

TEST_CASE("civilian_missions: losses above the threshold end the mission within its exit weeks") {
  Unarmed theatre;
  theatre.state.week = 30;
  theatre.state.actors.threat[partner][red] = 0.004F;
  CHECK(after(theatre.state, CivilianMissions{}).mandates.departure[partner] > 1000);
  theatre.state.actors.threat[partner][blue] = 0.002F;
  State const next = after(theatre.state, CivilianMissions{});
  CHECK(next.mandates.departure[partner] == 30);
  CHECK(next.mandates.drawdown_weeks[partner] == 4.0F);
  theatre.state.actors.attributes[partner].combat = 1;  // an armed force stays
  CHECK(after(theatre.state, CivilianMissions{}).mandates.departure[partner] > 1000);
}

TEST_CASE(
    "civilian_missions: a withdrawal under way is not begun again, and the switch governs it") {
  Unarmed theatre;
  theatre.state.week = 30;
  theatre.state.actors.threat[partner][red] = 0.1F;
  State next = after(theatre.state, CivilianMissions{});
  next.week = 33;
  CHECK(after(next, CivilianMissions{}).mandates.departure[partner] == 30);
  CHECK(switch_works<CivilianMissions>(theatre.state));
}
