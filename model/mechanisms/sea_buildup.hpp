/// Build-up at sea: states send ships for what the thaw lays open, and because others do.
///     N_a' = N_a + v V_a + r sum_b tens^_ab N_b - d N_a,   tens^ = tens min(1, 0.9 / sum^)
///     V_a  = lg((t - t50) / w) sum over the sea cells a claims of resource_c A_c / A0
/// N    build-up of a state, real-valued [ship]; ships are its floor   t  week
/// V_a  value that the thaw has laid open in a's claim: 0 to all of it by a logistic curve
/// tens tension of two states, 0..0.9   sum^  largest sum of tens_ab over b
/// Richardson's arms race: it comes to rest while r times the largest eigenvalue of tens^ is below d.
/// MODEL.md clips each tens to 0.9; with three states or more that does not bound the eigenvalue, so
/// the reaction is also scaled until no state's tensions sum to more than 0.9, which does (the largest
/// eigenvalue is at most the largest row sum) and is the same for two states.
/// Limits: no sea cells or no state at sea, nothing; no tension, N_a rests at v V_a / d.
/// Reads the claims of sea_claims.hpp, sea.tension. Writes sea.assets. Draws none.
/// Source: MODEL.md 6F, S5 (scenario 4); all values assumed.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/sea_claims.hpp"

namespace disalign {

struct SeaBuildup {
  static constexpr char const* name = "sea_buildup";
  float gain = 0.01F;
  float reaction = 0.02F;
  float decay = 0.02F;
  float thaw_midpoint = 100;
  float thaw_width = 25;

  /// Largest sum of the tensions of one state that build-up reacts to.
  static constexpr float steepest = 0.9F;

  static void describe(auto& self, auto& visit) {
    visit.field("gain", self.gain, "ship/week", 0, 1,
                "ships sent for one reference area of full resource value", "MODEL.md 6F: assumed");
    visit.field("reaction", self.reaction, "1/week", 0, 1,
                "ships sent for each ship of another state at tension 1", "MODEL.md 6F: assumed");
    visit.field("decay", self.decay, "1/week", 0, 1, "share of the build-up that goes home",
                "MODEL.md 6F: assumed");
    visit.field("thaw_midpoint", self.thaw_midpoint, "week", -1e4, 1e5,
                "week in which half of the value lies open (t50)",
                "domain.md 5D: thaw in weeks 0-200");
    visit.field("thaw_width", self.thaw_width, "week", 0.1, 1e4, "width of the thaw (w)",
                "assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    SeaClaims const claims = claims_at_sea(state);
    if (claims.by.empty()) return;
    ActorArray<float> const before = state.sea.assets;
    float const scale = reaction_scale(state);
    float const open = logistic((static_cast<float>(state.week) - thaw_midpoint) / thaw_width);
    for (int a = 0; a < state.actors.count; ++a) {
      if (!is_state_at_sea(state.actors, a)) continue;
      auto const i = Actors::idx(a);
      float provoked = 0;
      for (int b = 0; b < state.actors.count; ++b) {
        if (is_state_at_sea(state.actors, b))
          provoked += state.sea.tension[i][Actors::idx(b)] * before[Actors::idx(b)];
      }
      state.sea.assets[i] = positive(before[i] + gain * open * value(state, claims, a) +
                                     reaction * scale * provoked - decay * before[i]);
    }
  }

 private:
  /// Value of a claim when all of it lies open [reference areas of full value].
  static float value(State const& state, SeaClaims const& claims, int a) {
    float sum = 0;
    for_each_cell(state.grid(), [&](int c) {
      auto const cell = static_cast<std::size_t>(c);
      if (claims.has(a, c)) sum += state.world->resource[cell] * state.world->area_km2[cell];
    });
    return sum / state.scales.reference_area;
  }

  static float reaction_scale(State const& state) {
    float largest = steepest;
    for (int a = 0; a < state.actors.count; ++a) {
      float sum = 0;
      for (int b = 0; b < state.actors.count; ++b) {
        if (is_state_at_sea(state.actors, a) && is_state_at_sea(state.actors, b))
          sum += state.sea.tension[Actors::idx(a)][Actors::idx(b)];
      }
      largest = std::max(largest, sum);
    }
    return steepest / largest;
  }
};

}  // namespace disalign
