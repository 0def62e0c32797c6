/// Observables of armed forces: how many, how supplied and paid, what they hold.
#pragma once
#include "model/observables/declare.hpp"

namespace disalign {

/// What the units of an actor add up to.
struct UnitSums {
  int alive = 0;                     ///< units with at least one person
  double persons = 0, supplied = 0;  ///< [person], supply times persons
};

inline ActorArray<UnitSums> sum_units(State const& state) {
  ActorArray<UnitSums> sums{};
  Units const& units = state.units;
  for (std::size_t r = 0; r < units.id.size(); ++r) {
    UnitSums& of_actor = sums[Actors::idx(units.actor[r])];
    of_actor.alive += units.strength[r] > 0 ? 1 : 0;
    of_actor.supplied +=
        static_cast<double>(units.strength[r]) * static_cast<double>(units.supply[r]);
    of_actor.persons += units.strength[r];
  }
  return sums;
}

template <class Visit>
void observe_forces(View const& view, Declare<Visit>& declare) {
  using enum Fold;
  State const& state = view.state;
  Actors const& actors = state.actors;
  constexpr auto i = Actors::idx;
  ActorArray<UnitSums> const units = sum_units(state);
  declare.actor_count("strength", "person", "members of the actor in the country", last,
                      [&](int a) { return actors.strength[i(a)]; });
  declare.actor_count("units", "1", "units of the actor with at least one person", last,
                      [&](int a) { return units[i(a)].alive; });
  declare.actor_count("recruited", "person", "people who joined the actor", sum,
                      [&](int a) { return state.flows.recruited[i(a)]; });
  declare.actor_count("deserted", "person", "members who deserted", sum,
                      [&](int a) { return state.flows.deserted[i(a)]; });
  declare.actor_count("arrived", "person", "members who were deployed", sum,
                      [&](int a) { return state.flows.arrived[i(a)]; });
  declare.actor_count("departed", "person", "members who were withdrawn", sum,
                      [&](int a) { return state.flows.departed[i(a)]; });
  declare.actor_level("control", "1", "share of people who live under the actor's control",
                      [control = per_person(state, state.at.control)](int a) {
                        return static_cast<float>(control[i(a)]);
                      });
  declare.actor_level("supply", "1", "supply of the actor's units, mean over persons", [&](int a) {
    auto const& [alive, persons, supplied] = units[i(a)];
    return persons > 0 ? supplied / persons : 0.0;
  });
  declare.actor_level("cohesion", "1", "cohesion of the actor",
                      [&](int a) { return actors.cohesion[i(a)]; });
  declare.actor_level("purse", "person-week", "money of the actor in persons paid for a week",
                      [&](int a) { return actors.purse[i(a)]; });
  declare.actor_level("legitimacy", "1", "legitimacy of the actor with host and population",
                      [&](int a) { return actors.legitimacy[i(a)]; });
  declare.count("active_groups", "1", "armed groups with at least one member", last, [&] {
    int n = 0;
    for (int a = 0; a < actors.count; ++a)
      n += actors.is_group(a) && actors.strength[i(a)] > 0 ? 1 : 0;
    return n;
  });
  declare.count("group_splits", "event", "armed groups that split", sum,
                [&] { return state.flows.splits; });
}

}  // namespace disalign
