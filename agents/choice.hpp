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

/// Power known to a in c of others, each weighted by weight(actor), as a share of all power there, 0..1.
template <class Weight>
float armed_share(State const& state, int a, int c, Weight weight) {
  Actors const& actors = state.actors;
  float others = 0;
  for (int const b : state.present[c]) {
    if (b == a) continue;
    std::int32_t const n = state.at.strength[b][c];
    float const known = actors.is_group(b) ? state.known_share(a, b, c) : 1.0F;
    others += weight(b) * actors.attributes[Actors::idx(b)].combat * static_cast<float>(n) * known;
  }
  Attributes const& own = actors.attributes[Actors::idx(a)];
  float const power = own.combat * (static_cast<float>(state.at.strength[a][c]) + own.unit_size);
  return others / (others + power + 1.0F);
}

/// Hostile power known to a in c, as a share of all power there, 0..1.
inline float threat_share(State const& state, int a, int c) {
  return armed_share(state, a, c, [&](int b) { return state.hostility(a, b, c); });
}

/// Danger to operation i in c as its contributors see it, a share of all power there, 0..1.
///     T / (T + own + 1),   T = sum_b max(h_ib, 1 - Ac_ib of an armed group) e_b n_b kn
/// A force that takes no side has no enemies and can still be attacked: by those who do not accept it.
inline float risk_share(State const& state, int i, int c) {
  Actors const& actors = state.actors;
  return armed_share(state, i, c, [&](int b) {
    float const hostile = state.hostility(i, b, c);
    return actors.is_group(b)
               ? std::max(hostile, 1.0F - actors.acceptance[Actors::idx(i)][Actors::idx(b)])
               : hostile;
  });
}

/// True where national caveats let units of operation i go: the risk is below the contributors'
/// ceiling, of which a share `caveats` binds, or the cell is their own base.
inline bool caveats_allow(State const& state, int i, int c, float caveats) {
  float const ceiling =
      1.0F - caveats * (1.0F - state.actors.attributes[Actors::idx(i)].risk_ceiling);
  return ceiling >= 1.0F || state.at.home[i][c] != 0 || risk_share(state, i, c) <= ceiling;
}

/// Whether anybody but actor a stands in an occupied cell.
inline bool others_stand(State const& state, int a, int c) {
  auto const here = state.present[c];
  return here.size() > 1 || here.front() != a;
}

/// Writes the weight of every cell for actor a, from a fresh survey. `feature(task, phi)` writes phi of
/// a task; `allowed(cell)` tells where its units may go, and is asked where anybody stands.
template <class Feature, class Allowed>
void weigh_cells(State const& state, Orders& orders, int a, Feature feature, Allowed allowed) {
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
  for_each_strip(state.grid(), [=](auto c) { set(threat, c, 0); });
  for (std::int32_t const c : state.present.occupied) {
    if (others_stand(state, a, c)) threat[c] = threat_share(state, a, c);
  }
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
  for (std::int32_t const c : state.present.occupied) {
    if (!allowed(c)) weight[c] = 0;
  }
}

/// True when actor a has something to decide this week.
inline bool decides(State const& state, int a, Kind kind) {
  return state.actors.kind[Actors::idx(a)] == kind && state.actors.takes_part(a) &&
         state.actors.strength[Actors::idx(a)] > 0;
}

}  // namespace disalign
