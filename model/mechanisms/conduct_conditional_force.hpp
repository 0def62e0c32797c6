/// Conduct-conditional force: an operation told to protect civilians fights whoever kills them.
///     h_ip += beta_c r_i g^_i,PC authority_i min(1, v_pc / v0)
/// r  restraint, 0..1   g^_PC  weight of civilian protection among the goals as rules read them
/// authority  1 under Chapter VII, 0.3 else   v_pc  civilians killed by p, remembered [per 10,000]
/// The rule writes the coefficient beta_c r g authority, in [0, 1]; State::hostility multiplies it by
/// the local conduct of p, whatever stances say. This is how an impartial force enforces.
/// Against the army only with `all_parties`. Limits: beta_c = 0, no goal of protection, or no authority: nothing is added.
/// Reads actors.goals (switch divergent_allocation), attributes. Writes actors.conduct,
/// actors.conduct_all_parties.
/// Source: MODEL.md eq. 8 (assumed). Draws: none.
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
      Attributes const& its = actors.attributes[a];
      actors.conduct[a] = acts ? clip(strictness * restraint_now(state, i) *
                                      actors.goals[a][protect_civilians] * its.authority)
                               : 0.0F;
      actors.conduct_all_parties[a] = acts && all_parties ? 1 : 0;
    }
  }
};

}  // namespace disalign
