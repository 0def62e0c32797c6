/// Tests of support burden: who is supplied, and what it takes from the supporter.
#include "model/mechanisms/support_burden.hpp"

#include <doctest/doctest.h>

#include "model/mechanisms/payroll.hpp"
#include "model/mechanisms/presence.hpp"
#include "model/mechanisms/sustainment.hpp"
#include "model/mechanisms/task_execution.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A UN mission of 1,000 beside a partner of 400 that depends on support for half of its need.
struct SupportedTheatre : SmallTheatre {
  SupportedTheatre() {
    deploy(un, corner, 1000);
    deploy(partner, middle, 400);
    state.actors.attributes[partner].support_dependence = 0.5F;
    state.actors.attributes[partner].self_sustainment = 0;
  }
  [[nodiscard]] State next(SupportBurden rule = {}) const { return after(state, rule); }
};

}  // namespace

TEST_CASE("support burden: 200 supported persons bind 50 of the supporter's 1,000") {
  SupportedTheatre t;
  State const state = t.next();
  CHECK(state.politics.supported[un][partner] == 200.0F);
  CHECK(state.politics.delivered[un][partner] == 200.0F);
  CHECK(state.politics.diverted[un] == doctest::Approx(0.05));
  CHECK(t.next({.bound = 0.275F}).politics.diverted[un] > 0.054F);  // the twin
  check_invariants(state);
}

TEST_CASE("support burden: nobody who depends, or no UN mission, and nothing is supported") {
  SupportedTheatre t;
  t.state.actors.attributes[partner].support_dependence = 0;
  CHECK(t.next().politics.diverted[un] == 0.0F);
  SmallTheatre alone;
  alone.deploy(partner, alone.middle, 400);
  alone.state.actors.attributes[partner].support_dependence = 1;
  State const state = after(alone.state, SupportBurden{});
  for (auto const& row : state.politics.supported) {
    for (float const persons : row) CHECK(persons == 0.0F);
  }
}

TEST_CASE("support burden: last week's support does not outlive the force it was for") {
  SupportedTheatre t;
  State state = t.next();
  state.units.strength[1] = 0;
  tally(state);
  CHECK(after(state, SupportBurden{}).politics.supported[un][partner] == 0.0F);
}

TEST_CASE("support burden: several UN missions share the need by their strength") {
  SupportedTheatre t;
  t.state.actors.kind[blue] = Kind::un_mission;
  t.deploy(blue, t.corner, 3000);
  State const state = t.next();
  CHECK(state.politics.supported[un][partner] == doctest::Approx(50));
  CHECK(state.politics.supported[blue][partner] == doctest::Approx(150));
}

TEST_CASE("support burden: support that is withheld is neither given nor a burden") {
  SupportedTheatre t;
  CHECK(t.next().politics.supported[un][partner] > 0.0F);
  t.state.politics.support_stopped[un][partner] = 3;
  CHECK(t.next().politics.supported[un][partner] == 0.0F);
  CHECK(t.next().politics.diverted[un] == 0.0F);
}

TEST_CASE("L1, mask of support: a kind that is not allowed is missing from what is given") {
  SupportedTheatre t;
  CHECK(t.next({.rations_and_fuel = 0}).politics.supported[un][partner] == doctest::Approx(80));
  CHECK(t.next({.transport = 0}).politics.supported[un][partner] == doctest::Approx(160));
  CHECK(t.next({.medical_evacuation = 0}).politics.supported[un][partner] == doctest::Approx(180));
  CHECK(t.next({.information = 0}).politics.supported[un][partner] == doctest::Approx(180));
  SupportBurden const none{
      .rations_and_fuel = 0, .transport = 0, .medical_evacuation = 0, .information = 0};
  CHECK(t.next(none).politics.diverted[un] == 0.0F);
}

TEST_CASE(
    "L3, cap on support: the lower the cap, the fewer are supported and the fewer are bound") {
  SupportedTheatre t;
  float last = 1e9F;
  for (float const cap : {0.2F, 0.15F, 0.1F, 0.0F}) {
    State const state = t.next({.most_supported = cap});
    CHECK(state.politics.supported[un][partner] < last);
    CHECK(state.politics.supported[un][partner] == doctest::Approx(1000 * cap));
    CHECK(state.politics.diverted[un] == doctest::Approx(0.25 * cap));
    last = state.politics.supported[un][partner];
  }
}

TEST_CASE("L3, cap on support: all who are supported together stay below the cap") {
  SupportedTheatre t;
  t.state.actors.kind[blue] = Kind::parallel_force;
  t.state.actors.attributes[blue].support_dependence = 1;
  t.deploy(blue, t.middle, 500);
  State const state = t.next({.most_supported = 0.4F});
  CHECK(state.politics.supported[un][partner] + state.politics.supported[un][blue] ==
        doctest::Approx(400));
}

TEST_CASE("L8, support efficiency: more arrives for the same burden, and supply rises") {
  SupportedTheatre t;
  t.state.units.supply.assign(2, 0.4F);
  Sustainment const meagre{.delivery = 1, .off_road = 0.5F};
  float last = 0;
  for (float const e : {1.0F, 1.25F, 1.5F}) {
    State const state = t.next({.efficiency = e});
    CHECK(state.politics.delivered[un][partner] == doctest::Approx(200 * e));
    CHECK(state.politics.diverted[un] == doctest::Approx(0.05));
    float const supply = after(state, meagre).units.supply[1];
    CHECK(supply > last);
    last = supply;
  }
}

TEST_CASE("support burden: a dependent force starves without support and lives with it") {
  SupportedTheatre t;
  t.state.actors.attributes[partner].support_dependence = 1;
  t.state.units.supply.assign(2, 0.8F);
  CHECK(after(t.state, Sustainment{}).units.supply[1] == 0.0F);
  CHECK(after(t.next(), Sustainment{}).units.supply[1] == doctest::Approx(0.8));
  // A supporter that cannot pay delivers less.
  State poor = t.next();
  poor.actors.unpaid_share[un] = 0.3F;
  CHECK(after(poor, Sustainment{}).units.supply[1] == doctest::Approx(0.5));
}

TEST_CASE("support burden: person-weeks of support come out of the supporter's purse") {
  SupportedTheatre t;
  t.state.actors.attributes[un].external_income = 1100;
  State const supporting = after(t.next(), Payroll{});
  CHECK(after(t.state, Payroll{}).actors.unpaid_share[un] == 0.0F);
  CHECK(supporting.actors.unpaid_share[un] == doctest::Approx(100.0 / 1200.0));
}

TEST_CASE("support burden: those bound are missing from protection, and execute support") {
  SupportedTheatre t;
  for (int const c : t.world.grid.cells) t.state.at.impartiality[un][c] = 0.8F;
  auto const cell = static_cast<std::size_t>(t.corner);
  State busy = t.state;
  busy.politics.diverted[un] = 0.25F;
  float const free = after(t.state, Presence{}).cells.protection_from_groups[cell];
  float const bound = after(busy, Presence{}).cells.protection_from_groups[cell];
  CHECK(log(1 - bound) == doctest::Approx(0.75F * log(1 - free)).epsilon(1e-3));
  t.deploy(un, t.middle, 1, 20000);
  t.state.politics.diverted[un] = 0.25F;
  State const tasked = after(t.state, TaskExecution{});
  double supporting = 0;
  for (std::size_t r = 2; r < tasked.units.task.size(); ++r)
    supporting += tasked.units.task[r] == support_partner ? 1 : 0;
  CHECK(std::abs(supporting / 20000 - 0.25) < 4.5 * std::sqrt(0.25 * 0.75 / 20000));
  CHECK(std::abs(supporting / 20000 - 0.275) > 4.5 * std::sqrt(0.25 * 0.75 / 20000));  // the twin
}

TEST_CASE("support burden: the switch governs it") {
  SupportedTheatre t;
  CHECK(switch_works<SupportBurden>(t.state));
}
