/// Monitoring: civilian staff of operations who watch over human rights restrain the army.
///     factor_c = exp(-sum_i m (mon_ic / s) Cm_ic H_i),   mon_ic = mon_i n_ic / n_i
/// mon_i  staff of i who monitor [person]: g^_i,HR of its civilians and observers, and added services
/// g^_HR  weight of human rights among the goals in use   H  consent of the host, 0..1
/// n_ic  persons of i whose reach covers c of n_i in theatre   s  staff counted as one team [persons]
/// Cm  complementarity   m  strength of the effect
/// Troops produce no monitoring (F11, M30); a partner's staff count at their civil efficiency (M30).
/// The factor multiplies the hazard with which the army and its allies attack civilians.
/// Limits: no staff, no consent or no goal, factor 1.
/// Sign of the direct effect: more staff, consent or complementarity, less abuse by the army.
/// Reads goals in use, civil capacity, consent, at.in_reach, complementarity. Writes
/// cells.monitoring. Draws none.
/// Source: MODEL.md eq. 7 (F5, F9); the scale s is assumed, as for mediation and police (20 staff).
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/civil_capacity.hpp"
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
      if (!actors.takes_part(u) || !actors.is_operation(u) || actors.strength[a] == 0) continue;
      float const teams_per_person =
          monitors_of(state, u) / staff_scale / static_cast<float>(actors.strength[a]);
      float const rate = strength * actors.consent[a] * teams_per_person;
      if (!(rate > 0.0F)) continue;
      for_each_cell(state.grid(), [&](int c) {
        float const persons = static_cast<float>(state.at.in_reach[u][c]);
        state.cells.monitoring[Actors::idx(c)] *=
            exp(-rate * persons * state.at.complementarity[u][c]);
      });
    }
  }
};

}  // namespace disalign
