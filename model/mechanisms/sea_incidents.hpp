/// Incidents at sea: the ships of two states meet in water that both claim.
///     number in cell c ~ Poisson(k tens_ab min(N_a, N_b) A_c / min(A_a, A_b) exp(-m mon_c))
///     mon_c = max_i (own_ic + sum_j sigma_ji own_jc),   own_ic = sat(ships of i in reach of c, 5)
/// N  build-up [ship]   tens  tension, 0..0.9   A_c  area of a cell both claim   A_a  claim of a [km2]
/// sigma_ji  what operation j shares with i, 0..1 (capability_sharing)   mon  0 without operations
/// Kinds: a warning shot, a collision, a boarding with their shares, else shadowing. Only a collision
/// kills, Poisson(deaths per collision); these dead are counted here and belong to no force.
/// MODEL.md has A0/A_c for the area; build-up belongs to a state and not to a cell, so that would make
/// the sum over cells grow with their number: instead cells share what the overlap of claims makes.
/// Limits: no sea, no state at sea, no common water or no tension, none. Reads the claims, assets,
/// tension, sharing, units. Writes sea.incidents, by_kind, deaths (cleared first).
/// Draws: pair and cell: word 0 the number; branch k: word 0 the kind, word 1 the dead of incident k.
/// Source: MODEL.md 6F; all values assumed.
#pragma once
#include <algorithm>

#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/engagement.hpp"
#include "model/sea_claims.hpp"

namespace disalign {

struct SeaIncidents {
  static constexpr char const* name = "sea_incidents";
  float rate = 0.2F;
  float monitoring = 0.5F;
  float half_ships = 5;
  float warning_shots = 0.15F;
  float collisions = 0.1F;
  float boardings = 0.05F;
  float deaths_per_collision = 0.1F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 10,
                "incidents of each ship at tension 1 where claims coincide",
                "MODEL.md 6F: assumed");
    visit.field("monitoring", self.monitoring, "1", 0, 10,
                "strength of the effect of monitoring (m)", "MODEL.md 6F: assumed");
    visit.field("half_ships", self.half_ships, "ship", 0.1, 1000,
                "ships in reach that give half of full monitoring", "MODEL.md 6F: assumed");
    visit.field("warning_shots", self.warning_shots, "1", 0, 0.33, "share of warning shots",
                "MODEL.md 6F: assumed");
    visit.field("collisions", self.collisions, "1", 0, 0.33, "share of collisions",
                "MODEL.md 6F: assumed");
    visit.field("boardings", self.boardings, "1", 0, 0.33, "share of boardings",
                "MODEL.md 6F: assumed");
    visit.field("deaths_per_collision", self.deaths_per_collision, "person", 0, 100,
                "mean dead of a collision", "MODEL.md 6F: assumed");
  }

  void operator()(State& state, Draws draws) const {
    Sea& sea = state.sea;
    sea.incidents = {};
    sea.by_kind = {};
    sea.deaths = 0;
    SeaClaims const claims = claims_at_sea(state);
    if (claims.by.empty()) return;
    std::vector<Ship> const ships = ships_at_sea(state);
    for_each_cell(state.grid(), [&](int c) {
      std::uint32_t const who = claims.by[static_cast<std::size_t>(c)];
      if ((who & (who - 1)) == 0) return;  // nobody's or one state's water
      float const watched = exp(-monitoring * monitoring_of(state, ships, c));
      for (int a = 0; a < state.actors.count; ++a) {
        for (int b = a + 1; b < state.actors.count; ++b) {
          if (!claims.has(a, c) || !claims.has(b, c)) continue;
          auto const i = Actors::idx(a);
          auto const j = Actors::idx(b);
          float const share = state.world->area_km2[static_cast<std::size_t>(c)] /
                              std::min(claims.area[i], claims.area[j]);
          float const mean =
              rate * sea.tension[i][j] * std::min(sea.assets[i], sea.assets[j]) * share * watched;
          std::uint64_t const entity = pair_address(state, a, b, static_cast<std::uint64_t>(c));
          std::int32_t const met = poisson(mean, draws.at(entity)(0));
          sea.incidents[i][j] += met;
          sea.incidents[j][i] += met;
          for (std::int32_t k = 1; k <= met; ++k)
            happen(sea, draws.at(entity, static_cast<std::uint32_t>(k)));
        }
      }
    });
  }

 private:
  [[nodiscard]] float monitoring_of(State const& state, std::vector<Ship> const& ships,
                                    int c) const {
    ActorArray<float> own{};
    for (Ship const& ship : ships) {
      auto const i = Actors::idx(ship.operation);
      if (state.grid().distance_km(ship.cell, c) <= state.actors.attributes[i].reach) own[i] += 1;
    }
    float most = 0;
    for (float& n : own) n = saturation(n, half_ships);
    for (std::size_t i = 0; i < own.size(); ++i) {
      float known = own[i];
      for (std::size_t j = 0; j < own.size(); ++j) {
        if (j != i) known += state.logistics.sharing[j][i] * own[j];
      }
      most = std::max(most, known);
    }
    return most;
  }

  void happen(Sea& sea, Words word) const {
    // From the rarest: word 0 below `boardings` is a boarding, and so on; the rest is shadowing.
    float const u = word(0);
    if (u < boardings) {
      ++sea.by_kind[boarding];
    } else if (u < boardings + collisions) {
      ++sea.by_kind[collision];
      sea.deaths += poisson(deaths_per_collision, word(1));
    } else if (u < boardings + collisions + warning_shots) {
      ++sea.by_kind[warning_shot];
    } else {
      ++sea.by_kind[shadowing];
    }
  }
};

}  // namespace disalign
