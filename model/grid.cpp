/// Making a grid: mask, cell list and neighbour lists.
#include "model/grid.hpp"

#include <algorithm>
#include <cmath>

#include "model/base/check.hpp"

namespace disalign {

std::int32_t priogrid_gid(double lon, double lat) {
  int const row = static_cast<int>(std::floor((lat + 90) / 0.5));
  int const column = static_cast<int>(std::floor((lon + 180) / 0.5));
  return row * 720 + column + 1;
}

Grid::Grid(int its_rows, int its_columns, float column_km, float row_km,
           std::vector<std::uint8_t> const& mask, bool wraps)
    : rows(its_rows),
      columns(its_columns),
      stride(its_columns + 2),
      km_per_column(column_km),
      km_per_row(row_km),
      torus(wraps) {
  if (rows < 1 || columns < 1 ||
      mask.size() != static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns)) {
    throw Error("grid: the mask has " + std::to_string(mask.size()) +
                " cells (rows times columns are needed). Give one entry per cell");
  }
  bool const full = std::all_of(mask.begin(), mask.end(), [](std::uint8_t m) { return m != 0; });
  if (torus && (!full || rows < 3 || columns < 3)) {
    throw Error("grid: a torus of " + std::to_string(rows) + " x " + std::to_string(columns) +
                " cells cannot be made (a cell would be its own neighbour, or an edge has no other "
                "side). Use a full rectangle of at least 3 x 3");
  }
  inside.assign(static_cast<std::size_t>(plane_size()), 0);
  for (int c = 0; c < plane_size(); ++c) {
    places_.push_back({c / stride - 1, c % stride - 1});
  }
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      if (mask[static_cast<std::size_t>(row * columns + column)] == 0) continue;
      inside[static_cast<std::size_t>(cell(row, column))] = 1;
      cells.push_back(cell(row, column));
    }
  }
  for (std::size_t w = 0; w < strips_.size(); ++w) {
    int const width = 4 << w;
    int done = 0;  // plane indices before it are in a strip
    for (int const c : cells) {
      if (c < done) continue;
      bool const fits = c + width + stride + 1 <= plane_size();
      (fits ? strips_[w].whole : strips_[w].rest).push_back(c);
      done = c + (fits ? width : 1);
    }
  }
  neighbour_start.assign(static_cast<std::size_t>(plane_size()) + 1, 0);
  for (int c = 0; c < plane_size(); ++c) {
    auto const i = static_cast<std::size_t>(c);
    if (inside[i] != 0) {
      for (int north = -1; north <= 1; ++north) {
        for (int east = -1; east <= 1; ++east) {
          int const there = step(c, east, north);
          if (there >= 0 && there != c) neighbours.push_back(there);
        }
      }
    }
    neighbour_start[i + 1] = static_cast<int>(neighbours.size());
    neighbour_count.push_back(neighbour_start[i + 1] - neighbour_start[i]);
  }
}

}  // namespace disalign
