/// How a run's record is made from the list of observables.
#include "model/record.hpp"

#include <algorithm>
#include <bit>
#include <limits>
#include <span>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/observables/observe.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

}  // namespace

std::vector<DerivedOutcome> const& derived_outcomes() {
  static std::vector<DerivedOutcome> const list = {
      {"deaths_per_year", "person/year",
       "people killed in organised violence per year of 52 weeks"},
      {"civilian_deaths_per_year", "person/year", "civilians killed per year of 52 weeks"},
      {"un_deaths_per_1000_person_years", "1/year per 1,000",
       "hostile deaths of UN troops per 1,000 person-years (F22)"},
      {"deaths_last_year", "person", "people killed in organised violence in the last 52 weeks"},
      {"largest_growth", "1",
       "largest ratio of an armed actor's strength at the end to its strength at the start"},
      {"war_weeks", "week",
       "weeks until the war ended; those of the run when it did not (censored)"},
      {"war_ended", "1", "1: the war ended within the run (war_weeks is exact), 0: censored"},
      {"war_settled", "1", "1: it ended because every armed group had settled, 0: otherwise"},
      {"peace_weeks", "week",
       "weeks from the end of the war to its relapse or to the end of the run (censored)"},
      {"war_relapsed", "1", "1: the war that had ended came back within the run"},
      {"violence_longitude", "degrees_east",
       "longitude of the centroid of fatal events weighted by deaths; NaN without one"},
      {"violence_latitude", "degrees_north",
       "latitude of the centroid of fatal events weighted by deaths; NaN without one"},
      {"violence_area", "km2",
       "area of the convex hull of cells with fatal events in a month, mean over months (F13)"},
      {"violence_shift", "km",
       "distance between the centroids of a month's fatal events and of the month before with any, "
       "mean; NaN with fewer than two such months (F13)"},
  };
  return list;
}

int Record::columns() const {
  int n = 0;
  for (Observable const& o : observables()) n += width(o.axis);
  return n;
}

Recording::Recording(State const& state, int weeks, Reporter const& reporter, bool keep_events)
    : watch_(state), reporter_(reporter), keep_events_(keep_events) {
  record_.weeks = weeks;
  record_.actors = state.actors.capacity;
  record_.pairs = operation_pairs(state.actors);
  record_.cells = static_cast<int>(state.grid().cells.size());
  record_.periods = (weeks + weeks_per_period - 1) / weeks_per_period;
  record_.months = month_of_week(weeks - 1) + 1;
  record_.series.resize(idx(record_.columns()) * idx(weeks));
  record_.maps.resize(map_observables().size() * idx(record_.periods) * idx(record_.cells));
  record_.event_sizes.resize(idx(largest_event_bin) + 1);
}

void Recording::add(State const& state) {
  watch_.add(state, reporter_);
  add_series(state);
  add_events(state);
  if (month_of_week(week_ + 1) != month_of_week(week_)) add_deployments(state);
  for (std::int32_t const strength : state.units.strength)
    record_.unit_steps += strength > 0 ? 1 : 0;
  record_.digest = mix(record_.digest ^ digest(state));
  ++week_;
}

void Recording::add_series(State const& state) {
  std::size_t column = 0;
  auto const store = [&](double value) {
    record_.series[column * idx(record_.weeks) + idx(week_)] = value;
    ++column;
  };
  Actors const& actors = state.actors;
  auto const here = [&](int a) { return a < actors.count && actors.takes_part(a); };
  observe({state, watch_, record_.pairs}, [&](Declared const& declared, auto&& value) {
    int const n = record_.width(declared.axis);
    for (int k = 0; k < n; ++k) {
      bool there = true;
      if (declared.axis == Axis::actor) there = here(k);
      if (declared.axis == Axis::pair)
        there = here(record_.pairs[idx(k)].i) && here(record_.pairs[idx(k)].j);
      store(there ? value(k) : 0.0);
    }
  });
  std::size_t map = 0;
  std::size_t const period = idx(week_ / weeks_per_period);
  observe_maps(state, [&](MapObservable const&, auto&& value) {
    std::int64_t* into =
        &record_.maps[(map++ * idx(record_.periods) + period) * idx(record_.cells)];
    for (int const c : state.grid().cells) *into++ += value(c);
  });
}

void Recording::add_events(State const& state) {
  Actors const& actors = state.actors;
  auto const& cells = state.grid().cells;  // ascending plane indices
  for (std::size_t k = 0; k < state.events.size(); ++k) {
    Event const& event = state.events[k];
    int const type = type_of_violence(event, actors);
    if (type > 0 && event.deaths() > 0)
      ++record_.event_sizes[idx(std::min(event.deaths(), largest_event_bin))];
    if (keep_events_) {
      bool const swap = type == 1 && actors.is_group(event.side_a);
      record_.events.push_back({week_, type, swap, event, watch_.reports[k]});
    }
    if (event.deaths() == 0) continue;
    auto const cell = static_cast<std::int32_t>(
        std::lower_bound(cells.begin(), cells.end(), event.cell) - cells.begin());
    int const kind_a = party_kind(event.side_a, actors);
    int const kind_b = party_kind(event.side_b, actors);
    int const of_civilians = party_kind(civilians, actors);
    auto const book = [&](int killer, int victim, int deaths) {
      if (deaths > 0)
        record_.monthly_deaths.push_back({month_of_week(week_), cell, killer, victim, deaths});
    };
    book(kind_a, of_civilians, event.deaths_civilians + event.deaths_staff - event.civilians_by_b);
    book(kind_b, of_civilians, event.civilians_by_b);
    book(kind_a, kind_b, event.deaths_b);
    book(kind_b, kind_a, event.deaths_a);
  }
}

void Recording::add_deployments(State const& state) {
  for (int a = 0; a < state.actors.count; ++a) {
    if (!state.actors.is_operation(a) || state.actors.strength[idx(a)] == 0) continue;
    std::int32_t cell = 0;
    for (int const c : state.grid().cells) {
      if (int const persons = state.at.strength[a][c]; persons > 0) {
        record_.deployments.push_back(
            {week_, a, cell, persons, static_cast<std::int32_t>(state.actors.kind[idx(a)])});
      }
      ++cell;
    }
  }
}

void Recording::derive(State const& state) {
  auto const weeks = idx(record_.weeks);
  double deaths = 0;
  double deaths_last_year = 0;
  double civilian = 0;
  double un_deaths = 0;
  double un_person_years = 0;
  double growth = 0;
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    int const n = record_.width(o.axis);
    for (int k = 0; k < n; ++k, ++column) {
      std::span<double const> const values(&record_.series[column * weeks], weeks);
      if (o.name == "deaths") {
        deaths = record_.outcomes[column];
        for (std::size_t w = weeks - std::min<std::size_t>(weeks, 52); w < weeks; ++w)
          deaths_last_year += values[w];
      }
      if (o.name == "civilian_deaths") civilian = record_.outcomes[column];
      if (o.name == "un_deaths") un_deaths = record_.outcomes[column];
      if (o.name != "strength" || k >= state.actors.count) continue;
      if (state.actors.kind[idx(k)] == Kind::un_mission) {
        for (double const v : values) un_person_years += v / 52.0;
      }
      auto const start = static_cast<double>(state.ledger.at_start[idx(k)]);
      if (!state.actors.is_operation(k) && start > 0)
        growth = std::max(growth, values.back() / start);
    }
  }
  double const years = record_.weeks / 52.0;
  WarHistory const& war = watch_.war;
  bool const ended = war.ending != WarHistory::none;
  bool const relapsed = war.relapse_week >= 0;
  int const peace = ended ? (relapsed ? war.relapse_week : record_.weeks) - war.end_week : 0;
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  for (double const value :
       {deaths / years, civilian / years,
        un_person_years > 0 ? 1000 * un_deaths / un_person_years : 0.0, deaths_last_year, growth,
        ended ? war.end_week : double(record_.weeks), double(ended),
        double(war.ending == WarHistory::by_settlement), double(peace), double(relapsed),
        watch_.deaths > 0 ? watch_.lon_deaths / watch_.deaths : unknown,
        watch_.deaths > 0 ? watch_.lat_deaths / watch_.deaths : unknown, watch_.shape.mean_area(),
        watch_.shape.mean_shift()}) {
    record_.outcomes.push_back(value);
  }
}

Record Recording::finish(State const& state) {
  ensure(week_ == record_.weeks, "a recording was finished before its last week");
  auto const weeks = idx(record_.weeks);
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    int const n = record_.width(o.axis);
    for (int k = 0; k < n; ++k, ++column) {
      std::span<double const> const values(&record_.series[column * weeks], weeks);
      double sum = 0;
      for (double const v : values) sum += v;
      record_.outcomes.push_back(
          o.fold == Fold::sum ? sum : (o.fold == Fold::mean ? sum / record_.weeks : values.back()));
    }
  }
  derive(state);
  record_.killed = watch_.killed;
  for (double const value : record_.outcomes)
    record_.digest = mix(record_.digest ^ std::bit_cast<std::uint64_t>(value));
  for (int a = 0; a < state.actors.count; ++a)
    record_.actor_keys.push_back(state.actors.key[idx(a)]);
  return std::move(record_);
}

}  // namespace disalign
