/// Interposition: UN troops between the parties make contacts of others rarer.
///     factor_c = exp(-Ip_c),   Ip_c = k sum_U g^_U,SP iota_Uc n_Uc (1 - b_U) / 100
/// g^_SP  weight of separating parties among the goals in use   iota  perceived impartiality
/// n_Uc  persons whose reach covers c: a reach in km keeps the effect when cells are made smaller
/// k  strength of the effect   b  share of the troops bound by the support of others
/// Battles apply the factor to contacts in which no operation takes part.
/// Limits: nobody in reach, no goal or k = 0: factor 1.
/// Sign of the direct effect: more troops or impartiality, fewer contacts of others.
/// Reads goals in use, at.in_reach, impartiality. Writes cells.interposition. Draws none.
/// Source: MODEL.md eq. 4 (F2: only armed, separating units act on battles).
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Interposition {
  static constexpr char const* name = "interposition";
  float strength = 1.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("strength", self.strength, "1", 0, 100,
                "exponent of 100 fully impartial troops who do nothing else",
                "MODEL.md eq. 4: 1.5; F2");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int u = 0; u < actors.count; ++u) {
      auto const a = Actors::idx(u);
      if (!actors.takes_part(u) || actors.kind[a] != Kind::un_mission) continue;
      float const free = 1.0F - state.politics.diverted[a];
      float const per_person = strength / 100.0F * free * actors.goals[a][separate_parties];
      for_each_cell(state.grid(), [&](int c) {
        float const persons = static_cast<float>(state.at.in_reach[u][c]);
        state.cells.interposition[Actors::idx(c)] *=
            exp(-per_person * persons * state.at.impartiality[u][c]);
      });
    }
  }
};

}  // namespace disalign
