/// Host governments decide where the army goes, and which cells they keep operations out of.
/// The task defeat_designated counts every party they are hostile to:
///     phi = sum_p h_p n_p kn_p / (... + 100)
/// Obstruction (devious consent, F35): while the consent to operation i, less what its public criticism
/// and better offers take from it, is below a half, a cell is closed to i this week with probability
///     P = q^_i [1/2 - (H_i - a cr_i - b alt_i)]+ 2 army share,   army share = n_army / (n_army + n_i + 50)
/// q^_i  how far i holds to the principle of consent (switch divergent_conduct): at 0 it goes where it
/// is refused, and rule consent makes it pay.
/// cr_i, alt_i  public criticism and accepted offers of others: a host answers reports at once by
/// holding back flights and permits, long before it changes its mind about the mission.
/// Limits: H >= 1/2 and neither criticism nor offers, no obstruction; no army in the cell, none there.
/// Source: MODEL.md section 5, scenario 2; a, b assumed.
/// Reads the closed state of last week. Writes orders.weight, orders.obstructed.
/// Draws: entity (operation's key, cell), word 0.
#pragma once
#include "agents/choice.hpp"
#include "model/base/counts.hpp"
#include "model/conduct.hpp"

namespace disalign {

struct HostGovernments {
  static constexpr char const* name = "host_governments";
  float obstruction = 2;
  float criticism = 0.2F;
  float alternative = 0.1F;

  static void describe(auto& self, auto& visit) {
    visit.field("obstruction", self.obstruction, "1", 0, 2,
                "how fast obstruction grows as consent falls below a half", "assumed; F35");
    visit.field("criticism", self.criticism, "1", 0, 1,
                "consent that full public criticism of the army takes away at once",
                "assumed; M18");
    visit.field("alternative", self.alternative, "1", 0, 1,
                "consent that an accepted offer of another partner takes away at once",
                "assumed; S2");
  }

  void operator()(State const& state, Orders& orders, Draws draws) const {
    Actors const& actors = state.actors;
    survey_cells(state, orders.survey);
    for (int a = 0; a < actors.count; ++a) {
      if (!decides(state, a, Kind::government)) continue;
      auto const feature = [&](Task task, float* phi) {
        if (task == defeat_designated) {
          enemies(state, a, phi);
        } else {
          task_feature(state, orders.survey, a, task, phi);
        }
      };
      weigh_cells(state, orders, a, feature);
      for (int i = 0; i < actors.count; ++i) {
        if (actors.is_operation(i) && actors.takes_part(i)) obstruct(state, orders, draws, a, i);
      }
    }
  }

 private:
  static void enemies(State const& state, int a, float* phi) {
    std::fill_n(phi, state.grid().plane_size(), 0.0F);
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.is_group(p)) continue;
      for_each_known(state, a, p,
                     [=, hostility = state.hostility(a, p)](int c, float persons, float known) {
                       phi[c] += hostility(c) * persons * known;
                     });
    }
    saturate_presence(state, feature_half_strength, phi);
  }

  void obstruct(State const& state, Orders& orders, Draws draws, int army, int i) const {
    auto const operation = Actors::idx(i);
    float const lack = 0.5F - state.actors.consent[operation] +
                       criticism * state.politics.criticism[operation] +
                       alternative * state.politics.alternative[operation];
    float const bows = principles_now(state.actors, i).consent_principle;
    for_each_cell(state.grid(), [&](int c) {
      orders.obstructed[i][c] = 0;
      if (lack <= 0.0F || state.at.strength[army][c] == 0) return;
      auto const n = static_cast<float>(state.at.strength[army][c]);
      float const share = n / (n + static_cast<float>(state.at.strength[i][c]) + 50.0F);
      std::uint64_t const entity =
          mix(state.actors.key[Actors::idx(i)]) ^ static_cast<std::uint64_t>(c);
      orders.obstructed[i][c] = draws.at(entity)(0) < bows * lack * obstruction * share ? 1 : 0;
    });
  }
};

}  // namespace disalign
