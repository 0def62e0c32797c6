/// Complicity: who supports a force is blamed for the civilians it kills.
///     k_ic = (1 - d / 2) sum_j killed_jc min(1, L_ij / n_j)
///     iota_ic' = iota_ic - o (1 - exp(-k_ic / k)),  at least the floor
///     complicity_i = sum_c k_ic
/// L_ij  persons of j whose need i covers   n_j  persons of j in theatre   killed  this week
/// d  share of the support given under due diligence (L2), which halves the blame
/// o, k  as for the supporter's own deeds in impartiality_spillover
/// The loss is taken where the killing was. `legitimacy` reads complicity_i.
/// Limits: no support, no civilian killed or o = 0: nothing is lost. Sign of the direct effect: only
/// lowers the supporter's impartiality and legitimacy. Reads no profile.
/// Reads politics.supported, at.killed_civilians, strength. Writes at.impartiality,
/// politics.complicity. Draws none. Source: MODEL.md eq. 22 (M9), eq. 17, L2.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Complicity {
  static constexpr char const* name = "complicity";
  float due_diligence = 0;
  float harm = 0.05F;
  float visible_killed = 5;
  float floor = 0.05F;

  static void describe(auto& self, auto& visit) {
    visit.field("due_diligence", self.due_diligence, "1", 0, 1,
                "share of support given under a due diligence policy, which halves the blame",
                "L2");
    visit.field("harm", self.harm, "1/week", 0, 1,
                "loss of impartiality by complicity in the killing of many", "MODEL.md eq. 17, 22");
    visit.field("visible_killed", self.visible_killed, "person", 0.1, 1e4,
                "civilians killed in a week that bring 63 % of the loss", "MODEL.md eq. 17: 5");
    visit.field("floor", self.floor, "1", 0, 1, "lowest perceived impartiality",
                "MODEL.md eq. 17: 0.05");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      state.politics.complicity[a] = 0;
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      ActorArray<float> blame{};
      bool supports = false;
      for (int j = 0; j < actors.count; ++j) {
        float const covered = state.politics.supported[a][Actors::idx(j)];
        if (!(covered > 0.0F) || actors.strength[Actors::idx(j)] == 0) continue;
        blame[Actors::idx(j)] = (1.0F - 0.5F * due_diligence) *
                                clip(covered / static_cast<float>(actors.strength[Actors::idx(j)]));
        supports = true;
      }
      if (supports) suffer(state, i, blame);
    }
  }

 private:
  void suffer(State& state, int i, ActorArray<float> const& blame) const {
    float sum = 0;
    for_each_cell(state.grid(), [&](int c) {
      float killed = 0;
      for (int j = 0; j < state.actors.count; ++j) {
        if (blame[Actors::idx(j)] > 0.0F)
          killed += blame[Actors::idx(j)] * static_cast<float>(state.at.killed_civilians[j][c]);
      }
      if (!(killed > 0.0F)) return;
      float& iota = state.at.impartiality[i][c];
      iota = std::max(std::min(iota, floor), iota - harm * chance(killed / visible_killed));
      sum += killed;
    });
    state.politics.complicity[Actors::idx(i)] = sum;
  }
};

}  // namespace disalign
