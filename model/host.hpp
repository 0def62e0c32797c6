/// The host: the government on whose territory operations stand, and how far from it their sponsors are.
///     Dsp_ij = 1 - exp(-|x_i - x_j|^2 / 2)
/// x  position of the sponsor between the blocs; the host has one of its own.
/// Source: MODEL.md sections 3, 4 and eq. 23.
#pragma once
#include "model/state.hpp"

namespace disalign {

/// The first government that takes part; -1 where there is none.
inline int host_of(Actors const& actors) {
  for (int a = 0; a < actors.count; ++a) {
    if (actors.takes_part(a) && actors.is_government(a)) return a;
  }
  return -1;
}

/// Dsp of two actors' sponsors, 0..1.
inline float sponsor_distance(Attributes const& one, Attributes const& other) {
  float const x = one.sponsor_x - other.sponsor_x;
  float const y = one.sponsor_y - other.sponsor_y;
  return chance(0.5F * (x * x + y * y));
}

/// Operations that hosts deal with: in the scenario and not told to leave.
inline bool is_guest(State const& state, int a) {
  return state.actors.takes_part(a) && state.actors.is_operation(a) &&
         state.mandates.expelled[Actors::idx(a)] == 0;
}

}  // namespace disalign
