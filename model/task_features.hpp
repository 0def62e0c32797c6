/// What a cell offers for a task: the features phi_k of MODEL.md eq. 1, each in [0, 1].
///
/// Fixed scales, so that goals and not scales decide: the root of the population and the resource
/// value are divided by their 95th percentile over the map at start; counts of persons enter as
/// n / (n + half) with `half` stated for the reference area A0 and scaled with the cell's area.
#pragma once
#include <algorithm>

#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

/// Persons of a party that make half of a feature, in a cell of the reference area (assumed).
inline constexpr float feature_half_strength = 100;
/// Displaced persons that make half of the feature humanitarian_access, same area (assumed).
inline constexpr float feature_half_displaced = 2000;
/// Weight of remembered harm in the forecast when nothing, and when everything, is known (assumed).
inline constexpr float forecast_blind = 0.4F, forecast_known = 0.6F;

/// Makes what all actors' features share: root of the people over its 95th percentile at start, and
/// harm to civilians by anyone, remembered, over v0: v / (v + v0).
inline void survey_cells(State const& state, Survey& survey) {
  float* const abuse = survey.abuse.data();
  for_each_strip(state.grid(), [=](auto c) { set(abuse, c, 0); });
  for (int p = 0; p < state.actors.count; ++p) {
    float const* const harm = state.at.harm[p];
    for_each_strip(state.grid(), [=](auto c) { set(abuse, c, at(abuse, c) + at(harm, c)); });
  }
  float const reference = state.scales.harm_reference;
  for_each_strip(state.grid(), [=](auto c) { set(abuse, c, saturation(at(abuse, c), reference)); });
  std::int32_t const* const residents = state.cells.residents.data();
  std::int32_t const* const displaced = state.cells.displaced.data();
  float* const population = survey.population.data();
  float const scale = state.population_scale;
  for_each_strip(state.grid(), [=](auto c) {
    set(population, c, clip(root(real(at(residents, c) + at(displaced, c))) / scale));
  });
}

/// persons -> n / (n + half) in place, `half` scaled to the cell's area.
inline void saturate_presence(State const& state, float half, float* persons) {
  float const reference = state.scales.reference_area;
  float const least = state.least_area();
  float const* const km2 = state.world->area_km2.data();
  for_each_strip(state.grid(), [=](auto c) {
    set(persons, c, saturation(at(persons, c) * (reference / larger(least, at(km2, c))), half));
  });
}

/// Calls body(cell, persons, share of them known to a) for the cells where b stands: one pair of actors
/// after the other, so that what the pair has in common is looked up once.
template <class Body>
void for_each_known(State const& state, int a, int b, Body body) {
  bool const evades = state.actors.is_group(b);
  std::int32_t const* const strength = state.at.strength[b];
  for (std::int32_t const c : state.present.cells[Actors::idx(b)]) {
    body(c, static_cast<float>(strength[c]), evades ? state.known_share(a, b, c) : 1.0F);
  }
}

/// Saturated persons of parties that fulfil `wanted(p)` and, of armed groups, are known to (or hidden
/// from) a.
template <class Wanted>
void persons_feature(State const& state, int a, bool hidden, float* phi, Wanted wanted) {
  std::fill_n(phi, state.grid().plane_size(), 0.0F);
  for (int p = 0; p < state.actors.count; ++p) {
    if (p == a || !wanted(p)) continue;
    for_each_known(state, a, p, [=](int c, float persons, float known) {
      phi[c] += persons * (hidden ? 1.0F - known : known);
    });
  }
  saturate_presence(state, feature_half_strength, phi);
}

/// Forecast of harm times people: q v + (1 - q) prior, q = 0.4 + 0.6 kn; the prior is the population.
inline void protection_feature(State const& state, Survey const& survey, int a, float* phi) {
  float const* const unseen = state.at.unseen[a];
  float const* const tips = state.at.tips[a];
  float const* const abuse = survey.abuse.data();
  float const* const population = survey.population.data();
  for_each_strip(state.grid(), [=](auto c) {
    auto const known = 1.0F - at(unseen, c) * (1.0F - at(tips, c));
    auto const q = forecast_blind + forecast_known * known;
    set(phi, c, (q * at(abuse, c) + (1.0F - q) * at(population, c)) * at(population, c));
  });
}

/// Members of groups that accept a and whom a may meet, saturated.
inline void mediation_feature(State const& state, int a, float* phi) {
  std::fill_n(phi, state.grid().plane_size(), 0.0F);
  for (int p = 0; p < state.actors.count; ++p) {
    if (!state.actors.is_group(p)) continue;
    float const acceptance = state.actors.acceptance[Actors::idx(a)][Actors::idx(p)];
    float const allowed = 1.0F - state.politics.banned[Actors::idx(a)][Actors::idx(p)];
    for (std::int32_t const c : state.present.cells[Actors::idx(p)])
      phi[c] += static_cast<float>(state.at.strength[p][c]) * acceptance * allowed;
  }
  saturate_presence(state, feature_half_strength, phi);
}

/// (1 - control of these parties) times people.
template <class Rules>
void authority_feature(State const& state, Survey const& survey, float* phi, Rules rules) {
  float const* const population = survey.population.data();
  for_each_strip(state.grid(), [=](auto c) { set(phi, c, 0); });
  for (int p = 0; p < state.actors.count; ++p) {
    if (!rules(p)) continue;
    float const* const control = state.at.control[p];
    for_each_strip(state.grid(), [=](auto c) { set(phi, c, at(phi, c) + at(control, c)); });
  }
  for_each_strip(state.grid(),
                 [=](auto c) { set(phi, c, (1.0F - clip(at(phi, c))) * at(population, c)); });
}

/// Writes phi_k of actor a for every cell, in [0, 1], from a fresh survey.
inline void task_feature(State const& state, Survey const& survey, int a, Task task, float* phi) {
  Actors const& actors = state.actors;
  Stances const& stance = actors.stances[Actors::idx(a)];
  auto const copy = [&](auto const* column) {
    for_each_strip(state.grid(), [=](auto c) { set(phi, c, real(at(column, c))); });
  };
  switch (task) {
    case protect_civilians:
      return protection_feature(state, survey, a, phi);
    case separate_parties:
      return copy(state.cells.imminent_contact.data());
    case mediate:
      return mediation_feature(state, a, phi);
    case monitor_human_rights:
      return copy(survey.abuse.data());
    case train_and_assist:
      return persons_feature(state, a, false, phi, [&](int p) { return actors.is_government(p); });
    case extend_state_authority:
      return authority_feature(state, survey, phi, [&](int p) { return actors.is_government(p); });
    case defeat_designated:
      return persons_feature(state, a, false, phi, [&](int p) {
        return actors.designated[Actors::idx(p)] != 0 || stance[Actors::idx(p)] <= -0.5F;
      });
    case hold_site:
      return copy(state.at.home[a]);
    case support_partner: {
      persons_feature(state, a, false, phi, [&](int p) { return stance[Actors::idx(p)] >= 0.5F; });
      float const* const road = state.world->road_access.data();
      return for_each_strip(state.grid(),
                            [=](auto c) { set(phi, c, at(phi, c) * (0.5F + 0.5F * at(road, c))); });
    }
    case secure_resources: {
      float const* const resource = state.world->resource.data();
      float const scale = state.resource_scale;
      return for_each_strip(state.grid(),
                            [=](auto c) { set(phi, c, clip(at(resource, c) / scale)); });
    }
    case humanitarian_access:
      copy(state.cells.displaced.data());
      return saturate_presence(state, feature_half_displaced, phi);
    case intelligence:
      return persons_feature(state, a, true, phi, [&](int p) { return actors.is_group(p); });
  }
}

}  // namespace disalign
