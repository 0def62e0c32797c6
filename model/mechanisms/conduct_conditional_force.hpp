/// Conduct-conditional force: an operation told to protect civilians fights whoever kills them.
///     h_ip += beta_c r_i g^_i,PC authority_i fair_ip min(1, v_pc / v0)
///     fair_ip = m_i + (1 - m_i) (1 - s^_ip) / 2
/// r  restraint, 0..1   g^_PC  weight of civilian protection among the goals as rules read them
/// authority  1 under Chapter VII, 0.3 else   v_pc  civilians killed by p, remembered [per 10,000]
/// m  how far it holds to the principle of impartiality: at 1 it acts on what p does, whatever stances
/// say; at 0 it looks away from the killings of a party it supports
/// The rule writes the coefficient, in [0, 1]; State::hostility multiplies it by the local conduct of p.
/// This is how an impartial force enforces. Against the army only with `all_parties`.
/// Limits: beta_c = 0, no goal of protection, or no authority: nothing is added.
/// Reads actors.goals (switch divergent_allocation), stances (divergent_targeting), principles
/// (divergent_conduct). Writes actors.conduct.
/// Source: MODEL.md eq. 8 (assumed); fair assumed, domain taxonomy 4A (principles). Draws: none.
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/conduct.hpp"
#include "model/state.hpp"

namespace disalign {

struct ConductConditionalForce {
  static constexpr char const* name = "conduct_conditional_force";
  float strictness = 1;
  bool all_parties = false;

  static void describe(auto& self, auto& visit) {
    visit.field("strictness", self.strictness, "1", 0, 10,
                "hostility towards a killer of civilians per unit of restraint, goal and authority "
                "(beta_c)",
                "assumed");
    visit.field("all_parties", self.all_parties, "1", 0, 1,
                "1: force is authorised against the army as well", "MODEL.md eq. 8: default no");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      bool const acts = actors.takes_part(i) && actors.is_operation(i);
      float const coefficient = acts ? strictness * restraint_now(state, i) *
                                           actors.goals[a][protect_civilians] *
                                           actors.attributes[a].authority
                                     : 0.0F;
      for (int p = 0; p < actors.count; ++p) {
        bool const judged = !actors.is_operation(p) && (all_parties || !actors.is_government(p));
        actors.conduct[a][Actors::idx(p)] =
            judged ? clip(coefficient * fairness(actors, i, p)) : 0.0F;
      }
    }
  }

 private:
  /// fair_ip, 0..1.
  static float fairness(Actors const& actors, int i, int p) {
    float const even = principles_now(actors, i).impartiality_principle;
    float const stance = actors.stances[Actors::idx(i)][Actors::idx(p)];
    return even + (1.0F - even) * 0.5F * (1.0F - stance);
  }
};

}  // namespace disalign
