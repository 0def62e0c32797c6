/// Legal basis: on what mandate an operation acts, and what a UN presence beside it lends and loses.
///     Lg_j' = Lg_j + rate (lent_j 0.1 - gap_j),     Lg_U' = Lg_U - rate 0.05 sum_j lent_j
///     lent_j = 1 for an unauthorised j that a UN mission in theatre accepts: c_jU >= accepted
/// Lg  legitimacy, 0..1   rate  as in `legitimacy`, so 0.1, 0.05 and gap are shifts of the rest point
/// gap_j  by what the operation acts on: Chapter VII or VIII and later authorisation 0, welcomed 0.05,
///        consent of the host only 0.1, nothing 0.3; 0 once mandates.authorised says so
/// Limits: authorised, nothing; no UN mission or no contact with it, nothing is lent.
/// Sign of the direct effect: acceptance raises the partner's legitimacy and lowers the UN's.
/// Reads attributes.authorisation, mandates.authorised, coordination, strength. Writes
/// actors.legitimacy, mandates.lent. Draws none.
/// Source: MODEL.md 6B, legitimacy lending (M20), deployment anyway (Lg - 0.3; M20, M21); other gaps
/// and acceptance assumed.
#pragma once

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct LegalBasis {
  static constexpr char const* name = "legal_basis";
  float rate = 0.01F;
  float gain = 0.1F;
  float cost = 0.05F;
  float accepted = 0.2F;
  float welcomed_gap = 0.05F;
  float consent_gap = 0.1F;
  float no_basis_gap = 0.3F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "approach of legitimacy to its shifted rest",
                "assumed, as in legitimacy");
    visit.field("gain", self.gain, "1", 0, 1,
                "legitimacy that an unauthorised force gains from a UN presence that accepts it",
                "MODEL.md 6B: 0.1; M20");
    visit.field("cost", self.cost, "1", 0, 1, "legitimacy that the UN loses by accepting one",
                "MODEL.md 6B: 0.05; M20");
    visit.field("accepted", self.accepted, "1", 0, 1,
                "coordination from which a UN presence accepts a force", "assumed");
    visit.field("welcomed_gap", self.welcomed_gap, "1", 0, 1,
                "legitimacy missing to a force that the Council only welcomed", "assumed");
    visit.field("consent_gap", self.consent_gap, "1", 0, 1,
                "legitimacy missing to a force with the host's consent only", "assumed");
    visit.field("no_basis_gap", self.no_basis_gap, "1", 0, 1,
                "legitimacy missing to a force without any basis", "MODEL.md eq. 24: 0.3; M20");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int j = 0; j < actors.count; ++j) {
      auto const i = Actors::idx(j);
      state.mandates.lent[i] = 0;
      if (!in_theatre(actors, j) || actors.kind[i] != Kind::parallel_force) continue;
      if (state.mandates.authorised[i] >= 0.5F) continue;
      float shift = -gap(actors.attributes[i].authorisation);
      for (int u = 0; u < actors.count; ++u) {
        auto const mission = Actors::idx(u);
        if (!in_theatre(actors, u) || actors.kind[mission] != Kind::un_mission) continue;
        if (actors.coordination[i][mission] < accepted) continue;
        state.mandates.lent[i] = 1;
        actors.legitimacy[mission] = clip(actors.legitimacy[mission] - rate * cost);
      }
      if (state.mandates.lent[i] != 0) shift += gain;
      actors.legitimacy[i] = clip(actors.legitimacy[i] + rate * shift);
    }
  }

 private:
  static bool in_theatre(Actors const& actors, int a) {
    return actors.takes_part(a) && actors.strength[Actors::idx(a)] > 0;
  }

  [[nodiscard]] float gap(int authorisation) const {
    switch (authorisation) {
      case welcomed:
        return welcomed_gap;
      case host_consent:
        return consent_gap;
      case unauthorised:
        return no_basis_gap;
      default:
        return 0.0F;
    }
  }
};

}  // namespace disalign
