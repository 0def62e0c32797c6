/// Divergent allocation: a parallel force goes where its own goals send it, not where the UN's would.
///     g^_j = g_j (declared)   for every parallel force j that takes part
/// g  goals over the twelve tasks, sum 1   g^  the goals that rules read this week
/// Limits: switched off, a force keeps the reference goals that founding gave it, and every rule
/// that reads `actors.goals` treats it as one more contingent of the UN. Equal profiles, no effect.
/// Sign of the direct effect: both; a force with better goals than the UN's protects more.
/// Reads actors.declared. Writes actors.goals of parallel forces. Draws none.
/// Source: MODEL.md eq. 15 and section 4, invariance.
#pragma once
#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

struct DivergentAllocation {
  static constexpr char const* name = "divergent_allocation";
  static constexpr Channel channel{"deaths", 0};

  static void describe(auto& /*self*/, auto& /*visit*/) {}

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      auto const j = Actors::idx(a);
      if (actors.takes_part(a) && actors.kind[j] == Kind::parallel_force) {
        actors.goals[j] = actors.declared[j].goals;
      }
    }
  }
};

}  // namespace disalign
