/// Stances of armed groups: common losses to a common foe bring them together, rivalry parts them.
///     t_pk' = EW_13(persons of p killed by k / n_p)
///     s_pq' = s_pq + pace (tanh(bond sum_k min(t_pk, t_qk)) - rivalry_pq + drift_pq - s_pq),
///     clip to [-1, 1]
/// for armed groups p towards armed groups q, and for the government towards armed groups.
/// t  threat by foe k [1/week]   n_p  strength before this week's losses   s  stance, -1..1
/// rivalry_pq = max(rivalry, -declared s_pq) between groups: declared enemies do not drift into mere
/// rivals. For the government it is -declared s_pq: it returns to what it declares.
/// drift_pq  what side deals have added since week 0: a bargain outlasts the return to what is declared.
/// bond = 150 weeks: MODEL.md's 8 acts on losses summed over the memory (13 / ln 2 weeks). On the
/// weekly mean itself an alliance would take losses of 14 % a week; now it takes 0.7 %.
/// Two parties whose stances both exceed `alliance` add a week to allied_weeks, else start again.
/// Limits: no losses, s tends to -rivalry_pq; a foe of one only binds nobody.
/// Reads killed_by, killed_this_week, strength, declared, politics.drift. Writes threat, stances,
/// allied_weeks. Source: MODEL.md eq. 11 (assumed). Draws: none.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct GroupStances {
  static constexpr char const* name = "group_stances";
  float threat_half_life = 13;
  float pace = 0.02F;
  float bond = 150;
  float rivalry = 0.4F;
  float alliance = 0.4F;

  static void describe(auto& self, auto& visit) {
    visit.field("threat_half_life", self.threat_half_life, "week", 0, 520,
                "half-life of the memory of losses", "MODEL.md eq. 11: 13");
    visit.field("pace", self.pace, "1/week", 0, 1,
                "approach of a stance to what the common threat asks for", "assumed");
    visit.field("bond", self.bond, "week", 0, 1e4,
                "weight of common losses (8 over the memory's 19 weeks)", "assumed");
    visit.field("rivalry", self.rivalry, "1", -1, 1,
                "negative stance of groups without a common foe", "assumed");
    visit.field("alliance", self.alliance, "1", -1, 1,
                "stance above which weeks count towards an alliance", "assumed");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    remember_losses(actors);
    auto const local = [&](int p) {
      return actors.takes_part(p) && (actors.is_group(p) || actors.is_government(p));
    };
    for (int p = 0; p < actors.count; ++p) {
      if (!local(p)) continue;
      for (int q = 0; q < actors.count; ++q) {
        if (q == p || !actors.takes_part(q) || !actors.is_group(q)) continue;
        float const declared = actors.declared[Actors::idx(p)].stances[Actors::idx(q)];
        float const apart = actors.is_group(p) ? std::max(rivalry, -declared) : -declared;
        float& stance = actors.stances[Actors::idx(p)][Actors::idx(q)];
        float const drift = state.politics.drift[Actors::idx(p)][Actors::idx(q)];
        stance += pace * (tanh(bond * common_threat(actors, p, q)) - apart + drift - stance);
        stance = std::clamp(stance, -1.0F, 1.0F);
      }
    }
    for (int p = 0; p < actors.count; ++p) {
      for (int q = 0; q < p; ++q) {
        if (!local(p) || !local(q)) continue;
        auto const i = Actors::idx(p);
        auto const j = Actors::idx(q);
        bool const close = actors.stances[i][j] > alliance && actors.stances[j][i] > alliance;
        float const weeks = close ? actors.allied_weeks[i][j] + 1.0F : 0.0F;
        actors.allied_weeks[i][j] = actors.allied_weeks[j][i] = weeks;
      }
    }
  }

 private:
  void remember_losses(Actors& actors) const {
    float const kept = weekly_decay(threat_half_life);
    for (int p = 0; p < actors.count; ++p) {
      if (!actors.takes_part(p)) continue;
      auto const i = Actors::idx(p);
      auto const persons = static_cast<float>(actors.strength[i] + actors.killed_this_week[i]);
      for (int k = 0; k < actors.count; ++k) {
        auto const j = Actors::idx(k);
        float const lost =
            persons > 0.0F ? static_cast<float>(actors.killed_by[i][j]) / persons : 0.0F;
        actors.threat[i][j] = kept * actors.threat[i][j] + (1.0F - kept) * lost;
      }
    }
  }

  /// sum over k of min(t_pk, t_qk): what both suffer from the same foes [1/week]. Nobody is his own
  /// foe (t_pp = 0), so losses to each other bind nobody.
  static float common_threat(Actors const& actors, int p, int q) {
    float sum = 0;
    for (int k = 0; k < actors.count; ++k) {
      sum += std::min(actors.threat[Actors::idx(p)][Actors::idx(k)],
                      actors.threat[Actors::idx(q)][Actors::idx(k)]);
    }
    return sum;
  }
};

}  // namespace disalign
