/// Legitimacy of an operation: it follows how impartial the people near its troops find it.
///     Lg' = Lg + rate (mean_c iota_ic (1 - w) + w use_i - Lg),   c over cells where i is present
/// iota  perceived impartiality, 0.05..1     w  share of stakeholders who put counter-terrorism first
/// use_i = 0 in this release: no memory of the army's losses near an operation is kept yet, so the
/// stakeholders counted by w find no use in it; w = 0 by default. Complicity (eq. 22) needs the
/// support burden and is 0 too.
/// Limits: rate = 0 or nobody present, nothing changes; w = 0, Lg tends to the mean of iota.
/// Reads at.impartiality, at.strength. Writes actors.legitimacy of operations.
/// Source: MODEL.md 6D, M4. Draws: none.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Legitimacy {
  static constexpr char const* name = "legitimacy";
  float rate = 0.01F;
  float terrorism_first = 0;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "approach of legitimacy to what people perceive",
                "assumed");
    visit.field("terrorism_first", self.terrorism_first, "1", 0, 1,
                "share of stakeholders who put counter-terrorism first (w)", "assumed");
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
      float const earned = sum / static_cast<float>(present_in) * (1.0F - terrorism_first);
      legitimacy = clip(legitimacy + rate * (earned - legitimacy));
    }
  }
};

}  // namespace disalign
