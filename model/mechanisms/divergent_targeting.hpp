/// Divergent targeting: a parallel force fights and favours whom its own stances name.
///     s^_jp = s_jp (declared)   s^_pj = s_jp + drift_pj, clip to [-1, 1]
///     for every parallel force j and every local party p
/// s  stance of one party towards another, -1..1   s^  the stance that rules read this week
/// drift  what j's conduct as a party to the conflict has added since week 0 (rule party_status)
/// The second equation is reciprocity (assumed): the government, each armed group and every
/// splinter meet the force as it meets them, as founding does with the reference stances.
/// Limits: switched off, both keep the reference stances of founding. Equal profiles, no effect.
/// Stances between operations stay as founded: parallel forces are rivals, not enemies, of the UN.
/// Sign of the direct effect: both; hostility towards one party, and protection from it, rise
/// together.
/// Reads actors.declared, politics.drift. Writes actors.stances between parallel forces and local
/// parties, and their stance towards the communities. Draws none.
/// Source: MODEL.md eq. 15 and section 4, invariance.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

struct DivergentTargeting {
  static constexpr char const* name = "divergent_targeting";
  static constexpr Channel channel{"deaths", 0};

  static void describe(auto& /*self*/, auto& /*visit*/) {}

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      auto const j = Actors::idx(a);
      if (!actors.takes_part(a) || actors.kind[j] != Kind::parallel_force) continue;
      Stances const& declared = actors.declared[j].stances;
      actors.stances[j][communities] = declared[communities];
      for (int b = 0; b < actors.count; ++b) {
        if (actors.is_operation(b)) continue;
        auto const p = Actors::idx(b);
        actors.stances[j][p] = declared[p];
        actors.stances[p][j] = std::clamp(declared[p] + state.politics.drift[p][j], -1.0F, 1.0F);
      }
    }
  }
};

}  // namespace disalign
