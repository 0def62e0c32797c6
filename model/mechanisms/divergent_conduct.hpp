/// Divergent conduct: a parallel force acts by its own principles, not by the UN's.
///     r0^_j = r0_j,  q^_j = q_j,  m^_j = m_j   for every parallel force j that takes part
/// r0  restraint towards civilians   q  consent: how far it bows to the host's refusals
/// m  impartiality: how far it judges all parties by one measure, all 0..1; with ^ as rules read them
/// (model/conduct.hpp)
/// Limits: switched off, a force shows the principles of the UN mission, which founding lets it follow.
/// Equal principles, no effect.
/// Sign of the direct effect: both; a force with less restraint than the UN kills more civilians, one
/// with more kills fewer.
/// Reads attributes. Writes actors.principles_of of parallel forces. Draws none.
/// Source: MODEL.md section 4 (principles), invariance; F5 for what restraint does.
#pragma once
#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

struct DivergentConduct {
  static constexpr char const* name = "divergent_conduct";
  static constexpr Channel channel{"civilian_deaths", 0};

  static void describe(auto& /*self*/, auto& /*visit*/) {}

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int j = 0; j < actors.count; ++j) {
      if (actors.takes_part(j) && actors.kind[Actors::idx(j)] == Kind::parallel_force)
        actors.principles_of[Actors::idx(j)] = j;
    }
  }
};

}  // namespace disalign
