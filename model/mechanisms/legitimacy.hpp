/// Legitimacy of an operation: it follows how impartial the people near its troops find it, how useful
/// the host finds it and what those it supports have done.
///     Lg' = Lg + rate (mean_c iota_ic (1 - w) + w use_i - (1 - exp(-complicity_i / k)) - Lg)
/// c  cells where i is present   iota  perceived impartiality, 0.05..1
/// w  share of stakeholders who put counter-terrorism first   use_i  fall of the army's losses near i
/// complicity_i  civilians killed this week by those i supports, weighted by its share [persons]
/// Limits: rate = 0 or nobody present, nothing changes; w = 0 and no complicity, Lg tends to the mean
/// of iota; complicity in the killing of many costs `rate` a week, 0.01.
/// Reads at.impartiality, at.strength, politics.usefulness, politics.complicity. Writes
/// actors.legitimacy of operations. Source: MODEL.md 6D, eq. 22 (M4, M9). Draws: none.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Legitimacy {
  static constexpr char const* name = "legitimacy";
  float rate = 0.01F;
  float terrorism_first = 0;
  float blamed = 5;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "approach of legitimacy to what people perceive",
                "assumed");
    visit.field("terrorism_first", self.terrorism_first, "1", 0, 1,
                "share of stakeholders who put counter-terrorism first (w)", "assumed");
    visit.field("blamed", self.blamed, "person", 0.1, 1e4,
                "civilians killed in complicity in a week that bring 63 % of the loss",
                "assumed, as in impartiality_spillover");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      if (!actors.takes_part(a) || !actors.is_operation(a)) continue;
      float sum = 0;
      int present_in = 0;
      for_each_cell_of(state, a, [&](int c) {
        sum += state.at.impartiality[a][c];
        ++present_in;
      });
      if (present_in == 0) continue;
      float& legitimacy = actors.legitimacy[Actors::idx(a)];
      Politics const& politics = state.politics;
      float const earned = sum / static_cast<float>(present_in) * (1.0F - terrorism_first) +
                           terrorism_first * politics.usefulness[Actors::idx(a)] -
                           chance(politics.complicity[Actors::idx(a)] / blamed);
      legitimacy = clip(legitimacy + rate * (earned - legitimacy));
    }
  }
};

}  // namespace disalign
