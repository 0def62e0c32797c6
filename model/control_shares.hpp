/// Who holds the ground: shares of fighting power, spread over the ground that a force holds.
///     k_ca = sum_c' w(c', c) n_c'a e_a / (sum_b N_c'b e_b + power V_c'/A0),   sum_a k_ca at most 1
/// n, N  persons in a cell, persons in its vicinity   w  model/vicinity.hpp   e  combat quality
/// V  area of the vicinity   power  fighting power that nobody's force stands for, per A0
/// A lone garrison holds V n e / (n e + power V/A0) km2 in cells of any size. Sums above 1, which
/// garrisons in several cells around one can reach, are scaled down to it.
/// In cells of 50 km and more: k_ca = n_ca e_a / (sum_b n_cb e_b + power A_c/A0).
/// Source: MODEL.md 3 (power := 50).
#pragma once
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

/// k by actor and cell, from tallied strength.
inline ActorPlanes<float> control_shares(State const& state, float unheld_power) {
  Actors const& actors = state.actors;
  auto const combat = [&](int a) { return actors.attributes[Actors::idx(a)].combat; };
  ActorPlanes<float> share(actors.count, state.grid().plane_size());
  for_each_cell(state.grid(), [&](int c) {
    if (state.present[c].empty()) return;
    float power = unheld_power / state.vicinity_factor(c);
    for (int a = 0; a < actors.count; ++a)
      power += static_cast<float>(state.at.nearby[a][c]) * combat(a);
    for (int const a : state.present[c]) {
      float const held = static_cast<float>(state.at.strength[a][c]) * combat(a) / power;
      for_each_near(state.grid(), c, 0, [&](int there, float w) { share[a][there] += w * held; });
    }
  });
  for_each_cell(state.grid(), [&](int c) {
    float sum = 0;
    for (int a = 0; a < actors.count; ++a) sum += share[a][c];
    for (int a = 0; sum > 1.0F && a < actors.count; ++a) share[a][c] /= sum;
  });
  return share;
}

}  // namespace disalign
