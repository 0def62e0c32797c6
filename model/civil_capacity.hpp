/// Civil capacity: what the police and civilian staff of operations amount to, by task and place.
///     police_c = sum_i (officers_i + module_i) eta_i n_ic / n_i
///     monitors_i = (g^_i,HR (staff_i + observers_i) + module_i) eta_i
///     mediators_i = (staff_i + module_i) eta_i (1 + skill_i)
/// eta  efficiency at civil tasks (UN 1, EU .6, AU .4)   n_ic  persons of i in c of n_i in theatre
/// module  staff of separately added services (L6)   skill  regional ties and secondees
/// Troops count nowhere here: civil tasks are done by civilians and police (F11, M30).
/// Source: MODEL.md 3 (staff by composition), M11, M30, L6, L9.
#pragma once
#include "model/state.hpp"

namespace disalign {

/// Police officers of operation i in theatre, as many as the UN's would be [person].
inline float police_of(State const& state, int i) {
  auto const a = Actors::idx(i);
  Mandates const& mandates = state.mandates;
  return static_cast<float>(mandates.police[a] + mandates.module_police[a]) *
         state.actors.attributes[a].civil_efficiency;
}

/// Police officers in cell c: they are where the operation's persons are [person].
inline float police_in(State const& state, int c) {
  float police = 0;
  for (int const i : state.present[c]) {
    if (!state.actors.is_operation(i)) continue;
    police += police_of(state, i) * static_cast<float>(state.at.strength[i][c]) /
              static_cast<float>(state.actors.strength[Actors::idx(i)]);
  }
  return police;
}

/// Staff of operation i who watch over human rights [person].
inline float monitors_of(State const& state, int i) {
  auto const a = Actors::idx(i);
  Mandates const& mandates = state.mandates;
  auto const staff = static_cast<float>(state.actors.civilian_staff[a] + mandates.observers[a]);
  return (state.actors.goals[a][monitor_human_rights] * staff +
          static_cast<float>(mandates.module_monitors[a])) *
         state.actors.attributes[a].civil_efficiency;
}

/// Staff of operation i who can mediate, as many as the UN's would be [person].
inline float mediators_of(State const& state, int i) {
  auto const a = Actors::idx(i);
  Mandates const& mandates = state.mandates;
  return static_cast<float>(state.actors.civilian_staff[a] + mandates.module_mediators[a]) *
         state.actors.attributes[a].civil_efficiency * (1.0F + mandates.mediation_gain[a]);
}

}  // namespace disalign
