/// Engagement ban: once a partner hunts a listed group, an operation close to it may not talk to it.
///     banned_ip = dg_p (1 - prod_j (1 - nu_ij)),   nu_ij = clip(c_ij + w supported_ij / n_j)
///     over parallel forces j in theatre, j not i, that hunt p
/// dg  1 when p is designated as terrorist or enemy   nu  probability that j's listing binds i
/// c  coordination, 0..1   supported  persons of j whose need i covers   n  strength of j [persons]
/// w  weight of support
/// j hunts p when its declared goals hold defeat_designated or its declared stance to p is at most
/// `enemy_stance`. The expectation of the draws stands for them: a new draw every week would give
/// talks the same hazard with more noise.
/// Limits: no designation, or nobody who hunts: 0; full coordination with one hunter: 1.
/// Sign of the direct effect: more bans; they lower the hazard of talks and the mediation near p.
/// Reads designated, coordination, strength, politics.supported, actors.declared: the channel has its
/// own switch. Writes politics.banned. Draws none. Source: MODEL.md eq. 18 (M22); w assumed.
#pragma once
#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct EngagementBan {
  static constexpr char const* name = "engagement_ban";
  static constexpr Channel channel{"engagement_bans", 1};
  float support_weight = 0.5F;
  float enemy_stance = -0.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("support_weight", self.support_weight, "1", 0, 1,
                "what covering all needs of a partner adds to the bindingness of its listing",
                "MODEL.md eq. 18: 0.5, assumed");
    visit.field("enemy_stance", self.enemy_stance, "1", -1, 0,
                "declared stance at or below which a partner hunts a designated group", "assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      auto& banned = state.politics.banned[Actors::idx(i)];
      banned.fill(0);
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      for (int p = 0; p < actors.count; ++p) {
        if (!actors.takes_part(p) || !actors.is_group(p)) continue;
        if (actors.designated[Actors::idx(p)] != 0) banned[Actors::idx(p)] = bound_by(state, i, p);
      }
    }
  }

 private:
  /// Probability that at least one partner's listing of p binds i, 0..1.
  [[nodiscard]] float bound_by(State const& state, int i, int p) const {
    Actors const& actors = state.actors;
    float free = 1;
    for (int j = 0; j < actors.count; ++j) {
      auto const other = Actors::idx(j);
      if (j == i || !actors.takes_part(j) || actors.kind[other] != Kind::parallel_force ||
          actors.strength[other] == 0 || !hunts(actors, j, p))
        continue;
      float const support = state.politics.supported[Actors::idx(i)][other] /
                            static_cast<float>(actors.strength[other]);
      free *= 1.0F - clip(actors.coordination[Actors::idx(i)][other] + support_weight * support);
    }
    return 1.0F - free;
  }

  [[nodiscard]] bool hunts(Actors const& actors, int j, int p) const {
    Profile const& declared = actors.declared[Actors::idx(j)];
    return declared.goals[defeat_designated] > 0.0F ||
           declared.stances[Actors::idx(p)] <= enemy_stance;
  }
};

}  // namespace disalign
