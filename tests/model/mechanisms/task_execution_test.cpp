/// Task execution: contingents do what their goals and the place call for.
#include "model/mechanisms/task_execution.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Two goals on offer in the middle: resources (feature 1) and the site (feature 1).
void two_offers(SmallTheatre& t, float resources) {
  t.state.actors.goals[un] = Goals{};
  t.state.actors.goals[un][secure_resources] = resources;
  t.state.actors.goals[un][hold_site] = 1 - resources;
  t.state.at.home[un][t.middle] = 1;
}

double share_on(State const& state, Task task) {
  int n = 0;
  for (int const k : state.units.task) n += k == task ? 1 : 0;
  return static_cast<double>(n) / state.units.size();
}

}  // namespace

TEST_CASE("task execution: a single goal is executed always") {
  SmallTheatre t;
  two_offers(t, 1.0F);
  t.deploy(un, t.middle, 10, 50);
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  CHECK(share_on(t.state, secure_resources) == 1.0);
}

TEST_CASE("task execution: where nothing is on offer the main goal is executed") {
  SmallTheatre t;
  t.state.actors.goals[un] = Goals{};
  t.state.actors.goals[un][humanitarian_access] = 0.3F;
  t.state.actors.goals[un][secure_resources] = 0.7F;
  t.deploy(un, t.corner, 10, 20);
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  CHECK(share_on(t.state, secure_resources) == 1.0);
}

TEST_CASE("task execution: tasks are shared as goals times features") {
  SmallTheatre t;
  constexpr int n = 40000;
  two_offers(t, 0.3F);
  t.deploy(un, t.middle, 1, n);
  double const bound = 4.5 * std::sqrt(0.3 * 0.7 / n);
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  CHECK(std::abs(share_on(t.state, secure_resources) - 0.3) < bound);
  two_offers(t, 0.33F);
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  CHECK_FALSE(std::abs(share_on(t.state, secure_resources) - 0.3) < bound);  // the twin
}

TEST_CASE("task execution: a goal of more weight never loses a contingent that executed it") {
  SmallTheatre t;
  t.deploy(un, t.middle, 10, 3000);
  two_offers(t, 0.4F);
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  auto const before = t.state.units.task;
  two_offers(t, 0.2F);
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  for (std::size_t r = 0; r < before.size(); ++r) {
    if (before[r] == hold_site) REQUIRE(t.state.units.task[r] == hold_site);
  }
}

TEST_CASE("task execution: as many contingents as support binds execute it, whatever is on offer") {
  SmallTheatre t;
  two_offers(t, 0.5F);
  t.deploy(un, t.middle, 1, 20000);
  double const bound = 4.5 * std::sqrt(0.2 * 0.8 / 20000);
  t.state.politics.diverted[un] = 0.2F;
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  CHECK(std::abs(share_on(t.state, support_partner) - 0.2) < bound);
  t.state.politics.diverted[un] = 0.22F;
  TaskExecution{}(t.state, Draws(1, 0, 0, 3));
  CHECK_FALSE(std::abs(share_on(t.state, support_partner) - 0.2) < bound);  // the twin
}

TEST_CASE("task execution: switched off, the tasks of last week stay") {
  SmallTheatre t;
  two_offers(t, 1.0F);
  t.deploy(un, t.middle, 10, 5);
  CHECK(switch_works<TaskExecution>(t.state));
}
