/// Tests of coordination growth: how operations come to work together.
#include "model/mechanisms/coordination_growth.hpp"

#include <doctest/doctest.h>

#include "model/conduct.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// UN and partner in theatre with 100 UN civilians; coordination 0.3.
struct Neighbours : SmallTheatre {
  Neighbours() {
    deploy(un, middle, 500);
    deploy(partner, middle, 200);
    state.actors.civilian_staff[un] = 100;
    state.actors.attributes[partner].lead = organisation;
    set(0.3F);
  }
  void set(float c) {
    state.actors.coordination[un][partner] = state.actors.coordination[partner][un] = c;
  }
  Attributes& other() { return state.actors.attributes[partner]; }
  [[nodiscard]] float after_weeks(int weeks, CoordinationGrowth rule = {}) const {
    State next = state;
    for (int w = 0; w < weeks; ++w, ++next.week) next = after(next, rule);
    CHECK(next.actors.coordination[un][partner] == next.actors.coordination[partner][un]);
    return next.actors.coordination[un][partner];
  }
};

}  // namespace

TEST_CASE("coordination_growth: it grows by 0.01 a week up to the ceiling and no further") {
  Neighbours theatre;
  CHECK(theatre.after_weeks(1) == doctest::Approx(0.31));
  CHECK(theatre.after_weeks(10) == doctest::Approx(0.4));
  CHECK(theatre.after_weeks(100) == doctest::Approx(0.6));
  theatre.set(0.9F);  // given above the ceiling: it stays
  CHECK(theatre.after_weeks(50) == doctest::Approx(0.9));
}

TEST_CASE("coordination_growth: M31, a new provider starts at 0.05 and grows half as fast") {
  Neighbours theatre;
  theatre.other().new_provider = 1;
  CHECK(theatre.after_weeks(1) == doctest::Approx(0.055));
  CHECK(theatre.after_weeks(20) == doctest::Approx(0.15));
  theatre.set(0.02F);
  CHECK(theatre.after_weeks(1) == doctest::Approx(0.025));
}

TEST_CASE("coordination_growth: without liaison staff it fades, and never below 0") {
  Neighbours theatre;
  theatre.state.actors.civilian_staff[un] = 9;
  CHECK(theatre.after_weeks(10) == doctest::Approx(0.2));
  CHECK(theatre.after_weeks(60) == 0.0F);
  theatre.state.actors.civilian_staff[partner] = 10;
  CHECK(theatre.after_weeks(10) == doctest::Approx(0.4));
}

TEST_CASE("coordination_growth: M20, without authorisation it falls to 0.3 and stays there") {
  Neighbours theatre;
  theatre.state.mandates.authorised[partner] = 0;
  theatre.set(0.5F);
  CHECK(theatre.after_weeks(5) == doctest::Approx(0.45));
  CHECK(theatre.after_weeks(60) == doctest::Approx(0.3));
  theatre.set(0.1F);
  CHECK(theatre.after_weeks(60) == doctest::Approx(0.3));
}

TEST_CASE("coordination_growth: who leads decides how close a partnership can get") {
  Neighbours theatre;
  float last = 1;
  for (int const lead : {int{alliance}, int{single_state}, int{quasi_state_company}}) {
    theatre.other().lead = lead;
    float const reached = theatre.after_weeks(100);
    CHECK(reached < last);
    last = reached;
  }
  CHECK(last == doctest::Approx(0.4));
}

TEST_CASE("coordination_growth: nothing moves while one of the two is away, or after a merger") {
  Neighbours theatre;
  theatre.state.actors.strength[partner] = 0;
  CHECK(theatre.after_weeks(20) == doctest::Approx(0.3));
  Neighbours merged;
  merged.state.mandates.merged_into[partner] = un;
  merged.set(1);
  merged.state.actors.civilian_staff[un] = 0;
  CHECK(merged.after_weeks(20) == 1.0F);
}

TEST_CASE("L7, engagement: it raises ceiling and growth on every path") {
  Neighbours theatre;
  float last = 0;
  float soon = 0;
  for (float const level : {0.0F, 0.1F, 0.3F, 0.5F}) {
    float const first_weeks = theatre.after_weeks(5, {.engagement = level});
    CHECK(first_weeks > soon);
    soon = first_weeks;
    float const reached = theatre.after_weeks(120, {.engagement = level});
    CHECK(reached > last);
    last = reached;
  }
  CHECK(last == doctest::Approx(1.0));
}

TEST_CASE("L9, secondees: 50 raise the ceiling by 0.1, keep a liaison and are counted") {
  Neighbours theatre;
  CHECK(theatre.after_weeks(200, {.secondees = 50}) == doctest::Approx(0.7));
  theatre.state.actors.civilian_staff[un] = 0;
  CHECK(theatre.after_weeks(10) < 0.3F);
  CHECK(theatre.after_weeks(10, {.secondees = 50}) > 0.3F);
  State const next = after(theatre.state, CoordinationGrowth{.secondees = 50});
  CHECK(next.mandates.seconded[partner] == 50.0F);
  CHECK(next.mandates.seconded[un] == 0.0F);
  CHECK(restraint_now(next, partner) - restraint_now(theatre.state, partner) ==
        doctest::Approx(0.1));
}

TEST_CASE("coordination_growth: it reads no profile, and the switch governs it") {
  Neighbours theatre;
  float const before = theatre.after_weeks(10);
  theatre.state.actors.declared[partner].goals = Goals{};
  theatre.state.actors.declared[partner].stances.fill(-1);
  CHECK(theatre.after_weeks(10) == before);
  CHECK(switch_governs<CoordinationGrowth>(
      theatre.state, [](State const& s) { return s.actors.coordination[un][partner]; }));
}
