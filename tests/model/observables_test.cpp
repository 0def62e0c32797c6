/// What is recorded: declared once, complete, and true to the state.
#include "model/observables.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <set>

#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

std::size_t column_of(std::string const& name, Record const& record, int place = 0) {
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    if (o.name == name) return column + static_cast<std::size_t>(place);
    column += static_cast<std::size_t>(record.width(o.axis));
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
  CHECK(observables().size() >= 100);
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
    auto const from =
        record.series.begin() + static_cast<std::ptrdiff_t>(column_of(name, record, actor)) * weeks;
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
  CHECK(record.outcomes[column_of("deaths", record)] == total("deaths"));
  CHECK(record.outcomes.size() ==
        static_cast<std::size_t>(record.columns()) + derived_outcomes().size());
}

TEST_CASE("observables: levels of actors are the means that a plain sum gives") {
  test::SmallStudy const study;
  State state = found(study.rival, 1, 0);
  REQUIRE(state.actors.count > 4);  // sums go four at a time
  Recording recording(state, 30, Reporter(study.rival.reporting, 1, 0), false);
  for (int week = 0; week < 30; ++week) {
    study.week.step(state, 1, 0);
    recording.add(state);
  }
  Record const record = recording.finish(state);
  auto const last = [&](char const* name, int a) {
    return record.series[column_of(name, record, a) * 30 + 29];
  };
  for (int a = 0; a < state.actors.count; ++a) {
    auto const i = static_cast<std::size_t>(a);
    double people = 0;
    double control = 0;
    double support = 0;
    double trust = 0;
    for (int const c : state.grid().cells) {
      double const here = state.cells.residents[static_cast<std::size_t>(c)] +
                          state.cells.displaced[static_cast<std::size_t>(c)];
      people += here;
      control += here * static_cast<double>(state.at.control[a][c]);
      support += here * static_cast<double>(state.at.support[a][c]);
      trust += here * static_cast<double>(state.at.impartiality[a][c]);
    }
    int units = 0;
    double persons = 0;
    double supplied = 0;
    for (std::size_t r = 0; r < state.units.id.size(); ++r) {
      if (state.units.actor[r] != a) continue;
      units += state.units.strength[r] > 0 ? 1 : 0;
      persons += state.units.strength[r];
      supplied += state.units.strength[r] * static_cast<double>(state.units.supply[r]);
    }
    CAPTURE(a);
    CHECK(last("control", a) == static_cast<double>(static_cast<float>(control / people)));
    CHECK(last("support", a) == static_cast<double>(static_cast<float>(support / people)));
    CHECK(last("trust", a) == (state.actors.is_operation(a) ? trust / people : 0.0));
    CHECK(last("units", a) == units);
    CHECK(last("supply", a) == (persons > 0 ? supplied / persons : 0.0));
    CHECK(last("members_killed", a) == static_cast<double>(state.actors.killed_this_week[i]));
  }
}

TEST_CASE("observables: who killed whom, by month and cell and in rings, agrees with the totals") {
  test::SmallStudy const study;
  int const weeks = 104;
  Record const record = simulate(study.rival, study.week, weeks, {1, 2}, true);
  auto const outcome = [&](std::string const& name, int place = 0) {
    return record.outcomes[column_of(name, record, place)];
  };
  std::int64_t by_month = 0;
  for (MonthlyDeaths const& d : record.monthly_deaths) {
    REQUIRE(d.month < record.months);
    REQUIRE(d.cell < record.cells);
    by_month += d.deaths;
  }
  CHECK(by_month == static_cast<std::int64_t>(outcome("deaths") + outcome("crime_deaths") +
                                              outcome("friendly_fire_deaths")));
  auto const victims = static_cast<std::size_t>(record.actors + 1);
  for (int a = 0; a < record.actors; ++a) {
    auto const row = static_cast<std::size_t>(a) * victims;
    CHECK(static_cast<double>(record.killed[row + victims - 1]) ==
          outcome("civilians_killed_by", a));
    double own = 0;
    for (int k = 0; k < record.actors; ++k)
      own += static_cast<double>(
          record.killed[static_cast<std::size_t>(k) * victims + static_cast<std::size_t>(a)]);
    CHECK(own == outcome("members_killed", a));
  }
  double const near = outcome("deaths_at_bases") + outcome("deaths_ring_1") +
                      outcome("deaths_ring_2") + outcome("deaths_ring_3");
  CHECK(near > 0);
  CHECK(near <= outcome("deaths"));
  CHECK(outcome("deaths_at_bases") < near);
  CHECK(outcome("episodes_begun") >= outcome("episodes_ended"));
  CHECK(outcome("episodes_begun") > 0);
  CHECK(record.pairs.size() == 2);
  CHECK(record.deployments.size() > 24);
}

TEST_CASE("observables: what describes the treatment is marked, and only that") {
  int marked = 0;
  for (Observable const& o : observables()) {
    bool const names_it = o.name.find("disalignment") != std::string::npos ||
                          o.name.find("friction") != std::string::npos ||
                          o.name.find("complementarity") != std::string::npos ||
                          o.name.find("tilt") != std::string::npos;
    bool const revealed = o.name.find("revealed") != std::string::npos;
    CHECK_MESSAGE(o.describes_treatment == (names_it && !revealed), o.name);
    marked += o.describes_treatment ? 1 : 0;
  }
  CHECK(marked >= 11);
}

TEST_CASE("observables: a war ends when all have settled, and relapses with 25 dead in a year") {
  test::SmallStudy const study;
  State state = found(study.rival, 1, 0);
  WarHistory war;
  for (int week = 0; week < 60; ++week) war.add(state, 1);
  CHECK(war.ending == WarHistory::none);  // 52 dead a year: active
  auto settle = [&](Truce truce) {
    for (std::size_t p : {1U, 2U}) state.politics.truce[p][0] = state.politics.truce[0][p] = truce;
  };
  settle(Truce::ceasefire);
  war.add(state, 1);
  CHECK(war.ending == WarHistory::none);
  settle(Truce::settled);
  war.add(state, 1);
  CHECK(war.ending == WarHistory::by_settlement);
  CHECK(war.end_week == 62);
  war.add(state, 24);
  CHECK(war.relapse_week == -1);
  war.add(state, 1);
  CHECK(war.relapse_week == 64);

  settle(Truce::at_war);
  WarHistory quiet;
  for (int week = 0; week < 51; ++week) quiet.add(state, 0);
  CHECK(quiet.ending == WarHistory::none);
  quiet.add(state, 24);
  CHECK(quiet.ending == WarHistory::quiet);
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
