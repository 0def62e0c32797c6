/// Movement: every unit chooses one cell within a week's march, by the weights its actor decided.
///     P(c') ~ weight_a(c') exp(-(tau d(c, c') + leash d(home, c') / R) / theta)
/// d  distance [km]   tau  travel cost on a road [1/km]   R  leash radius [km]   theta  temperature
/// A unit of an operation whose supply is below `stranded` does not leave its base; a unit whose
/// choice is closed to it (hindered by another force) or obstructed by the host stays.
/// Limits: equal weights, tau = 0, leash = 0: uniform over the cells within reach (a random walk).
/// Reads orders, at.closed. Writes units.cell, flows.hindered. Source: MODEL.md eq. 1, section 5.
/// Draws: word 0 the cell.
#pragma once
#include <array>

#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Movement {
  static constexpr char const* name = "movement";
  float travel_cost = 0.005F;
  float stranded = 0.3F;

  static void describe(auto& self, auto& visit) {
    visit.field("travel_cost", self.travel_cost, "1/km", 0, 1,
                "cost of a km on a road in units of value (tau)", "assumed");
    visit.field("stranded", self.stranded, "1", 0, 1,
                "supply below which an operation's unit does not leave its base", "assumed");
  }

  void operator()(State& state, Draws draws) const {
    Units& units = state.units;
    for_each_unit(units, draws, [&](int row, Words word) {
      auto const r = static_cast<std::size_t>(row);
      int const a = units.actor[r];
      bool const foreign = state.actors.is_operation(a);
      if (units.away[r] != 0) return;
      if (foreign && units.supply[r] < stranded && units.cell[r] == units.home[r]) return;
      int const there = choose(state, a, units.cell[r], units.home[r], word(0));
      if (there == units.cell[r]) return;
      if (foreign && (state.at.closed[a][there] != 0 || state.orders.obstructed[a][there] != 0)) {
        ++state.flows.hindered;
        return;
      }
      units.cell[r] = there;
    });
  }

 private:
  /// Half-width of the widest window of cells one march covers.
  static constexpr int widest = 12;

  [[nodiscard]] int choose(State const& state, int a, int from, int home, float u) const {
    Grid const& grid = state.grid();
    Attributes const& own = state.actors.attributes[Actors::idx(a)];
    float const* weight = state.orders.weight[a];
    // At least the eight neighbours: a week is enough to leave a cell of any size.
    float const march = std::max(
        own.mobility,
        1.01F * root(grid.km_per_column * grid.km_per_column + grid.km_per_row * grid.km_per_row));
    int const columns = std::min(widest, static_cast<int>(march / grid.km_per_column));
    int const rows = std::min(widest, static_cast<int>(march / grid.km_per_row));
    float const per_km = travel_cost / own.temperature;
    float const leash = own.leash / (own.leash_radius * own.temperature);
    std::array<float, (2 * widest + 1) * (2 * widest + 1)> cumulated;
    std::array<std::int32_t, cumulated.size()> cells;
    std::size_t n = 0;
    float sum = 0;
    for (int dy = -rows; dy <= rows; ++dy) {
      for (int dx = -columns; dx <= columns; ++dx) {
        int const c = grid.step(from, dx, dy);
        if (c < 0 || !(weight[c] > 0.0F)) continue;
        float const x = static_cast<float>(dx) * grid.km_per_column;
        float const y = static_cast<float>(dy) * grid.km_per_row;
        float const d = root(x * x + y * y);
        if (d > march) continue;
        sum += weight[c] * exp(-(per_km * d + leash * grid.distance_km(home, c)));
        cumulated[n] = sum;
        cells[n] = c;
        ++n;
      }
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (u * sum <= cumulated[i]) return cells[i];
    }
    return from;  // nowhere is allowed
  }
};

}  // namespace disalign
