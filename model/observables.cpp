/// The list of observables and how a run's record is made from it.
#include "model/observables.hpp"

#include <algorithm>
#include <bit>
#include <span>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

float known(ActorPlanes<float> const& planes, State const& state, int a, bool where_present) {
  // Weighted by the actor's strength where it stands, else by people: an average over the map.
  double sum = 0;
  double weight = 0;
  for (int const c : state.grid().cells) {
    double const w =
        where_present
            ? static_cast<double>(state.at.strength[a][c])
            : static_cast<double>(state.cells.residents[idx(c)] + state.cells.displaced[idx(c)]);
    sum += w * static_cast<double>(planes[a][c]);
    weight += w;
  }
  return weight > 0 ? static_cast<float>(sum / weight) : 0.0F;
}

/// Mean of a cell column over people.
double per_person(State const& state, auto value) {
  double sum = 0;
  double people = 0;
  for (int const c : state.grid().cells) {
    double const w =
        static_cast<double>(state.cells.residents[idx(c)] + state.cells.displaced[idx(c)]);
    sum += w * static_cast<double>(value(c));
    people += w;
  }
  return people > 0 ? sum / people : 0;
}

double sum_events(State const& state, auto value) {
  double sum = 0;
  for (Event const& event : state.events) sum += static_cast<double>(value(event));
  return sum;
}

double total(std::vector<std::int32_t> const& column, State const& state) {
  double sum = 0;
  for (int const c : state.grid().cells) sum += column[idx(c)];
  return sum;
}

/// The one list. visit(Observable, value): value() for Axis::none, value(actor) for Axis::actor.
void observe(State const& state, auto&& visit) {
  using enum Fold;
  Actors const& actors = state.actors;
  auto const count = [&](char const* name, char const* unit, char const* meaning, Fold fold,
                         auto value) {
    visit(Observable{name, unit, meaning, Axis::none, fold, true, false},
          [value](int) { return static_cast<double>(value()); });
  };
  auto const level = [&](char const* name, char const* unit, char const* meaning, auto value) {
    visit(Observable{name, unit, meaning, Axis::none, mean, false, false},
          [value](int) { return static_cast<double>(value()); });
  };
  auto const actor_count = [&](char const* name, char const* unit, char const* meaning, Fold fold,
                               auto value) {
    visit(Observable{name, unit, meaning, Axis::actor, fold, true, false},
          [value](int a) { return static_cast<double>(value(a)); });
  };
  auto const actor_level = [&](char const* name, char const* unit, char const* meaning,
                               auto value) {
    visit(Observable{name, unit, meaning, Axis::actor, mean, false, false},
          [value](int a) { return static_cast<double>(value(a)); });
  };
  auto const of_type = [&](int type) {
    return
        [&, type](Event const& e) { return type_of_violence(e, actors) == type && e.deaths() > 0; };
  };
  auto const deaths_of_type = [&](int type) {
    return
        [&, type](Event const& e) { return type_of_violence(e, actors) == type ? e.deaths() : 0; };
  };
  auto const fighters_of = [&](auto belongs) {
    return [&, belongs] {
      double sum = 0;
      for (int a = 0; a < actors.count; ++a) {
        if (belongs(a)) sum += static_cast<double>(actors.killed_this_week[idx(a)]);
      }
      return sum;
    };
  };

  // Violence
  count("deaths", "person", "people killed in organised violence (types 1-3)", sum, [&] {
    return sum_events(
        state, [&](Event const& e) { return type_of_violence(e, actors) > 0 ? e.deaths() : 0; });
  });
  count("civilian_deaths", "person", "civilians killed in organised violence, bystanders included",
        sum, [&] {
          return sum_events(state, [&](Event const& e) {
            return type_of_violence(e, actors) > 0 ? e.deaths_civilians : 0;
          });
        });
  count("fighter_deaths", "person", "members of armed groups and of the army killed", sum,
        fighters_of([&](int a) { return !actors.is_operation(a); }));
  count("un_deaths", "person", "UN troops killed by hostile acts", sum,
        fighters_of([&](int a) { return actors.kind[idx(a)] == Kind::un_mission; }));
  count("parallel_deaths", "person", "members of parallel forces killed", sum,
        fighters_of([&](int a) { return actors.kind[idx(a)] == Kind::parallel_force; }));
  count("deaths_state_based", "person", "people killed in state-based violence (UCDP type 1)", sum,
        [&] { return sum_events(state, deaths_of_type(1)); });
  count("deaths_non_state", "person", "people killed in non-state violence (UCDP type 2)", sum,
        [&] { return sum_events(state, deaths_of_type(2)); });
  count("deaths_one_sided", "person", "people killed in one-sided violence (UCDP type 3)", sum,
        [&] { return sum_events(state, deaths_of_type(3)); });
  count("events_state_based", "event", "fatal events of state-based violence (UCDP type 1)", sum,
        [&] { return sum_events(state, of_type(1)); });
  count("events_non_state", "event", "fatal events of non-state violence (UCDP type 2)", sum,
        [&] { return sum_events(state, of_type(2)); });
  count("events_one_sided", "event", "fatal events of one-sided violence (UCDP type 3)", sum,
        [&] { return sum_events(state, of_type(3)); });
  count("contacts", "event", "contacts between hostile armed sides, fatal or not", sum,
        [&] { return state.flows.contacts; });
  count("crossings", "event", "contacts of hostile units that met while moving", sum,
        [&] { return state.flows.crossings; });
  count("attacks_on_operations", "event",
        "attacks by armed groups on operations, road bombs included", sum,
        [&] { return state.flows.attacks_on_operations; });
  count("crime_deaths", "person", "people killed by criminals, outside organised violence", sum,
        [&] {
          return sum_events(
              state, [](Event const& e) { return e.kind == EventKind::crime ? e.deaths() : 0; });
        });
  actor_count("civilians_killed_by", "person", "civilians killed by the actor, bystanders included",
              sum, [&](int a) {
                double killed = 0;
                for (int const c : state.grid().cells) killed += state.at.killed_civilians[a][c];
                return killed;
              });
  actor_count("members_killed", "person", "own members killed", sum,
              [&](int a) { return actors.killed_this_week[idx(a)]; });

  // People
  count("residents", "person", "civilians at home", last,
        [&] { return total(state.cells.residents, state); });
  count("displaced", "person", "civilians displaced within the country", last,
        [&] { return total(state.cells.displaced, state); });
  count("fled", "person", "civilians who were displaced", sum, [&] { return state.flows.fled; });
  count("returned", "person", "displaced civilians who settled again", sum,
        [&] { return state.flows.returned; });
  level("grievance", "1", "grievance, mean over people",
        [&] { return per_person(state, [&](int c) { return state.cells.grievance(idx(c)); }); });
  level("fear", "1", "fear, mean over people",
        [&] { return per_person(state, [&](int c) { return state.cells.fear[idx(c)]; }); });
  actor_level("support", "1", "share of people who support the actor",
              [&](int a) { return known(state.at.support, state, a, false); });

  // Forces
  actor_count("strength", "person", "members of the actor in the country", last,
              [&](int a) { return actors.strength[idx(a)]; });
  actor_count("units", "1", "units of the actor with at least one person", last, [&](int a) {
    int n = 0;
    for (std::size_t r = 0; r < idx(state.units.size()); ++r)
      n += state.units.actor[r] == a && state.units.strength[r] > 0 ? 1 : 0;
    return n;
  });
  actor_count("recruited", "person", "people who joined the actor", sum,
              [&](int a) { return state.flows.recruited[idx(a)]; });
  actor_count("deserted", "person", "members who deserted", sum,
              [&](int a) { return state.flows.deserted[idx(a)]; });
  actor_count("arrived", "person", "members who were deployed", sum,
              [&](int a) { return state.flows.arrived[idx(a)]; });
  actor_count("departed", "person", "members who were withdrawn", sum,
              [&](int a) { return state.flows.departed[idx(a)]; });
  actor_level("control", "1", "share of people who live under the actor's control",
              [&](int a) { return known(state.at.control, state, a, false); });
  actor_level("supply", "1", "supply of the actor's units, mean over persons", [&](int a) {
    double supplied = 0;
    double persons = 0;
    for (std::size_t r = 0; r < idx(state.units.size()); ++r) {
      if (state.units.actor[r] != a) continue;
      supplied +=
          static_cast<double>(state.units.strength[r]) * static_cast<double>(state.units.supply[r]);
      persons += state.units.strength[r];
    }
    return persons > 0 ? supplied / persons : 0.0;
  });
  actor_level("cohesion", "1", "cohesion of the actor",
              [&](int a) { return actors.cohesion[idx(a)]; });
  actor_level("purse", "person-week", "money of the actor in persons paid for a week",
              [&](int a) { return actors.purse[idx(a)]; });
  actor_level("legitimacy", "1", "legitimacy of the actor with host and population",
              [&](int a) { return actors.legitimacy[idx(a)]; });
  count("active_groups", "1", "armed groups with at least one member", last, [&] {
    int n = 0;
    for (int a = 0; a < actors.count; ++a)
      n += actors.is_group(a) && actors.strength[idx(a)] > 0 ? 1 : 0;
    return n;
  });
  count("group_splits", "event", "armed groups that split", sum,
        [&] { return state.flows.splits; });

  // Operations
  actor_level("impartiality", "1", "perceived impartiality of the operation where it stands",
              [&](int a) {
                return actors.is_operation(a) ? known(state.at.impartiality, state, a, true) : 0.0F;
              });
  actor_level("acceptance", "1", "acceptance of the operation by armed groups, mean over members",
              [&](int a) {
                double accepted = 0;
                double members = 0;
                for (int p = 0; p < actors.count; ++p) {
                  if (!actors.is_operation(a) || !actors.is_group(p)) continue;
                  auto const n = static_cast<double>(actors.strength[idx(p)]);
                  accepted += n * static_cast<double>(actors.acceptance[idx(a)][idx(p)]);
                  members += n;
                }
                return members > 0 ? accepted / members : 0.0;
              });
  level("protected_share", "1", "share of people under protection from armed groups (12)", [&] {
    return per_person(state, [&](int c) { return state.cells.protection_from_groups[idx(c)]; });
  });
  level("deterrence", "1",
        "factor of standing deterrence on attacks on civilians, mean over people",
        [&] { return per_person(state, [&](int c) { return state.cells.deterrence[idx(c)]; }); });
  count("rescue_calls", "event", "calls of the endangered for help", sum,
        [&] { return state.flows.rescue_calls; });
  count("rescues", "event", "calls that a responder answered in time", sum,
        [&] { return state.flows.rescues; });
  count("hindered_moves", "event", "moves of operations that another force or the host stopped",
        sum, [&] { return state.flows.hindered; });
  visit(
      Observable{"frictions", "event", "pairs of operations in a cell that got in each other's way",
                 Axis::none, sum, true, true},
      [&](int) { return static_cast<double>(state.flows.frictions); });
}

/// Maps: visit(MapObservable, value(cell)), values are whole.
void observe_maps(State const& state, auto&& visit) {
  visit(MapObservable{"map_civilians_killed", "person", "civilians killed in the cell"},
        [&](int c) { return static_cast<std::int64_t>(state.cells.killed[idx(c)]); });
  visit(MapObservable{"map_displaced_weeks", "person-week", "weeks spent displaced in the cell"},
        [&](int c) { return static_cast<std::int64_t>(state.cells.displaced[idx(c)]); });
  visit(MapObservable{"map_fighter_weeks", "person-week",
                      "weeks that armed groups' members spent in the cell"},
        [&](int c) {
          std::int64_t n = 0;
          for (int a = 0; a < state.actors.count; ++a)
            n += state.actors.is_group(a) ? state.at.strength[a][c] : 0;
          return n;
        });
  visit(MapObservable{"map_operation_weeks", "person-week",
                      "weeks that operations' members spent in the cell"},
        [&](int c) {
          std::int64_t n = 0;
          for (int a = 0; a < state.actors.count; ++a)
            n += state.actors.is_operation(a) ? state.at.strength[a][c] : 0;
          return n;
        });
}

constexpr int weeks_per_period = 52;

}  // namespace

int type_of_violence(Event const& event, Actors const& actors) {
  if (event.kind == EventKind::crime || event.kind == EventKind::blue_on_blue) return 0;
  if (event.side_b == civilians) return 3;
  bool const state_side = !actors.is_group(event.side_a) || !actors.is_group(event.side_b);
  return state_side ? 1 : 2;
}

std::string Observable::outcome() const {
  switch (fold) {
    case Fold::sum:
      return "total_" + name;
    case Fold::mean:
      return "mean_" + name;
    case Fold::last:
      return "final_" + name;
  }
  return name;
}

std::vector<Observable> const& observables() {
  static std::vector<Observable> const list = [] {
    std::vector<Observable> all;
    observe(State{}, [&](Observable const& declared, auto&&) { all.push_back(declared); });
    return all;
  }();
  return list;
}

std::vector<MapObservable> const& map_observables() {
  static std::vector<MapObservable> const list = [] {
    std::vector<MapObservable> all;
    observe_maps(State{}, [&](MapObservable const& declared, auto&&) { all.push_back(declared); });
    return all;
  }();
  return list;
}

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
  };
  return list;
}

int Record::columns(int actors) {
  int n = 0;
  for (Observable const& o : observables()) n += o.axis == Axis::actor ? actors : 1;
  return n;
}

Recording::Recording(State const& state, int weeks, bool keep_events) : keep_events_(keep_events) {
  record_.weeks = weeks;
  record_.actors = state.actors.capacity;
  record_.cells = static_cast<int>(state.grid().cells.size());
  record_.periods = (weeks + weeks_per_period - 1) / weeks_per_period;
  record_.series.resize(idx(Record::columns(record_.actors)) * idx(weeks));
  record_.maps.resize(map_observables().size() * idx(record_.periods) * idx(record_.cells));
  record_.event_sizes.resize(idx(largest_event_bin) + 1);
}

void Recording::add(State const& state) {
  std::size_t column = 0;
  auto const store = [&](double value) {
    record_.series[column * idx(record_.weeks) + idx(week_)] = value;
    ++column;
  };
  observe(state, [&](Observable const& declared, auto&& value) {
    if (declared.axis == Axis::none) {
      store(value(0));
      return;
    }
    for (int a = 0; a < record_.actors; ++a) {
      store(a < state.actors.count && state.actors.takes_part(a) ? value(a) : 0.0);
    }
  });
  std::size_t map = 0;
  std::size_t const period = idx(week_ / weeks_per_period);
  observe_maps(state, [&](MapObservable const&, auto&& value) {
    std::int64_t* into =
        &record_.maps[(map++ * idx(record_.periods) + period) * idx(record_.cells)];
    for (int const c : state.grid().cells) *into++ += value(c);
  });
  for (Event const& event : state.events) {
    if (type_of_violence(event, state.actors) > 0 && event.deaths() > 0) {
      ++record_.event_sizes[idx(std::min(event.deaths(), largest_event_bin))];
    }
    if (keep_events_)
      record_.events.push_back({week_, type_of_violence(event, state.actors), event});
  }
  for (std::int32_t const strength : state.units.strength)
    record_.unit_steps += strength > 0 ? 1 : 0;
  record_.digest = mix(record_.digest ^ digest(state));
  ++week_;
}

Record Recording::finish(State const& state) {
  ensure(week_ == record_.weeks, "a recording was finished before its last week");
  auto const weeks = idx(record_.weeks);
  std::size_t column = 0;
  double deaths = 0;
  double deaths_last_year = 0;
  double civilian = 0;
  double un_deaths = 0;
  auto const series = [&](std::size_t c) {
    return std::span<double const>(&record_.series[c * weeks], weeks);
  };
  for (Observable const& o : observables()) {
    int const n = o.axis == Axis::actor ? record_.actors : 1;
    for (int k = 0; k < n; ++k, ++column) {
      auto const values = series(column);
      double sum = 0;
      for (double const v : values) sum += v;
      record_.outcomes.push_back(
          o.fold == Fold::sum ? sum : (o.fold == Fold::mean ? sum / record_.weeks : values.back()));
      if (o.name == "deaths") {
        deaths = sum;
        for (std::size_t w = weeks - std::min<std::size_t>(weeks, 52); w < weeks; ++w)
          deaths_last_year += values[w];
      }
      if (o.name == "civilian_deaths") civilian = sum;
      if (o.name == "un_deaths") un_deaths = sum;
    }
  }
  double const years = record_.weeks / 52.0;
  double un_person_years = 0;
  double growth = 0;
  column = 0;
  for (Observable const& o : observables()) {
    int const n = o.axis == Axis::actor ? record_.actors : 1;
    for (int k = 0; k < n; ++k, ++column) {
      if (o.name != "strength" || k >= state.actors.count) continue;
      auto const values = series(column);
      if (state.actors.kind[idx(k)] == Kind::un_mission) {
        for (double const v : values) un_person_years += v / 52.0;
      }
      auto const start = static_cast<double>(state.ledger.at_start[idx(k)]);
      if (!state.actors.is_operation(k) && start > 0)
        growth = std::max(growth, values.back() / start);
    }
  }
  for (double const value :
       {deaths / years, civilian / years,
        un_person_years > 0 ? 1000 * un_deaths / un_person_years : 0.0, deaths_last_year, growth}) {
    record_.outcomes.push_back(value);
  }
  for (double const value : record_.outcomes)
    record_.digest = mix(record_.digest ^ std::bit_cast<std::uint64_t>(value));
  for (int a = 0; a < state.actors.count; ++a)
    record_.actor_keys.push_back(state.actors.key[idx(a)]);
  return std::move(record_);
}

}  // namespace disalign
