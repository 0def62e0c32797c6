/// Retaliation: a bloc whose draft was vetoed bears a grudge in every later vote, in any theatre.
///     Gr_b' = min(1, 2^(-1/half_life) Gr_b + vetoes against b's drafts last week)
///     resentment of b in a vote on operation j = Gr_b tie,  tie = 1 if the other bloc holds j's pen
/// In the week a slight is felt, b asks with probability `early_review` for a review of the missions
/// whose pen the other bloc holds, `review_delay` weeks after the veto. Grudges change once a week,
/// in the first theatre that meets the Council, so that theatres may come in any order.
/// A vetoed renewal slights like a vetoed draft: grudges may answer grudges.
/// Limits: no veto, no grudge; switched off, resentment stays 0.
/// Reads council.slights, docket.pen (as of last week). Writes council.grudge, slights, early_review, docket.resentment.
/// Source: MODEL.md eq. 24, Retaliation (M25; scenario 3 [S]); both numbers of the tie assumed.
/// Draws: entity = the bloc, word 0 whether it asks for an early review.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct Retaliation {
  static constexpr char const* name = "retaliation";
  float half_life = 26;
  float tie = 1;
  float loose_tie = 0.2F;
  float early_review = 0.2F;
  int review_delay = 6;

  static void describe(auto& self, auto& visit) {
    visit.field("half_life", self.half_life, "week", 0.1, 520, "half-life of a grudge",
                "MODEL.md eq. 24: 26");
    visit.field("tie", self.tie, "1", 0, 1,
                "share of a grudge that is felt towards missions whose pen the other bloc holds",
                "assumed; M25");
    visit.field("loose_tie", self.loose_tie, "1", 0, 1,
                "share of a grudge that is felt towards all other missions", "assumed");
    visit.field("early_review", self.early_review, "1", 0, 1,
                "probability that a slighted bloc does not wait for the next renewal", "assumed");
    visit.field("review_delay", self.review_delay, "week", 1, 52,
                "weeks from a veto to the early review it provokes", "assumed; scenario 3: 12");
  }

  void operator()(State& state, Draws draws) const {
    if (state.council.week_felt < state.week) feel(state.council, state.week, draws);
    for (int a = 0; a < state.actors.count; ++a) {
      if (!state.actors.takes_part(a) || !state.actors.is_operation(a)) continue;
      auto const i = Actors::idx(a);
      int const pen = state.docket.pen[i];
      for (int b = 0; b < bloc_count; ++b) {
        auto const bloc = static_cast<std::size_t>(b);
        state.docket.resentment[bloc][i] =
            state.council.grudge[bloc] * (b == pen ? loose_tie : tie);
      }
    }
  }

 private:
  void feel(Council& council, int week, Draws draws) const {
    council.week_felt = week;
    for (std::size_t b = 0; b < bloc_count; ++b) {
      float const kept = weekly_decay(half_life) * council.grudge[b];
      auto const slights = static_cast<float>(council.slights[b]);
      council.grudge[b] = std::min(1.0F, kept + slights);
      if (council.slights[b] > 0 && draws.at(b)(0) < early_review) {
        council.early_review[b] = week - 1 + review_delay;  // the slight was last week's
      }
      council.slights[b] = 0;
    }
  }
};

}  // namespace disalign
