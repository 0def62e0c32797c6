/// Lasting changes of a stance that survive the rules which renew stances every week.
#pragma once
#include <algorithm>

#include "model/state.hpp"

namespace disalign {

/// Moves the stance of p towards q by `step`, within [-1, 1], and books what it moved in
/// politics.drift, which divergent_targeting and group_stances add where they renew a stance. What
/// the bound swallows is not booked: it would have to be undone before the stance could turn.
inline void shift_stance(State& state, int p, int q, float step) {
  float& stance = state.actors.stances[Actors::idx(p)][Actors::idx(q)];
  float const moved = std::clamp(stance + step, -1.0F, 1.0F);
  state.politics.drift[Actors::idx(p)][Actors::idx(q)] += moved - stance;
  stance = moved;
}

}  // namespace disalign
