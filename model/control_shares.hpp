/// Who holds the ground: shares of fighting power, spread over the ground that a force holds.
///     k_ca = sum_c' w(c', c) n_c'a e_a / (sum_b N_c'b e_b + power V_c'/A0),   sum_a k_ca at most 1
/// n, N  persons in a cell, persons in its vicinity   w  model/vicinity.hpp   e  combat quality
/// V  area of the vicinity   power  fighting power that nobody's force stands for, per A0
/// A lone garrison holds V n e / (n e + power V/A0) km2 in cells of any size. Sums above 1, which
/// garrisons in several cells around one can reach, are scaled down to it.
/// In cells of 50 km and more: k_ca = n_ca e_a / (sum_b n_cb e_b + power A_c/A0).
/// `share` has a plane to spare behind those of the actors. Source: MODEL.md 3 (power := 50).
#pragma once
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

/// Writes k by actor and cell, from tallied strength.
inline void control_shares(State const& state, float unheld_power, ActorPlanes<float>& share) {
  Actors const& actors = state.actors;
  auto const combat = [&](int a) { return actors.attributes[Actors::idx(a)].combat; };
  for (int a = 0; a < actors.count; ++a) share.fill(a, 0.0F);
  // Cell by cell: sums over cells that hold the same ground keep their order.
  for_each_cell(state.grid(), [&](int c) {
    if (state.present[c].empty()) return;
    float power = unheld_power / state.vicinity_factor(c);
    for (int a = 0; a < actors.count; ++a)
      power += static_cast<float>(state.at.nearby[a][c]) * combat(a);
    for (int const a : state.present[c]) {
      float const held = static_cast<float>(state.at.strength[a][c]) * combat(a) / power;
      state.coverage.vicinity.each(c, [&](int there, float w) { share[a][there] += w * held; });
    }
  });
  float* const sum = share[actors.count];
  for_each_strip(state.grid(), [=](auto c) { set(sum, c, 0); });
  for (int a = 0; a < actors.count; ++a) {
    float const* const k = share[a];
    for_each_strip(state.grid(), [=](auto c) { set(sum, c, at(sum, c) + at(k, c)); });
  }
  for (int a = 0; a < actors.count; ++a) {
    float* const k = share[a];
    for_each_strip(state.grid(), [=](auto c) {
      set(k, c, select(at(sum, c) > 1.0F, at(k, c) / at(sum, c), at(k, c)));
    });
  }
}

}  // namespace disalign
