/// Memories: killed civilians and hostile contacts, by party and cell.
#include "model/mechanisms/memories.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

void advance(State& state, int weeks = 1, Memories const& rule = {}) {
  for (int week = 0; week < weeks; ++week)
    rule(state, Draws(1, 0, week, rule_address(Memories::name)));
}

void kill(SmallTheatre& theatre, int actor, std::int32_t persons) {
  auto const i = at(theatre.middle);
  theatre.state.at.killed_civilians[actor][theatre.middle] += persons;
  theatre.state.cells.killed[i] += persons;
  theatre.state.cells.residents[i] -= persons;
}

Event battle(int cell, int a, int b, EventKind kind = EventKind::battle) {
  Event event;
  event.kind = kind;
  event.cell = cell;
  event.side_a = a;
  event.side_b = b;
  return event;
}

}  // namespace

TEST_CASE("memories: harm is a weekly mean per 10,000 people with a half-life of 6 weeks") {
  SmallTheatre theatre;
  kill(theatre, red, 20);
  double const decay = std::pow(2.0, -1.0 / 6);
  advance(theatre.state);
  CHECK(theatre.state.at.harm[red][theatre.middle] == doctest::Approx((1 - decay) * 20));
  CHECK(theatre.state.at.harm[blue][theatre.middle] == 0.0F);
  CHECK(theatre.state.at.harm[red][theatre.corner] == 0.0F);
  theatre.state.at.killed_civilians.fill(0);
  advance(theatre.state, 6);
  CHECK(theatre.state.at.harm[red][theatre.middle] == doctest::Approx((1 - decay) * 10));
}

TEST_CASE("memories: steady killing is remembered at its rate") {
  SmallTheatre theatre;
  kill(theatre, red, 3);
  advance(theatre.state, 200);
  CHECK(theatre.state.at.harm[red][theatre.middle] == doctest::Approx(3));
}

TEST_CASE(
    "memories: where everyone was killed the memory stays bounded, where nobody lived it stays 0") {
  SmallTheatre theatre;
  kill(theatre, red, 10000);
  theatre.state.cells.residents[at(theatre.corner)] = 0;
  advance(theatre.state, 100);
  CHECK(theatre.state.at.harm[red][theatre.middle] == doctest::Approx(10000).epsilon(1e-4));
  CHECK(theatre.state.at.harm[red][theatre.corner] == 0.0F);
}

TEST_CASE("memories: a battle counts for both sides, an ambush of an operation for neither") {
  SmallTheatre theatre;
  theatre.state.events = {battle(theatre.middle, red, government),
                          battle(theatre.middle, blue, red),
                          battle(theatre.middle, red, un, EventKind::attack_on_operation),
                          battle(theatre.middle, red, civilians, EventKind::attack_on_civilians)};
  advance(theatre.state);
  float const one = static_cast<float>(1 - std::pow(2.0, -1.0 / 8));
  CHECK(theatre.state.at.contacts[red][theatre.middle] ==
        doctest::Approx(2 * static_cast<double>(one)));
  CHECK(theatre.state.at.contacts[government][theatre.middle] ==
        doctest::Approx(static_cast<double>(one)));
  CHECK(theatre.state.at.contacts[un][theatre.middle] == 0.0F);
  CHECK(theatre.state.at.contacts[red][theatre.corner] == 0.0F);
  theatre.state.events.clear();
  advance(theatre.state, 8);
  CHECK(theatre.state.at.contacts[red][theatre.middle] ==
        doctest::Approx(static_cast<double>(one)));
}

TEST_CASE(
    "memories: more killing is never remembered as less; half-life 0 forgets all but this week") {
  SmallTheatre theatre;
  float previous = 0;
  for (int week = 0; week < 10; ++week) {
    kill(theatre, red, 2);
    State state = theatre.state;
    advance(state);
    CHECK(state.at.harm[red][theatre.middle] > previous);
    previous = state.at.harm[red][theatre.middle];
  }
  Memories rule;
  rule.harm_half_life = 0;
  theatre.state.at.harm[red][theatre.middle] = 500;
  advance(theatre.state, 1, rule);
  CHECK(theatre.state.at.harm[red][theatre.middle] == doctest::Approx(20));
}

TEST_CASE("memories: the switch turns it off") {
  SmallTheatre theatre;
  kill(theatre, red, 2);
  CHECK(switch_works<Memories>(theatre.state));
}
