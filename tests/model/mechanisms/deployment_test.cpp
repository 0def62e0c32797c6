/// Tests of deployment: ramps, replacement of losses, rotation and drawdown.
#include "model/mechanisms/deployment.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// `count` empty units of the UN with the given quota; the attributes are set by each test.
struct WaitingTheatre : SmallTheatre {
  explicit WaitingTheatre(int count = 10, int quota = 100) {
    for (int u = 0; u < count; ++u) {
      state.units.add(mix(static_cast<std::uint64_t>(u + 1)) >> 1, un, corner, 0, quota);
    }
    own().fill_share = 1;
    tally(state);
  }
  Attributes& own() { return state.actors.attributes[un]; }
  /// Gives the mission the mandate that its attributes describe, as founding does.
  State& mandated() {
    Mandates& mandates = state.mandates;
    mandates.arrival[un] = static_cast<std::int32_t>(own().arrival_week);
    mandates.departure[un] = static_cast<std::int32_t>(own().departure_week);
    mandates.drawdown_weeks[un] = own().drawdown_weeks;
    mandates.ramp_midpoint[un] = own().ramp_midpoint;
    return state;
  }
  void kill(std::size_t row, int persons) {
    state.units.strength[row] -= persons;
    state.ledger.killed[un] += persons;
  }
};

std::int64_t present(State const& state) {
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < state.units.id.size(); ++r) {
    if (state.units.actor[r] == un) sum += state.units.strength[r];
  }
  return sum;
}

/// Runs the weeks from..until-1 and returns the persons present after each.
std::vector<std::int64_t> weeks(State state, int from, int until, Deployment rule = {}) {
  std::vector<std::int64_t> series;
  for (state.week = from; state.week < until; ++state.week) {
    state = after(state, rule);
    check_invariants(state);
    series.push_back(present(state));
  }
  return series;
}

}  // namespace

TEST_CASE("deployment: a step brings everyone in the week of arrival and nobody before") {
  WaitingTheatre theatre;
  theatre.own().arrival_week = 5;
  CHECK(weeks(theatre.mandated(), 0, 8) ==
        std::vector<std::int64_t>{0, 0, 0, 0, 0, 1000, 1000, 1000});
}

TEST_CASE("deployment: the ramp is Q f lg((t - t50) / s) to a person") {
  WaitingTheatre theatre;
  theatre.own().arrival_week = 3;
  theatre.own().ramp_midpoint = 20;
  theatre.own().ramp_width = 8;
  theatre.own().fill_share = 0.925F;
  auto const series = weeks(theatre.mandated(), 0, 120);
  auto const curve = [](std::size_t week, double midpoint) {
    return 925.0 / (1.0 + std::exp(-(static_cast<double>(week) - 3.0 - midpoint) / 8.0));
  };
  double worst = 0;
  double worst_twin = 0;
  for (std::size_t week = 3; week < series.size(); ++week) {
    auto const n = static_cast<double>(series[week]);
    worst = std::max(worst, std::abs(n - curve(week, 20.0)));
    worst_twin = std::max(worst_twin, std::abs(n - curve(week, 22.0)));
  }
  CHECK(worst < 0.51);
  CHECK(worst_twin > 0.51);
  CHECK(series[23] == 463);  // half of 925 at the midpoint
}

TEST_CASE("deployment: re-hatted troops are there on arrival") {
  WaitingTheatre theatre;
  theatre.own().ramp_midpoint = 50;
  theatre.own().ramp_width = 5;
  theatre.own().initial_share = 0.5F;
  auto const series = weeks(theatre.mandated(), 0, 90);
  CHECK(series[0] == 500);
  CHECK(series[40] == 500);
  CHECK(series.back() > 990);
}

TEST_CASE("deployment: losses are replaced at the replacement rate, never above the quota") {
  WaitingTheatre theatre;
  State state = theatre.state;
  state = after(state, Deployment{});
  state.units.strength[0] -= 40;
  state.units.strength[3] -= 60;
  state.ledger.killed[un] += 100;
  state.week = 1;
  state.flows = {};
  State const next = after(state, Deployment{});
  CHECK(next.flows.arrived[un] == 25);
  CHECK(after(state, Deployment{.replacement = 0.275F}).flows.arrived[un] == 28);  // the twin
  CHECK(after(state, Deployment{.replacement = 0.0F}).flows.arrived[un] == 0);
  for (std::size_t r = 0; r < next.units.id.size(); ++r)
    CHECK(next.units.strength[r] <= next.units.quota[r]);
  check_invariants(next);
  CHECK(weeks(state, 1, 40).back() == 1000);
}

TEST_CASE("deployment: the drawdown is linear and ends with nobody; all who left are booked") {
  WaitingTheatre theatre;
  theatre.own().departure_week = 10;
  theatre.own().drawdown_weeks = 26;
  auto const series = weeks(theatre.mandated(), 0, 40);
  CHECK(series[9] == 1000);
  CHECK(series[22] == 500);
  CHECK(series[35] == 0);
  for (std::size_t week = 10; week < 36; ++week) {
    CHECK(std::abs(static_cast<double>(series[week]) -
                   1000.0 * static_cast<double>(35 - week) / 26.0) < 0.51);
  }
}

TEST_CASE("deployment: nobody is sent to a unit without supply") {
  WaitingTheatre theatre;
  theatre.state.units.supply[4] = 0.49F;
  State const next = after(theatre.mandated(), Deployment{});
  CHECK(next.units.strength[4] == 0);
  CHECK(present(next) == 900);
}

TEST_CASE("deployment: an earlier midpoint never means fewer persons in any week") {
  WaitingTheatre theatre;
  theatre.own().ramp_width = 8;
  std::vector<std::int64_t> last(60, 0);
  for (float midpoint : {40.0F, 30.0F, 20.0F, 10.0F, 2.0F}) {
    theatre.own().ramp_midpoint = midpoint;
    auto const series = weeks(theatre.mandated(), 0, 60);
    for (std::size_t week = 0; week < series.size(); ++week) CHECK(series[week] >= last[week]);
    last = series;
  }
}

TEST_CASE("deployment: who is filled first does not depend on the order of rows") {
  WaitingTheatre theatre;
  theatre.own().ramp_midpoint = 10;
  theatre.own().ramp_width = 5;
  theatre.own().initial_share = 0.45F;
  State swapped = theatre.mandated();
  std::swap(swapped.units.id[0], swapped.units.id[7]);
  State const a = after(theatre.mandated(), Deployment{});
  State const b = after(swapped, Deployment{});
  CHECK(present(a) == 450);
  CHECK(a.units.strength[0] == b.units.strength[7]);
  CHECK(a.units.strength[7] == b.units.strength[0]);
  CHECK(std::count(a.units.strength.begin(), a.units.strength.end(), 100) == 4);
}

TEST_CASE("deployment: a rotating unit is away exactly one week in 26, another never") {
  WaitingTheatre theatre;
  std::vector<int> away(10, 0);
  State state = theatre.state;
  state.actors.attributes[un].rotation = 1;
  for (state.week = 0; state.week < 52; ++state.week) {
    state = after(state, Deployment{});
    for (std::size_t r = 0; r < away.size(); ++r) away[r] += state.units.away[r];
  }
  for (int const n : away) CHECK(n == 2);
  state.actors.attributes[un].rotation = 0;
  for (int week = 0; week < 26; ++week, ++state.week) {
    state = after(state, Deployment{});
    for (std::size_t r = 0; r < away.size(); ++r) CHECK(state.units.away[r] == 0);
  }
}

TEST_CASE("deployment: a unit wiped out elsewhere is refilled at home") {
  WaitingTheatre theatre;
  State state = after(theatre.mandated(), Deployment{.replacement = 1.0F});
  state.units.cell[2] = theatre.middle;
  state.units.strength[2] = 0;
  state.ledger.killed[un] += 100;
  state.week = 1;
  State const next = after(state, Deployment{.replacement = 1.0F});
  CHECK(next.units.strength[2] == 100);
  CHECK(next.units.cell[2] == theatre.corner);
}

TEST_CASE(
    "deployment: M7, a smaller budget lowers the ceiling and the troops leave at the pace of a "
    "drawdown") {
  WaitingTheatre theatre;
  theatre.own().civilians = 260;
  State state = after(theatre.mandated(), Deployment{});
  CHECK(present(state) == 1000);
  state.mandates.budget[un] = 0.7F;
  auto const series = weeks(state, 1, 30);
  CHECK(series[0] == 961);  // 1,000 / 26 + 1 leave
  CHECK(series.back() == 700);
  for (std::size_t t = 1; t < series.size(); ++t) CHECK(series[t] <= series[t - 1]);
  state.week = 1;
  State const cut = after(state, Deployment{});
  CHECK(cut.actors.civilian_staff[un] == 249);
}

TEST_CASE("deployment: civilians, police and observers come and go with the ramp") {
  WaitingTheatre theatre;
  theatre.own().civilians = 400;
  theatre.own().police = 200;
  theatre.own().observers = 50;
  theatre.own().ramp_midpoint = 10;
  theatre.own().ramp_width = 4;
  theatre.own().departure_week = 60;
  State state = theatre.mandated();
  std::int32_t last = 0;
  for (state.week = 0; state.week < 60; ++state.week) {
    state = after(state, Deployment{});
    CHECK(state.actors.civilian_staff[un] >= last);
    last = state.actors.civilian_staff[un];
    double const share = static_cast<double>(Deployment::share_due(state, un, state.week));
    CHECK(std::abs(state.mandates.police[un] - 200 * share) < 1.0);
  }
  CHECK(last == 400);
  CHECK(state.mandates.observers[un] == 50);
  state.actors.civilian_staff[un] -= 100;  // killed: a quarter of them is replaced in a week
  state.mandates.departure[un] = 1000;
  CHECK(after(state, Deployment{}).actors.civilian_staff[un] == 325);
  state.mandates.departure[un] = 60;
  for (state.week = 60; state.week < 90; ++state.week) state = after(state, Deployment{});
  CHECK(state.actors.civilian_staff[un] == 0);
  CHECK(state.mandates.police[un] == 0);
}

TEST_CASE("deployment: a drawdown to a share leaves that share, and re-hatted persons stay") {
  WaitingTheatre theatre;
  theatre.own().departure_week = 5;
  theatre.mandated().mandates.drawdown_to[un] = 0.6F;
  CHECK(weeks(theatre.state, 0, 40).back() == 600);
  WaitingTheatre waiting;
  waiting.own().arrival_week = 20;
  waiting.mandated().mandates.rehatted[un] = 300;
  CHECK(weeks(waiting.state, 0, 19).back() == 300);
}

TEST_CASE("deployment: a change of mandate counts at once, whatever the attributes say") {
  WaitingTheatre theatre;
  State state = theatre.mandated();
  state.mandates.arrival[un] = 3;
  CHECK(weeks(state, 0, 5) == std::vector<std::int64_t>{0, 0, 0, 1000, 1000});
}

TEST_CASE(
    "deployment: armed groups and the army do not pass through it, and the switch governs it") {
  WaitingTheatre theatre;
  theatre.state.units.add(99, red, theatre.corner, 0, 500);
  State const next = after(theatre.mandated(), Deployment{});
  CHECK(next.units.strength.back() == 0);
  CHECK(switch_works<Deployment>(theatre.state));
}
