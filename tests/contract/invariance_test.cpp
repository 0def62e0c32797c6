/// Disalignment acts only through channels: with all of them off nothing depends on the dose.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/support/channels.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 60;

/// A run's record at `seed`.
Record run(Cast const& cast, Week const& week, std::uint64_t seed) {
  return simulate(cast, week, weeks, RunAddress{seed, 0}, false);
}

}  // namespace

TEST_CASE("channels: with all of them off, outcomes are the same at the lowest and highest dose") {
  SmallStudy const study;
  Week const week = without_channels();
  bool violent = false;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Record const copy = run(study.aligned, week, seed);
    Record const rival = run(study.rival, week, seed);
    CHECK(outcomes_of(copy) == outcomes_of(rival));
    CHECK(copy.maps == rival.maps);
    violent = violent || total(copy, "deaths") > 100;
  }
  CHECK(violent);
}

TEST_CASE("channels: with all of them on, outcomes depend on the dose") {
  SmallStudy const study;
  CHECK(outcomes_of(run(study.aligned, study.week, 1)) !=
        outcomes_of(run(study.rival, study.week, 1)));
}

TEST_CASE("channels: with exactly one on, outcomes differ and its own file's sign holds") {
  SmallStudy const study;
  Week const off = without_channels();
  constexpr int runs = 40;
  std::vector<Record> base;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) base.push_back(run(study.rival, off, seed));
  Week week = off;
  each_channel(week, [&]<class Rule>(Switched<Rule>& switched) {
    CAPTURE(std::string(Rule::name));
    switched.enabled = true;
    int different = 0;
    int as_stated = 0;
    int against = 0;
    for (std::size_t r = 0; r < base.size(); ++r) {
      Record const with = run(study.rival, week, r + 1);
      different += outcomes_of(with) != outcomes_of(base[r]) ? 1 : 0;
      // The direct effect comes before what it sets off: the first week that differs shows it.
      double const first = first_difference(with, base[r], Rule::channel.observable);
      as_stated += first * Rule::channel.sign > 0 ? 1 : 0;
      against += first * Rule::channel.sign < 0 ? 1 : 0;
    }
    switched.enabled = false;
    CHECK(different > 0);
    if (Rule::channel.sign != 0) {
      CHECK(as_stated > 0);
      CHECK(against == 0);
    }
  });
}

TEST_CASE(
    "rules: alone in the week a rule does what it does on its own, whatever is listed around it") {
  SmallStudy const study;
  State start = found(study.rival, 5, 0);
  for (int w = 0; w < 12; ++w) study.week.step(start, 5, 0);
  Week off;
  off.each([](char const*, auto& switched) { switched.enabled = false; });
  Week only = off;
  int acting = 0;
  only.each([&]<class Rule>(char const* name, Switched<Rule>& switched) {
    CAPTURE(std::string(name));
    switched.enabled = true;
    State in_week = start;
    only.step(in_week, 7, 0);
    switched.enabled = false;
    State nothing = start;
    off.step(nothing, 7, 0);
    State alone = start;
    begin_week(alone);
    tally(alone);
    alone = after(alone, switched.rule);
    tally(alone);
    ++alone.week;
    if (alone.week % 8 == 0) compact(alone);
    CHECK(digest(in_week) == digest(alone));
    acting += digest(in_week) != digest(nothing) ? 1 : 0;
  });
  CHECK(acting > 10);
}
