/// Movement: where units can go, how often they choose a cell, and what stops them.
#include "model/mechanisms/movement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <utility>
#include <vector>

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
  tally(state);
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
    tally(state);
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
      tally(state);
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
  tally(t.state);
  t.state.units.supply.back() = 0.2F;
  State state = t.state;
  Movement{}(state, Draws(1, 0, 0, 1));
  CHECK(state.units.cell.back() == t.middle);
  Movement{.stranded = 0.1F}(t.state, Draws(1, 0, 0, 1));
  CHECK(t.state.units.cell.back() == target);
}

namespace {

/// Where a unit goes, straight from the equation.
int goes_to(State const& state, Movement const& rule, std::size_t r, float u) {
  Grid const& grid = state.grid();
  Units const& units = state.units;
  int const a = units.actor[r];
  Attributes const& own = state.actors.attributes[Actors::idx(a)];
  std::vector<std::pair<int, float>> cumulated;
  float sum = 0;
  for (int north = -3; north <= 3; ++north) {
    for (int east = -3; east <= 3; ++east) {
      float const x = static_cast<float>(east) * grid.km_per_column;
      float const y = static_cast<float>(north) * grid.km_per_row;
      float const d = root(x * x + y * y);
      int const there = grid.step(units.cell[r], east, north);
      if (d > own.mobility || there < 0 || !(state.orders.weight[a][there] > 0.0F)) continue;
      float const leash = own.leash / (own.leash_radius * own.temperature);
      sum += state.orders.weight[a][there] * exp(-(rule.travel_cost / own.temperature * d +
                                                   leash * grid.distance_km(units.home[r], there)));
      cumulated.emplace_back(there, sum);
    }
  }
  for (auto const& [there, up_to] : cumulated) {
    if (u * sum <= up_to) return there;
  }
  return units.cell[r];
}

}  // namespace

TEST_CASE("movement: units that share a window go where each would go by the equation alone") {
  for (bool const torus : {false, true}) {
    SmallTheatre t(plain_world(9, 12, 40, 100, torus));
    State& state = t.state;
    auto const& cells = t.world.grid.cells;
    for (int const a : {government, red, blue}) {
      state.actors.attributes[Actors::idx(a)].mobility = a == red ? 130.0F : 95.0F;
      for (int const c : cells) {
        auto const part = mix(static_cast<std::uint64_t>(c) ^ mix(static_cast<std::uint64_t>(a)));
        state.orders.weight[a][c] = part % 4 == 0 ? 0.0F : static_cast<float>(part % 100) / 9;
      }
      if (a == blue) weigh_all(state, a, 0);  // nowhere is allowed
    }
    for (std::uint64_t u = 0; u < 6000; ++u) {
      int const a = mix(u) % 20 == 0 ? blue : mix(u) % 2 == 0 ? red : government;
      state.units.add(mix(u) >> 1, a, cells[mix(u + 7) % 11 * 9], 10);
      state.units.cell.back() = cells[mix(u + 9) % cells.size()];
    }
    tally(state);
    State const before = state;
    Draws const draws(3, 1, 0, rule_address("movement"));
    Movement{}(state, draws);
    int moved = 0;
    for (std::size_t r = 0; r < before.units.id.size(); ++r) {
      REQUIRE(state.units.cell[r] == goes_to(before, {}, r, draws.at(before.units.id[r])(0)));
      moved += state.units.cell[r] != before.units.cell[r] ? 1 : 0;
    }
    CHECK(moved > 3000);
  }
}

TEST_CASE("movement: switched off, the state stays as it was") {
  SmallTheatre t;
  weigh_all(t.state, red, 1.0F);
  t.deploy(red, t.middle, 50, 30);
  CHECK(switch_works<Movement>(t.state));
}
