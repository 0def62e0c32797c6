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
  /// The windows of a block of units, which come cell by cell: few homes and actors meet in one.
  struct Windows {
    std::array<Window, block_size> window;
    std::size_t count = 0;

    /// The place of a window, a new one if none is like it.
    std::size_t place(int actor, int from, int home) {
      for (std::size_t w = count; w > 0 && window[w - 1].from == from; --w) {
        if (window[w - 1].actor == actor && window[w - 1].home == home) return w - 1;
      }
      window[count].actor = actor;
      window[count].from = from;
      window[count].home = home;
      return count++;
    }
  };
  static constexpr std::size_t nowhere = block_size;  ///< for a unit that does not leave its base

  /// Moves the rows by_cell.rows[first .. last); returns how many were hindered.
  std::int32_t march_out(State& state, std::pmr::vector<March> const& marches, Draws draws,
                         std::size_t first, std::size_t last) const {
    Units& units = state.units;
    std::int32_t const* const rows = state.by_cell.rows.data();
    Windows windows;
    std::array<std::size_t, block_size> place;
    std::array<float, block_size> number;
    std::int32_t hindered = 0;
    for (; first < last; first += block_size) {
      std::size_t const n = std::min<std::size_t>(block_size, last - first);
      first_numbers(units, draws, rows + first, n, number.data());
      windows.count = 0;
      for (std::size_t k = 0; k < n; ++k) {
        auto const r = Actors::idx(rows[first + k]);
        bool const stays = state.actors.is_operation(units.actor[r]) &&
                           units.supply[r] < stranded && units.cell[r] == units.home[r];
        place[k] = stays ? nowhere : windows.place(units.actor[r], units.cell[r], units.home[r]);
      }
      for (std::size_t w = 0; w < windows.count; ++w) {
        Window& window = windows.window[w];
        weigh(window, marches[Actors::idx(window.actor)], state.grid());
      }
      cumulate(windows, marches);
      for (std::size_t k = 0; k < n; ++k) {
        if (place[k] == nowhere) continue;
        Window const& window = windows.window[place[k]];
        March const& march = marches[Actors::idx(window.actor)];
        int const there = choose(march, window, state.grid(), number[k]);
        hindered += go(state, Actors::idx(rows[first + k]), there) ? 0 : 1;
      }
    }
    return hindered;
  }

  /// Moves one row; false where it was hindered.
  static bool go(State& state, std::size_t r, int there) {
    Units& units = state.units;
    int const a = units.actor[r];
    if (there == units.cell[r]) return true;
    bool const closed = state.actors.is_operation(a) &&
                        (state.at.closed[a][there] != 0 || state.orders.obstructed[a][there] != 0);
    if (!closed) units.cell[r] = there;
    return !closed;
  }

  /// Adds up the weights of every window. A sum waits for the one before: four windows side by side.
  static void cumulate(Windows& windows, std::pmr::vector<March> const& marches) {
    constexpr std::size_t together = 4;
    for (std::size_t first = 0; first < windows.count; first += together) {
      std::array<float*, together> sums{};
      std::array<std::size_t, together> steps{};
      for (std::size_t j = 0; j < together; ++j) {
        Window& window = windows.window[std::min(first + j, windows.count - 1)];
        sums[j] = window.cumulated.data();
        steps[j] = first + j < windows.count ? marches[Actors::idx(window.actor)].steps : 0;
      }
      std::size_t const all = *std::min_element(steps.begin(), steps.end());
      std::array<float, together> sum{};
      for (std::size_t k = 0; k < all; ++k) {
        for (std::size_t j = 0; j < together; ++j) sums[j][k] = sum[j] += sums[j][k];
      }
      for (std::size_t j = 0; j < together; ++j) {
        for (std::size_t k = all; k < steps[j]; ++k) sums[j][k] = sum[j] += sums[j][k];
      }
    }
  }

  /// Writes the weight of every step of a window.
  static void weigh(Window& window, March const& march, Grid const& grid) {
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
