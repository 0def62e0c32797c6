/// Regrouping: what splits, what merges, and that nobody is lost on the way.
#include "model/mechanisms/unit_regrouping.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/agreement.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

State after(State state, UnitRegrouping const& rule, std::uint64_t replicate = 0) {
  rule(state, Draws(1, replicate, state.week, rule_address(UnitRegrouping::name)));
  return state;
}

int living(State const& state) {
  int count = 0;
  for_each_unit(state.units, [&](int) { ++count; });
  return count;
}

UnitRegrouping rates(float split, float merge) {
  UnitRegrouping rule;
  rule.split_rate = split;
  rule.merge_rate = merge;
  return rule;
}

}  // namespace

TEST_CASE("unit_regrouping: strength by actor and cell, and quota, are conserved exactly") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 190, 30);
  theatre.deploy(blue, theatre.middle, 90, 31);
  theatre.deploy(red, theatre.corner, 25, 12);
  State state = theatre.state;
  for (int week = 0; week < 60; ++week) {
    state.week = week;
    state = after(state, rates(0.3F, 0.5F));
    tally(state);
    compact(state);
    tally(state);
    check_invariants(state);
    for (int const actor : {red, blue}) {
      for (int const cell : state.grid().cells)
        CHECK(state.at.strength[actor][cell] == theatre.state.at.strength[actor][cell]);
    }
    CHECK(std::accumulate(state.units.quota.begin(), state.units.quota.end(), 0) ==
          std::accumulate(theatre.state.units.quota.begin(), theatre.state.units.quota.end(), 0));
  }
  std::set<std::uint64_t> const ids(state.units.id.begin(), state.units.id.end());
  CHECK(ids.size() == state.units.id.size());
}

TEST_CASE("unit_regrouping: armies and operations keep their formations") {
  SmallTheatre theatre;
  theatre.deploy(government, theatre.middle, 400, 20);
  theatre.deploy(un, theatre.middle, 400, 20);
  theatre.deploy(partner, theatre.middle, 20, 20);
  State const state = after(theatre.state, rates(10, 10));
  CHECK(digest(state) == digest(theatre.state));
}

TEST_CASE("unit_regrouping: units of different groups or in different cells never merge") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 50);
  theatre.deploy(blue, theatre.middle, 50);
  theatre.deploy(red, theatre.corner, 50);
  CHECK(living(after(theatre.state, rates(0, 10))) == 3);
}

TEST_CASE(
    "unit_regrouping: the larger unit absorbs the smaller, with the mean supply of their people") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 30);
  theatre.deploy(red, theatre.middle, 50);
  std::size_t const second = theatre.state.units.id.size() - 1;
  theatre.state.units.supply[second] = 0.2F;
  State const state = after(theatre.state, rates(0, 10));
  CHECK(state.units.strength[second] == 80);
  CHECK(state.units.strength[second - 1] == 0);
  CHECK(state.units.supply[second] == doctest::Approx((30 * 1.0 + 50 * 0.2) / 80));
}

TEST_CASE("unit_regrouping: only units above their size split, and no part is below the smallest") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 80, 50);  // exactly their size
  CHECK(living(after(theatre.state, rates(10, 0))) == 50);
  theatre.state.actors.attributes[red].unit_size = 15;
  theatre.deploy(red, theatre.corner, 19, 50);  // above it, but too few for two parts of 10
  State const state = after(theatre.state, rates(10, 0));
  int halves = 0;
  for_each_unit(state.units, [&](int row) {
    CHECK(state.units.strength[at(row)] >= 10);
    if (state.units.cell[at(row)] == theatre.middle) ++halves;
  });
  CHECK(halves == 100);
  CHECK(living(state) == 150);
}

TEST_CASE("unit_regrouping: a child stands beside its parent, with its home, supply and task") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 300);
  theatre.state.units.cell.back() = theatre.corner;
  theatre.state.units.supply.back() = 0.4F;
  theatre.state.units.task.back() = secure_resources;
  tally(theatre.state);
  Units const units = after(theatre.state, rates(10, 0)).units;
  CHECK(units.strength.back() + units.strength[at(units.size() - 2)] == 300);
  CHECK(units.cell.back() == theatre.corner);
  CHECK(units.home.back() == theatre.middle);
  CHECK(units.supply.back() == 0.4F);
  CHECK(units.task.back() == secure_resources);
  CHECK((units.id.back() >> 63) == 1);
}

TEST_CASE("unit_regrouping: splits, merges and the child's share have their closed forms") {
  SmallTheatre theatre;
  int const units = 60000;
  theatre.deploy(red, theatre.middle, 100, units);
  auto const splits = [&](float rate) {
    return static_cast<double>(living(after(theatre.state, rates(rate, 0))) - units) / units;
  };
  CHECK(share_agrees(splits(0.2F), 1 - std::exp(-0.2), units));
  CHECK_FALSE(share_agrees(splits(0.22F), 1 - std::exp(-0.2), units));
  auto const merges = [&](float rate) {
    return static_cast<double>(units - living(after(theatre.state, rates(0, rate)))) / (units / 2);
  };
  CHECK(share_agrees(merges(0.2F), 1 - std::exp(-0.2), units / 2));
  CHECK_FALSE(share_agrees(merges(0.22F), 1 - std::exp(-0.2), units / 2));
  State const split = after(theatre.state, rates(10, 0));
  double sum = 0;
  for (int row = units; row < split.units.size(); ++row) sum += split.units.strength[at(row)];
  double const children = split.units.size() - units;
  CHECK(
      agrees(sum / children, 50, std::sqrt((81.0 * 81 - 1) / 12), children));  // uniform on 10..90
  CHECK_FALSE(agrees(sum / children, 55, std::sqrt((81.0 * 81 - 1) / 12), children));
}

TEST_CASE(
    "unit_regrouping: splitting in two equal parts and merging settle at the balance of their "
    "rates") {
  // One group of 100 in each cell, parts of 50 only: a chain of two states, solved exactly. Merging
  // comes first in the week, so two become one, and stay it, with probability m (1 - s).
  SmallTheatre theatre(plain_world(60, 60, 50, 1000));
  for (int const cell : theatre.world.grid.cells) {
    theatre.state.units.add(mix(static_cast<std::uint64_t>(cell)) >> 1, red, cell, 100);
    theatre.state.ledger.at_start[red] += 100;
  }
  theatre.state.actors.attributes[red].unit_size = 60;
  auto const share_of_one = [&](float split_rate) {
    UnitRegrouping rule = rates(split_rate, 0.2F);
    rule.smallest = 50;
    State state = theatre.state;
    double whole = 0;
    for (int week = 0; week < 90; ++week) {
      state.week = week;
      tally(state);
      rule(state, Draws(1, 0, week, rule_address(UnitRegrouping::name)));
      compact(state);
      // Every 15 weeks: correlation (1 - s - m (1 - s))^15 < 0.005.
      if (week >= 29 && (week - 29) % 15 == 0) whole += 2 * 3600 - living(state);
    }
    return whole / (5 * 3600);
  };
  double const s = 1 - std::exp(-0.2);
  double const m = s;
  double const expected = m * (1 - s) / (m * (1 - s) + s);
  CHECK(share_agrees(share_of_one(0.2F), expected, 5 * 3600));
  CHECK_FALSE(share_agrees(share_of_one(0.22F), expected, 5 * 3600));
}

TEST_CASE("unit_regrouping: the order of rows changes nothing") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 120, 21);
  State backward = theatre.state;
  for (std::size_t r = 0; r < 21; ++r)
    theatre.state.units.supply[r] = 0.5F + 0.01F * static_cast<float>(r);
  backward = theatre.state;
  std::reverse(backward.units.id.begin(), backward.units.id.end());
  std::reverse(backward.units.supply.begin(), backward.units.supply.end());
  tally(backward);
  State one = theatre.state;
  State other = backward;
  for (int week = 0; week < 10; ++week) {
    for (State* state : {&one, &other}) {
      state->week = week;
      *state = after(*state, rates(0.5F, 0.3F));
      tally(*state);
    }
  }
  CHECK(digest(one) == digest(other));
}

TEST_CASE("unit_regrouping: the switch turns it off") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 120, 40);
  CHECK(switch_works<UnitRegrouping>(theatre.state));
}

TEST_CASE("unit_regrouping: in the theory mode a unit shatters wholly, and nobody is lost") {
  SmallTheatre theatre;
  theatre.state.actors.attributes[red].unit_size = 10;
  theatre.deploy(red, theatre.middle, 205, 3);
  UnitRegrouping rule = rates(10, 0);
  rule.by_size = true;
  State state = after(theatre.state, rule);
  CHECK(living(state) == 3 * 20);  // parts of 10, the last of each keeps the 5 left over
  tally(state);
  check_invariants(state);
  CHECK(std::accumulate(state.units.quota.begin(), state.units.quota.end(), 0) == 3 * 205);
  std::set<std::uint64_t> const ids(state.units.id.begin(), state.units.id.end());
  CHECK(ids.size() == state.units.id.size());
}
