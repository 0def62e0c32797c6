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
    March march;
    int marching = -1;  // whose march it is
    for_each_unit(units, draws, [&](int row, Words word) {
      auto const r = static_cast<std::size_t>(row);
      int const a = units.actor[r];
      bool const foreign = state.actors.is_operation(a);
      if (units.away[r] != 0) return;
      if (foreign && units.supply[r] < stranded && units.cell[r] == units.home[r]) return;
      if (marching != a) prepare(march, state, marching = a);
      int const there = choose(march, state.grid(), units.cell[r], units.home[r], word(0));
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
  static constexpr std::size_t most_cells = (2 * widest + 1) * (2 * widest + 1);

  /// What the units of one actor have in common: the window of cells within a march, in the order of
  /// the sums, and the weights of cells and ways.
  struct March {
    struct Step {
      int east, north, offset;  ///< cells, cells, plane indices
      float cost;               ///< tau d / theta
    };
    float const* weight = nullptr;
    int columns = 0, rows = 0;  ///< half-widths of the window [cells]
    float leash = 0;            ///< leash / (R theta) [1/km]
    std::size_t steps = 0;
    std::array<Step, most_cells> step;
  };

  void prepare(March& march, State const& state, int a) const {
    Grid const& grid = state.grid();
    Attributes const& own = state.actors.attributes[Actors::idx(a)];
    // At least the eight neighbours: a week is enough to leave a cell of any size.
    float const farthest = std::max(
        own.mobility,
        1.01F * root(grid.km_per_column * grid.km_per_column + grid.km_per_row * grid.km_per_row));
    float const per_km = travel_cost / own.temperature;
    march.weight = state.orders.weight[a];
    march.columns = std::min(widest, static_cast<int>(farthest / grid.km_per_column));
    march.rows = std::min(widest, static_cast<int>(farthest / grid.km_per_row));
    march.leash = own.leash / (own.leash_radius * own.temperature);
    march.steps = 0;
    for (int dy = -march.rows; dy <= march.rows; ++dy) {
      for (int dx = -march.columns; dx <= march.columns; ++dx) {
        float const x = static_cast<float>(dx) * grid.km_per_column;
        float const y = static_cast<float>(dy) * grid.km_per_row;
        float const d = root(x * x + y * y);
        if (d <= farthest) march.step[march.steps++] = {dx, dy, dy * grid.stride + dx, per_km * d};
      }
    }
  }

  static int choose(March const& march, Grid const& grid, int from, int home, float u) {
    std::array<float, most_cells + lanes> weight;
    std::array<std::int32_t, most_cells> cells;
    std::size_t n = 0;
    DISALIGN_WORK(loads, march.steps);
    bool const inner = grid.is_inner(from, march.columns, march.rows);
    for (std::size_t k = 0; k < march.steps; ++k) {
      March::Step const& step = march.step[k];
      int const c = inner ? from + step.offset : grid.step(from, step.east, step.north);
      if (c < 0 || grid.inside[static_cast<std::size_t>(c)] == 0) continue;
      if (!(march.weight[c] > 0.0F)) continue;
      cells[n] = c;
      weight[n] = -(step.cost + march.leash * grid.distance_km(home, c));
      ++n;
    }
    std::fill_n(weight.begin() + static_cast<std::ptrdiff_t>(n), lanes, 0.0F);
    float* const ways = weight.data();
    for_each_whole_pack(n, [=](auto k) { set(ways, k, exp(at(ways, k))); });
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      sum += march.weight[cells[i]] * weight[i];
      weight[i] = sum;
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (u * sum <= weight[i]) return cells[i];
    }
    return from;  // nowhere is allowed
  }
};

}  // namespace disalign
