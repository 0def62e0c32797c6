/// Grievance: what it remembers, whom it blames, how far the news goes.
#include "model/mechanisms/grievance.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

void advance(State& state, Grievance const& rule, int weeks = 1) {
  for (int week = 0; week < weeks; ++week)
    rule(state, Draws(1, 0, week, rule_address(Grievance::name)));
}

void kill(SmallTheatre& theatre, int actor, std::int32_t persons) {
  auto const i = at(theatre.middle);
  theatre.state.at.killed_civilians[actor][theatre.middle] += persons;
  theatre.state.cells.killed[i] += persons;
  theatre.state.cells.residents[i] -= persons;
}

Grievance silent() {
  Grievance rule;
  rule.spread = 0;
  return rule;
}

}  // namespace

TEST_CASE("grievance: the fast memory halves in 3 weeks, the slow one in 104") {
  SmallTheatre theatre;
  auto const i = at(theatre.middle);
  theatre.state.cells.grievance_fast[i] = 0.8F;
  theatre.state.cells.grievance_slow[i] = 0.4F;
  advance(theatre.state, silent(), 3);
  CHECK(theatre.state.cells.grievance_fast[i] == doctest::Approx(0.4));
  advance(theatre.state, silent(), 101);
  CHECK(theatre.state.cells.grievance_slow[i] == doctest::Approx(0.2));
}

TEST_CASE("grievance: five dead in ten thousand add 63 per cent of the gain to both") {
  SmallTheatre theatre;
  kill(theatre, government, 5);
  advance(theatre.state, silent());
  auto const i = at(theatre.middle);
  double const shock = 1 - std::exp(-1.0);
  CHECK(theatre.state.cells.grievance_fast[i] == doctest::Approx(0.2 * shock));
  CHECK(theatre.state.cells.grievance_slow[i] == doctest::Approx(0.02 * shock));
}

TEST_CASE("grievance: it is held against the state and its allies, not against rebels") {
  SmallTheatre theatre;
  kill(theatre, red, 5);
  kill(theatre, partner, 5);
  State allied = theatre.state;
  allied.actors.stances[partner][government] = 0.8F;
  advance(theatre.state, silent());
  advance(allied, silent());
  CHECK(theatre.state.cells.grievance_fast[at(theatre.middle)] == 0.0F);
  CHECK(allied.cells.grievance_fast[at(theatre.middle)] ==
        doctest::Approx(0.2 * (1 - std::exp(-1.0))));
  Grievance unknown = silent();
  unknown.attributed = 0;
  advance(allied, unknown);
  CHECK(allied.cells.grievance_fast[at(theatre.middle)] < 0.2F * 0.64F);
}

TEST_CASE("grievance: full news bring a cell 1 % of the way to its neighbours in a week") {
  SmallTheatre theatre(plain_world(7, 7, 50, 1000));
  theatre.state.cells.information[at(theatre.middle)] = 1;
  theatre.state.cells.grievance_slow[at(theatre.middle)] = 0.8F;
  Grievance rule;
  rule.slow_half_life = 1e6F;
  advance(theatre.state, rule);
  CHECK(theatre.state.cells.grievance_slow[at(theatre.middle)] ==
        doctest::Approx(0.8 * 0.99).epsilon(1e-5));
}

TEST_CASE("grievance: one week carries news to the neighbours and not a cell further") {
  SmallTheatre theatre(plain_world(7, 7, 50, 1000));
  theatre.state.cells.grievance_slow[at(theatre.middle)] = 0.8F;
  Grievance rule;
  rule.slow_half_life = 1e6F;
  rule.spread = 0.5F;
  advance(theatre.state, rule);
  Grid const& grid = theatre.world.grid;
  for (int const c : grid.cells) {
    float const g = theatre.state.cells.grievance_slow[at(c)];
    float const km = grid.distance_km(c, theatre.middle);
    if (km == 0)
      CHECK(g == doctest::Approx(0.8 * (1 - 0.25)));  // road access 0.5
    else if (km < 75)
      CHECK(g == doctest::Approx(0.8 * 0.25 / 8));
    else
      CHECK(g == 0.0F);
  }
}

TEST_CASE(
    "grievance: on a torus the slow memory diffuses, with its sum kept and its variance linear in "
    "time") {
  SmallTheatre theatre(plain_world(41, 41, 50, 1000, true));
  Grid const& grid = theatre.world.grid;
  theatre.state.cells.grievance_slow[at(theatre.middle)] = 1;
  Grievance rule;
  rule.slow_half_life = 1e6F;
  rule.spread = 0.2F;
  int const weeks = 30;
  advance(theatre.state, rule, weeks);
  double sum = 0;
  double variance = 0;
  for (int const c : grid.cells) {
    double const g = static_cast<double>(theatre.state.cells.grievance_slow[at(c)]);
    double const east = grid.column_of(c) - grid.column_of(theatre.middle);
    sum += g;
    variance += g * east * east;
  }
  CHECK(sum == doctest::Approx(1).epsilon(1e-4));
  // A step east or west is 6 of 8 neighbours: spread x info x 6/8 cells^2 a week.
  CHECK(variance / sum == doctest::Approx(weeks * 0.2 * 0.5 * 0.75).epsilon(1e-3));
  CHECK(std::abs(variance / sum / (weeks * 0.2 * 0.5 * 0.75 * 1.1) - 1) > 0.05);
}

TEST_CASE("grievance: more killing never lowers it, and it stays a share") {
  SmallTheatre theatre;
  State previous = theatre.state;
  advance(previous, Grievance{}, 1);
  for (int dead = 0; dead < 30; ++dead) {
    kill(theatre, government, 40);
    State state = theatre.state;
    advance(state, Grievance{}, 200);
    for (int const c : theatre.world.grid.cells) {
      CHECK(state.cells.grievance_fast[at(c)] >= previous.cells.grievance_fast[at(c)]);
      CHECK(state.cells.grievance_slow[at(c)] >= previous.cells.grievance_slow[at(c)] - 1e-6F);
      CHECK(state.cells.grievance(at(c)) <= 1.0F);
    }
    previous = state;
  }
  CHECK(previous.cells.grievance_slow[at(theatre.middle)] > 0.5F);
}

TEST_CASE("grievance: the switch turns it off") {
  SmallTheatre theatre;
  kill(theatre, government, 5);
  CHECK(switch_works<Grievance>(theatre.state));
}
