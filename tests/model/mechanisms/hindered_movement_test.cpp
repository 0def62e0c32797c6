/// Tests of hindered movement: cells that one force closes to another.
#include "model/mechanisms/hindered_movement.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The partner holds the middle.
struct HeldTheatre : SmallTheatre {
  HeldTheatre() { deploy(partner, middle, 200); }
  void coordinate(float c) {
    state.actors.coordination[un][partner] = state.actors.coordination[partner][un] = c;
  }
  [[nodiscard]] bool closed(std::uint64_t replicate, HinderedMovement rule = {}) const {
    return after(state, rule, replicate).at.closed[un][middle] != 0;
  }
  [[nodiscard]] double frequency(int n, HinderedMovement rule = {}) const {
    int sum = 0;
    for (int k = 0; k < n; ++k) sum += closed(static_cast<std::uint64_t>(k), rule) ? 1 : 0;
    return static_cast<double>(sum) / n;
  }
};

}  // namespace

TEST_CASE(
    "hindered_movement: only cells that the force holds are closed, and only to other operations") {
  HeldTheatre theatre;
  State const next = after(theatre.state, HinderedMovement{.closure = 1});
  for (int const c : theatre.world.grid.cells) {
    CHECK(next.at.closed[un][c] == (c == theatre.middle ? 1 : 0));
    CHECK(next.at.closed[partner][c] == 0);
    CHECK(next.at.closed[red][c] == 0);
    CHECK(next.at.closed[government][c] == 0);
  }
  theatre.deploy(un, theatre.middle, 200);  // now it does not hold it
  CHECK(theatre.frequency(100, {.closure = 1}) == 0.0);
}

TEST_CASE("hindered_movement: an independent force closes with probability q exp(-kappa c)") {
  HeldTheatre theatre;
  theatre.coordinate(0.2F);
  constexpr int n = 20000;
  double const p = 0.6 * std::exp(-1.5 * 0.2);
  double const bound = 4.5 * std::sqrt(p * (1 - p) / n);
  CHECK(std::abs(theatre.frequency(n) - p) < bound);
  CHECK(std::abs(theatre.frequency(n, {.closure = 0.54F}) - p) > bound);
}

TEST_CASE("hindered_movement: a coordinated force closes only when the host favours it") {
  HeldTheatre theatre;
  theatre.coordinate(0.8F);
  CHECK(theatre.frequency(300) == 0.0);
  theatre.state.actors.declared[partner].stances[government] = 0.5F;
  CHECK(theatre.frequency(300) > 0.0);
}

TEST_CASE("hindered_movement: more coordination never closes a cell that less would leave open") {
  HeldTheatre theatre;
  theatre.state.actors.declared[partner].stances[government] = 1;
  for (std::uint64_t k = 0; k < 500; ++k) {
    bool last = true;
    for (float c : {0.0F, 0.3F, 0.6F, 1.0F}) {
      theatre.coordinate(c);
      bool const now = theatre.closed(k);
      CHECK((last || !now));
      last = now;
    }
  }
}

TEST_CASE(
    "L11, interoperability: at 0.2 kappa is 0.3, at 0.9 it is 3, and more closes fewer cells") {
  CHECK(HinderedMovement{.interoperability = 0.2F}.coordination_effect() == doctest::Approx(0.3));
  CHECK(HinderedMovement{.interoperability = 0.9F}.coordination_effect() == doctest::Approx(3.0));
  HeldTheatre theatre;
  theatre.coordinate(0.4F);
  int fewer = 0;
  for (std::uint64_t k = 0; k < 300; ++k) {
    bool const low = theatre.closed(k, {.interoperability = 0.2F});
    bool const high = theatre.closed(k, {.interoperability = 0.9F});
    CHECK((low || !high));
    fewer += low && !high ? 1 : 0;
  }
  CHECK(fewer > 20);
}

TEST_CASE("hindered_movement: the UN closes nothing") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 200);
  State const next = after(theatre.state, HinderedMovement{.closure = 1});
  CHECK(next.at.closed[partner][theatre.middle] == 0);
}

TEST_CASE("hindered_movement: cells are drawn apart") {
  HeldTheatre theatre;
  theatre.deploy(partner, theatre.corner, 200);
  int both = 0;
  int one = 0;
  for (std::uint64_t k = 0; k < 4000; ++k) {
    State const next = after(theatre.state, HinderedMovement{.closure = 0.5F}, k);
    int const sum = next.at.closed[un][theatre.middle] + next.at.closed[un][theatre.corner];
    both += sum == 2 ? 1 : 0;
    one += sum == 1 ? 1 : 0;
  }
  CHECK(std::abs(both / 4000.0 - 0.25) < 4.5 * std::sqrt(0.1875 / 4000));
  CHECK(std::abs(one / 4000.0 - 0.5) < 4.5 * std::sqrt(0.25 / 4000));
}

TEST_CASE("hindered_movement: the switch governs it") {
  HeldTheatre theatre;
  CHECK(switch_governs<HinderedMovement>(
      theatre.state, [&](State const& s) { return s.at.closed[un][theatre.middle]; },
      {.closure = 1}));
}
