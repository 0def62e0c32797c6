/// Impunity: an army abuses more where nobody watches and nobody punishes.
///     impunity_a = clip(1 - (monitored_a + y_a))
///     monitored_a = sum_c n_ac m_c / sum_c n_ac,   m_c = 1 - prod_i (1 - H_i S_i / (S_i + half_staff))
///     over UN missions i whose reach covers c,     S_i = civilians_i g^_i,HR
/// n  persons of the army in the cell   y  accountability: probability of a sanction
/// H  consent of the host, 0..1   S  civilian staff who monitor human rights [persons]
/// Troops do not monitor, and only the UN's staff count: monitoring by parallel forces has no record.
/// Limits: no staff, no consent or no reach: 1 - y; an army that is not deployed is not monitored.
/// Reads at.strength, at.in_reach, actors.goals (switch divergent_allocation), consent. Writes
/// actors.impunity of governments; `civilian_targeting` multiplies the army's rate by 1 + 1.5 times it.
/// Source: MODEL.md 6A repression [S], F5, F11; form of m assumed. Draws: none.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Impunity {
  static constexpr char const* name = "impunity";
  float half_staff = 100;

  static void describe(auto& self, auto& visit) {
    visit.field("half_staff", self.half_staff, "person", 1, 1e5,
                "civilian staff on human rights that see half of what there is to see", "assumed");
  }

  void operator()(State& state, Draws) const {
    for (int a = 0; a < state.actors.count; ++a) {
      if (!state.actors.takes_part(a) || !state.actors.is_government(a)) continue;
      auto const i = Actors::idx(a);
      state.actors.impunity[i] =
          clip(1.0F - (monitored_share(state, a) + state.actors.attributes[i].accountability));
    }
  }

 private:
  [[nodiscard]] float monitored_share(State const& state, int army) const {
    Actors const& actors = state.actors;
    ActorArray<float> sight{};  // H_i S_i / (S_i + half_staff)
    for (int i = 0; i < actors.count; ++i) {
      if (!actors.takes_part(i) || actors.kind[Actors::idx(i)] != Kind::un_mission) continue;
      float const staff = actors.attributes[Actors::idx(i)].civilians *
                          actors.goals[Actors::idx(i)][monitor_human_rights];
      sight[Actors::idx(i)] = actors.consent[Actors::idx(i)] * saturation(staff, half_staff);
    }
    float persons = 0;
    float monitored = 0;
    for_each_cell_of(state, army, [&](int c) {
      float unseen = 1;
      for (int i = 0; i < actors.count; ++i) {
        if (state.at.in_reach[i][c] > 0) unseen *= 1.0F - sight[Actors::idx(i)];
      }
      auto const n = static_cast<float>(state.at.strength[army][c]);
      persons += n;
      monitored += n * (1.0F - unseen);
    });
    return persons > 0.0F ? monitored / persons : 0.0F;
  }
};

}  // namespace disalign
