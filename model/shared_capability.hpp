/// What an operation borrows from others where they are: information, jamming, medical evacuation.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

/// Lender's persons in reach that lend half of what it shares [person], assumed.
inline constexpr float half_lenders = 100;

/// Share of full capability that operation i borrows in cell c, 0..1:
///     s_ic = 1 - prod_j (1 - sigma_ji sat(n_jc, 100)),   n_jc persons of j whose reach covers c
/// 0 where nobody shares or no lender is in reach. Source: MODEL.md eq. 14.
inline float shared_capability(State const& state, int i, int c) {
  float without = 1;
  for (int j = 0; j < state.actors.count; ++j) {
    float const sigma = state.logistics.sharing[Actors::idx(j)][Actors::idx(i)];
    if (!(sigma > 0.0F)) continue;
    without *= 1.0F - sigma * saturation(static_cast<float>(state.at.in_reach[j][c]), half_lenders);
  }
  return 1.0F - without;
}

}  // namespace disalign
