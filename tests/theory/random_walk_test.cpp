/// With equal weights and no costs movement is a random walk: displacement grows as the root of time.
#include <doctest/doctest.h>

#include <cmath>

#include "model/mechanisms/movement.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

TEST_CASE("theory: the mean square displacement of free units is 4/3 cells squared per week") {
  // Uniform over 9 cells: each coordinate steps -1, 0, 1 with probability 1/3, variance 2/3; two
  // coordinates. The torus is wide enough that nobody wraps within the weeks simulated.
  SmallTheatre t(plain_world(61, 61, 50, 100, true));
  constexpr int walkers = 4000;
  constexpr int weeks = 25;
  int const start = t.world.grid.cell(30, 30);
  t.state.actors.attributes[red].mobility = 75;
  t.state.actors.attributes[red].leash = 0;
  for (int const c : t.world.grid.cells) t.state.orders.weight[red][c] = 1.0F;
  for (int u = 0; u < walkers; ++u)
    t.state.units.add(mix(static_cast<std::uint64_t>(u)) >> 1, red, start, 10);
  Programme<Movement> programme;
  programme.get<Movement>().rule.travel_cost = 0;
  for (int w = 0; w < weeks; ++w) {
    tally(t.state);
    programme.step(t.state, 4, 0);
    ++t.state.week;
  }
  double square = 0;
  double fourth = 0;
  double east = 0;
  for (int const c : t.state.units.cell) {
    double const x = t.world.grid.column_of(c) - 30;
    double const y = t.world.grid.row_of(c) - 30;
    square += x * x + y * y;
    fourth += (x * x + y * y) * (x * x + y * y);
    east += x;
  }
  double const mean = square / walkers;
  double const error = std::sqrt((fourth / walkers - mean * mean) / walkers);
  CHECK(std::abs(mean - weeks * 4.0 / 3.0) < 4.5 * error);
  CHECK_FALSE(std::abs(mean - 1.1 * weeks * 4.0 / 3.0) < 4.5 * error);  // the twin
  CHECK(std::abs(east / walkers) < 4.5 * std::sqrt(weeks * 2.0 / 3.0 / walkers));
}
