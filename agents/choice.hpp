/// How any actor weighs cells: the value V of MODEL.md eq. 1 and its softmax weight.
///     V(c) = sum_k g_k phi_k(c) delta(c) / ||g||  -  omega T / (T + own + 1)  -  tau d (roughness(c) - 1)
///     weight(c) = exp(V / theta)
/// g  goals as read this week   phi  features, 0..1   delta = exp(-n_a / n*)  need not yet met,
///     n_a  own persons in the vicinity per reference area (model/vicinity.hpp)
/// T = sum_b h_ab e_b n_b kn  known hostile power [persons]   own = e_a (n_a + one unit) [persons]
/// d = mobility / 2 [km]: a typical march; roughness = 1 / (0.3 + 0.7 road access)
/// Distance itself and the leash depend on where a unit stands: movement adds them.
#pragma once
#include <algorithm>

#include "model/base/lanes.hpp"
#include "model/task_features.hpp"

namespace disalign {

/// Cost of a km that bad roads add to a march, in units of V (tau of the rough part).
inline constexpr float rough_travel_cost = 0.005F;  // 1/km, assumed (MODEL.md eq. 1)
/// Speed off roads as a share of that on roads.
inline constexpr float off_road_speed = 0.3F;  // assumed

/// Writes the power of others that a knows of, as a share of all power in a cell, 0..1:
///     sum_b w_b e_b n_b kn / (that sum + own + 1)
/// `weight(b)` gives w_b as a function of the cell. 0 where nobody else stands.
template <class Weight>
void armed_share(State const& state, int a, float* share, Weight weight) {
  Actors const& actors = state.actors;
  for_each_strip(state.grid(), [=](auto c) { set(share, c, 0); });
  for (int b = 0; b < actors.count; ++b) {
    if (b == a) continue;
    auto const weight_in = weight(b);
    float const combat = actors.attributes[Actors::idx(b)].combat;
    for_each_known(state, a, b, [=](int c, float persons, float known) {
      share[c] += weight_in(c) * combat * persons * known;
    });
  }
  Attributes const& own = actors.attributes[Actors::idx(a)];
  std::int32_t const* const strength = state.at.strength[a];
  for (std::int32_t const c : state.present.occupied) {
    float const power = own.combat * (static_cast<float>(strength[c]) + own.unit_size);
    share[c] = share[c] / (share[c] + power + 1.0F);
  }
}

/// Hostile power known to a, as such a share.
inline void threat_share(State const& state, int a, float* share) {
  armed_share(state, a, share, [&](int b) { return state.hostility(a, b); });
}

/// Danger to operation i as its contributors see it, as such a share:
///     w_b = max(h_ib, 1 - Ac_ib of an armed group)
/// A force that takes no side has no enemies and can still be attacked: by those who do not accept it.
inline void risk_share(State const& state, int i, float* share) {
  Actors const& actors = state.actors;
  armed_share(state, i, share, [&](int b) {
    float const refusal = 1.0F - actors.acceptance[Actors::idx(i)][Actors::idx(b)];
    float const least = actors.is_group(b) ? refusal : 0.0F;
    return [hostile = state.hostility(i, b), least](int c) { return std::max(hostile(c), least); };
  });
}

/// Writes the weight of every cell for actor a, from a fresh survey. `feature(task, phi)` writes phi of
/// a task.
template <class Feature>
void weigh_cells(State const& state, Orders& orders, int a, Feature feature) {
  auto const i = Actors::idx(a);
  Attributes const& own = state.actors.attributes[i];
  Goals const& goals = state.actors.goals[i];
  float* const value = orders.survey.value.data();
  for_each_strip(state.grid(), [=](auto c) { set(value, c, 0); });
  float norm = 0;
  for (float const g : goals) norm += g * g;
  norm = norm > 0.0F ? root(norm) : 1.0F;
  for (std::size_t k = 0; k < goals.size(); ++k) {
    float const g = goals[k];
    if (!(g > 0.0F)) continue;
    float* const phi = orders.survey.feature[k].data();
    feature(static_cast<Task>(k), phi);
    for_each_strip(state.grid(), [=](auto c) { set(value, c, at(value, c) + g * at(phi, c)); });
  }
  float* const threat = orders.survey.threat.data();
  threat_share(state, a, threat);
  float const march = 0.5F * own.mobility;
  float const reference = state.scales.reference_area;
  float const per_need = state.scales.persons_per_need;
  float const threat_weight = own.threat_weight;
  float const temperature = own.temperature;
  float const* const vicinity = state.coverage.vicinity_km2.data();
  float const* const road = state.world->road_access.data();
  std::int32_t const* const nearby = state.at.nearby[a];
  std::uint8_t const* const inside = state.grid().inside.data();
  float* const weight = orders.weight[a];
  for_each_strip(state.grid(), [=](auto c) {
    // The need is stated for the reference area and met by own persons anywhere in the vicinity:
    // counted in its own cell only, a single unit would meet the need of a small cell and be driven out.
    auto const met = real(at(nearby, c)) * (reference / at(vicinity, c)) / per_need;
    auto const access = off_road_speed + (1.0F - off_road_speed) * at(road, c);
    auto const v = at(value, c) / norm * exp(-met) - threat_weight * at(threat, c) -
                   rough_travel_cost * march * (1.0F / access - 1.0F);
    set(weight, c, select(at(inside, c) != 0, exp(v / temperature), 0.0F));
  });
}

/// National caveats keep units of operation i out of cells with a risk above its contributors' ceiling, of
/// which a share `caveats` binds; its own bases stay open.
inline void keep_caveats(State const& state, Orders& orders, int i, float caveats) {
  float const ceiling =
      1.0F - caveats * (1.0F - state.actors.attributes[Actors::idx(i)].risk_ceiling);
  if (ceiling >= 1.0F) return;
  float* const risk = orders.survey.threat.data();
  risk_share(state, i, risk);
  for (std::int32_t const c : state.present.occupied) {
    if (state.at.home[i][c] == 0 && !(risk[c] <= ceiling)) orders.weight[i][c] = 0;
  }
}

/// True when actor a has something to decide this week.
inline bool decides(State const& state, int a, Kind kind) {
  return state.actors.kind[Actors::idx(a)] == kind && state.actors.takes_part(a) &&
         state.actors.strength[Actors::idx(a)] > 0;
}

}  // namespace disalign
