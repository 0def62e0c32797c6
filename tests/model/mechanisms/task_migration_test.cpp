/// Tests of task migration: civilian functions that move to weaker hands.
#include "model/mechanisms/task_migration.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The UN drops human-rights monitoring and state authority (.15 + .10); the partner holds sites and
/// has 20 civilians.
struct Narrowing : SmallTheatre {
  Narrowing() {
    deploy(un, middle, 500);
    deploy(partner, middle, 200);
    state.actors.civilian_staff[un] = 100;
    state.actors.civilian_staff[partner] = 20;
    state.actors.attributes[partner].civil_efficiency = 0.4F;
    state.mandates.dropped[un] = 1U << monitor_human_rights | 1U << extend_state_authority;
    for (Goals* goals : {&state.actors.declared[partner].goals, &state.actors.goals[partner]}) {
      *goals = Goals{};
      (*goals)[hold_site] = 1;
    }
  }
  [[nodiscard]] State next(TaskMigration rule = {}) const { return after(state, rule); }
};

double sum(Goals const& goals) {
  double total = 0;
  for (float const g : goals) total += static_cast<double>(g);
  return total;
}

}  // namespace

TEST_CASE("task_migration: a mandate that keeps its tasks stays as it was") {
  Narrowing theatre;
  theatre.state.mandates.dropped[un] = 0;
  CHECK(digest(theatre.next()) == digest(theatre.state));
}

TEST_CASE(
    "task_migration: M30, dropped tasks leave the mission and half of them reach the partner") {
  Narrowing theatre;
  State const next = theatre.next();
  CHECK(next.actors.goals[un][monitor_human_rights] == 0.0F);
  CHECK(next.actors.goals[un][protect_civilians] == doctest::Approx(0.35 / 0.75));
  CHECK(next.actors.goals[partner][monitor_human_rights] == doctest::Approx(0.075));
  CHECK(next.actors.goals[partner][extend_state_authority] == doctest::Approx(0.05));
  CHECK(next.actors.goals[partner][hold_site] == doctest::Approx(0.875));
  CHECK(sum(next.actors.goals[un]) == doctest::Approx(1.0));
  CHECK(sum(next.actors.goals[partner]) == doctest::Approx(1.0));
}

TEST_CASE("task_migration: capacities stay far behind: fewer monitors work than before") {
  Narrowing theatre;
  State const next = theatre.next();
  float const before = monitors_of(theatre.state, un) + monitors_of(theatre.state, partner);
  CHECK(monitors_of(next, partner) == doctest::Approx(20 * 0.075 * 0.4));
  CHECK(monitors_of(next, un) + monitors_of(next, partner) < 0.1F * before);
}

TEST_CASE("task_migration: it happens once") {
  Narrowing theatre;
  State const once = theatre.next();
  CHECK(digest(after(once, TaskMigration{})) == digest(once));
}

TEST_CASE("task_migration: a larger share adopted is never less work, and mu = 0 none") {
  Narrowing theatre;
  float last = -1;
  for (float const share : {0.0F, 0.3F, 0.7F, 1.0F}) {
    float const weight = theatre.next({.share = share}).actors.goals[partner][monitor_human_rights];
    CHECK(weight > last);
    last = weight;
  }
  CHECK(theatre.next({.share = 0}).actors.goals[partner][monitor_human_rights] == 0.0F);
}

TEST_CASE("task_migration: what nobody adopts waits for a partner with civilians or police") {
  Narrowing theatre;
  theatre.state.actors.civilian_staff[partner] = 0;
  State next = theatre.next();
  CHECK(next.actors.goals[partner][monitor_human_rights] == 0.0F);
  CHECK(next.mandates.vacated[un][monitor_human_rights] == doctest::Approx(0.15));
  next.mandates.police[partner] = 50;
  next = after(next, TaskMigration{});
  CHECK(next.actors.goals[partner][monitor_human_rights] == doctest::Approx(0.075));
}

TEST_CASE("task_migration: declared, reference and used goals are mixed alike") {
  Narrowing theatre;
  State const next = theatre.next();
  CHECK(next.actors.declared[partner].goals == next.actors.goals[partner]);
  for (std::size_t k = 0; k < task_count; ++k) {
    double const adopted = k == monitor_human_rights     ? 0.075
                           : k == extend_state_authority ? 0.05
                                                         : 0;
    CHECK(static_cast<double>(next.actors.reference[partner].goals[k]) ==
          doctest::Approx(
              0.875 * static_cast<double>(theatre.state.actors.reference[partner].goals[k]) +
              adopted));
  }
}

TEST_CASE("task_migration: the week of narrowing drops what is marked, and the switch governs it") {
  Narrowing theatre;
  theatre.state.mandates.dropped[un] = 0;
  theatre.state.week = 9;
  CHECK(theatre.next({.narrowing_week = 10}).actors.goals[un] == theatre.state.actors.goals[un]);
  State const next = theatre.next({.narrowing_week = 9});
  CHECK(next.actors.goals[un][monitor_human_rights] == 0.0F);
  CHECK(next.actors.goals[un][mediate] > 0.15F);
  CHECK(switch_works<TaskMigration>(Narrowing{}.state));
}
