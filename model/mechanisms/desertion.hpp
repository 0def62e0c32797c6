/// Desertion: fighters leave an armed group's unit, sooner when it is large or badly supplied.
///     lost ~ Binomial(n, 1 - exp(-h)),   h = rate (1 + n / large_unit + thirst (1 - u))
/// n  strength [persons]   u  supply, 0..1   h  hazard [1/week]
/// A share `stays` of the deserters become residents of the unit's home cell (demobilised there);
/// the others leave the map.
/// Limits: rate = 0, nobody leaves. Applies to armed groups and the army, not to operations.
/// Reads units.supply. Writes units.strength, cells.residents, cells.demobilised, ledger, flows.
/// Source: MODEL.md eq. 10 (prototype). Draws: word 0 the number lost, word 1 who stays.
#pragma once
#include <memory_resource>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Desertion {
  static constexpr char const* name = "desertion";
  float rate = 0.004F;
  float large_unit = 400;
  float thirst = 1;
  float stays = 0.7F;

  static void describe(auto& self, auto& visit) {
    visit.field(
        "rate", self.rate, "1/week", 0, 1, "hazard of a fighter in a small, fully supplied unit",
        "assumed: 19 % a year; the prototype's 0.015 empties every group within five years");
    visit.field("large_unit", self.large_unit, "person", 1, 1e5,
                "strength at which the hazard has doubled", "prototype");
    visit.field("thirst", self.thirst, "1", 0, 50, "how much an empty supply adds to the hazard",
                "prototype");
    visit.field("stays", self.stays, "1", 0, 1,
                "share of deserters who become residents of the home cell", "assumed");
  }

  void operator()(State& state, Draws draws) const {
    Units& units = state.units;
    // Who leaves is drawn unit by unit; then all who go home are added up.
    struct Leaving {
      std::int32_t persons, home;
    };
    std::pmr::vector<Leaving> leaving(static_cast<std::size_t>(units.size()), &state.arena);
    float const staying = -log(1.0F - stays);  // as a hazard
    for_each_unit_apart(units, draws, [&](int row, Words word) {
      auto const r = static_cast<std::size_t>(row);
      if (state.actors.is_operation(units.actor[r])) return;
      float const n = static_cast<float>(units.strength[r]);
      float const hazard = rate * (1.0F + n / large_unit + thirst * (1.0F - units.supply[r]));
      std::int32_t const lost = binomial(units.strength[r], hazard, word(0));
      if (lost > 0) leaving[r] = {lost, binomial(lost, staying, word(1))};
    });
    for (std::size_t r = 0; r < leaving.size(); ++r) {
      auto const [lost, home] = leaving[r];
      if (lost == 0) continue;
      auto const a = Actors::idx(units.actor[r]);
      units.strength[r] -= lost;
      auto const cell = static_cast<std::size_t>(units.home[r]);
      state.cells.residents[cell] += home;
      state.cells.demobilised[cell] += home;
      state.flows.deserted[a] += lost;
      state.ledger.deserted[a] += lost;
      state.ledger.left_map += lost - home;
    }
  }
};

}  // namespace disalign
