/// Movement: where units can go, how often they choose a cell, and what stops them.
#include "model/mechanisms/movement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

void weigh_all(State& state, int actor, float weight) {
  for (int const c : state.grid().cells) state.orders.weight[actor][c] = weight;
}

/// Share of `n` units that go from the middle to `target` when it weighs `factor` times the others.
double share_going(SmallTheatre& t, int target, float factor, int n) {
  State state = t.state;
  state.actors.attributes[red].mobility = 60;
  state.actors.attributes[red].leash = 0;
  weigh_all(state, red, 1.0F);
  state.orders.weight[red][target] = factor;
  for (int u = 0; u < n; ++u)
    state.units.add(mix(static_cast<std::uint64_t>(u)) >> 1, red, t.middle, 10);
  Movement{.travel_cost = 0}(state, Draws(1, 0, 0, rule_address("movement")));
  int there = 0;
  for (int const c : state.units.cell) there += c == target ? 1 : 0;
  return static_cast<double>(there) / n;
}

}  // namespace

TEST_CASE("movement: where no cell has a weight, nobody moves") {
  SmallTheatre t;
  t.deploy(red, t.middle, 50, 20);
  Movement{}(t.state, Draws(1, 0, 0, 1));
  for (int const c : t.state.units.cell) CHECK(c == t.middle);
}

TEST_CASE("movement: the softmax frequency of a cell follows its weight") {
  SmallTheatre t;
  constexpr int n = 40000;
  int const north = t.world.grid.step(t.middle, 0, 1);
  // March 60 km on 50-km cells: at least the eight neighbours, so nine cells to choose from.
  double const expected = 3.0 / 11.0;
  double const bound = 4.5 * std::sqrt(expected * (1 - expected) / n);
  CHECK(std::abs(share_going(t, north, 3.0F, n) - expected) < bound);
  CHECK_FALSE(std::abs(share_going(t, north, 3.3F, n) - expected) < bound);  // the twin
}

TEST_CASE("movement: a heavier weight never keeps out a unit that went there before") {
  SmallTheatre t;
  int const first =
      t.world.grid.cells.front();  // first in the order of choice: inversion is monotone
  CHECK(share_going(t, first, 2.0F, 5000) >= share_going(t, first, 1.0F, 5000));
  CHECK(share_going(t, first, 2.0F, 5000) > share_going(t, first, 0.5F, 5000));
}

TEST_CASE("movement: cost and leash keep units near") {
  SmallTheatre t;
  auto const stayed = [&](float cost, float leash) {
    State state = t.state;
    state.actors.attributes[red].leash = leash;
    weigh_all(state, red, 1.0F);
    for (int u = 0; u < 2000; ++u)
      state.units.add(mix(static_cast<std::uint64_t>(u)) >> 1, red, t.middle, 10);
    Movement{.travel_cost = cost}(state, Draws(1, 0, 0, 1));
    int n = 0;
    for (int const c : state.units.cell) n += c == t.middle ? 1 : 0;
    return n;
  };
  CHECK(stayed(0.005F, 0) > stayed(0, 0));
  CHECK(stayed(0, 1) > stayed(0, 0));
  CHECK(stayed(1, 0) == 2000);
}

TEST_CASE("movement: a closed or obstructed cell keeps an operation out, an army walks in") {
  SmallTheatre t;
  int const target = t.world.grid.step(t.middle, 1, 0);
  for (int const who : {un, government}) {
    for (bool const by_host : {false, true}) {
      State state = t.state;
      state.orders.weight[who][target] = 1.0F;
      (by_host ? state.orders.obstructed : state.at.closed)[who][target] = 1;
      state.units.add(77, who, t.middle, 10);
      Movement{}(state, Draws(1, 0, 0, 1));
      CHECK(state.units.cell.back() == (who == un ? t.middle : target));
      CHECK(state.flows.hindered == (who == un ? 1 : 0));
    }
  }
}

TEST_CASE("movement: an operation's unit without supply stays at its base") {
  SmallTheatre t;
  int const target = t.world.grid.step(t.middle, 1, 0);
  t.state.orders.weight[un][target] = 1.0F;
  t.state.units.add(77, un, t.middle, 10);
  t.state.units.supply.back() = 0.2F;
  State state = t.state;
  Movement{}(state, Draws(1, 0, 0, 1));
  CHECK(state.units.cell.back() == t.middle);
  Movement{.stranded = 0.1F}(t.state, Draws(1, 0, 0, 1));
  CHECK(t.state.units.cell.back() == target);
}

TEST_CASE("movement: switched off, the state stays as it was") {
  SmallTheatre t;
  weigh_all(t.state, red, 1.0F);
  t.deploy(red, t.middle, 50, 30);
  CHECK(switch_works<Movement>(t.state));
}
