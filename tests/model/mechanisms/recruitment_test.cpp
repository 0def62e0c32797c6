/// Recruitment: who joins whom, how many at most, and how often.
#include "model/mechanisms/recruitment.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/agreement.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

State after(State state, Recruitment const& rule, std::uint64_t replicate = 0) {
  rule(state, Draws(1, replicate, 0, rule_address(Recruitment::name)));
  return state;
}

/// Many people, so that the yearly limit is far away.
struct Crowded : SmallTheatre {
  Crowded() : SmallTheatre(plain_world(3, 3, 50, 100000000)) {
    for (int const actor : {government, red, blue, un}) state.at.support[actor][middle] = 0.2F;
  }
};

}  // namespace

TEST_CASE("recruitment: nobody joins without support, and operations recruit nobody") {
  Crowded theatre;
  theatre.deploy(red, theatre.corner, 80, 50);
  theatre.deploy(un, theatre.middle, 80, 50);
  State const state = after(theatre.state, Recruitment{});
  CHECK(state.units.strength == theatre.state.units.strength);
  CHECK(state.cells.residents == theatre.state.cells.residents);
}

TEST_CASE("recruitment: recruits come out of the residents of the cell; people are conserved") {
  Crowded theatre;
  theatre.deploy(red, theatre.middle, 80, 50);
  theatre.deploy(blue, theatre.middle, 80, 50);
  State const state = after(theatre.state, Recruitment{});
  check_invariants(state);
  CHECK(state.flows.recruited[red] > 0);
  CHECK(state.cells.residents[at(theatre.middle)] ==
        theatre.state.cells.residents[at(theatre.middle)] - state.flows.recruited[red] -
            state.flows.recruited[blue]);
}

TEST_CASE("recruitment: a cell gives at most 2 per cent of its residents a year") {
  SmallTheatre theatre;
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  theatre.deploy(red, theatre.middle, 200, 40);
  int const weeks = 2000;
  double recruits = 0;
  for (int week = 0; week < weeks; ++week) {
    State const state = after(theatre.state, Recruitment{}, at(week));
    if (week % 100 == 0) check_invariants(state);
    int const joined = state.flows.recruited[red];
    CHECK(joined <= 4);
    CHECK(joined >= 3);
    recruits += joined;
  }
  double const whole = 10000 * 0.02 / 52;  // 3.846: 3 or 4, by the draw of the cell
  CHECK(agrees(recruits / weeks, whole, std::sqrt(0.846 * 0.154), weeks));
  CHECK_FALSE(agrees(recruits / weeks, 0.9 * whole, std::sqrt(0.846 * 0.154), weeks));
}

TEST_CASE("recruitment: in a short cell who is served does not depend on the order of rows") {
  SmallTheatre forward;
  forward.state.at.support[red][forward.middle] = 0.5F;
  forward.deploy(red, forward.middle, 100, 30);
  State backward = forward.state;
  std::reverse(backward.units.id.begin(), backward.units.id.end());
  tally(backward);
  auto const one = after(forward.state, Recruitment{});
  auto const other = after(backward, Recruitment{});
  CHECK(one.flows.recruited[red] > 0);
  for (std::size_t r = 0; r < one.units.strength.size(); ++r) {
    CHECK(one.units.strength[r] == other.units.strength[one.units.strength.size() - 1 - r]);
  }
}

TEST_CASE("recruitment: the mean follows 0.25 n S (0.2 + G)") {
  Crowded theatre;
  int const units = 5000;
  theatre.deploy(red, theatre.middle, 80, units);
  theatre.state.cells.grievance_fast[at(theatre.middle)] = 0.1F;
  theatre.state.cells.grievance_slow[at(theatre.middle)] = 0.2F;
  double const mean = 0.25 * 80 * 0.2 * (0.2 + 0.3);
  Recruitment rule;
  auto const joined = [&] {
    return static_cast<double>(after(theatre.state, rule).flows.recruited[red]) / units;
  };
  CHECK(agrees(joined(), mean, std::sqrt(mean), units));
  rule.rate *= 1.1F;
  CHECK_FALSE(agrees(joined(), mean, std::sqrt(mean), units));
}

TEST_CASE("recruitment: support and grievance never cost a recruit, unpaid wages never bring one") {
  Crowded theatre;
  theatre.deploy(red, theatre.middle, 80, 500);
  State supported = theatre.state;
  supported.at.support[red][theatre.middle] = 0.4F;
  State aggrieved = theatre.state;
  aggrieved.cells.grievance_fast[at(theatre.middle)] = 0.3F;
  State unpaid = theatre.state;
  unpaid.actors.unpaid_share[red] = 0.6F;
  auto const base = after(theatre.state, Recruitment{});
  auto const more_support = after(supported, Recruitment{});
  auto const more_grievance = after(aggrieved, Recruitment{});
  auto const no_pay = after(unpaid, Recruitment{});
  for (std::size_t r = 0; r < base.units.strength.size(); ++r) {
    CHECK(more_support.units.strength[r] >= base.units.strength[r]);
    CHECK(more_grievance.units.strength[r] >= base.units.strength[r]);
    CHECK(no_pay.units.strength[r] <= base.units.strength[r]);
  }
  CHECK(more_support.flows.recruited[red] > base.flows.recruited[red]);
  CHECK(more_grievance.flows.recruited[red] > base.flows.recruited[red]);
  CHECK(no_pay.flows.recruited[red] < base.flows.recruited[red]);
  Recruitment idealists;
  idealists.for_pay = 0;
  CHECK(after(unpaid, idealists).flows.recruited[red] == base.flows.recruited[red]);
}

TEST_CASE("recruitment: the army fills vacancies of its units and no more") {
  Crowded theatre;
  theatre.deploy(government, theatre.middle, 80, 200);
  CHECK(after(theatre.state, Recruitment{}).flows.recruited[government] == 0);
  for (auto& quota : theatre.state.units.quota) quota = 81;
  State const state = after(theatre.state, Recruitment{});
  CHECK(state.flows.recruited[government] > 0);
  for (auto const strength : state.units.strength) CHECK(strength <= 81);
}

TEST_CASE("recruitment: the switch turns it off") {
  Crowded theatre;
  theatre.deploy(red, theatre.middle, 80, 50);
  CHECK(switch_works<Recruitment>(theatre.state));
}
