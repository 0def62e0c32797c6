/// Standing deterrence: attackers hold back where a force that would come stands within reach.
///     det_c = exp(-k sum_i w g^_i,PC alert_ic n_ic (1 - b_i) / n0 (1 - fric_ic))
///     alert_ic = 1 if i stands in c, else a + (1 - a) max_j c_ij over operations j that stand there
/// g^_PC  weight of protection among the goals in use   n_ic  persons whose reach covers c
/// c_ij  coordination, 0..1; with nobody in the cell to raise the alarm alert = a
/// fric  share of effect that friction takes this week   k, w, n0  strength, weight, scale [persons]
/// b  share of the troops bound by the support of others
/// Limits: nobody in reach or g_PC = 0: factor 1.
/// Sign of the direct effect: more persons, goal or coordination, fewer attacks on civilians; friction
/// takes part of it away.
/// Reads goals in use, coordination, at.in_reach, strength, friction. Writes cells.deterrence.
/// Draws none. Source: MODEL.md eq. 13, second half (L12), assumed.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct StandingDeterrence {
  static constexpr char const* name = "standing_deterrence";
  float strength = 0.8F;
  float goal_weight = 2;
  float persons = 400;
  float alert_without_contact = 0.3F;

  static void describe(auto& self, auto& visit) {
    visit.field("strength", self.strength, "1", 0, 100, "exponent of a full response force",
                "assumed: 0.8");
    visit.field("goal_weight", self.goal_weight, "1", 0, 20,
                "readiness per weight of protection among the goals", "assumed: 2");
    visit.field("persons", self.persons, "person", 1, 1e5, "strength of a full response force",
                "assumed: 400");
    visit.field("alert_without_contact", self.alert_without_contact, "1", 0, 1,
                "alertness to an alarm of a force without coordination", "assumed: 0.3");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      float const per_person = strength * goal_weight * actors.goals[a][protect_civilians] *
                               (1.0F - state.politics.diverted[a]) / persons;
      for_each_cell(state.grid(), [&](int c) {
        if (state.at.in_reach[i][c] == 0) return;
        float const ready = static_cast<float>(state.at.in_reach[i][c]) * alert(state, i, c);
        state.cells.deterrence[Actors::idx(c)] *=
            exp(-per_person * ready * (1.0F - state.at.friction[i][c]));
      });
    }
  }

 private:
  [[nodiscard]] float alert(State const& state, int i, int c) const {
    if (state.at.strength[i][c] > 0) return 1.0F;
    float contact = 0;
    for (int j = 0; j < state.actors.count; ++j) {
      if (!state.actors.is_operation(j) || state.at.strength[j][c] == 0) continue;
      contact = std::max(contact, state.actors.coordination[Actors::idx(i)][Actors::idx(j)]);
    }
    return alert_without_contact + (1.0F - alert_without_contact) * contact;
  }
};

}  // namespace disalign
