/// Talks: an operation that both sides accept brings two tired foes to a ceasefire.
///     hazard_pq = h_t hurt_pq 0.5^veto_pq (1 + guarantee) sum_i sat(S_i, half) Ac_ipq (1 - ban_ipq)
///     hurt = 1 - exp(-H_pq / scale),   guarantee = weight sat(UN troops, half_guarantee)
///     Ac_ipq = min(Ac_ip, Ac_iq),   1 - ban_ipq = (1 - banned_ip)(1 - banned_iq)
///     S_i = g^_i,ME (mediators_i + police_i) Cm_i
/// over pairs of local parties that fight, with people on both sides, and operations i.
/// H  losses of both at each other's hands over their strength, in memory (rule truces)
/// Ac  acceptance by a group; of the government its consent   banned  rule engagement_ban
/// veto  operations with persons in theatre and a stance of `veto_stance` or less to p or q (F25)
/// S  civilian staff and police on mediation, never troops [persons] (F11)   Cm  complementarity,
/// mean over i's persons
/// The readiness of the parties (ripeness) is 1: no function peaked at a ratio of strength.
/// H is summed over the memory, not its weekly mean: at the mean, `scale` would ask for the loss of
/// 2 % of both sides every week for half a year.
/// Limits: no losses, no staff, no acceptance or a full ban: no talks. A ceasefire holds from the
/// next week on.
/// Reads stances (divergent_targeting), goals (divergent_allocation), acceptance, consent, hostility,
/// politics.hurt, banned, truce, at.complementarity. Writes politics.truce, truce_weeks,
/// flows.ceasefires. Draws: entity = pair of parties, word 0.
/// Source: MODEL.md 6C, talks (prototype; F16, F25); consent as the government's acceptance assumed.
#pragma once
#include <algorithm>

#include "model/base/lanes.hpp"
#include "model/civil_capacity.hpp"
#include "model/engagement.hpp"

namespace disalign {

struct Talks {
  static constexpr char const* name = "talks";
  float rate = 0.01F;
  float hurt_scale = 0.02F;
  float half_capacity = 20;
  float guarantee_weight = 1;
  float half_guarantee = 5000;
  float veto_stance = -0.5F;
  float veto_factor = 0.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1,
                "hazard of a ceasefire between parties hurt to the full, by an accepted, fully "
                "staffed mediator without a guarantee (h_t)",
                "prototype");
    visit.field("hurt_scale", self.hurt_scale, "1", 1e-4, 1,
                "remembered losses of both, as a share of strength, that make 63 % of full hurt",
                "MODEL.md 6C: 0.02");
    visit.field("half_capacity", self.half_capacity, "person", 0.1, 1e4,
                "mediating staff and police that reach half of what talks can", "MODEL.md 6C: 20");
    visit.field("guarantee_weight", self.guarantee_weight, "1", 0, 10,
                "what the guarantee of very many UN troops adds to the hazard", "F16");
    visit.field("half_guarantee", self.half_guarantee, "person", 1, 1e6,
                "UN troops that give half of the guarantee", "F16; assumed: 5,000");
    visit.field("veto_stance", self.veto_stance, "1", -1, 0,
                "stance to a party at or below which an operation can block its talks",
                "F25; assumed");
    visit.field("veto_factor", self.veto_factor, "1", 0, 1,
                "factor on the hazard for each veto player", "F25; assumed: 0.5");
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    ActorArray<float> reached{};  // sat(S_i, half)
    for (int i = 0; i < actors.count; ++i) {
      if (actors.takes_part(i) && actors.is_operation(i))
        reached[Actors::idx(i)] = saturation(capacity(state, i), half_capacity);
    }
    for (int p = 0; p < actors.count; ++p) {
      for (int q = p + 1; q < actors.count; ++q) {
        if (!at_war_with(state, p, q)) continue;
        float const expected = hazard(state, reached, p, q);
        if (!(draws.at(pair_address(state, p, q, 0))(0) < chance(expected))) continue;
        auto const i = Actors::idx(p);
        auto const j = Actors::idx(q);
        Politics& politics = state.politics;
        politics.truce[i][j] = politics.truce[j][i] = Truce::ceasefire;
        politics.truce_weeks[i][j] = politics.truce_weeks[j][i] = 0;
        ++state.flows.ceasefires;
      }
    }
  }

 private:
  static bool at_war_with(State const& state, int p, int q) {
    Actors const& actors = state.actors;
    return !actors.is_operation(p) && !actors.is_operation(q) &&
           actors.strength[Actors::idx(p)] > 0 && actors.strength[Actors::idx(q)] > 0 &&
           actors.hostility[Actors::idx(p)][Actors::idx(q)] > 0.0F &&
           state.politics.truce[Actors::idx(p)][Actors::idx(q)] == Truce::at_war;
  }

  /// S_i [persons].
  static float capacity(State const& state, int i) {
    float const goal = state.actors.goals[Actors::idx(i)][mediate];
    if (!(goal > 0.0F)) return 0.0F;
    float sum = 0;
    float persons = 0;
    for_each_cell_of(state, i, [&](int c) {
      auto const n = static_cast<float>(state.at.strength[i][c]);
      persons += n;
      sum += n * state.at.complementarity[i][c];
    });
    float const boost = persons > 0.0F ? sum / persons : 1.0F;
    return goal * (mediators_of(state, i) + police_of(state, i)) * boost;
  }

  [[nodiscard]] float hazard(State const& state, ActorArray<float> const& reached, int p,
                             int q) const {
    Actors const& actors = state.actors;
    auto const a = Actors::idx(p);
    auto const b = Actors::idx(q);
    auto const accepted = [&](std::size_t i, int party) {
      return actors.is_group(party) ? actors.acceptance[i][Actors::idx(party)] : actors.consent[i];
    };
    float mediation = 0;
    float vetoes = 1;
    float troops = 0;
    for (int o = 0; o < actors.count; ++o) {
      auto const i = Actors::idx(o);
      if (!actors.takes_part(o) || !actors.is_operation(o)) continue;
      mediation += reached[i] * std::min(accepted(i, p), accepted(i, q)) *
                   (1.0F - state.politics.banned[i][a]) * (1.0F - state.politics.banned[i][b]);
      if (actors.strength[i] == 0) continue;
      if (std::min(actors.stances[i][a], actors.stances[i][b]) <= veto_stance)
        vetoes *= veto_factor;
      if (actors.kind[i] == Kind::un_mission) troops += static_cast<float>(actors.strength[i]);
    }
    float const hurt = 1.0F - exp(-state.politics.hurt[a][b] / hurt_scale);
    float const guarantee = guarantee_weight * saturation(troops, half_guarantee);
    return rate * hurt * vetoes * (1.0F + guarantee) * mediation;
  }
};

}  // namespace disalign
