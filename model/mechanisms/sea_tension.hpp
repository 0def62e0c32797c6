/// Tension at sea: incidents and observers taken as provocation raise it, a UN naval force calms it.
///     tens_ab' = clip(tens + f (h_ab - tens) + e incidents_ab + p provocation_ab - u calm_ab, 0, 0.9)
///     h_ab = [-(s_ab + s_ba) / 2]+, what the states have against each other, 0..1
///     provocation_ab = min(1, sum_j sum over (x, y) in {(a, b), (b, a)} of
///                      [s^_jx - s^_jy]+ / 2 sat(ships of j in y's claim, 5) where s^_jy < 0)
///     calm_ab = sum over UN missions of iota_U sat(ships in a's or b's claim, 5)
/// s^_jy  stance of operation j towards state y, -1..1   iota_U  mean impartiality where its ships are
/// An observer in the claim of a state it is against provokes that state (M27), which blames whom the
/// observer favours: fully where j is wholly for x and wholly against y. MODEL.md names only the state
/// provoked; without the favoured side two states that an observer rejects alike would turn on each
/// other because of a third party.
/// MODEL.md lets tension fade to 0, where it would stay for good: no tension, no incidents.
/// Limits: nobody at sea and no incidents, tension comes half of the way to h_ab in 34 weeks. Symmetric.
/// Sign: more hostile observers, more tension; UN ships, less.
/// Reads the claims, units, incidents, stances as rules read them (switch divergent_targeting),
/// impartiality. Writes sea.tension. Draws none. Source: MODEL.md 6F, M27; all values assumed.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/sea_claims.hpp"

namespace disalign {

struct SeaTension {
  static constexpr char const* name = "sea_tension";
  float fading = 0.02F;
  float escalation = 0.02F;
  float provocation = 0.05F;
  float calming = 0.05F;
  float half_ships = 5;

  static constexpr float highest = 0.9F;  ///< tension never exceeds it

  static void describe(auto& self, auto& visit) {
    visit.field("fading", self.fading, "1/week", 0, 1,
                "approach to what the states have against each other", "MODEL.md 6F: assumed");
    visit.field("escalation", self.escalation, "1", 0, 1, "tension that one incident adds",
                "MODEL.md 6F: assumed");
    visit.field("provocation", self.provocation, "1/week", 0, 1,
                "tension that a full provocation by observers adds", "M27; MODEL.md 6F: assumed");
    visit.field("calming", self.calming, "1/week", 0, 1,
                "tension that an impartial UN naval force takes away", "MODEL.md 6F: assumed");
    visit.field("half_ships", self.half_ships, "ship", 0.1, 1000,
                "ships in a claim that have half of the full effect", "MODEL.md 6F: assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    SeaClaims const claims = claims_at_sea(state);
    if (claims.by.empty()) return;
    std::vector<Ship> const ships = ships_at_sea(state);
    Sea& sea = state.sea;
    for (int a = 0; a < state.actors.count; ++a) {
      for (int b = a + 1; b < state.actors.count; ++b) {
        if (!is_state_at_sea(state.actors, a) || !is_state_at_sea(state.actors, b)) continue;
        auto const i = Actors::idx(a);
        auto const j = Actors::idx(b);
        float const provoked = std::min(1.0F, provoked_by(state, claims, ships, a, b) +
                                                  provoked_by(state, claims, ships, b, a));
        float const raised = sea.tension[i][j] +
                             fading * (rejection(state, i, j) - sea.tension[i][j]) +
                             escalation * static_cast<float>(sea.incidents[i][j]) +
                             provocation * provoked - calming * calm(state, claims, ships, a, b);
        sea.tension[i][j] = sea.tension[j][i] = std::clamp(raised, 0.0F, highest);
      }
    }
  }

 private:
  /// h_ab: by how much two states reject each other at all, 0..1.
  static float rejection(State const& state, std::size_t i, std::size_t j) {
    return positive(-0.5F * (state.actors.stances[i][j] + state.actors.stances[j][i]));
  }

  /// What observers that favour x do to y in its claim, 0 and more.
  [[nodiscard]] float provoked_by(State const& state, SeaClaims const& claims,
                                  std::vector<Ship> const& ships, int x, int y) const {
    float sum = 0;
    for (int j = 0; j < state.actors.count; ++j) {
      Stances const& stance = state.actors.stances[Actors::idx(j)];
      if (!state.actors.is_operation(j) || stance[Actors::idx(y)] >= 0.0F) continue;
      float number = 0;
      for (Ship const& ship : ships) {
        if (ship.operation == j && claims.has(y, ship.cell)) number += 1;
      }
      sum += 0.5F * positive(stance[Actors::idx(x)] - stance[Actors::idx(y)]) *
             saturation(number, half_ships);
    }
    return sum;
  }

  [[nodiscard]] float calm(State const& state, SeaClaims const& claims,
                           std::vector<Ship> const& ships, int a, int b) const {
    float sum = 0;
    for (int u = 0; u < state.actors.count; ++u) {
      if (state.actors.kind[Actors::idx(u)] != Kind::un_mission) continue;
      float number = 0;
      float impartiality = 0;
      for (Ship const& ship : ships) {
        if (ship.operation != u || !(claims.has(a, ship.cell) || claims.has(b, ship.cell)))
          continue;
        number += 1;
        impartiality += state.at.impartiality[u][ship.cell];
      }
      if (number > 0.0F) sum += impartiality / number * saturation(number, half_ships);
    }
    return sum;
  }
};

}  // namespace disalign
