/// Hostility: two parties that reject each other more than they accept each other fight.
///     h_pq = [-(s^_pq + s^_qp) / 2]+ (1 - held truce_pq)
/// s^_pq  stance of p towards q as rules read it, in [-1, 1]   h  0..1, symmetric
/// truce  1 under a ceasefire or a side deal, 0 at war   held  share that a truce takes away
/// Zero for parties that have settled, for an actor with itself, with one absent from the scenario,
/// between two operations, between an operation and the army, and between allies: one held the other
/// above the threshold of alliance for `alliance_weeks` in a row.
/// Limits: mutual rejection -1 gives 1; one-sided rejection half of it; indifference 0.
/// Reads actors.stances (switch divergent_targeting), allied_weeks, politics.truce. Writes
/// actors.hostility. Source: MODEL.md eq. 3 and 11 (prototype).
/// Draws: none.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct Hostility {
  static constexpr char const* name = "hostility";
  float alliance_weeks = 13;
  float held = 0.9F;

  static void describe(auto& self, auto& visit) {
    visit.field("alliance_weeks", self.alliance_weeks, "week", 1, 1000,
                "weeks in a row of a friendly stance that make an alliance", "assumed; C24");
    visit.field("held", self.held, "1", 0, 1, "share of hostility that a ceasefire takes away",
                "prototype");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    for (int p = 0; p < actors.count; ++p) {
      for (int q = p; q < actors.count; ++q) {
        float const h = may_fight(actors, p, q)
                            ? mutual_rejection(actors, p, q) *
                                  unheld(state.politics.truce[Actors::idx(p)][Actors::idx(q)])
                            : 0.0F;
        actors.hostility[Actors::idx(p)][Actors::idx(q)] = h;
        actors.hostility[Actors::idx(q)][Actors::idx(p)] = h;
      }
    }
  }

 private:
  [[nodiscard]] float unheld(std::uint8_t truce) const {
    if (truce == Truce::at_war) return 1.0F;
    return truce == Truce::settled ? 0.0F : 1.0F - held;
  }

  static float mutual_rejection(Actors const& actors, int p, int q) {
    return positive(-0.5F * (actors.stances[Actors::idx(p)][Actors::idx(q)] +
                             actors.stances[Actors::idx(q)][Actors::idx(p)]));
  }

  [[nodiscard]] bool may_fight(Actors const& actors, int p, int q) const {
    if (p == q || !actors.takes_part(p) || !actors.takes_part(q)) return false;
    bool const foreign_p = actors.is_operation(p);
    bool const foreign_q = actors.is_operation(q);
    if (foreign_p && foreign_q) return false;
    if (foreign_p && actors.is_government(q)) return false;
    if (foreign_q && actors.is_government(p)) return false;
    float const allied = std::max(actors.allied_weeks[Actors::idx(p)][Actors::idx(q)],
                                  actors.allied_weeks[Actors::idx(q)][Actors::idx(p)]);
    return allied < alliance_weeks;
  }
};

}  // namespace disalign
