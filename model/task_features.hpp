/// What a cell offers for a task: the features phi_k of MODEL.md eq. 1, each in [0, 1].
///
/// Fixed scales, so that goals and not scales decide: the root of the population and the resource
/// value are divided by their 95th percentile over the map at start; counts of persons enter as
/// n / (n + half) with `half` stated for the reference area A0 and scaled with the cell's area.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

/// Persons of a party that make half of a feature, in a cell of the reference area (assumed).
inline constexpr float feature_half_strength = 100;
/// Displaced persons that make half of the feature humanitarian_access, same area (assumed).
inline constexpr float feature_half_displaced = 2000;
/// Weight of remembered harm in the forecast when nothing, and when everything, is known (assumed).
inline constexpr float forecast_blind = 0.4F, forecast_known = 0.6F;

/// Root of the cell's people over its 95th percentile at start, clipped to [0, 1].
inline float population_feature(State const& state, int c) {
  auto const i = static_cast<std::size_t>(c);
  auto const people = static_cast<float>(state.cells.residents[i] + state.cells.displaced[i]);
  return clip(root(people) / state.population_scale);
}

/// n / (n + half), half scaled to the cell's area.
inline float presence_feature(State const& state, float persons, float half, int c) {
  return saturation(persons * state.area_factor(c), half);
}

/// Harm to civilians by anyone, remembered, over v0: v / (v + v0).
inline float abuse_feature(State const& state, int c) {
  float harm = 0;
  for (int p = 0; p < state.actors.count; ++p) harm += state.at.harm[p][c];
  return saturation(harm, state.scales.harm_reference);
}

/// Forecast of harm for actor a: q v + (1 - q) prior, q = 0.4 + 0.6 kn; the prior is the population.
inline float harm_forecast(State const& state, int a, int c) {
  float const known = 1.0F - state.at.unseen[a][c] * (1.0F - state.at.tips[a][c]);
  float const q = forecast_blind + forecast_known * known;
  return q * abuse_feature(state, c) + (1.0F - q) * population_feature(state, c);
}

/// Persons of parties that fulfil `wanted(p)` and, of armed groups, are known to (or hidden from) a.
template <class Wanted>
float persons_of(State const& state, int a, int c, bool hidden, Wanted wanted) {
  float persons = 0;
  for (int const p : state.present[c]) {
    if (p == a || !wanted(p)) continue;
    std::int32_t const n = state.at.strength[p][c];
    float const known = state.actors.is_group(p) ? state.known_share(a, p, c) : 1.0F;
    persons += static_cast<float>(n) * (hidden ? 1.0F - known : known);
  }
  return persons;
}

/// phi_k of actor a in cell c, in [0, 1].
inline float task_feature(State const& state, int a, Task task, int c) {
  Actors const& actors = state.actors;
  Stances const& stance = actors.stances[Actors::idx(a)];
  auto const i = static_cast<std::size_t>(c);
  auto const presence = [&](float persons) {
    return presence_feature(state, persons, feature_half_strength, c);
  };
  auto const supported = [&](int p) { return stance[Actors::idx(p)] >= 0.5F; };
  switch (task) {
    case protect_civilians:
      return harm_forecast(state, a, c) * population_feature(state, c);
    case separate_parties:
      return state.cells.imminent_contact[i];
    case mediate: {
      float open = 0;
      for (int const p : state.present[c]) {
        if (!actors.is_group(p)) continue;
        open += static_cast<float>(state.at.strength[p][c]) *
                actors.acceptance[Actors::idx(a)][Actors::idx(p)] *
                (1.0F - state.politics.banned[Actors::idx(a)][Actors::idx(p)]);
      }
      return presence(open);
    }
    case monitor_human_rights:
      return abuse_feature(state, c);
    case train_and_assist:
      return presence(
          persons_of(state, a, c, false, [&](int p) { return actors.is_government(p); }));
    case extend_state_authority: {
      float control = 0;
      for (int p = 0; p < actors.count; ++p) {
        if (actors.is_government(p)) control += state.at.control[p][c];
      }
      return (1.0F - clip(control)) * population_feature(state, c);
    }
    case defeat_designated:
      return presence(persons_of(state, a, c, false, [&](int p) {
        return actors.designated[Actors::idx(p)] != 0 || stance[Actors::idx(p)] <= -0.5F;
      }));
    case hold_site:
      return static_cast<float>(state.at.home[a][c]);
    case support_partner:
      return presence(persons_of(state, a, c, false, supported)) *
             (0.5F + 0.5F * state.world->road_access[i]);
    case secure_resources:
      return clip(state.world->resource[i] / state.resource_scale);
    case humanitarian_access:
      return presence_feature(state, static_cast<float>(state.cells.displaced[i]),
                              feature_half_displaced, c);
    case intelligence:
      return presence(persons_of(state, a, c, true, [&](int p) { return actors.is_group(p); }));
  }
  return 0;
}

}  // namespace disalign
