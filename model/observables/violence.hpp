/// Observables of violence: who was killed, by whom, in which type of event, and how near a base.
#pragma once
#include <array>
#include <utility>

#include "model/observables/declare.hpp"

namespace disalign {

template <class Visit>
void observe_violence(View const& view, Declare<Visit>& declare) {
  using enum Fold;
  State const& state = view.state;
  Actors const& actors = state.actors;
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
        if (belongs(a)) sum += static_cast<double>(actors.killed_this_week[Actors::idx(a)]);
      }
      return sum;
    };
  };
  declare.count("deaths", "person", "people killed in organised violence (types 1-3)", sum, [&] {
    return sum_events(
        state, [&](Event const& e) { return type_of_violence(e, actors) > 0 ? e.deaths() : 0; });
  });
  declare.count("civilian_deaths", "person",
                "civilians killed in organised violence, bystanders included", sum, [&] {
                  return sum_events(state, [&](Event const& e) {
                    return type_of_violence(e, actors) > 0 ? e.deaths_civilians : 0;
                  });
                });
  declare.count("fighter_deaths", "person", "members of armed groups and of the army killed", sum,
                fighters_of([&](int a) { return !actors.is_operation(a); }));
  declare.count(
      "un_deaths", "person", "UN troops killed, fire between operations included", sum,
      fighters_of([&](int a) { return actors.kind[Actors::idx(a)] == Kind::un_mission; }));
  declare.count(
      "parallel_deaths", "person", "members of parallel forces killed", sum,
      fighters_of([&](int a) { return actors.kind[Actors::idx(a)] == Kind::parallel_force; }));
  declare.count("deaths_state_based", "person",
                "people killed in state-based violence (UCDP type 1)", sum,
                [&] { return sum_events(state, deaths_of_type(1)); });
  declare.count("deaths_non_state", "person", "people killed in non-state violence (UCDP type 2)",
                sum, [&] { return sum_events(state, deaths_of_type(2)); });
  declare.count("deaths_one_sided", "person", "people killed in one-sided violence (UCDP type 3)",
                sum, [&] { return sum_events(state, deaths_of_type(3)); });
  declare.count("events_state_based", "event", "fatal events of state-based violence (UCDP type 1)",
                sum, [&] { return sum_events(state, of_type(1)); });
  declare.count("events_non_state", "event", "fatal events of non-state violence (UCDP type 2)",
                sum, [&] { return sum_events(state, of_type(2)); });
  declare.count("events_one_sided", "event", "fatal events of one-sided violence (UCDP type 3)",
                sum, [&] { return sum_events(state, of_type(3)); });
  declare.count("contacts", "event", "contacts between hostile armed sides, fatal or not", sum,
                [&] { return state.flows.contacts; });
  declare.count("crossings", "event", "contacts of hostile units that met while moving", sum,
                [&] { return state.flows.crossings; });
  declare.count("attacks_on_operations", "event",
                "attacks by armed groups on operations, road bombs included", sum,
                [&] { return state.flows.attacks_on_operations; });
  declare.count(
      "crime_deaths", "person", "people killed by criminals, outside organised violence", sum, [&] {
        return sum_events(
            state, [](Event const& e) { return e.kind == EventKind::crime ? e.deaths() : 0; });
      });
  declare.actor_count("civilians_killed_by", "person",
                      "civilians killed by the actor, bystanders included", sum,
                      [&](int a) { return total(state.at.killed_civilians[a], state); });
  declare.actor_count("members_killed", "person", "own members killed", sum,
                      [&](int a) { return actors.killed_this_week[Actors::idx(a)]; });
  declare.count("friendly_fire_deaths", "person", "members of operations killed by one another",
                sum, [&] {
                  return sum_events(state, [](Event const& e) {
                    return e.kind == EventKind::blue_on_blue ? e.deaths() : 0;
                  });
                });
  static constexpr std::array rings = {
      std::pair{"deaths_at_bases", "people killed in cells with a base of an operation"},
      std::pair{"deaths_ring_1", "people killed one cell away from the nearest base"},
      std::pair{"deaths_ring_2", "people killed two cells away from the nearest base"},
      std::pair{"deaths_ring_3", "people killed three cells away from the nearest base"}};
  for (std::size_t ring = 0; ring < rings.size(); ++ring) {
    declare.count(rings[ring].first, "person", rings[ring].second, sum,
                  [&, ring] { return view.watch.deaths_by_ring[ring]; });
  }
  declare.count("episodes_begun", "event",
                "cells in which violence began after 13 weeks without a fatal event", sum,
                [&] { return view.watch.episodes_begun; });
  declare.count("episodes_ended", "event", "cells that came to 13 weeks without a fatal event", sum,
                [&] { return view.watch.episodes_ended; });

  // What an observer would have recorded of it
  auto const reported = [&](auto value) {
    return [&, value] {
      double listed = 0;
      for (Report const& report : view.watch.reports)
        listed += report.listed ? static_cast<double>(value(report)) : 0.0;
      return listed;
    };
  };
  declare.count("reported_events", "event", "fatal events of types 1-3 that the observer lists",
                sum, reported([](Report const&) { return 1; }));
  declare.count("reported_deaths", "person", "deaths that the observer lists, best estimate", sum,
                reported([](Report const& r) { return r.best(); }));
  declare.count("reported_civilian_deaths", "person",
                "deaths that the observer lists as those of civilians", sum,
                reported([](Report const& r) { return r.deaths_civilians; }));
}

}  // namespace disalign
