/// Tests of staff losses: civilians of operations who die in attacks on them.
#include "model/mechanisms/staff_losses.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include "model/mechanisms/casualties.hpp"

#include "tests/support/agreement.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// 400 civilians; a quarter of the mission stands in the middle, where it is attacked once.
struct Attacked : SmallTheatre {
  Attacked() {
    deploy(un, middle, 200);
    deploy(un, corner, 600);
    state.actors.civilian_staff[un] = 400;
    attack(mix(9));
  }
  void attack(std::uint64_t address) {
    Event event;
    event.kind = EventKind::attack_on_operation;
    event.cell = middle;
    event.side_a = red;
    event.side_b = un;
    event.address = address;
    state.events.push_back(event);
  }
  [[nodiscard]] State next(std::uint64_t k, StaffLosses rule = {.exposure = 0.05F}) const {
    return after(state, rule, k);
  }
};

std::int32_t dead(State const& state) {
  std::int32_t sum = 0;
  for (Event const& event : state.events) sum += event.deaths_staff;
  return sum;
}

}  // namespace

TEST_CASE("staff_losses: without an attack, staff or a hit nobody dies") {
  Attacked theatre;
  theatre.state.events[0].rescued = true;
  for (std::uint64_t k = 0; k < 50; ++k) CHECK(dead(theatre.next(k)) == 0);
  theatre.state.events[0].rescued = false;
  theatre.state.events[0].kind = EventKind::battle;
  for (std::uint64_t k = 0; k < 50; ++k) CHECK(dead(theatre.next(k)) == 0);
  theatre.state.events[0].kind = EventKind::road_bomb;
  theatre.state.actors.civilian_staff[un] = 0;
  for (std::uint64_t k = 0; k < 50; ++k) CHECK(dead(theatre.next(k)) == 0);
}

TEST_CASE("staff_losses: the dead are missing from the staff, and never more than are there") {
  Attacked theatre;
  State const next = theatre.next(0, {.exposure = 1});
  CHECK(dead(next) > 0);
  CHECK(dead(next) <= 100);
  State const later = after(next, Casualties{});
  CHECK(later.flows.staff_killed[un] == dead(next));
  CHECK(later.actors.civilian_staff[un] + later.flows.staff_killed[un] == 400);
  check_invariants(later);
}

TEST_CASE("staff_losses: they are binomial over the staff in the cell; 10 % off fails") {
  Attacked theatre;
  constexpr int n = 6000;
  double const p = 1 - std::exp(-0.05);
  auto const mean = [&](float exposure) {
    double killed = 0;
    for (std::uint64_t k = 0; k < n; ++k) killed += dead(theatre.next(k, {.exposure = exposure}));
    return killed / n;
  };
  CHECK(agrees(mean(0.05F), 100 * p, std::sqrt(100 * p * (1 - p)), n));
  CHECK_FALSE(agrees(mean(0.055F), 100 * p, std::sqrt(100 * p * (1 - p)), n));
}

TEST_CASE("staff_losses: one more attack never leaves more staff alive") {
  Attacked theatre;
  Attacked twice;
  twice.attack(mix(10));
  for (std::uint64_t k = 0; k < 300; ++k) {
    CHECK(dead(twice.next(k)) >= dead(theatre.next(k)));
  }
}

TEST_CASE("staff_losses: the switch governs it") {
  CHECK(switch_governs<StaffLosses>(Attacked{}.state, dead, {.exposure = 0.5F}));
}
