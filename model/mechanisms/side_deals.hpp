/// Side deals: a parallel force or the host buys one group off and leaves the others out.
///     rate_jp = k clip([s_jp]+ + g_j,RE held_p)      a deal of p with the government G:
///     s_pG, s_Gp += bond,   ceasefire of p and G that never settles
///     each excluded group r: G2 += grief where it stands, cohesion -= rift, Ac_Ur -= distrust
///     impunity of G and of the broker += amnesty
/// j  the broker: a parallel force in theatre, or G   s, g  its stance and goals
/// held_p  share of the country's resource value under p's control, 0..1
/// Excluded are groups with people who fight G and make no deal this week. Stances drift for good
/// (model/stance_drift.hpp). Deals are struck on one snapshot; two brokers of one group make one deal.
/// Limits: k = 0 no deal; without favour and without resources held by p no deal.
/// Sign of the direct effect: both; less fighting of p and G, more grievance and mistrust of others.
/// Reads actors.declared of parallel forces: the channel has its own switch; goals and stances of G;
/// at.control, strength, hostility, truce. Writes politics.truce, truce_weeks, drift,
/// impunity_gained, actors.stances, cohesion, acceptance, cells.grievance_slow, flows.side_deals.
/// Draws: entity = broker and group, word 0. Source: MODEL.md eq. 19 (M23), assumed.
#pragma once
#include "model/base/channel.hpp"
#include "model/base/lanes.hpp"
#include "model/engagement.hpp"
#include "model/stance_drift.hpp"

namespace disalign {

struct SideDeals {
  static constexpr char const* name = "side_deals";
  static constexpr Channel channel{"side_deals", 1};
  float rate = 0.004F;
  float bond = 0.5F;
  float grief = 0.1F;
  float rift = 0.1F;
  float distrust = 0.1F;
  float amnesty = 0.05F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1,
                "hazard of a deal with a group that the broker favours fully", "assumed");
    visit.field("bond", self.bond, "1", 0, 2,
                "what a deal adds to the stances of the group and the government", "assumed");
    visit.field("grief", self.grief, "1", 0, 1,
                "slow grievance it adds where an excluded group stands", "assumed");
    visit.field("rift", self.rift, "1", 0, 1, "cohesion that an excluded group loses", "assumed");
    visit.field("distrust", self.distrust, "1", 0, 1,
                "acceptance by an excluded group that UN missions lose", "assumed");
    visit.field("amnesty", self.amnesty, "1", 0, 1,
                "impunity that government and broker gain by a deal", "assumed; M23");
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    for (int g = 0; g < actors.count; ++g) {
      if (!present(actors, g) || !actors.is_government(g)) continue;
      ActorArray<std::int32_t> broker;
      broker.fill(-1);
      bool any = false;
      for (int p = 0; p < actors.count; ++p) {
        if (!at_war_with(state, p, g)) continue;
        float const held = held_share(state, p);
        for (int j = 0; j < actors.count && broker[Actors::idx(p)] < 0; ++j) {
          bool const brokers =
              j == g || (present(actors, j) && actors.kind[Actors::idx(j)] == Kind::parallel_force);
          if (!brokers ||
              !(draws.at(pair_address(state, j, p, 0))(0) < chance(hazard(actors, j, p, held))))
            continue;
          broker[Actors::idx(p)] = j;
          any = true;
        }
      }
      if (any) strike(state, g, broker);
    }
  }

 private:
  static bool present(Actors const& actors, int a) {
    return actors.takes_part(a) && actors.strength[Actors::idx(a)] > 0;
  }

  static bool at_war_with(State const& state, int p, int g) {
    return present(state.actors, p) && state.actors.is_group(p) &&
           state.actors.hostility[Actors::idx(p)][Actors::idx(g)] > 0.0F &&
           state.politics.truce[Actors::idx(p)][Actors::idx(g)] == Truce::at_war;
  }

  [[nodiscard]] float hazard(Actors const& actors, int j, int p, float held) const {
    auto const i = Actors::idx(j);
    bool const foreign = actors.is_operation(j);
    Stances const& stances = foreign ? actors.declared[i].stances : actors.stances[i];
    Goals const& goals = foreign ? actors.declared[i].goals : actors.goals[i];
    return rate * clip(positive(stances[Actors::idx(p)]) + goals[secure_resources] * held);
  }

  static float held_share(State const& state, int p) {
    float held = 0;
    float all = 0;
    for_each_cell(state.grid(), [&](int c) {
      float const value = state.world->resource[static_cast<std::size_t>(c)];
      all += value;
      held += value * state.at.control[p][c];
    });
    return all > 0.0F ? held / all : 0.0F;
  }

  /// Carries out the week's deals with government g: broker[p] >= 0 where p made one.
  void strike(State& state, int g, ActorArray<std::int32_t> const& broker) const {
    Politics& politics = state.politics;
    auto const host = Actors::idx(g);
    float deals = 0;
    for (int p = 0; p < state.actors.count; ++p) {
      auto const i = Actors::idx(p);
      if (broker[i] < 0) continue;
      deals += 1.0F;
      politics.truce[i][host] = politics.truce[host][i] = Truce::side_deal;
      politics.truce_weeks[i][host] = politics.truce_weeks[host][i] = 0;
      shift_stance(state, p, g, bond);
      shift_stance(state, g, p, bond);
      float& gained = politics.impunity_gained[Actors::idx(broker[i])];
      gained = clip(gained + amnesty);
      if (broker[i] != g)
        politics.impunity_gained[host] = clip(politics.impunity_gained[host] + amnesty);
      ++state.flows.side_deals;
    }
    for (int r = 0; r < state.actors.count; ++r) {
      if (at_war_with(state, r, g)) exclude(state, r, deals);
    }
  }

  void exclude(State& state, int r, float deals) const {
    Actors& actors = state.actors;
    for_each_cell_of(state, r, [&](int c) {
      float& slow = state.cells.grievance_slow[static_cast<std::size_t>(c)];
      slow = clip(slow + grief * deals);
    });
    float& cohesion = actors.cohesion[Actors::idx(r)];
    cohesion = clip(cohesion - rift * deals);
    for (int u = 0; u < actors.count; ++u) {
      if (actors.kind[Actors::idx(u)] != Kind::un_mission || !actors.takes_part(u)) continue;
      float& accepted = actors.acceptance[Actors::idx(u)][Actors::idx(r)];
      accepted = clip(accepted - distrust * deals);
    }
  }
};

}  // namespace disalign
