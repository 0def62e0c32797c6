/// One vote of the Security Council: who vetoes, whether nine votes are found, what is written down.
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

/// How a vote ended.
struct Vote {
  BlocArray<bool> veto{};
  bool nine_votes = true;

  [[nodiscard]] bool vetoed() const { return veto[0] || veto[1]; }
  [[nodiscard]] bool adopted() const { return nine_votes && !vetoed(); }
};

/// P(veto by b) = lg(-U_b), bloc by bloc; nine votes fail with probability `fails` besides.
/// Uses words 0 and 1 (blocs) and 2 (nine votes): the same words, a higher U_b, never a new veto.
inline Vote vote(BlocArray<float> const& utility, float fails, Words word) {
  Vote result;
  for (int b = 0; b < bloc_count; ++b) {
    auto const i = static_cast<std::size_t>(b);
    result.veto[i] = word(b) < logistic(-utility[i]);
  }
  result.nine_votes = !(word(2) < fails);
  return result;
}

/// Enters a vote on operation `a` into the Council's books and the week's flows. A veto of the bloc
/// that does not hold the pen slights the one that does.
inline void enter(State& state, int a, Vote const& vote) {
  Council& council = state.council;
  ++council.drafts;
  if (!vote.vetoed()) return;
  ++council.vetoes;
  ++state.flows.vetoes;
  auto const pen = static_cast<std::size_t>(state.docket.pen[Actors::idx(a)]);
  if (vote.veto[1 - pen]) ++council.slights[pen];
}

}  // namespace disalign
