/// Party status: an operation that fights, or supports those who fight, comes to count as a party.
///     sup_i = (m_i + sum_j L_ij min(1, m_j / n_j)) / n_i
///     E_i' = EW_13(sup_i),   Pt_i = lg((E_i - psi) / width)
///     s_pi -= slide Pt_i   for every armed group p that i, or a force that i supports, fought this week
/// m  persons committed in battles this week; ambushes, bombs and attacks on convoys are
/// self-defence and count nothing   L_ij  persons of j that i supports   n  strength [persons]
/// psi  threshold of support intensity (L3)   Pt  0..1   s  stance, drifting for good
/// (model/stance_drift.hpp)
/// Limits: no contact and no support: Pt = lg(-psi / width), 0.7 % with the defaults; E = psi: 1/2.
/// Sign of the direct effect: a higher status, and with it more attacks on the operation
/// (attacks_on_operations, factor 1 + Pt) and more hostility of the groups it is seen to fight.
/// Reads events, strength, politics.supported; no profile. Writes politics.party_intensity,
/// party_status, drift, actors.stances of groups towards operations. Draws none.
/// Source: MODEL.md eq. 21 (M29, L3); psi and width assumed.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/stance_drift.hpp"

namespace disalign {

struct PartyStatus {
  static constexpr char const* name = "party_status";
  static constexpr Channel channel{"party_status", 1};
  float threshold = 0.5F;
  float width = 0.1F;
  float half_life = 13;
  float slide = 0.02F;

  static void describe(auto& self, auto& visit) {
    visit.field("threshold", self.threshold, "1", 0, 1,
                "support and fighting, per own person, at which groups take it for a party (psi)",
                "L3");
    visit.field("width", self.width, "1", 0.001, 1,
                "how blurred the threshold is: scale of the logistic curve", "assumed: 0.1");
    visit.field("half_life", self.half_life, "week", 0, 520,
                "half-life of the memory of its fighting and support", "MODEL.md eq. 21: 13");
    visit.field("slide", self.slide, "1/week", 0, 1,
                "stance lost with the groups it fights in a week as a full party",
                "MODEL.md eq. 21: 0.02");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    Politics& politics = state.politics;
    Fighting const week = fighting_of(state);
    float const kept = weekly_decay(half_life);
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      std::uint32_t foes = week.foes[a];
      float involved = week.persons[a];
      for (int j = 0; j < actors.count; ++j) {
        auto const b = Actors::idx(j);
        float const supported = politics.supported[a][b];
        if (!(supported > 0.0F) || !(week.persons[b] > 0.0F)) continue;
        auto const strength = std::max(1.0F, static_cast<float>(actors.strength[b]));
        involved += supported * std::min(1.0F, week.persons[b] / strength);
        foes |= week.foes[b];
      }
      auto const own = static_cast<float>(actors.strength[a]);
      float const intensity = own > 0.0F ? involved / own : 0.0F;
      float& mean = politics.party_intensity[a];
      mean = kept * mean + (1.0F - kept) * intensity;
      politics.party_status[a] = logistic((mean - threshold) / width);
      for (int p = 0; p < actors.count; ++p) {
        if (actors.is_group(p) && (foes >> p & 1U) != 0)
          shift_stance(state, p, i, -slide * politics.party_status[a]);
      }
    }
  }

 private:
  /// Who fought whom in this week's battles.
  struct Fighting {
    ActorArray<float> persons{};       ///< committed [persons]
    ActorArray<std::uint32_t> foes{};  ///< bit p: it fought p
  };
  static_assert(max_actors <= 32, "foes are bits of one word");

  static Fighting fighting_of(State const& state) {
    Fighting week;
    for (Event const& event : state.events) {
      if (event.kind != EventKind::battle) continue;
      auto const a = Actors::idx(event.side_a);
      auto const b = Actors::idx(event.side_b);
      week.persons[a] += static_cast<float>(event.committed_a);
      week.persons[b] += static_cast<float>(event.committed_b);
      week.foes[a] |= 1U << event.side_b;
      week.foes[b] |= 1U << event.side_a;
    }
    return week;
  }
};

}  // namespace disalign
