/// Tests of rescue: who answers a call, and what that saves.
#include "model/mechanisms/rescue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Reach of 60 km for all, response within 2 days.
struct CallingTheatre : SmallTheatre {
  CallingTheatre() {
    for (auto& attributes : state.actors.attributes) {
      attributes.reach = 60;
      attributes.response_days = 2;
    }
    near = world.grid.step(middle, 1, 0);
  }

  /// A massacre in the middle on day 1.
  Event massacre(std::int32_t dead, std::int32_t attackers, std::uint64_t address = 5) const {
    Event event;
    event.kind = EventKind::attack_on_civilians;
    event.cell = middle;
    event.side_a = red;
    event.side_b = civilians;
    event.deaths_civilians = dead;
    event.committed_a = attackers;
    event.address = mix(address);
    return event;
  }

  Event attack_on(int operation, std::int32_t dead, std::int32_t attackers,
                  std::uint64_t address = 6) const {
    Event event = massacre(0, attackers, address);
    event.kind = EventKind::attack_on_operation;
    event.side_b = operation;
    event.deaths_b = dead;
    event.committed_b = 20;
    return event;
  }

  /// Share of `n` weeks with one such event in which it was rescued.
  double rescued_share(Event const& event, int n, Rescue rule = {}) {
    int rescued = 0;
    for (int k = 0; k < n; ++k) {
      State copy = state;
      copy.events = {event};
      copy.events[0].address = mix(static_cast<std::uint64_t>(k));
      rescued += after(std::move(copy), rule).events[0].rescued ? 1 : 0;
    }
    return static_cast<double>(rescued) / n;
  }
  int near = 0;
};

/// An unfailing response: everyone alert, half a person enough.
Rescue certain() { return {.alert_without_contact = 1, .half_persons = 1e-9F}; }

}  // namespace

TEST_CASE("rescue: with nobody in reach or in time no death is undone") {
  CallingTheatre theatre;
  theatre.state.events = {theatre.massacre(20, 40)};
  State next = after(theatre.state, certain());
  CHECK(next.events[0].deaths_civilians == 20);
  CHECK(next.flows.rescue_calls == 1);
  CHECK(next.flows.rescues == 0);
  theatre.deploy(un, theatre.middle, 500);
  theatre.state.events[0].day = 6;  // two days are not left
  CHECK_FALSE(after(theatre.state, certain()).events[0].rescued);
  theatre.state.events[0].day = 5;
  CHECK(after(theatre.state, certain()).events[0].rescued);
}

TEST_CASE("rescue: small attacks, won battles and road bombs are no calls") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 500);
  Event won = theatre.attack_on(un, 1, 30);
  won.kind = EventKind::battle;
  won.deaths_a = 4;
  Event bomb = theatre.attack_on(un, 2, 10);
  bomb.kind = EventKind::road_bomb;
  theatre.state.events = {theatre.massacre(5, 10), won, bomb};
  CHECK(after(theatre.state, certain()).flows.rescue_calls == 0);
  theatre.state.events[1].deaths_a = 0;  // now it loses
  CHECK(after(theatre.state, certain()).flows.rescue_calls == 1);
}

TEST_CASE("rescue: nobody intervenes against the army or another operation") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 500);
  for (int const attacker : {government, partner, un}) {
    theatre.state.events = {theatre.massacre(30, 40)};
    theatre.state.events[0].side_a = attacker;
    CHECK(after(theatre.state, certain()).flows.rescue_calls == 0);
  }
  theatre.state.events[0].side_a = blue;
  CHECK(after(theatre.state, certain()).flows.rescues == 1);
}

TEST_CASE(
    "rescue: own troops come with probability sat(n, 200), others with less by their alertness") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.near, 200);
  constexpr int n = 20000;
  double const bound = 4.5 * std::sqrt(0.25 / n);
  double const own = theatre.rescued_share(theatre.attack_on(un, 4, 30), n);
  CHECK(std::abs(own - 0.5) < bound);
  CHECK(std::abs(theatre.rescued_share(theatre.attack_on(un, 4, 30), n, {.half_persons = 220}) -
                 0.5) > bound);
  theatre.state.actors.coordination[un][partner] = 0.4F;
  double const foreign = theatre.rescued_share(theatre.attack_on(partner, 4, 30), n);
  double const expected = 0.5 * (0.3 + 0.7 * 0.4);
  CHECK(std::abs(foreign - expected) < 4.5 * std::sqrt(expected * (1 - expected) / n));
  CHECK(std::abs(foreign - 0.5 * (0.3 + 0.7 * 0.5)) >
        4.5 * std::sqrt(expected * (1 - expected) / n));
}

TEST_CASE("rescue: more coordination rescues at least the same calls") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.near, 300);
  for (std::uint64_t k = 0; k < 500; ++k) {
    bool before = false;
    for (float c : {0.0F, 0.25F, 0.5F, 1.0F}) {
      theatre.state.actors.coordination[un][partner] = c;
      theatre.state.events = {theatre.attack_on(partner, 6, 30, k)};
      bool const now = after(theatre.state, Rescue{}).events[0].rescued;
      CHECK((now || !before));
      before = now;
    }
  }
}

TEST_CASE("rescue: it keeps 0.3 of the operation's losses and 0.4 of a massacre, never adds any") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 500);
  constexpr int n = 4000;
  double losses = 0;
  double twin = 0;
  double massacre = 0;
  for (std::uint64_t k = 0; k < n; ++k) {
    theatre.state.events = {theatre.attack_on(un, 10, 30, k)};
    losses += after(theatre.state, certain()).events[0].deaths_b;
    Rescue other = certain();
    other.losses_kept = 0.33F;
    twin += after(theatre.state, other).events[0].deaths_b;
    theatre.state.events = {theatre.massacre(10, 30, k)};
    State const next = after(theatre.state, certain());
    massacre += next.events[0].deaths_civilians;
    CHECK(next.events[0].deaths_civilians <= 10);
  }
  double const bound = 4.5 * std::sqrt(10 * 0.3 * 0.7 / n);
  CHECK(std::abs(losses / n - 3.0) < bound);
  CHECK(std::abs(twin / n - 3.0) > bound);
  CHECK(std::abs(massacre / n - 4.0) < 4.5 * std::sqrt(10 * 0.4 * 0.6 / n));
}

TEST_CASE("rescue: a responder outnumbered twofold saves the operation but not the civilians") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 100);
  theatre.state.events = {theatre.massacre(40, 201), theatre.attack_on(un, 40, 201)};
  theatre.state.events[1].day = 2;
  State next = after(theatre.state, certain());
  CHECK(next.events[0].deaths_civilians == 40);
  CHECK_FALSE(next.events[0].rescued);
  CHECK(next.events[1].deaths_b == 40);  // everyone was spent on the massacre
  theatre.state.events.erase(theatre.state.events.begin());
  next = after(theatre.state, certain());
  CHECK(next.events[0].deaths_b < 40);
  theatre.state.events = {theatre.massacre(40, 200)};
  CHECK(after(theatre.state, certain()).events[0].deaths_civilians < 40);
}

TEST_CASE("rescue: strength committed to one call is missing at the next") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.near, 100);
  theatre.state.events = {theatre.massacre(20, 70, 1), theatre.massacre(20, 70, 2)};
  theatre.state.events[0].day = 3;
  State const next = after(theatre.state, certain());
  CHECK(next.at.committed[un][theatre.near] == 100);  // 70 on day 1 and the 30 left on day 3
  CHECK(next.events[1].rescued);
  CHECK_FALSE(next.events[0].rescued);  // 70 attackers against 30
}

TEST_CASE("rescue: responders add up, and friction halves who comes") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.near, 60);
  theatre.deploy(partner, theatre.near, 60);
  theatre.state.events = {theatre.massacre(30, 200)};
  CHECK(after(theatre.state, certain()).events[0].rescued);  // 120 x 2 >= 200, 60 x 2 < 200
  theatre.state.actors.present[partner] = 0;
  CHECK_FALSE(after(theatre.state, certain()).events[0].rescued);
  CallingTheatre rubbed;
  rubbed.deploy(un, rubbed.middle, 200);
  rubbed.state.at.friction[un][rubbed.middle] = 0.5F;
  constexpr int n = 8000;
  CHECK(std::abs(rubbed.rescued_share(rubbed.attack_on(un, 4, 30), n) - 0.25) <
        4.5 * std::sqrt(0.1875 / n));
}

TEST_CASE("rescue: the order in which events were reported does not matter") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 150);
  std::vector<Event> events;
  for (std::uint64_t k = 0; k < 8; ++k) {
    events.push_back(theatre.massacre(12, 40, k));
    events.back().day = 1 + static_cast<int>(k % 4);
  }
  theatre.state.events = events;
  State const forward = after(theatre.state, Rescue{});
  std::reverse(theatre.state.events.begin(), theatre.state.events.end());
  State const backward = after(theatre.state, Rescue{});
  for (std::size_t k = 0; k < events.size(); ++k) {
    CHECK(forward.events[k].deaths_civilians ==
          backward.events[events.size() - 1 - k].deaths_civilians);
  }
}

TEST_CASE("L10, preparedness: exercises answer calls that come too late without them") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 500);
  theatre.state.actors.attributes[un].response_days = 5;
  int more = 0;
  for (std::int32_t day = 1; day <= 7; ++day) {
    theatre.state.events = {theatre.massacre(20, 40)};
    theatre.state.events[0].day = day;
    bool last = false;
    for (float const factor : {1.0F, 0.8F, 0.6F, 0.4F}) {
      Rescue rule = certain();
      rule.preparedness = factor;
      bool const now = after(theatre.state, rule).events[0].rescued;
      CHECK((now || !last));
      more += now && !last && factor < 1.0F ? 1 : 0;
      last = now;
    }
  }
  CHECK(more == 3);  // days 3, 4 and 5
}

TEST_CASE("L12, reserve: a call that nobody answers brings it after its weeks, near bases only") {
  CallingTheatre theatre;
  Rescue rule = certain();
  rule.reserve = 300;
  theatre.state.week = 10;
  theatre.state.at.home.fill(un, 0);
  theatre.state.events = {theatre.massacre(20, 40)};
  State next = after(theatre.state, rule);
  CHECK(next.mandates.reserve_cell == -1);  // the UN has no base
  theatre.state.at.home[un][theatre.corner] = 1;
  next = after(theatre.state, rule);
  CHECK(next.mandates.reserve_cell == theatre.middle);
  CHECK(next.mandates.reserve_week == 12);
  CHECK_FALSE(next.events[0].rescued);
  for (int week = 11; week < 25; ++week) {
    next.week = week;
    next.events = {theatre.massacre(20, 40)};
    next = after(next, rule);
    CHECK(next.events[0].rescued == (week >= 12 && week < 20));
    if (week >= 20) break;  // it has gone and is sent again
  }
  CHECK(next.mandates.reserve_week == 22);
}

TEST_CASE("L12, reserve: a larger one never saves fewer, an earlier one never later") {
  CallingTheatre theatre;
  theatre.state.at.home[un][theatre.corner] = 1;
  theatre.state.mandates.reserve_cell = theatre.middle;
  theatre.state.mandates.reserve_week = 0;
  int more = 0;
  for (std::uint64_t k = 0; k < 300; ++k) {
    theatre.state.events = {theatre.massacre(20, 60, k)};
    std::int32_t last = 20;
    for (int const persons : {0, 30, 200, 2000}) {
      std::int32_t const dead =
          after(theatre.state, Rescue{.reserve = persons}).events[0].deaths_civilians;
      CHECK(dead <= last);
      more += dead < last ? 1 : 0;
      last = dead;
    }
  }
  CHECK(more > 100);
  theatre.state.mandates.reserve_cell = -1;
  std::int32_t arrival = 0;
  for (int const weeks : {1, 2, 4}) {  // weeks to get there
    State const next = after(theatre.state, Rescue{.reserve = 500, .reserve_weeks = weeks});
    CHECK(next.mandates.reserve_week > arrival);
    arrival = next.mandates.reserve_week;
  }
}

TEST_CASE("L12, reserve: what is spent on one call is missing at the next of the week") {
  CallingTheatre theatre;
  theatre.state.mandates.reserve_cell = theatre.middle;
  theatre.state.mandates.reserve_week = 0;
  Rescue rule = certain();
  rule.reserve = 100;
  theatre.state.events = {theatre.massacre(20, 90, 1), theatre.massacre(20, 90, 2)};
  theatre.state.events[1].day = 3;
  State const next = after(theatre.state, rule);
  CHECK(next.events[0].rescued);
  CHECK_FALSE(next.events[1].rescued);  // 10 against 90
  CHECK(next.at.committed[un][theatre.middle] == 0);
}

TEST_CASE("rescue: the switch governs it") {
  CallingTheatre theatre;
  theatre.deploy(un, theatre.middle, 500);
  theatre.state.events = {theatre.massacre(200, 100)};
  CHECK(switch_governs<Rescue>(
      theatre.state, [](State const& s) { return s.events[0].deaths_civilians; }, certain()));
}
