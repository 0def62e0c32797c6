/// Armed groups decide where to go: to rule people, to take resources, to strike weaker enemies,
/// and away from stronger ones.
/// The task extend_state_authority means authority for itself: phi = (1 - K_c,self) population.
/// The task defeat_designated means enemies it can beat:
///     phi = sum_p h_p n_p kn_p weak / (... + 100),   weak = own / (own + bias sum_p e_p n_p)
/// Limits: bias = 0, the strength of enemies does not matter. Source: MODEL.md section 5 (group).
/// Reads the closed state of last week. Writes orders.weight. Draws: none.
#pragma once
#include "agents/choice.hpp"

namespace disalign {

struct ArmedGroups {
  static constexpr char const* name = "armed_groups";
  float weakness_bias = 1;

  static void describe(auto& self, auto& visit) {
    visit.field("weakness_bias", self.weakness_bias, "1", 0, 10,
                "how much it prefers enemies weaker than itself", "assumed");
  }

  void operator()(State const& state, Orders& orders, Draws) const {
    survey_cells(state, orders.survey);
    for (int a = 0; a < state.actors.count; ++a) {
      if (!decides(state, a, Kind::armed_group)) continue;
      auto const feature = [&](Task task, float* phi) {
        if (task == extend_state_authority) {
          authority_feature(state, orders.survey, phi, [=](int p) { return p == a; });
        } else if (task == defeat_designated) {
          enemies_within_power(state, a, orders.survey.threat.data(), phi);
        } else {
          task_feature(state, orders.survey, a, task, phi);
        }
      };
      weigh_cells(state, orders, a, feature);
    }
  }

 private:
  /// `power`: a plane to work in.
  void enemies_within_power(State const& state, int a, float* power, float* phi) const {
    Actors const& actors = state.actors;
    for_each_strip(state.grid(), [=](auto c) {
      set(phi, c, 0);
      set(power, c, 0);
    });
    for (int p = 0; p < actors.count; ++p) {
      if (p == a) continue;
      float const combat = actors.attributes[Actors::idx(p)].combat;
      for_each_known(state, a, p,
                     [=, hostility = state.hostility(a, p)](int c, float persons, float known) {
                       float const seen = hostility(c) * persons * known;
                       phi[c] += seen;
                       power[c] += seen * combat;
                     });
    }
    Attributes const& own = actors.attributes[Actors::idx(a)];
    for (std::int32_t const c : state.present.occupied) {
      if (!(phi[c] > 0.0F)) continue;
      float const mine = own.combat * (static_cast<float>(state.at.strength[a][c]) + own.unit_size);
      phi[c] = saturation(phi[c] * state.area_factor(c), feature_half_strength) * mine /
               (mine + weakness_bias * power[c]);
    }
  }
};

}  // namespace disalign
