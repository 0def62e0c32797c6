/// The cells within a distance of a cell, the same steps for every cell of a grid: nearest first, or row
/// by row in packs.
#pragma once
#include <algorithm>
#include <array>
#include <tuple>
#include <vector>

#include "model/base/packs.hpp"
#include "model/base/work.hpp"
#include "model/grid.hpp"

namespace disalign {

class Circle {
 public:
  /// Lists the steps of at most `km`, anew only for another grid or distance. A torus is seen once round.
  void prepare(Grid const& grid, float km) {
    if (grid_ == &grid && km_ == km) return;
    grid_ = &grid;
    km_ = km;
    int const turns = grid.torus ? 2 : 1;
    columns_ = std::min(grid.columns / turns, static_cast<int>(km / grid.km_per_column));
    rows_ = std::min(grid.rows / turns, static_cast<int>(km / grid.km_per_row));
    in_rows_.clear();
    by_row_.clear();
    for (int north = -rows_; north <= rows_; ++north) {
      by_row_.push_back({north, 0, 0});
      for (int east = -columns_; east <= columns_; ++east) {
        float const x = static_cast<float>(east) * grid.km_per_column;
        float const y = static_cast<float>(north) * grid.km_per_row;
        float const d = root(x * x + y * y);
        if (d > km) continue;
        in_rows_.push_back({east, north, north * grid.stride + east, d});
        if (by_row_.back().cells++ == 0) by_row_.back().east = east;
      }
    }
    nearest_first_ = in_rows_;
    std::sort(nearest_first_.begin(), nearest_first_.end(), [](Step const& a, Step const& b) {
      return std::tie(a.km, a.north, a.east) < std::tie(b.km, b.north, b.east);
    });
  }

  /// Calls found(there) for the inside cells within the distance, the nearest first, of equally near
  /// ones the southern and western first, until it gives true.
  template <class Found>
  void search(int cell, Found found) const {
    bool const inner = grid_->is_inner(cell, columns_, rows_);
    for (Step const& step : nearest_first_) {
      DISALIGN_WORK(loads, 1);
      int there = cell + step.offset;
      if (!inner) {
        there = grid_->step(cell, step.east, step.north);
        if (there < 0) continue;
      } else if (grid_->inside[static_cast<std::size_t>(there)] == 0) {
        continue;
      }
      if (found(there)) return;
    }
  }

  /// The cell within the distance with the largest value, of equal ones the most southern, then the
  /// most western; -1 where no value is above 0. `values` are at most 0 outside, and go on for
  /// `most_lanes` behind the plane.
  [[nodiscard]] int largest(int cell, std::int32_t const* values) const {
    DISALIGN_WORK(loads, in_rows_.size());
    if (grid_->torus) return largest_on_torus(cell, values);
    Ints packs{};
    each_row(cell, [&](int first, std::size_t cells) {
      for_each_whole_pack(cells, [&](auto k) {
        auto const rest = std::min(cells - k.index, most_lanes);
        packs =
            larger(packs, at(values + first, k) & at(mask.data() + most_lanes - rest, front(k)));
      });
    });
    std::int32_t const most = largest_of(packs);
    int best = -1;
    each_row(cell, [&](int first, std::size_t cells) {
      if (most <= 0 || best >= 0) return;
      std::int32_t const* const row = values + first;
      std::int32_t const* const found = std::find(row, row + cells, most);
      if (found != row + cells) best = static_cast<int>(found - values);
    });
    return best;
  }

 private:
  struct Step {
    int east, north;  ///< cells
    int offset;       ///< of plane indices
    float km;
  };
  /// Cells beside each other, the first `east` of the middle.
  struct Row {
    int north, east, cells;
  };
  /// All ones, then as many zeros: what keeps the cells of a row and no others.
  static constexpr std::array<std::int32_t, 2 * most_lanes> mask = [] {
    std::array<std::int32_t, 2 * most_lanes> ones_first{};
    std::fill_n(ones_first.begin(), most_lanes, -1);
    return ones_first;
  }();

  /// Calls body(plane index of the first cell, cells) for the part of every row that lies on the grid.
  template <class Body>
  [[gnu::always_inline]] void each_row(int cell, Body body) const {
    int const middle = grid_->row_of(cell);
    int const column = grid_->column_of(cell);
    for (Row const& row : by_row_) {
      int const north = middle + row.north;
      int const east = std::max(0, column + row.east);
      int const end = std::min(grid_->columns, column + row.east + row.cells);
      if (north >= 0 && north < grid_->rows && east < end)
        body(grid_->cell(north, east), static_cast<std::size_t>(end - east));
    }
  }

  [[nodiscard]] int largest_on_torus(int cell, std::int32_t const* values) const {
    std::int32_t most = 0;
    int best = -1;
    for (Step const& step : in_rows_) {
      int const there = grid_->step(cell, step.east, step.north);
      if (there < 0 || values[there] <= most) continue;
      most = values[there];
      best = there;
    }
    return best;
  }

  Grid const* grid_ = nullptr;
  float km_ = 0;
  int columns_ = 0, rows_ = 0;
  std::vector<Step> in_rows_, nearest_first_;
  std::vector<Row> by_row_;
};

}  // namespace disalign
