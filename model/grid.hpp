/// The regular grid of cells: padded planes, mask, Moore neighbours (a reflecting border: only cells
/// inside are neighbours), distances.
#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

namespace disalign {

/// Which cells a country is cut into.
struct GridSpec {
  enum class Kind {
    priogrid,  ///< half-degree cells of the global PRIO-GRID (Tollefsen et al. 2012)
    km,        ///< squares of `cell_km` in an equirectangular projection
  };
  /// Where the world ends.
  enum class Border {
    closed,  ///< at the outline: nobody leaves the country
    open,    ///< a ring of one cell of empty land lies round it: forces and refugees may go there
  };
  Kind kind = Kind::priogrid;
  double cell_km = 20;
  Border border = Border::closed;
};

/// PRIO-GRID id of a point: half-degree cells counted from 1 at 90 S, 180 W, eastwards, then north.
std::int32_t priogrid_gid(double lon, double lat);

/// Cells on a rectangle with a mask. A plane has a border of one cell on each side, so that a
/// stencil never branches; a plane index is (row + 1) * stride + column + 1.
class Grid {
 public:
  Grid() = default;
  /// `mask` has rows * columns entries, south to north, west to east; non-zero is inside. On a torus
  /// the mask must be full and at least 3 cells wide. Throws Error when that does not hold.
  Grid(int rows, int columns, float km_per_column, float km_per_row,
       std::vector<std::uint8_t> const& mask, bool torus = false);

  int rows = 0, columns = 0;
  int stride = 0;                           ///< columns + 2
  float km_per_column = 0, km_per_row = 0;  ///< size of a cell
  bool torus = false;
  std::vector<std::uint8_t> inside;  ///< per plane index
  std::vector<int> cells;            ///< plane indices of the inside cells: the output's cell axis
  std::vector<int> neighbour_start;  ///< per plane index + 1: Moore neighbours inside ...
  std::vector<int> neighbour_count;  ///< per plane index
  std::vector<int> neighbours;       ///< ... are neighbours[start[c] .. start[c + 1])

  [[nodiscard]] int plane_size() const { return (rows + 2) * stride; }
  [[nodiscard]] int cell(int row, int column) const { return (row + 1) * stride + column + 1; }
  [[nodiscard]] int row_of(int c) const { return places_[static_cast<std::size_t>(c)].row; }
  [[nodiscard]] int column_of(int c) const { return places_[static_cast<std::size_t>(c)].column; }
  /// True when every cell at most `columns_away` and `rows_away` from c lies on the rectangle.
  [[nodiscard]] bool is_inner(int c, int columns_away, int rows_away) const {
    auto const [row, column] = places_[static_cast<std::size_t>(c)];
    return row >= rows_away && row + rows_away < rows && column >= columns_away &&
           column + columns_away < columns;
  }
  /// Plane index `columns_east` and `rows_north` away, or -1 outside the mask; wraps on a torus.
  [[nodiscard]] int step(int c, int columns_east, int rows_north) const {
    int row = row_of(c) + rows_north;
    int column = column_of(c) + columns_east;
    if (torus) {
      row = (row % rows + rows) % rows;
      column = (column % columns + columns) % columns;
    } else if (row < 0 || row >= rows || column < 0 || column >= columns) {
      return -1;
    }
    int const there = cell(row, column);
    return inside[static_cast<std::size_t>(there)] != 0 ? there : -1;
  }
  /// Runs of `width` plane indices (4, 8 or 16) that do not overlap and together hold every inside
  /// cell, and the inside cells near the end of the plane where a run, or its neighbours to the north,
  /// would reach beyond it.
  struct Strips {
    std::vector<int> whole, rest;
  };
  [[nodiscard]] Strips const& strips(int width) const {
    return strips_[width == 16 ? 2 : width == 8 ? 1 : 0];
  }
  /// Distance of two cells' centres on the flat projection [km]; the shortest way on a torus.
  [[nodiscard]] float distance_km(int a, int b) const {
    int east = std::abs(column_of(a) - column_of(b));
    int north = std::abs(row_of(a) - row_of(b));
    if (torus) {
      east = east > columns - east ? columns - east : east;
      north = north > rows - north ? rows - north : north;
    }
    float const x = static_cast<float>(east) * km_per_column;
    float const y = static_cast<float>(north) * km_per_row;
    return std::sqrt(x * x + y * y);
  }

 private:
  struct Place {
    int row, column;
  };
  std::array<Strips, 3> strips_;
  std::vector<Place> places_;  ///< of every plane index: a look-up where a division would be
};

}  // namespace disalign
