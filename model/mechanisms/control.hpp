/// Control: a party's share of the fighting power in a cell, smoothed, and what it lost of the whole.
///     k_ca  share of the fighting power in the vicinity (model/control_shares.hpp); in cells of
///           50 km and more n_ca e_a / (sum_b n_cb e_b + power A_c/A0)
///     K_ca = EW_4(k_ca),   lost_a' = clip(2^(-1/13) lost_a + 1 - T_a'/T_a),   T_a = sum_c K_ca
/// n  persons present   e  combat quality   power  fighting power that nobody's force stands for
/// A garrison holds ground, not a cell: the unheld power is stated for the reference area and what
/// a force holds spreads over its vicinity of about that area, so the same garrison controls about
/// the same area whatever the grid. At 3,000 km2 the unheld power is MODEL.md's 50.
/// lost_a adds up weekly relative losses of control with an exponential memory (half-life 13 weeks)
/// in place of a window of 13 weeks; gains offset losses.
/// Limits: nobody present, K decays by half in 4 weeks; n very large, K tends to 1.
/// Reads at.strength, nearby, attributes.combat. Writes at.control, actors.control_lost.
/// Source: MODEL.md 3 and eq. 6 (lost_p), F20. Draws: none.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/control_shares.hpp"

namespace disalign {

struct Control {
  static constexpr char const* name = "control";
  float half_life = 4;
  float unheld_power = 50;
  float loss_half_life = 13;

  static void describe(auto& self, auto& visit) {
    visit.field("half_life", self.half_life, "week", 0, 520, "half-life of smoothed control",
                "MODEL.md 3");
    visit.field("unheld_power", self.unheld_power, "person", 0.01, 1e5,
                "fighting power at which a lone force holds half of a cell of the reference area",
                "MODEL.md 3: 50");
    visit.field("loss_half_life", self.loss_half_life, "week", 0, 520,
                "half-life of the memory of lost control", "MODEL.md eq. 6: 13 weeks");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    float const kept = weekly_decay(half_life);
    ActorArray<float> const before = sums(state);
    control_shares(state, unheld_power, state.scratch);
    for (int a = 0; a < actors.count; ++a) {
      if (!actors.takes_part(a)) continue;
      float* const control = state.at.control[a];
      float const* const share = state.scratch[a];
      std::uint8_t const* const inside = state.grid().inside.data();
      for_each_strip(state.grid(), [=](auto c) {
        auto const next = kept * at(control, c) + (1.0F - kept) * at(share, c);
        set(control, c, select(at(inside, c) != 0, next, at(control, c)));
      });
    }
    ActorArray<float> const after = sums(state);
    float const remembered = weekly_decay(loss_half_life);
    for (int a = 0; a < actors.count; ++a) {
      auto const i = Actors::idx(a);
      if (!actors.takes_part(a)) continue;
      float const fall = before[i] > 0.0F ? 1.0F - after[i] / before[i] : 0.0F;
      actors.control_lost[i] = clip(remembered * actors.control_lost[i] + fall);
    }
  }

 private:
  /// Sum of each actor's control over the inside cells, in their order; several actors side by side,
  /// since a sum waits for each addition.
  static ActorArray<float> sums(State const& state) {
    ActorArray<float> sum{};
    constexpr std::size_t together = 4;
    auto const count = Actors::idx(state.actors.count);
    for (std::size_t first = 0; first < count; first += together) {
      std::array<float const*, together> plane{};
      std::array<float, together> part{};
      for (std::size_t k = 0; k < together; ++k)
        plane[k] = state.at.control[static_cast<int>(std::min(first + k, count - 1))];
      for_each_cell(state.grid(), [&](int c) {
        for (std::size_t k = 0; k < together; ++k) part[k] += plane[k][c];
      });
      std::copy_n(part.begin(), std::min(together, count - first),
                  sum.begin() + static_cast<std::ptrdiff_t>(first));
    }
    return sum;
  }
};

}  // namespace disalign
