/// Revealed disalignment: unit-weeks counted by hand.
#include "model/revealed_disalignment.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using doctest::Approx;
using test::blue;
using test::partner;
using test::red;
using test::un;

namespace {

/// Units of two operations with their tasks set by hand; reach 0 covers the own cell only.
struct SharedTheatre : test::SmallTheatre {
  SharedTheatre() {
    cast.actors[un].attributes.reach = cast.actors[partner].attributes.reach = 0;
    reset();
  }
  void unit(int actor, int cell, Task task) {
    deploy(actor, cell, 100);
    state.units.task.back() = task;
  }
  void fight(int a, int b, int cell, EventKind kind = EventKind::battle) {
    Event event;
    event.kind = kind;
    event.side_a = a;
    event.side_b = b;
    event.cell = cell;
    state.events.push_back(event);
  }
};

double against(SharedTheatre& work, int i, int j) {
  RevealedDisalignment revealed(work.state);
  revealed.add(work.state);
  return revealed.share(i, j);
}

}  // namespace

TEST_CASE("revealed: work that clashes in reach counts, work elsewhere does not") {
  SharedTheatre work;
  work.unit(un, work.middle, mediate);
  work.unit(un, work.corner, mediate);
  work.unit(un, work.middle, protect_civilians);
  CHECK(against(work, un, partner) == 0.0);
  work.unit(partner, work.middle, defeat_designated);  // clashes with mediate only
  CHECK(against(work, un, partner) == Approx(1.0 / 3));
  CHECK(against(work, partner, un) == 1.0);
  CHECK(against(work, un, un) == 0.0);
  CHECK(against(work, red, un) == 0.0);
  work.state.units.away[0] = 1;
  CHECK(against(work, un, partner) == 0.0);
}

TEST_CASE("revealed: the reach that counts is that of the other's unit") {
  SharedTheatre work;
  work.cast.actors[partner].attributes.reach = 1000;
  work.reset();
  work.unit(un, work.middle, mediate);
  work.unit(partner, work.corner, defeat_designated);
  CHECK(against(work, un, partner) == 1.0);
  CHECK(against(work, partner, un) == 0.0);  // the UN's unit does not reach the corner
}

TEST_CASE("revealed: fighting a party that the other does not oppose counts, for both sides") {
  SharedTheatre work;
  work.unit(un, work.middle, protect_civilians);
  work.unit(partner, work.middle, hold_site);
  work.fight(partner, red, work.middle);
  CHECK(against(work, partner, un) == 1.0);  // the UN's stance towards red is 0
  CHECK(against(work, un, partner) == 0.0);
  work.state.actors.stances[un][red] = -.2F;
  CHECK(against(work, partner, un) == 0.0);
  work.state.events.clear();
  work.fight(blue, partner, work.middle);  // sides are in the order of keys, not of blame
  CHECK(against(work, partner, un) == 1.0);
  work.state.events.clear();
  work.fight(blue, partner, work.middle, EventKind::attack_on_operation);  // no act of the partner
  work.fight(partner, red, work.corner);  // not where its unit worked
  CHECK(against(work, partner, un) == 0.0);
}

TEST_CASE("revealed: killing civilians where the other protects them counts") {
  SharedTheatre work;
  work.unit(un, work.middle, protect_civilians);
  work.unit(partner, work.middle, hold_site);
  work.unit(partner, work.corner, hold_site);
  work.state.at.killed_civilians[partner][work.corner] = 3;
  CHECK(against(work, partner, un) == 0.0);
  work.state.at.killed_civilians[partner][work.middle] = 1;
  CHECK(against(work, partner, un) == 0.5);
  work.state.units.task[0] = hold_site;
  CHECK(against(work, partner, un) == 0.0);
}

TEST_CASE("revealed: it reads the stances in use, so a declared profile alone changes nothing") {
  SharedTheatre work;
  work.unit(un, work.middle, protect_civilians);
  work.unit(partner, work.middle, hold_site);
  work.fight(un, red, work.middle);
  double const before = against(work, un, partner);
  CHECK(before == 1.0);
  work.state.actors.declared[partner].stances[red] = -1;
  CHECK(against(work, un, partner) == before);
  work.state.actors.stances[partner][red] = -1;
  CHECK(against(work, un, partner) == 0.0);
}

TEST_CASE("revealed: thirteen weeks are remembered, the fourteenth pushes the first out") {
  SharedTheatre work;
  work.unit(un, work.middle, mediate);
  work.unit(partner, work.middle, defeat_designated);
  RevealedDisalignment revealed(work.state);
  CHECK(revealed.share(un, partner) == 0.0);
  revealed.add(work.state);
  CHECK(revealed.share(un, partner) == 1.0);
  work.state.units.task[1] = hold_site;
  for (int week = 1; week < RevealedDisalignment::window; ++week) revealed.add(work.state);
  CHECK(revealed.share(un, partner) == Approx(1.0 / 13));
  CHECK(revealed.theatre_share() == Approx(1.0 / 13));
  RevealedDisalignment const copy = revealed;  // a plain value
  revealed.add(work.state);
  CHECK(revealed.share(un, partner) == 0.0);
  CHECK(copy.share(un, partner) == Approx(1.0 / 13));
}
