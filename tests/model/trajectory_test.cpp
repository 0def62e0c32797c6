/// Several theatres in one trajectory: apart in everything but the Security Council.
#include "model/trajectory.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "model/base/rule.hpp"
#include "model/mechanisms/deployment.hpp"
#include "model/mechanisms/desertion.hpp"
#include "model/mechanisms/mandate_renewal.hpp"
#include "model/mechanisms/retaliation.hpp"
#include "model/mechanisms/security_council.hpp"
#include "model/mechanisms/timeline_events.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 60;
constexpr int veto_week = 5, renewal_week = 12;

/// A week of little more than the Council, force generation and desertion.
struct CouncilWeek {
  Programme<TimelineEvents, Retaliation, SecurityCouncil, MandateRenewal, Deployment, Desertion>
      rules;

  void step(State& state, std::uint64_t seed, std::uint64_t replicate) const {
    begin_week(state);
    rules.step(state, seed, replicate);
    tally(state);
    ++state.week;
  }
};

TimelineEntry entry(Action action, int actor, float week, float amount_weeks = 0) {
  TimelineEntry result;
  result.action = static_cast<std::int32_t>(action);
  result.actor = actor;
  result.week = week;
  result.weeks = amount_weeks;
  return result;
}

/// In A the P2 ask for their own force; in B the mandate of a UN mission, penned by the P3, ends.
struct TwoTheatres {
  TwoTheatres() {
    for (auto* theatre : {&a, &b}) {
      for (int actor : {red, un, partner}) {
        theatre->cast.actors[static_cast<std::size_t>(actor)].attributes.strength = 1000;
      }
    }
    a.cast.actors[partner].attributes.sponsor_x = -1;
    b.cast.timeline = {entry(Action::mandate, un, 0, renewal_week)};
    // A P3 veto in A and, with a grudge, a P2 veto in B are certain; nothing else is ever vetoed.
    auto& in_a = week_a.rules.get<SecurityCouncil>().rule;
    in_a.base = 50;
    in_a.distance = 100;
    in_a.nine_votes = 0;
    auto& in_b = week_b.rules.get<SecurityCouncil>().rule;
    in_b.base = 50;
    in_b.grudge = 200;
    for (auto* week : {&week_a, &week_b}) {
      week->rules.get<MandateRenewal>().rule.nine_votes = 0;
      week->rules.get<Retaliation>().rule.early_review = 0;
      week->rules.get<SecurityCouncil>().rule.contested = 0;
    }
  }
  void veto_in_a() {
    a.cast.timeline = {entry(Action::draft, partner, static_cast<float>(veto_week))};
  }
  std::vector<Record> run(bool a_first = true) const {
    using One = Theatre<CouncilWeek>;
    One const in_a{"a", &a.cast, &week_a};
    One const in_b{"b", &b.cast, &week_b};
    std::array<One, 2> const both{a_first ? in_a : in_b, a_first ? in_b : in_a};
    auto records = simulate_theatres(std::span<One const>(both), weeks, {3, 1}, false);
    if (!a_first) std::swap(records[0], records[1]);
    return records;
  }
  Record alone(SmallTheatre const& theatre, CouncilWeek const& week, char const* name) const {
    return simulate(theatre.cast, week, weeks, {theatre_seed(3, name), 1}, false);
  }

  SmallTheatre a, b;
  CouncilWeek week_a, week_b;
};

/// First week in which two records' series differ, those about the Council itself left out; `weeks`
/// when they are the same.
int first_difference(Record const& one, Record const& other) {
  REQUIRE(one.series.size() == other.series.size());
  int first = weeks;
  std::size_t column = 0;
  for (Observable const& observable : observables()) {
    auto const width = static_cast<std::size_t>(one.width(observable.axis));
    bool const about_council = observable.name.starts_with("council_") ||
                               observable.name == "contestation" || observable.name == "grudge";
    for (std::size_t i = column * weeks; i < (column + width) * weeks && !about_council; ++i) {
      double const x = one.series[i];
      double const y = other.series[i];
      bool const same = x == y || (std::isnan(x) && std::isnan(y));
      if (!same) first = std::min(first, static_cast<int>(i % weeks));
    }
    column += width;
  }
  return first;
}

}  // namespace

TEST_CASE("trajectory: theatres that the Council has nothing to do with equal separate runs") {
  TwoTheatres two;
  auto together = two.run();
  CHECK(first_difference(together[0], two.alone(two.a, two.week_a, "a")) == weeks);
  CHECK(first_difference(together[1], two.alone(two.b, two.week_b, "b")) == weeks);
  two.b.cast.timeline.clear();  // with nothing before the Council, to the last byte
  together = two.run();
  CHECK(together[0].digest == two.alone(two.a, two.week_a, "a").digest);
  CHECK(together[1].digest == two.alone(two.b, two.week_b, "b").digest);
  CHECK(together[0].digest != two.alone(two.a, two.week_a, "b").digest);
}

TEST_CASE("trajectory: M25, a veto in A takes the mandate in B, and only the Council carries it") {
  TwoTheatres two;
  auto const before = two.run();
  two.veto_in_a();
  auto const after = two.run();
  int const first = first_difference(before[1], after[1]);
  CHECK(first >= renewal_week);
  CHECK(first <= renewal_week + 2);
  // Without grudges, and with the Council undivided, B does not notice.
  two.week_a.rules.get<Retaliation>().enabled = false;
  two.week_b.rules.get<Retaliation>().enabled = false;
  CHECK(first_difference(before[1], two.run()[1]) == weeks);
}

TEST_CASE("trajectory: the order of the theatres does not matter") {
  TwoTheatres two;
  two.veto_in_a();
  auto const one = two.run(true);
  auto const other = two.run(false);
  CHECK(first_difference(one[0], other[0]) == weeks);
  CHECK(first_difference(one[1], other[1]) == weeks);
}

TEST_CASE("trajectory: a theatre alone draws with the run's own seed") {
  CHECK(theatre_seed(17, "") == 17);
  CHECK(theatre_seed(17, "mali") != 17);
  CHECK(theatre_seed(17, "mali") != theatre_seed(17, "syria"));
  CHECK(theatre_seed(17, "mali") != theatre_seed(18, "mali"));
}
