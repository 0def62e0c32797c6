/// Regional knowledge: who shares language or kin with people knows more, is trusted and heard.
///     unseen_ic' = 1 - (1 - unseen_ic) min(1, d + 0.2 reg) / d          every week, after sensing
///     week 0:  iota_ic = iota0 + reg [0.7 - iota0]+,   H_i + 0.1 reg
///     mediation of i counts (1 + 0.2 reg + 0.002 L9) fold
/// reg  share of its members who share language or kin, 0..1   d  detection of i, 0..1
/// iota  perceived impartiality   H  consent of the host   L9  secondees with i [persons]
/// Limits: reg = 0, nothing; d = 0, it sees nothing more (its share of coverage is unknown).
/// Sign of the direct effect: more is known, trust and consent start higher.
/// Reads attributes, mandates.seconded. Writes at.unseen, at.impartiality and actors.consent (week 0),
/// mandates.mediation_gain. Draws none.
/// Source: MODEL.md 6B, regional knowledge and legitimacy (M11); L9 for mediation skill.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct RegionalKnowledge {
  static constexpr char const* name = "regional_knowledge";
  float detection = 0.2F;
  float trust = 0.7F;
  float consent = 0.1F;
  float mediation = 0.2F;
  float mediation_per_secondee = 0.002F;

  static void describe(auto& self, auto& visit) {
    visit.field("detection", self.detection, "1", 0, 1,
                "detection that shared language and kin add", "MODEL.md 6B: 0.2; M11");
    visit.field("trust", self.trust, "1", 0.05, 1,
                "perceived impartiality at which a regional force starts, if its own is lower",
                "MODEL.md 6B: 0.7; M11");
    visit.field("consent", self.consent, "1", 0, 1, "consent of the host that it adds at start",
                "MODEL.md 6B: 0.1; M11");
    visit.field("mediation", self.mediation, "1", 0, 5, "share that it adds to mediation",
                "MODEL.md 6B: 0.2; M11");
    visit.field("mediation_per_secondee", self.mediation_per_secondee, "1/person", 0, 0.1,
                "share that one secondee adds to the mediation of a partner",
                "L9: 0.02 each 10; assumed for mediation");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      Attributes const& its = actors.attributes[a];
      float const ties = clip(its.regional);
      state.mandates.mediation_gain[a] =
          mediation * ties + mediation_per_secondee * state.mandates.seconded[a];
      if (!(ties > 0.0F)) continue;
      if (state.week == 0) {
        actors.consent[a] = clip(actors.consent[a] + consent * ties);
        for_each_cell(state.grid(), [&](int c) {
          float& iota = state.at.impartiality[i][c];
          iota += ties * positive(trust - iota);
        });
      }
      if (!(its.detection > 0.0F)) continue;
      float const gain = std::min(1.0F, its.detection + detection * ties) / its.detection;
      for_each_cell(state.grid(), [&](int c) {
        float& unseen = state.at.unseen[i][c];
        unseen = clip(1.0F - (1.0F - unseen) * gain);
      });
    }
  }
};

}  // namespace disalign
