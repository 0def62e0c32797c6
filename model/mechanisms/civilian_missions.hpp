/// Civilian missions: unarmed operations are guarded by the forces beside them, or they leave.
///     P(attack beaten off) = 1 - exp(-g sum_i alert_ij n_ic / 100),   alert = a0 + (1 - a0) c_ij
///     withdrawal once  sum_k t_jk >= threshold                        (lost: drawdown in `exit_weeks`)
/// j  an unarmed operation (combat 0)   n_ic  persons of armed operations i in its cell   c  coordination
/// t_jk  EW_13 of the share of j's persons lost to k [1/week] (rule group_stances)   g  guard of 100
/// An attack beaten off kills nobody of j; it counts as rescued. Rescue answers those that are left.
/// Limits: nobody armed in the cell, no guard; an armed operation is not guarded by this rule and
/// does not leave by it.
/// Sign of the direct effect: a guard only lowers deaths of j; losses only bring its end nearer.
/// Reads attributes.combat, exit_weeks, at.strength, coordination, actors.threat. Writes events
/// (deaths_b, rescued), flows.rescues, mandates.departure, drawdown_weeks, drawdown_to.
/// Draws: event address, word 0 whether it is beaten off.
/// Source: M13 (guarantee for non-UN civilian missions), MODEL.md eq. 13; form and numbers assumed.
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct CivilianMissions {
  static constexpr char const* name = "civilian_missions";
  float guard = 1;
  float alert_without_contact = 0.3F;
  float threshold = 0.005F;

  static void describe(auto& self, auto& visit) {
    visit.field("guard", self.guard, "1", 0, 100,
                "exponent with which 100 coordinated armed persons in the cell guard a mission",
                "assumed, as presence; M13");
    visit.field("alert_without_contact", self.alert_without_contact, "1", 0, 1,
                "share of that guard without coordination", "MODEL.md eq. 13: 0.3");
    visit.field("threshold", self.threshold, "1/week", 0, 1,
                "remembered share of its people lost at which an unarmed mission withdraws",
                "assumed: one in 200 a week; M13");
  }

  void operator()(State& state, Draws draws) const {
    for (Event& event : state.events) {
      bool const attack =
          event.kind == EventKind::attack_on_operation || event.kind == EventKind::road_bomb;
      if (!attack || event.side_b < 0 || event.deaths_b == 0 || !unarmed(state, event.side_b))
        continue;
      if (draws.at(event.address)(0) >= chance(guarding(state, event.side_b, event.cell))) continue;
      event.deaths_b = 0;
      event.rescued = true;
      ++state.flows.rescues;
    }
    for (int j = 0; j < state.actors.count; ++j) {
      if (state.actors.takes_part(j) && unarmed(state, j)) withdraw(state, j);
    }
  }

 private:
  static bool unarmed(State const& state, int a) {
    return state.actors.is_operation(a) && !(state.actors.attributes[Actors::idx(a)].combat > 0.0F);
  }

  [[nodiscard]] float guarding(State const& state, int j, int c) const {
    float sum = 0;
    for (int const i : state.present[c]) {
      if (i == j || !state.actors.is_operation(i) || unarmed(state, i)) continue;
      float const contact = state.actors.coordination[Actors::idx(i)][Actors::idx(j)];
      float const alert = alert_without_contact + (1.0F - alert_without_contact) * contact;
      sum += alert * static_cast<float>(state.at.strength[i][c]) / 100.0F;
    }
    return guard * sum;
  }

  void withdraw(State& state, int j) const {
    auto const i = Actors::idx(j);
    float lost = 0;
    for (int k = 0; k < state.actors.count; ++k) lost += state.actors.threat[i][Actors::idx(k)];
    if (lost < threshold || state.mandates.departure[i] <= state.week) return;
    state.mandates.departure[i] = state.week;
    state.mandates.drawdown_weeks[i] = state.actors.attributes[i].exit_weeks;
    state.mandates.drawdown_to[i] = 0;
  }
};

}  // namespace disalign
