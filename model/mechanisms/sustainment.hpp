/// Sustainment: units consume, live off what they have and what reaches them; hungry forces go home.
///     u' = clip(u + (f_a + m_c) (1 - x_a) - 1)            government and operations
///     m_c = (1 - d_a) delivery (air_ac + (1 - air_ac) road_c) + sum_i delivered_ia (1 - x_i) / n_a
///     air_ac = off_road + (1 - off_road) lift s_ac    for operations, else off_road
///     u' = u + adjustment (u* - u),  u* = 1 - (1 - land) x_a   armed groups
///     left ~ Binomial(n, 1 - exp(-w (1 - u')))            operations with u' < withdrawal_below
/// u  supply, 0..1   f_a  share of the weekly need it provides itself   m_c  received / needed
/// x_a  share of the pay that the purse could not cover   road_c  road access, 0..1
/// d_a  share of the need that the support of others has to cover: nobody else delivers it
/// delivered_ia  person-weeks of support that reach a from i this week (support_burden, convoys)
/// s_ac  capability that others share with a there (model/shared_capability.hpp): their strategic lift
/// w  withdrawal rate [1/week]   n  strength [persons]
/// Armed groups live off the land for a share `land` of their need; the rest they buy. A balance of
/// stocks would starve any group that misses a few per cent of its pay, so they have a rest point.
/// The unpaid share lowers own means and deliveries alike: both are bought. `delivery` above 1 lets
/// a unit on a road recover; `off_road` is what aircraft and rivers carry where no road leads.
/// Limits: f = 1 and full pay, u' = 1; land = 1, a group never starves; f = 0 and no pay,
/// u' = 0 within a week; d = 1 and f = 0 lives by support alone; w = 0, nobody leaves.
/// Units that wait for persons are supplied too, so that deployment sees where it can send them.
/// Reads attributes, unpaid_share, road access, politics.delivered, logistics.sharing, in_reach.
/// Writes units.supply and strength, flows and ledger departed. Draws: unit, word 0 how many withdraw.
/// Source: MODEL.md 6B (M6), eq. 14 (strategic lift, M26); the forms of received / needed and of lift
/// are assumed.
#pragma once
#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/shared_capability.hpp"
#include "model/state.hpp"

namespace disalign {

struct Sustainment {
  static constexpr char const* name = "sustainment";
  float delivery = 1.2F;
  float off_road = 0.7F;
  float lift = 0;
  float land = 0.6F;
  float adjustment = 0.25F;
  float withdrawal_rate = 0.02F;
  float withdrawal_below = 0.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("delivery", self.delivery, "1", 0, 10,
                "weekly deliveries at full road access, as a share of the need", "assumed");
    visit.field("off_road", self.off_road, "1", 0, 1,
                "share of the deliveries that arrives where no road leads", "assumed");
    visit.field("lift", self.lift, "1", 0, 1,
                "share of what no road carries that full shared strategic lift brings",
                "M26; no number known, so none is assumed");
    visit.field("land", self.land, "1", 0, 1,
                "share of its need that an armed group takes from the land", "assumed");
    visit.field("adjustment", self.adjustment, "1/week", 0, 1,
                "share of the way to its rest point that a group's supply goes in a week",
                "assumed");
    visit.field("withdrawal_rate", self.withdrawal_rate, "1/week", 0, 1,
                "hazard of withdrawal per person of an operation without supply",
                "MODEL.md 6B: 0.02");
    visit.field("withdrawal_below", self.withdrawal_below, "1", 0, 1,
                "supply below which an operation withdraws persons", "MODEL.md 6B: 0.5");
  }

  void operator()(State& state, Draws draws) const {
    Units& units = state.units;
    ActorArray<float> const support = support_per_person(state);
    for (std::size_t r = 0; r < units.id.size(); ++r) {
      int const actor = units.actor[r];
      auto const a = Actors::idx(actor);
      bool const operation = state.actors.is_operation(actor);
      if (units.strength[r] == 0 && !operation) continue;
      if (operation && state.actors.strength[a] == 0) {
        units.supply[r] = 1;  // a force that waits abroad is supplied at home
        continue;
      }
      bool const group = state.actors.is_group(actor);
      float const road = state.world->road_access[Actors::idx(units.cell[r])];
      float const dependent = operation ? state.actors.attributes[a].support_dependence : 0.0F;
      float const lifted =
          operation && lift > 0.0F ? lift * shared_capability(state, actor, units.cell[r]) : 0.0F;
      float const air = off_road + (1.0F - off_road) * lifted;
      float const received =
          (1.0F - dependent) * delivery * (air + (1.0F - air) * road) + support[a];
      float const own = state.actors.attributes[a].self_sustainment;
      float const unpaid = clip(state.actors.unpaid_share[a]);
      float const rest = 1.0F - (1.0F - land) * unpaid;
      float const supply = group
                               ? clip(units.supply[r] + adjustment * (rest - units.supply[r]))
                               : clip(units.supply[r] + (own + received) * (1.0F - unpaid) - 1.0F);
      units.supply[r] = supply;
      if (!operation || supply >= withdrawal_below) continue;
      float const hazard = withdrawal_rate * (1.0F - supply);
      std::int32_t const left = binomial(units.strength[r], hazard, draws.at(units.id[r])(0));
      units.strength[r] -= left;
      state.flows.departed[a] += left;
      state.ledger.departed[a] += left;
    }
  }

 private:
  /// Person-weeks of support that reach each actor this week, per person of it.
  static ActorArray<float> support_per_person(State const& state) {
    ActorArray<float> result{};
    for (std::size_t a = 0; a < Actors::idx(state.actors.count); ++a) {
      if (state.actors.strength[a] <= 0) continue;
      float sum = 0;
      for (std::size_t i = 0; i < Actors::idx(state.actors.count); ++i)
        sum += state.politics.delivered[i][a] * (1.0F - clip(state.actors.unpaid_share[i]));
      result[a] = sum / static_cast<float>(state.actors.strength[a]);
    }
    return result;
  }
};

}  // namespace disalign
