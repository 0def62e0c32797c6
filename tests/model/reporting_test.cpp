/// The observer between true and recorded events.
#include "model/reporting.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

Event event_of(std::uint64_t address, int civilians_killed) {
  Event event;
  event.kind = EventKind::attack_on_civilians;
  event.side_b = civilians;
  event.address = address;
  event.day = 3;
  event.deaths_civilians = civilians_killed;
  return event;
}

Reporting faithful() {
  Reporting reporting;
  reporting.near = reporting.remote = reporting.counted = 1;
  reporting.unidentified = reporting.vague_place = reporting.vague_date = 0;
  reporting.doubt_below = reporting.doubt_above = 0;
  return reporting;
}

}  // namespace

TEST_CASE("reporting: a faithful observer lists what happened") {
  World const world = plain_world(6, 6, 50, 1000);
  Reporter const reporter(faithful(), 1, 0);
  for (std::uint64_t k = 0; k < 200; ++k) {
    Event event = event_of(k, 4);
    event.cell = world.grid.cell(2, 3);
    event.deaths_a = 2;
    Report const report = reporter.report(event, world, 5);
    CHECK(report.listed);
    CHECK(report.cell == event.cell);
    CHECK(report.first_day == 3);
    CHECK(report.last_day == 3);
    CHECK(report.best() == 6);
    CHECK(report.low == 6);
    CHECK(report.high == 6);
  }
}

TEST_CASE("reporting: the share of events that is heard of follows 1 - (1 - q)^D") {
  World world = plain_world(6, 6, 50, 1000);
  int const cell = world.grid.cell(2, 3);
  world.road_access[static_cast<std::size_t>(cell)] = 0.5F;
  Reporting reporting = faithful();
  reporting.near = 0.3F;
  reporting.remote = 0.1F;
  int const n = 20000;
  auto const heard = [&](int deaths) {
    Reporter const reporter(reporting, 7, 1);
    int listed = 0;
    for (int k = 0; k < n; ++k) {
      Event event = event_of(static_cast<std::uint64_t>(k), deaths);
      event.cell = cell;
      listed += reporter.report(event, world, 0).listed ? 1 : 0;
    }
    return static_cast<double>(listed) / n;
  };
  for (int const deaths : {1, 3}) {
    double const expected = 1 - std::pow(0.8, deaths);
    double const bound = 4.5 * std::sqrt(expected * (1 - expected) / n);
    CHECK(std::abs(heard(deaths) - expected) < bound);
    double const twin = 1 - std::pow(1 - 0.2 * 1.1, deaths);  // q 10 % larger
    CHECK(std::abs(heard(deaths) - twin) > bound);
  }
}

TEST_CASE(
    "reporting: deaths counted, unidentified and doubted stay within the truth and in order") {
  World const world = plain_world(6, 6, 50, 1000);
  Reporter const reporter(Reporting{}, 3, 2);
  double counted = 0;
  double unknown = 0;
  int vague = 0;
  int const n = 2000;
  for (int k = 0; k < n; ++k) {
    Event event = event_of(static_cast<std::uint64_t>(k), 20);
    event.cell = world.grid.cell(2, 3);
    Report const report = reporter.report(event, world, 9);
    REQUIRE(report.best() <= 20);
    REQUIRE(report.low <= report.best());
    REQUIRE(report.high >= report.best());
    REQUIRE(world.grid.distance_km(event.cell, report.cell) < 75);
    counted += report.best();
    unknown += report.deaths_unknown;
    vague += report.place_precision > 1 ? 1 : 0;
  }
  CHECK(counted / (20.0 * n) == doctest::Approx(0.85).epsilon(0.02));
  CHECK(unknown / counted == doctest::Approx(0.27).epsilon(0.05));
  CHECK(static_cast<double>(vague) / n == doctest::Approx(0.34).epsilon(0.15));
}

TEST_CASE("reporting: the observer never touches the run") {
  test::SmallStudy study;
  auto const run = [&] { return simulate(study.rival, study.week, 60, {1, 2}, true); };
  Record const before = run();
  study.rival.reporting = faithful();
  Record const after = run();
  REQUIRE(before.events.size() == after.events.size());
  double listed = 0;
  double true_deaths = 0;
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    for (int k = 0; k < before.width(o.axis); ++k, ++column) {
      if (!o.name.starts_with("reported_"))
        CHECK_MESSAGE(before.outcomes[column] == after.outcomes[column], o.name);
      if (o.name == "reported_deaths") {
        listed = after.outcomes[column];
        CHECK(before.outcomes[column] < listed);
      }
      if (o.name == "deaths") true_deaths = after.outcomes[column];
    }
  }
  CHECK(listed == true_deaths);
}
