/// Movement: every unit chooses one cell within a week's march, by the weights its actor decided.
///     P(c') ~ weight_a(c') exp(-(tau d(c, c') + leash d(home, c') / R) / theta)
/// d  distance [km]   tau  travel cost on a road [1/km]   R  leash radius [km]   theta  temperature
/// A unit of an operation whose supply is below `stranded` does not leave its base; a unit whose
/// choice is closed to it (hindered by another force) or obstructed by the host stays.
/// Limits: equal weights, tau = 0, leash = 0: uniform over the cells within reach (a random walk).
/// Reads orders, at.closed, by_cell. Writes units.cell, flows.hindered. Source: MODEL.md eq. 1, section 5.
/// Draws: word 0 the cell.
#pragma once
#include <array>
#include <memory_resource>
#include <vector>

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
    std::pmr::vector<March> marches(&state.arena);
    marches.reserve(Actors::idx(state.actors.count));
    for (int a = 0; a < state.actors.count; ++a) marches.emplace_back(*this, state, a);
    std::size_t const n = state.by_cell.rows.size();
    std::pmr::vector<std::int32_t> hindered(parts_of(n, rows_of_part), 0, &state.arena);
    for_each_part(n, rows_of_part, [&](std::size_t first, std::size_t last, std::size_t part) {
      hindered[part] = march_out(state, marches, draws, first, last);
    });
    for (std::int32_t const of_part : hindered) state.flows.hindered += of_part;
  }

 private:
  /// Half-width of the widest window of cells one march covers.
  static constexpr int widest = 12;
  static constexpr std::size_t most_steps = (2 * widest + 1) * (2 * widest + 1);
  /// One value for each step of a window; packs may reach behind the last.
  template <class T>
  using OfSteps = std::array<T, most_steps + lanes>;

  /// What the units of one actor have in common: the window of cells within a march, in the order of
  /// the sums.
  struct March {
    float const* weight = nullptr;
    int columns = 0, rows = 0;  ///< half-widths of the window [cells]
    float leash = 0;            ///< leash / (R theta) [1/km]
    std::size_t steps = 0;
    OfSteps<std::int32_t> east, north, offset;  ///< cells, cells, plane indices
    OfSteps<float> cost;                        ///< tau d / theta

    March(Movement const& rule, State const& state, int a) {
      Grid const& grid = state.grid();
      Attributes const& own = state.actors.attributes[Actors::idx(a)];
      // At least the eight neighbours: a week is enough to leave a cell of any size.
      float const farthest =
          std::max(own.mobility, 1.01F * root(grid.km_per_column * grid.km_per_column +
                                              grid.km_per_row * grid.km_per_row));
      float const per_km = rule.travel_cost / own.temperature;
      weight = state.orders.weight[a];
      columns = std::min(widest, static_cast<int>(farthest / grid.km_per_column));
      rows = std::min(widest, static_cast<int>(farthest / grid.km_per_row));
      leash = own.leash / (own.leash_radius * own.temperature);
      for (int dy = -rows; dy <= rows; ++dy) {
        for (int dx = -columns; dx <= columns; ++dx) {
          float const x = static_cast<float>(dx) * grid.km_per_column;
          float const y = static_cast<float>(dy) * grid.km_per_row;
          float const d = root(x * x + y * y);
          if (d > farthest) continue;
          std::size_t const k = steps++;
          east[k] = dx;
          north[k] = dy;
          offset[k] = dy * grid.stride + dx;
          cost[k] = per_km * d;
        }
      }
      for (std::size_t k = steps; k < steps + lanes; ++k) {
        east[k] = north[k] = 0;
        cost[k] = 0;
      }
    }

    /// Plane index where step k leads to from a cell, -1 outside.
    [[nodiscard]] int leads_to(Grid const& grid, int from, std::size_t k) const {
      return grid.is_inner(from, columns, rows) ? from + offset[k]
                                                : grid.step(from, east[k], north[k]);
    }
  };

  /// The weights of a window, cumulated over its steps, for all units of an actor that stand in one
  /// cell and have one home.
  struct Window {
    int actor = -1, from = -1, home = -1;
    std::size_t first = 0;  ///< the first step that leads to a cell with a weight
    OfSteps<float> cumulated;
  };
  /// The last windows in use: units come cell by cell, and few homes and actors meet in one.
  struct Windows {
    std::array<Window, 8> window;
    std::size_t next = 0;  ///< the one to be overwritten
  };

  /// Moves the rows by_cell.rows[first .. last); returns how many were hindered.
  std::int32_t march_out(State& state, std::pmr::vector<March> const& marches, Draws draws,
                         std::size_t first, std::size_t last) const {
    Windows windows;
    auto const& rows = state.by_cell.rows;
    std::array<std::uint64_t, block_size> id;
    std::array<std::array<std::uint32_t, block_size>, 4> words;
    std::int32_t hindered = 0;
    for (; first < last; first += block_size) {
      std::size_t const n = std::min<std::size_t>(block_size, last - first);
      for (std::size_t k = 0; k < n; ++k) id[k] = state.units.id[Actors::idx(rows[first + k])];
      draws.blocks(id.data(), n, words);
      for (std::size_t k = 0; k < n; ++k) {
        auto const r = Actors::idx(rows[first + k]);
        hindered += move(state, marches, windows, r, unit_interval(words[0][k])) ? 0 : 1;
      }
    }
    return hindered;
  }

  /// Moves one row; false where it was hindered.
  bool move(State& state, std::pmr::vector<March> const& marches, Windows& windows, std::size_t r,
            float u) const {
    Units& units = state.units;
    int const a = units.actor[r];
    int const from = units.cell[r];
    bool const foreign = state.actors.is_operation(a);
    if (foreign && units.supply[r] < stranded && from == units.home[r]) return true;
    March const& march = marches[Actors::idx(a)];
    Window const& window = find(windows, march, state.grid(), a, from, units.home[r]);
    int const there = choose(march, window, state.grid(), u);
    if (there == from) return true;
    bool const closed =
        foreign && (state.at.closed[a][there] != 0 || state.orders.obstructed[a][there] != 0);
    if (!closed) units.cell[r] = there;
    return !closed;
  }

  static Window const& find(Windows& windows, March const& march, Grid const& grid, int a, int from,
                            int home) {
    for (Window const& window : windows.window) {
      if (window.from == from && window.actor == a && window.home == home) return window;
    }
    Window& window = windows.window[windows.next];
    windows.next = (windows.next + 1) % windows.window.size();
    window.actor = a;
    window.from = from;
    window.home = home;
    cumulate(window, march, grid);
    return window;
  }

  static void cumulate(Window& window, March const& march, Grid const& grid) {
    DISALIGN_WORK(loads, march.steps);
    int const from = window.from;
    int const home = window.home;
    float* const sums = window.cumulated.data();
    if (grid.torus) {
      for (std::size_t k = 0; k < march.steps; ++k)
        sums[k] = march.weight[grid.step(from, march.east[k], march.north[k])];
    } else if (grid.is_inner(from, march.columns, march.rows)) {
      float const* const weight = march.weight + from;  // 0 outside the country
      for (std::size_t k = 0; k < march.steps; ++k) sums[k] = weight[march.offset[k]];
    } else {
      int const row = grid.row_of(from);
      int const column = grid.column_of(from);
      for (std::size_t k = 0; k < march.steps; ++k) {
        int const north = row + march.north[k];
        int const east = column + march.east[k];
        bool const there = north >= 0 && north < grid.rows && east >= 0 && east < grid.columns;
        sums[k] = there ? march.weight[from + march.offset[k]] : 0.0F;
      }
    }
    std::fill_n(sums + march.steps, lanes, 0.0F);
    window.first = 0;
    while (window.first < march.steps && !(sums[window.first] > 0.0F)) ++window.first;
    OfSteps<float> distance;
    float* const km = distance.data();
    if (grid.torus) {
      for (std::size_t k = 0; k < march.steps; ++k)
        km[k] = grid.distance_km(home, grid.step(from, march.east[k], march.north[k]));
      std::fill_n(km + march.steps, lanes, 0.0F);
    } else {
      std::int32_t const* const east = march.east.data();
      std::int32_t const* const north = march.north.data();
      int const columns = grid.column_of(from) - grid.column_of(home);
      int const rows = grid.row_of(from) - grid.row_of(home);
      float const km_per_column = grid.km_per_column;
      float const km_per_row = grid.km_per_row;
      for_each_whole_pack(march.steps, [=](auto k) {
        auto const x = real(at(east, k) + columns) * km_per_column;
        auto const y = real(at(north, k) + rows) * km_per_row;
        set(km, k, root(x * x + y * y));
      });
    }
    float const* const cost = march.cost.data();
    float const leash = march.leash;
    for_each_whole_pack(march.steps, [=](auto k) {
      set(sums, k, at(sums, k) * exp(-(at(cost, k) + leash * at(km, k))));
    });
    float sum = 0;
    for (std::size_t k = 0; k < march.steps; ++k) sums[k] = sum += sums[k];
  }

  static int choose(March const& march, Window const& window, Grid const& grid, float u) {
    if (window.first == march.steps) return window.from;  // nowhere is allowed
    float const* const sums = window.cumulated.data();
    float const wanted = u * sums[march.steps - 1];
    std::uint32_t below = 0;  // as wide as a sum, so that packs of both are alike
    for (std::size_t k = 0; k < march.steps; ++k) below += sums[k] < wanted ? 1U : 0U;
    return march.leads_to(grid, window.from, std::max<std::size_t>(below, window.first));
  }
};

}  // namespace disalign
