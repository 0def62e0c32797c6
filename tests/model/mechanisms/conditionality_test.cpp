/// Tests of conditional support: when abuse ends it, how late, and what the threat is worth.
#include "model/mechanisms/conditionality.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The UN supplies half of a partner of 400 that killed two civilians this week.
struct Supported : ConflictTheatre {
  Supported() {
    deploy(un, corner, 500);
    deploy(partner, middle, 400);
    state.politics.supported[un][partner] = 200;
    state.at.killed_civilians[partner][middle] = 2;
  }
  [[nodiscard]] double decided(Conditionality const& rule, int weeks = 40000) const {
    int count = 0;
    for (int r = 0; r < weeks; ++r) {
      State copy = state;
      rule(copy, Draws(7, static_cast<std::uint64_t>(r), 0, rule_address(Conditionality::name)));
      count += copy.politics.support_ends[un][partner] > 0.0F ? 1 : 0;
    }
    return static_cast<double>(count) / weeks;
  }
};

Conditionality const certain{.strictness = 1, .monitoring_rate = 1};

}  // namespace

TEST_CASE("conditionality: a stop is decided with s (1 - exp(-m killed)); 10 % off fails") {
  Supported theatre;
  int const weeks = 40000;
  double const p = 0.5 * (1 - std::exp(-0.6));
  double const deviation = std::sqrt(p * (1 - p));
  CHECK(standard_errors(theatre.decided({}), p, deviation, weeks) < bound);
  CHECK(standard_errors(theatre.decided({.strictness = 0.55F}), p, deviation, weeks) > bound);
}

TEST_CASE("conditionality: support stops eight weeks after the decision, for 26 weeks") {
  Supported theatre;
  theatre.state.at.killed_civilians[partner][theatre.middle] = 50;
  theatre.apply(certain, 0);
  CHECK(theatre.state.politics.support_ends[un][partner] == 8.0F);
  theatre.state.at.killed_civilians[partner][theatre.middle] = 0;
  for (int w = 0; w < 7; ++w) {
    theatre.apply(certain, 0);
    CHECK(theatre.state.politics.support_stopped[un][partner] == 0.0F);
  }
  theatre.apply(certain, 0);
  CHECK(theatre.state.politics.support_stopped[un][partner] == 26.0F);
  CHECK(theatre.state.politics.support_stopped[un][partner] > 0.0F);
  theatre.state.politics.supported[un][partner] = 0;  // as support_burden answers
  for (int w = 0; w < 25; ++w) theatre.apply(certain, 0);
  CHECK(theatre.state.politics.support_stopped[un][partner] > 0.0F);
  theatre.apply(certain, 0);
  CHECK(theatre.state.politics.support_stopped[un][partner] == 0.0F);
}

TEST_CASE("conditionality: without delay it stops at once; without abuse or support never") {
  Supported theatre;
  theatre.state.at.killed_civilians[partner][theatre.middle] = 50;
  Conditionality prompt = certain;
  prompt.delay = 0;
  CHECK(after(theatre.state, prompt).politics.support_stopped[un][partner] > 0.0F);
  theatre.state.at.killed_civilians[partner][theatre.middle] = 0;
  CHECK(theatre.decided(certain, 300) == 0.0);
  theatre.state.at.killed_civilians[partner][theatre.middle] = 50;
  theatre.state.politics.supported[un][partner] = 0;
  CHECK(theatre.decided(certain, 300) == 0.0);
}

TEST_CASE("conditionality: others' abuse is not the partner's") {
  Supported theatre;
  theatre.state.at.killed_civilians[partner][theatre.middle] = 0;
  theatre.state.at.killed_civilians[red][theatre.middle] = 50;
  CHECK(theatre.decided(certain, 300) == 0.0);
}

TEST_CASE("L2, conditionality: a stricter rule and more monitoring stop support more often") {
  Supported theatre;
  for (std::uint64_t r = 0; r < 300; ++r) {
    auto const ends = [&](Conditionality const& rule) {
      return after(theatre.state, rule, r).politics.support_ends[un][partner];
    };
    CHECK(ends({.strictness = 0}) == 0.0F);
    CHECK(ends({.strictness = 0.9F}) >= ends({.strictness = 0.4F}));
    CHECK(ends({.monitoring_rate = 1}) >= ends({.monitoring_rate = 0.1F}));
  }
  CHECK(theatre.decided({.strictness = 0.9F}, 500) > theatre.decided({.strictness = 0.4F}, 500));
}

TEST_CASE("L2, conditionality: an empty threat is worth half, and leaves half of the fear") {
  Supported theatre;
  Conditionality empty;
  empty.credibility = 0;
  auto const threat = [&](Conditionality const& rule) { return rule.threat(theatre.state, un); };
  double const full = threat({});
  CHECK(threat(empty) == doctest::Approx(0.5 * full));
  theatre.state.politics.policies.support_credibility[un] = 0;  // a veto, from a timeline
  CHECK(threat({}) == doctest::Approx(0.5 * full));
  theatre.state.politics.policies.support_strictness[un] = 1;
  CHECK(threat({.strictness = 0.2F}) == doctest::Approx(0.5));
  theatre.state.politics.policies = {};
  float last = -1;
  for (float const credibility : {0.0F, 0.5F, 1.0F}) {
    Conditionality rule;
    rule.credibility = credibility;
    float const fear = after(theatre.state, rule).politics.conditionality[partner];
    CHECK(fear > last);
    last = fear;
  }
  CHECK(last == doctest::Approx(0.5 * 0.5 * 0.3));
  theatre.state.politics.supported[un][partner] = 0;  // stopped: nothing left to fear
  CHECK(after(theatre.state, Conditionality{}).politics.conditionality[partner] == 0.0F);
}

TEST_CASE("conditionality: the switch governs it") {
  Supported theatre;
  check_invariants(after(theatre.state, certain));
  CHECK(switch_works(theatre.state, certain));
}
