/// Learning: after-action reviews make an operation quicker, better coordinated and better informed.
///     l' = l + (1 - 0.5^(12 r / 52)) (1 - l)     r = L4 + the operation's own rate [1/month]
///     t50' = t50 (1 - faster l') / (1 - faster l),   unseen' = unseen (1 - forecast l')
/// l  lessons learned, 0..1   t50  midpoint of force generation [week], while it still builds up
/// unseen  share of hidden strength that own detection misses   faster, forecast  effects of all lessons
/// Half of what is left is learned in 1/r months. Coordination grows by (1 + l) (coordination_growth).
/// Learning needs people in theatre or a mandate to come: it runs for every operation.
/// Limits: r = 0, nothing; l = 1, unseen falls by `forecast` and t50 by `faster`, and no more.
/// Sign of the direct effect: forecasts and deployment only improve.
/// Reads attributes.monthly_learning, mandates. Writes mandates.learned, ramp_midpoint, at.unseen.
/// Draws none. Source: MODEL.md 6E, L4 (0-0.1 a month); forms and effects assumed.
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Learning {
  static constexpr char const* name = "learning";
  float rate = 0;
  float faster = 0.5F;
  float forecast = 0.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/month", 0, 0.1,
                "lessons learned by every operation from reviews and a focal point", "L4: 0-0.1");
    visit.field("faster", self.faster, "1", 0, 1,
                "share of the deployment midpoint that all lessons save", "assumed");
    visit.field("forecast", self.forecast, "1", 0, 1,
                "share of what detection misses that all lessons reveal", "assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      float const monthly = rate + actors.attributes[a].monthly_learning;
      if (!(monthly > 0.0F)) continue;
      float& learned = state.mandates.learned[a];
      float const gained = chance(monthly * weeks_of_months) * (1.0F - learned);
      float const slower = 1.0F - faster * learned;
      learned = clip(learned + gained);
      if (slower > 0.0F) state.mandates.ramp_midpoint[a] *= (1.0F - faster * learned) / slower;
      for_each_cell(state.grid(),
                    [&](int c) { state.at.unseen[i][c] *= 1.0F - forecast * learned; });
    }
  }

 private:
  static constexpr float weeks_of_months = 0.693147F * 12.0F / 52.0F;  // ln 2 months per week
};

}  // namespace disalign
