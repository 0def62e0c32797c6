/// Monitoring: civilian staff of UN missions who watch over human rights restrain the army.
///     factor_c = exp(-sum_U m g^_U,HR (civ_c / s) Cm_Uc H_U),   civ_c = civ_U n_Uc / n_U
/// g^_HR  weight of human rights among the goals in use   H  consent of the host, 0..1
/// civ_U  civilian staff of the mission [persons]; they are where its troops are: n_Uc persons whose
///        reach covers c of n_U in theatre   s  staff counted as one team [persons]
/// Cm  complementarity   m  strength of the effect
/// Troops produce no monitoring (F11, M30). The factor multiplies the hazard with which the army and
/// its allies attack civilians.
/// Limits: no staff, no consent or no goal, factor 1.
/// Sign of the direct effect: more staff, consent or complementarity, less abuse by the army.
/// Reads goals in use, attributes.civilians, consent, at.in_reach, complementarity.
/// Writes cells.monitoring. Draws none.
/// Source: MODEL.md eq. 7 (F5, F9); the scale s is assumed, as for mediation and police (20 staff).
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Monitoring {
  static constexpr char const* name = "monitoring";
  float strength = 1.5F;
  float staff_scale = 20;

  static void describe(auto& self, auto& visit) {
    visit.field("strength", self.strength, "1", 0, 100,
                "restraint of one team of staff at full goal and consent", "MODEL.md eq. 7: 1.5");
    visit.field("staff_scale", self.staff_scale, "person", 1, 1e4,
                "civilian staff counted as one team", "assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int u = 0; u < actors.count; ++u) {
      auto const a = Actors::idx(u);
      if (!actors.takes_part(u) || actors.kind[a] != Kind::un_mission || actors.strength[a] == 0)
        continue;
      float const teams_per_person =
          actors.attributes[a].civilians / staff_scale / static_cast<float>(actors.strength[a]);
      float const rate =
          strength * actors.goals[a][monitor_human_rights] * actors.consent[a] * teams_per_person;
      for_each_cell(state.grid(), [&](int c) {
        float const persons = static_cast<float>(state.at.in_reach[u][c]);
        state.cells.monitoring[Actors::idx(c)] *=
            exp(-rate * persons * state.at.complementarity[u][c]);
      });
    }
  }
};

}  // namespace disalign
