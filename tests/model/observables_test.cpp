/// What is recorded: declared once, complete, and true to the state.
#include "model/observables.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <set>

#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

std::size_t column_of(std::string const& name, int actors, int actor = 0) {
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    if (o.name == name) return column + static_cast<std::size_t>(o.axis == Axis::actor ? actor : 0);
    column += static_cast<std::size_t>(o.axis == Axis::actor ? actors : 1);
  }
  FAIL("no observable " << name);
  return 0;
}

}  // namespace

TEST_CASE("observables: names are unique and each has a unit and a meaning") {
  std::set<std::string> names;
  for (Observable const& o : observables()) {
    CHECK(names.insert(o.name).second);
    CHECK(names.insert(o.outcome()).second);
    CHECK_FALSE(o.unit.empty());
    CHECK_FALSE(o.meaning.empty());
  }
  for (auto const& d : derived_outcomes()) CHECK(names.insert(d.name).second);
  for (auto const& m : map_observables()) CHECK(names.insert(m.name).second);
  CHECK(observables().size() >= 35);
}

TEST_CASE("observables: the type of violence follows UCDP") {
  test::SmallStudy const study;
  State const state = found(study.rival, 1, 0);
  auto const type = [&](EventKind kind, int a, int b) {
    Event event;
    event.kind = kind;
    event.side_a = a;
    event.side_b = b;
    return type_of_violence(event, state.actors);
  };
  CHECK(type(EventKind::battle, 0, 1) == 1);
  CHECK(type(EventKind::battle, 4, 1) == 1);
  CHECK(type(EventKind::attack_on_operation, 1, 3) == 1);
  CHECK(type(EventKind::battle, 1, 2) == 2);
  CHECK(type(EventKind::attack_on_civilians, 0, civilians) == 3);
  CHECK(type(EventKind::crime, criminals, civilians) == 0);
  CHECK(type(EventKind::blue_on_blue, 3, 4) == 0);
}

TEST_CASE("observables: a record agrees with itself: deaths, types, events, maps and outcomes") {
  test::SmallStudy const study;
  int const weeks = 104;
  Record const record = simulate(study.rival, study.week, weeks, {1, 2}, true);
  auto const total = [&](std::string const& name, int actor = 0) {
    auto const from = record.series.begin() +
                      static_cast<std::ptrdiff_t>(column_of(name, record.actors, actor)) * weeks;
    return std::accumulate(from, from + weeks, 0.0);
  };
  CHECK(total("deaths") > 0);
  CHECK(total("deaths") ==
        total("deaths_state_based") + total("deaths_non_state") + total("deaths_one_sided"));
  double killed = 0;
  double by_type[4] = {};
  for (auto const& recorded : record.events) {
    REQUIRE(recorded.event.day >= 1);
    REQUIRE(recorded.event.day <= 7);
    by_type[recorded.type_of_violence] += recorded.event.deaths();
    killed += recorded.event.deaths_civilians;
  }
  CHECK(by_type[1] == total("deaths_state_based"));
  CHECK(by_type[2] == total("deaths_non_state"));
  CHECK(by_type[3] == total("deaths_one_sided"));
  CHECK(by_type[0] == total("crime_deaths"));
  CHECK(killed == total("civilian_deaths") + total("crime_deaths"));
  auto const cells = static_cast<std::ptrdiff_t>(record.cells * record.periods);
  CHECK(std::accumulate(record.maps.begin(), record.maps.begin() + cells, std::int64_t{0}) ==
        static_cast<std::int64_t>(killed));
  double by_size = 0;
  for (std::size_t k = 0; k < record.event_sizes.size(); ++k)
    by_size += static_cast<double>(record.event_sizes[k]) * static_cast<double>(k);
  CHECK(by_size == total("deaths"));
  CHECK(record.outcomes[column_of("deaths", record.actors)] == total("deaths"));
  CHECK(record.outcomes.size() ==
        static_cast<std::size_t>(Record::columns(record.actors)) + derived_outcomes().size());
}

TEST_CASE("observables: the digest of a run sees one person more") {
  test::SmallStudy study;
  auto const digest_of = [&] {
    return simulate(study.rival, study.week, 10, {1, 2}, false).digest;
  };
  auto const base = digest_of();
  CHECK(digest_of() == base);
  study.world.population[static_cast<std::size_t>(study.world.grid.cell(0, 0))] += 1;
  CHECK(digest_of() != base);
}
