/// Tests of learning: what after-action reviews change.
#include "model/mechanisms/learning.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct School : SmallTheatre {
  School() {
    state.at.unseen[un][middle] = 0.8F;
    state.mandates.ramp_midpoint[un] = 20;
  }
  [[nodiscard]] State after_weeks(int weeks, Learning rule) const {
    State next = state;
    for (int w = 0; w < weeks; ++w) {
      next.at.unseen[un][middle] = 0.8F;  // as sensing leaves it
      next = after(next, rule);
    }
    return next;
  }
};

}  // namespace

TEST_CASE("learning: without lessons nothing changes") {
  School theatre;
  CHECK(digest(theatre.after_weeks(50, {})) == digest(theatre.state));
}

TEST_CASE("learning: at 0.1 a month half is learned in 10 months, at 0.11 more") {
  School theatre;
  double const expected = 1 - std::pow(0.5, 0.1 * 12 * 43 / 52);  // 43 weeks
  float const learned = theatre.after_weeks(43, {.rate = 0.1F}).mandates.learned[un];
  CHECK(learned == doctest::Approx(expected).epsilon(1e-3));
  CHECK(theatre.after_weeks(43, {.rate = 0.11F}).mandates.learned[un] > 1.03 * expected);
}

TEST_CASE("learning: an operation's own rate counts too, and only for operations") {
  School theatre;
  theatre.state.actors.attributes[partner].monthly_learning = 0.1F;
  theatre.state.actors.attributes[red].monthly_learning = 0.1F;
  State const next = theatre.after_weeks(10, {});
  CHECK(next.mandates.learned[partner] > 0.0F);
  CHECK(next.mandates.learned[un] == 0.0F);
  CHECK(next.mandates.learned[red] == 0.0F);
}

TEST_CASE(
    "L4, learning: forecast and deployment improve with every rate, never beyond their limits") {
  School theatre;
  float unseen = 1;
  float midpoint = 21;
  for (float const rate : {0.0F, 0.02F, 0.05F, 0.1F}) {
    State const next = theatre.after_weeks(52, {.rate = rate});
    CHECK(next.at.unseen[un][theatre.middle] < unseen);
    CHECK(next.mandates.ramp_midpoint[un] < midpoint);
    unseen = next.at.unseen[un][theatre.middle];
    midpoint = next.mandates.ramp_midpoint[un];
  }
  State const wise = theatre.after_weeks(2000, {.rate = 0.1F});
  CHECK(wise.mandates.learned[un] == doctest::Approx(1.0).epsilon(1e-3));
  CHECK(wise.at.unseen[un][theatre.middle] == doctest::Approx(0.4).epsilon(1e-3));
  CHECK(wise.mandates.ramp_midpoint[un] == doctest::Approx(10).epsilon(1e-3));
  CHECK(theatre.after_weeks(2000, {.rate = 0.1F, .faster = 1}).mandates.ramp_midpoint[un] < 0.01F);
  check_invariants(wise);
}

TEST_CASE("learning: the switch governs it") {
  CHECK(switch_governs<Learning>(
      School{}.state, [](State const& s) { return s.mandates.learned[un]; }, {.rate = 0.1F}));
}
