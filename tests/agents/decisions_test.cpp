/// The four kinds of decisions: they look at one snapshot and write weights of cells.
#include <doctest/doctest.h>

#include <cmath>

#include "agents/armed_groups.hpp"
#include "agents/host_governments.hpp"
#include "agents/parallel_forces.hpp"
#include "agents/peacekeepers.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

template <class Rule>
Orders decide(State& state, Rule rule = {}) {
  static_assert(Decision<Rule, State, Orders>);
  Orders orders = state.orders;
  rule(state, orders, Draws(1, 0, state.week, rule_address(Rule::name)));
  return orders;
}

void only_goal(State& state, int actor, Task task) {
  state.actors.goals[static_cast<std::size_t>(actor)] = Goals{};
  state.actors.goals[static_cast<std::size_t>(actor)][static_cast<std::size_t>(task)] = 1;
}

void hate(State& state, int a, int b) {
  state.actors.hostility[static_cast<std::size_t>(a)][static_cast<std::size_t>(b)] = 1;
  state.actors.hostility[static_cast<std::size_t>(b)][static_cast<std::size_t>(a)] = 1;
}

}  // namespace

TEST_CASE("decisions: an actor without units and one absent from the scenario decide nothing") {
  SmallTheatre t;
  CHECK(decide<ArmedGroups>(t.state).weight[red][t.middle] == 0.0F);
  t.deploy(red, t.middle, 100);
  t.state.actors.present[red] = 0;
  CHECK(decide<ArmedGroups>(t.state).weight[red][t.middle] == 0.0F);
}

TEST_CASE("decisions: each kind decides for its own actors only") {
  SmallTheatre t;
  for (int const a : {government, red, un, partner}) t.deploy(a, t.corner, 100);
  auto const weight = [&](Orders const& orders, int a) {
    return orders.weight[a][t.middle] > 0.0F;
  };
  Orders const groups = decide<ArmedGroups>(t.state);
  CHECK((weight(groups, red) && !weight(groups, government) && !weight(groups, un) &&
         !weight(groups, partner)));
  Orders const army = decide<HostGovernments>(t.state);
  CHECK((!weight(army, red) && weight(army, government) && !weight(army, un) &&
         !weight(army, partner)));
  Orders const blue_helmets = decide<Peacekeepers>(t.state);
  CHECK((!weight(blue_helmets, red) && weight(blue_helmets, un) && !weight(blue_helmets, partner)));
  Orders const parallel = decide<ParallelForces>(t.state);
  CHECK((!weight(parallel, un) && weight(parallel, partner)));
}

TEST_CASE("armed groups: resources draw a group that wants them, and nobody else") {
  SmallTheatre t;
  t.deploy(red, t.corner, 100);
  only_goal(t.state, red, secure_resources);
  Orders const orders = decide<ArmedGroups>(t.state);
  CHECK(orders.weight[red][t.middle] > orders.weight[red][t.world.grid.step(t.middle, 1, 0)]);
  only_goal(t.state, red, humanitarian_access);
  Orders const none = decide<ArmedGroups>(t.state);
  CHECK(none.weight[red][t.middle] == none.weight[red][t.world.grid.step(t.middle, 1, 0)]);
}

TEST_CASE(
    "armed groups: a stronger enemy in a cell makes it less attractive, a weak one is hunted") {
  SmallTheatre t;
  t.deploy(red, t.corner, 100);
  only_goal(t.state, red, defeat_designated);
  hate(t.state, red, government);
  auto const at_middle = [&](int enemies) {
    State state = t.state;
    if (enemies > 0) state.units.add(5, government, t.middle, enemies);
    tally(state);
    return decide<ArmedGroups>(state).weight[red][t.middle];
  };
  CHECK(at_middle(2000) < at_middle(0));
  t.state.actors.attributes[red].threat_weight = 0;
  CHECK(at_middle(40) > at_middle(0));
}

TEST_CASE(
    "host governments: with full consent nothing is obstructed, without consent the army's cells "
    "are") {
  SmallTheatre t;
  t.deploy(government, t.middle, 5000);
  t.deploy(un, t.corner, 100);
  auto const obstructed = [&](float consent) {
    t.state.actors.consent[un] = consent;
    int weeks = 0;
    for (t.state.week = 0; t.state.week < 2000; ++t.state.week) {
      Orders const orders = decide<HostGovernments>(t.state);
      weeks += orders.obstructed[un][t.middle];
      REQUIRE(orders.obstructed[un][t.corner] == 0);  // no army there
    }
    return weeks / 2000.0;
  };
  CHECK(obstructed(0.5F) == 0.0);
  // P = (1/2 - H) 2 n / (n + 50): 0.4 x 5000 / 5050 at H = 0.3.
  double const p = 0.4 * 5000 / 5050;
  double const bound = 4.5 * std::sqrt(p * (1 - p) / 2000);
  CHECK(std::abs(obstructed(0.3F) - p) < bound);
  CHECK_FALSE(std::abs(obstructed(0.23F) - p) < bound);  // the twin
}

TEST_CASE("host governments: a force that does not hold to consent is not kept out") {
  SmallTheatre t;
  t.deploy(government, t.middle, 5000);
  t.deploy(un, t.corner, 100);
  t.state.actors.consent[un] = 0;
  auto const obstructed = [&](float principle) {
    t.state.actors.attributes[un].consent_principle = principle;
    int weeks = 0;
    for (t.state.week = 0; t.state.week < 6000; ++t.state.week)
      weeks += decide<HostGovernments>(t.state).obstructed[un][t.middle];
    return weeks / 6000.0;
  };
  CHECK(obstructed(0) == 0.0);
  double const p = 0.6 * 5000 / 5050;
  double const bound = 4.5 * std::sqrt(p * (1 - p) / 6000);
  CHECK(std::abs(obstructed(0.6F) - p) < bound);
  CHECK_FALSE(std::abs(obstructed(0.66F) - p) < bound);  // the twin
}

TEST_CASE("host governments: public criticism and better offers turn into obstruction at once") {
  SmallTheatre t;
  t.deploy(government, t.middle, 5000);
  t.deploy(un, t.corner, 100);
  t.state.actors.consent[un] = 0.5F;
  auto const obstructed = [&](HostGovernments rule = {}) {
    int weeks = 0;
    for (t.state.week = 0; t.state.week < 2000; ++t.state.week)
      weeks += decide(t.state, rule).obstructed[un][t.middle];
    return weeks / 2000.0;
  };
  CHECK(obstructed() == 0.0);
  t.state.politics.criticism[un] = 0.5F;
  double const p = 0.1 * 2 * 5000 / 5050;
  double const bound = 4.5 * std::sqrt(p * (1 - p) / 2000);
  CHECK(std::abs(obstructed() - p) < bound);
  CHECK_FALSE(std::abs(obstructed({.criticism = 0.3F}) - p) < bound);  // the twin
  double const criticised = obstructed();
  t.state.politics.alternative[un] = 1;
  CHECK(obstructed() > criticised);
  CHECK(obstructed({.criticism = 0, .alternative = 0}) == 0.0);
}

TEST_CASE("peacekeepers: a national caveat closes dangerous cells except the base") {
  SmallTheatre t;
  t.deploy(un, t.corner, 100);
  t.deploy(red, t.middle, 4000);
  hate(t.state, un, red);
  t.state.at.unseen[un][t.middle] = 0;  // everything is known
  t.state.actors.attributes[un].risk_ceiling = 0.5F;
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] == 0.0F);
  CHECK(decide(t.state, Peacekeepers{.caveats = 0}).weight[un][t.middle] > 0.0F);
  t.state.at.home[un][t.middle] = 1;
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] > 0.0F);
}

TEST_CASE("peacekeepers: a caveat binds a force without enemies where groups do not accept it") {
  SmallTheatre t;
  t.deploy(un, t.corner, 100);
  t.deploy(red, t.middle, 4000);
  t.state.at.unseen[un][t.middle] = 0;  // everything is known
  t.state.actors.attributes[un].risk_ceiling = 0.5F;
  t.state.actors.acceptance[un][red] = 1;
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] > 0.0F);
  t.state.actors.acceptance[un][red] = 0;
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] == 0.0F);
  // T / (T + own + 1) with T = 4000 (1 - Ac), own = one unit of 80: at the ceiling of 1/2 T = 81.
  t.state.actors.attributes[un].unit_size = 80;
  t.state.actors.acceptance[un][red] = 1 - 80.0F / 4000;
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] > 0.0F);
  t.state.actors.acceptance[un][red] = 1 - 82.0F / 4000;
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] == 0.0F);
}

TEST_CASE("peacekeepers: own units already there lower the value of a cell") {
  SmallTheatre t;
  t.deploy(un, t.corner, 100);
  only_goal(t.state, un, protect_civilians);
  float const empty = decide<Peacekeepers>(t.state).weight[un][t.middle];
  t.deploy(un, t.middle, 600);
  CHECK(decide<Peacekeepers>(t.state).weight[un][t.middle] < empty);
}

TEST_CASE("parallel forces: allocation follows the goals in use") {
  SmallTheatre t;
  t.deploy(partner, t.corner, 100);
  only_goal(t.state, partner, secure_resources);
  Orders const greedy = decide<ParallelForces>(t.state);
  only_goal(t.state, partner, humanitarian_access);
  Orders const humane = decide<ParallelForces>(t.state);
  CHECK(greedy.weight[partner][t.middle] > humane.weight[partner][t.middle]);
}
