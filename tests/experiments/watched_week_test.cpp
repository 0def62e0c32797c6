/// The rule that broke an invariant is named, also when other rules break it for a while only.
#include "experiments/watched_week.hpp"

#include <doctest/doctest.h>

#include "model/founding.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Sets the fear of one cell; 2 breaks an invariant, 0 mends it.
template <int Number>
struct SetFear {
  static constexpr char const* name = Number == 0   ? "first"
                                      : Number == 1 ? "second"
                                      : Number == 2 ? "third"
                                                    : "fourth";
  float to = -1;  // none
  int in_week = 1;
  void operator()(State& state, Draws) const {
    if (to >= 0 && state.week == in_week)
      state.cells.fear[static_cast<std::size_t>(state.grid().cells.front())] = to;
  }
};

struct FourRules {
  Programme<SetFear<0>, SetFear<1>, SetFear<2>, SetFear<3>> rules;
  void step(
      State& state, std::uint64_t seed, std::uint64_t replicate,
      Lap const& after = [](char const*) {}) const {
    rules.step(state, seed, replicate, after);
    ++state.week;
  }
};

/// The rule to blame for week 1, "" for none.
std::string blamed(FourRules const& rules) {
  SmallStudy const study;
  State state = found(study.aligned, 1, 0);
  WatchedWeek<FourRules> week{&rules};
  week.suspect_week = 1;
  week.step(state, 1, 0);
  try {
    week.step(state, 1, 0);
  } catch (RunFailure const& failure) {
    CHECK(failure.fault.code == FaultCode::broken_invariant);
    CHECK(failure.fault.message.find("fear") != std::string::npos);
    return failure.fault.rule;
  }
  return "";
}

}  // namespace

TEST_CASE("watched week: the rule that broke an invariant is named") {
  FourRules rules;
  CHECK(blamed(rules).empty());
  rules.rules.get<SetFear<2>>().rule.to = 2;
  CHECK(blamed(rules) == "third");
  rules.rules.get<SetFear<3>>().rule.to = 2;
  CHECK(blamed(rules) == "third");  // it was broken before the fourth
  rules.rules.get<SetFear<2>>().rule.in_week = 5;
  CHECK(blamed(rules) == "fourth");
}

TEST_CASE("watched week: what a later rule mends is nobody's fault") {
  FourRules rules;
  rules.rules.get<SetFear<0>>().rule.to = 2;
  rules.rules.get<SetFear<1>>().rule.to = 0;
  CHECK(blamed(rules).empty());
  rules.rules.get<SetFear<3>>().rule.to = 2;
  CHECK(blamed(rules) == "fourth");
}

TEST_CASE("watched week: a run without time left is given up, one with time goes on") {
  SmallStudy const study;
  FourRules const rules;
  State state = found(study.aligned, 1, 0);
  StopRequest patient(600, std::nullopt);
  StopRequest strict(0, std::nullopt);
  for (StopRequest* stop : {&patient, &strict}) {
    CHECK(!stop->requested());
    stop->request("a test asks");
    CHECK(stop->requested());
    CHECK(stop->reason() == "a test asks");
  }
  WatchedWeek<FourRules> week{&rules, &patient};
  CHECK_NOTHROW(week.step(state, 1, 0));
  week.stop = &strict;
  CHECK_THROWS_AS(week.step(state, 1, 0), RunAbandoned);
}

TEST_CASE("stop request: a walltime that is over asks, one that is not does not") {
  CHECK(StopRequest(10, 0.0).requested());
  CHECK(!StopRequest(10, 0.0).overdue());
  CHECK(StopRequest(0, 0.0).overdue());
  CHECK(!StopRequest(0, 3600.0).requested());
}
