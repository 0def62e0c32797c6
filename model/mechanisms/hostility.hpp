/// Hostility: two parties that reject each other more than they accept each other fight.
///     h_pq = [-(s^_pq + s^_qp) / 2]+
/// s^_pq  stance of p towards q as rules read it, in [-1, 1]   h  0..1, symmetric
/// Zero for an actor with itself, with one absent from the scenario, between two operations, between
/// an operation and the army, and between allies: one held the other above the threshold of alliance
/// for `alliance_weeks` in a row.
/// Limits: mutual rejection -1 gives 1; one-sided rejection half of it; indifference 0.
/// Reads actors.stances (switch divergent_targeting), allied_weeks. Writes actors.hostility.
/// Source: MODEL.md eq. 3 and 11 (prototype); no rule makes ceasefires, so their factor is 1.
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

  static void describe(auto& self, auto& visit) {
    visit.field("alliance_weeks", self.alliance_weeks, "week", 1, 1000,
                "weeks in a row of a friendly stance that make an alliance", "assumed; C24");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    for (int p = 0; p < actors.count; ++p) {
      for (int q = p; q < actors.count; ++q) {
        float const h = may_fight(actors, p, q) ? mutual_rejection(actors, p, q) : 0.0F;
        actors.hostility[Actors::idx(p)][Actors::idx(q)] = h;
        actors.hostility[Actors::idx(q)][Actors::idx(p)] = h;
      }
    }
  }

 private:
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
