/// Grievance against the state: a fast and a slow memory of killings, the slow one carried by news.
///     G1' = 2^(-1/3) G1 + g1 (1 - G1)(1 - exp(-a/a0))
///     G2' = 2^(-1/104) G2 + g2 (1 - G2)(1 - exp(-a/a0)) + spread info_c (mean of neighbours - G2)
/// a     civilians killed here this week by the government and its allies, as far as the author is
///       known, per 10,000 people (residents, displaced and this week's dead) [1/week]
/// info  flow of news, 0..1; neighbours are the inside Moore neighbours, at their values before
///       this week's step (a copy is read, so the order of cells does not matter).
/// An ally is who holds a stance above `ally_stance` towards a government.
/// Limits: no killing and spread 0, both decay by half in 3 and 104 weeks; equal G2 does not spread.
/// Reads killed_civilians, stances, information. Writes cells.grievance_fast, cells.grievance_slow.
/// Source: MODEL.md 6D, F23 (fast memory of 2-4 weeks plus a slow one). Draws: none.
#pragma once
#include <vector>

#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Grievance {
  static constexpr char const* name = "grievance";
  float fast_half_life = 3;
  float slow_half_life = 104;
  float fast_gain = 0.2F;
  float slow_gain = 0.02F;
  float scale = 5;
  float spread = 0.01F;
  float attributed = 1;
  float ally_stance = 0.4F;

  static void describe(auto& self, auto& visit) {
    visit.field("fast_half_life", self.fast_half_life, "week", 0.1, 1e6,
                "half-life of the fast memory", "F23");
    visit.field("slow_half_life", self.slow_half_life, "week", 0.1, 1e6,
                "half-life of the slow memory", "F23");
    visit.field("fast_gain", self.fast_gain, "1", 0, 1,
                "fast grievance that mass killing adds in a week", "assumed");
    visit.field("slow_gain", self.slow_gain, "1", 0, 1,
                "slow grievance that mass killing adds in a week", "assumed");
    visit.field("scale", self.scale, "1/week per 10,000", 0.01, 1000,
                "killing that gives 63 % of the gain", "assumed");
    visit.field("spread", self.spread, "1/week", 0, 0.5,
                "approach to the neighbours' mean at full flow of news", "assumed");
    visit.field("attributed", self.attributed, "1", 0, 1, "share of killings whose author is known",
                "assumed");
    visit.field("ally_stance", self.ally_stance, "1", 0, 1,
                "stance towards a government above which one's killings are charged to it",
                "MODEL.md eq. 11: alliance above 0.4");
  }

  void operator()(State& state, Draws) const {
    Cells& cells = state.cells;
    std::uint32_t const authors = charged_to_the_state(state.actors);
    float const fast = weekly_decay(fast_half_life);
    float const slow = weekly_decay(slow_half_life);
    float* const shock = state.scratch[0];
    for_each_strip(state.grid(), [=](auto c) { set(shock, c, 0); });
    for_each_cell(state.grid(), [&](int c) {
      if (cells.killed[static_cast<std::size_t>(c)] > 0) shock[c] = shock_in(state, authors, c);
    });
    float* const g1 = cells.grievance_fast.data();
    float* const g2 = cells.grievance_slow.data();
    float* const mean = state.scratch[1];
    mean_of_neighbours(state.grid(), g2, mean);
    float const* const information = cells.information.data();
    auto const [gain1, gain2, rate] = std::array{fast_gain, slow_gain, spread};
    for_each_strip(state.grid(), [=](auto c) {
      auto const flow = rate * at(information, c) * (at(mean, c) - at(g2, c));
      set(g1, c, clip(fast * at(g1, c) + gain1 * (1.0F - at(g1, c)) * at(shock, c)));
      set(g2, c, clip(slow * at(g2, c) + gain2 * (1.0F - at(g2, c)) * at(shock, c) + flow));
    });
  }

 private:
  [[nodiscard]] float shock_in(State const& state, std::uint32_t authors, int c) const {
    Cells const& cells = state.cells;
    auto const i = static_cast<std::size_t>(c);
    std::int32_t killed = 0;
    for (int b = 0; b < state.actors.count; ++b) {
      if ((authors >> b & 1U) != 0) killed += state.at.killed_civilians[b][c];
    }
    auto const people =
        static_cast<float>(cells.residents[i] + cells.displaced[i] + cells.killed[i]);
    return chance(attributed * 10000.0F * static_cast<float>(killed) / people / scale);
  }

  /// Bit b: actor b is a government or its ally.
  [[nodiscard]] std::uint32_t charged_to_the_state(Actors const& actors) const {
    std::uint32_t authors = 0;
    for (int g = 0; g < actors.count; ++g) {
      if (!actors.takes_part(g) || !actors.is_government(g)) continue;
      for (int b = 0; b < actors.count; ++b) {
        bool const ally = b == g || actors.stances[Actors::idx(b)][Actors::idx(g)] > ally_stance;
        if (actors.takes_part(b) && ally) authors |= 1U << b;
      }
    }
    return authors;
  }
};

}  // namespace disalign
