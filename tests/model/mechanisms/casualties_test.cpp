/// Tests of casualties: every dead person is taken from somewhere and booked once.
#include "model/mechanisms/casualties.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Red in three units of 100, 60, 40 and blue 100 in the middle cell.
struct Field : ConflictTheatre {
  Field() {
    for (int const persons : {100, 60, 40}) deploy(red, middle, persons);
    deploy(blue, middle, 100);
    cell = static_cast<std::size_t>(middle);
    state.cells.residents[cell] = 6000;
    state.cells.displaced[cell] = 4000;
  }
  Event battle(std::int32_t red_dead, std::int32_t blue_dead, std::int32_t civilians_dead = 0,
               std::int32_t by_blue = 0) const {
    Event event;
    event.kind = EventKind::battle;
    event.cell = middle;
    event.side_a = red;
    event.side_b = blue;
    event.deaths_a = red_dead;
    event.deaths_b = blue_dead;
    event.deaths_civilians = civilians_dead;
    event.civilians_by_b = by_blue;
    event.address = 99;
    return event;
  }
  void close(std::vector<Event> events, std::uint64_t replicate = 0) {
    state.events = std::move(events);
    apply(Casualties{}, replicate);
    tally(state);
  }
  std::size_t cell = 0;
};

}  // namespace

TEST_CASE("casualties: exactly the dead are taken from the units, people and books") {
  Field theatre;
  check_invariants(theatre.state);
  theatre.close({theatre.battle(37, 12, 50, 20)});
  State const& state = theatre.state;
  check_invariants(state);
  CHECK(state.at.strength[red][theatre.middle] == 163);
  CHECK(state.at.strength[blue][theatre.middle] == 88);
  CHECK(state.actors.killed_this_week[red] == 37);
  CHECK(state.actors.killed_by[red][blue] == 37);
  CHECK(state.actors.killed_by[blue][red] == 12);
  CHECK(state.ledger.killed[red] == 37);
  CHECK(state.ledger.civilian_dead == 50);
  CHECK(state.cells.killed[theatre.cell] == 50);
  CHECK(state.at.killed_civilians[red][theatre.middle] == 30);
  CHECK(state.at.killed_civilians[blue][theatre.middle] == 20);
  CHECK(state.cells.residents[theatre.cell] + state.cells.displaced[theatre.cell] == 9950);
}

TEST_CASE("casualties: shares are proportional, and no unit loses more than its rounded share") {
  Field theatre;
  theatre.close({theatre.battle(50, 0, 1000)});
  CHECK(theatre.state.units.strength[0] == 75);
  CHECK(theatre.state.units.strength[1] == 45);
  CHECK(theatre.state.units.strength[2] == 30);
  CHECK(theatre.state.cells.residents[theatre.cell] == 5400);
  CHECK(theatre.state.cells.displaced[theatre.cell] == 3600);
}

TEST_CASE("casualties: one dead falls in a unit with probability its share; another share fails") {
  Field theatre;
  int const weeks = 20000;
  double in_largest = 0;
  State const before = theatre.state;
  for (int r = 0; r < weeks; ++r) {
    theatre.state.units.strength = before.units.strength;
    theatre.state.events = {theatre.battle(1, 0)};
    theatre.apply(Casualties{}, static_cast<std::uint64_t>(r));
    in_largest += theatre.state.units.strength[0] == 99 ? 1 : 0;
  }
  CHECK(standard_errors(in_largest / weeks, 0.5, 0.5, weeks) < bound);
  CHECK(standard_errors(in_largest / weeks, 0.55, 0.5, weeks) > bound);
}

TEST_CASE("casualties: when fewer are left, the event says what is true") {
  Field theatre;
  theatre.state.cells.residents[theatre.cell] = 7;
  theatre.state.cells.displaced[theatre.cell] = 3;
  theatre.close({theatre.battle(150, 60, 6, 6), theatre.battle(150, 60, 20, 10)});
  State const& state = theatre.state;
  CHECK(state.events[0].deaths_a == 150);
  CHECK(state.events[1].deaths_a == 50);
  CHECK(state.events[1].deaths_b == 40);
  CHECK(state.events[1].deaths_civilians == 4);
  CHECK(state.events[1].civilians_by_b == 2);
  CHECK(state.actors.strength[red] == 0);
  CHECK(state.ledger.killed[red] == 200);
  CHECK(state.ledger.civilian_dead == 10);
  CHECK(state.cells.residents[theatre.cell] == 0);
  CHECK(state.cells.displaced[theatre.cell] == 0);
  for (std::int32_t const n : state.units.strength) CHECK(n >= 0);
}

TEST_CASE("casualties: the unit that initiated bears the first losses") {
  Field theatre;
  Event event = theatre.battle(30, 0);
  event.unit_a = 2;
  theatre.close({event});
  CHECK(theatre.state.units.strength == std::vector<std::int32_t>{100, 60, 10, 100});
  event.deaths_a = 26;
  theatre.close({event});
  CHECK(theatre.state.units.strength == std::vector<std::int32_t>{90, 54, 0, 100});
  check_invariants(theatre.state);
}

TEST_CASE("casualties: a crossing kills only those who came from the other cell") {
  Field theatre;
  theatre.deploy(red, theatre.corner, 80);
  theatre.move(4, theatre.middle);           // red's fifth row came from the corner
  theatre.move(3, theatre.corner);           // blue went there
  theatre.deploy(blue, theatre.corner, 70);  // blue who stood there
  Event event = theatre.battle(20, 30);
  event.cell_b = theatre.corner;
  theatre.close({event});
  CHECK(theatre.state.units.strength == std::vector<std::int32_t>{100, 60, 40, 70, 60, 70});
  check_invariants(theatre.state);
}

TEST_CASE(
    "casualties: one-sided violence and crime are booked to who did it, criminals to nobody") {
  Field theatre;
  Event massacre = theatre.battle(0, 0, 9);
  massacre.kind = EventKind::attack_on_civilians;
  massacre.side_b = civilians;
  Event crime = massacre;
  crime.kind = EventKind::crime;
  crime.side_a = criminals;
  crime.deaths_civilians = 2;
  theatre.close({massacre, crime});
  CHECK(theatre.state.at.killed_civilians[red][theatre.middle] == 9);
  CHECK(theatre.state.cells.killed[theatre.cell] == 11);
  CHECK(theatre.state.ledger.civilian_dead == 11);
  check_invariants(theatre.state);
}

TEST_CASE("casualties: the order of rows does not matter") {
  Field theatre;
  Field other;
  auto& units = other.state.units;
  std::swap(units.id[0], units.id[2]);
  std::swap(units.strength[0], units.strength[2]);
  tally(other.state);
  REQUIRE(digest(theatre.state) == digest(other.state));
  theatre.close({theatre.battle(7, 3, 5)});
  other.close({other.battle(7, 3, 5)});
  CHECK(digest(theatre.state) == digest(other.state));
}

TEST_CASE("casualties: an attacked convoy bears its side's losses, its staff are no residents") {
  Field theatre;
  theatre.deploy(un, theatre.middle, 100, 2);
  theatre.state.units.away[5] = 1;  // a convoy on the road
  theatre.state.actors.civilian_staff[un] = 6;
  tally(theatre.state);
  Event event;
  event.kind = EventKind::convoy_attack;
  event.cell = theatre.middle;
  event.side_a = red;
  event.side_b = un;
  event.unit_b = 5;
  event.deaths_b = 30;
  event.deaths_staff = 4;
  event.address = 3;
  theatre.close({event});
  State const& state = theatre.state;
  check_invariants(state);
  CHECK(state.units.strength[4] == 100);
  CHECK(state.units.strength[5] == 70);
  CHECK(state.actors.killed_by[un][red] == 30);
  CHECK(state.actors.civilian_staff[un] == 2);
  CHECK(state.flows.staff_killed[un] == 4);
  CHECK(state.ledger.civilian_dead == 0);
  event.deaths_b = 80;  // more than are left: the others of its side are far away
  event.deaths_staff = 5;
  theatre.close({event});
  CHECK(state.events[0].deaths_b == 70);
  CHECK(state.events[0].deaths_staff == 2);
  CHECK(state.units.strength[4] == 100);
  CHECK(state.actors.civilian_staff[un] == 0);
  check_invariants(state);
}

TEST_CASE("casualties: the switch governs them") {
  Field theatre;
  theatre.state.events = {theatre.battle(7, 3, 5)};
  CHECK(switch_works(theatre.state, Casualties{}));
}
