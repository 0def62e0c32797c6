/// Tests of re-hatting: a force that joins the UN mission.
#include "model/mechanisms/rehatting.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// 900 UN troops; 300 of a partner that only defeats the designated and hates red, in week 4.
struct Joining : SmallTheatre {
  Joining() {
    deploy(un, middle, 300, 3);
    deploy(partner, corner, 100, 3);
    state.week = 4;
    state.actors.goals[partner] = Goals{};
    state.actors.goals[partner][defeat_designated] = 1;
    state.actors.stances[partner][red] = -1;
  }
  [[nodiscard]] State merged(Rehatting rule = {}) const {
    State next = state;
    next.mandates.merged_into[partner] = un;
    return after(next, rule);
  }
};

}  // namespace

TEST_CASE("rehatting: before its week and without an order nobody changes helmets") {
  Joining theatre;
  theatre.state.actors.attributes[partner].merge_week = 5;
  CHECK(after(theatre.state, Rehatting{}).mandates.merged_into[partner] == -1);
  theatre.state.week = 5;
  State const next = after(theatre.state, Rehatting{});
  CHECK(next.mandates.merged_into[partner] == un);
  CHECK(next.actors.strength[partner] == 0);
  theatre.state.actors.present[un] = 0;  // no mission to join
  CHECK(after(theatre.state, Rehatting{}).mandates.merged_into[partner] == -1);
}

TEST_CASE("rehatting: every person and quota moves once, and the books balance") {
  Joining theatre;
  State next = theatre.merged();
  CHECK(next.actors.strength[un] == 1200);
  CHECK(next.ledger.departed[partner] == 300);
  CHECK(next.ledger.arrived[un] == 300);
  CHECK(next.mandates.rehatted[un] == 300);
  CHECK(next.flows.mergers == 1);
  check_invariants(next);
  tally(next);
  CHECK(next.at.strength[un][theatre.corner] == 300);
  CHECK(next.at.home[un][theatre.corner] == 1);
  next = after(next, Rehatting{});
  CHECK(next.ledger.arrived[un] == 300);  // not again
  check_invariants(next);
}

TEST_CASE("rehatting: coordination becomes 1 both ways") {
  Joining theatre;
  State const next = theatre.merged();
  CHECK(next.actors.coordination[un][partner] == 1.0F);
  CHECK(next.actors.coordination[partner][un] == 1.0F);
}

TEST_CASE("rehatting: the old profile weighs rho w and is forgotten in ten weeks") {
  Joining theatre;
  State next = theatre.merged();  // w = 1/4
  CHECK(next.actors.goals[un][defeat_designated] == doctest::Approx(0.05));
  CHECK(next.actors.goals[un][protect_civilians] == doctest::Approx(0.35 * 0.95));
  CHECK(next.actors.stances[un][red] == doctest::Approx(-0.05));
  float last = next.actors.goals[un][defeat_designated];
  for (int week = 0; week < 12; ++week) {
    next = after(next, Rehatting{});
    CHECK(next.actors.goals[un][defeat_designated] <= last);
    last = next.actors.goals[un][defeat_designated];
  }
  CHECK(last == doctest::Approx(0.0));
  CHECK(next.actors.goals[un][protect_civilians] == doctest::Approx(0.35));
}

TEST_CASE(
    "rehatting: without memory the mission's profile does not move, with more it moves more") {
  Joining theatre;
  CHECK(theatre.merged({.memory = 0}).actors.goals[un] == theatre.state.actors.goals[un]);
  CHECK(theatre.merged({.memory = 0.4F}).actors.goals[un][defeat_designated] ==
        doctest::Approx(0.1));
}

TEST_CASE("rehatting: who arrives for the joined force later joins too") {
  Joining theatre;
  State next = theatre.merged();
  next.units.add(77, partner, theatre.corner, 50);
  next.ledger.at_start[partner] += 50;
  next = after(next, Rehatting{});
  CHECK(next.ledger.arrived[un] == 350);
  check_invariants(next);
}

TEST_CASE("rehatting: it reads goals in use, not declared ones, and the switch governs it") {
  Joining theatre;
  theatre.state.actors.declared[partner].goals[secure_resources] = 1;
  CHECK(theatre.merged().actors.goals[un][secure_resources] == 0.0F);
  theatre.state.mandates.merged_into[partner] = un;
  CHECK(switch_works<Rehatting>(theatre.state));
}
