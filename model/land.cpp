/// Cutting the outline of a country into cells and patches.
#include "model/land.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/base/check.hpp"

namespace disalign {
namespace {

constexpr double patch_km = 5;        // edge of a patch; cells are cut into equal parts not longer
constexpr double most_cells = 4e6;    // planes of a run must fit into memory many times
constexpr double most_patches = 4e6;  // Africa has 1.2 million
constexpr double most_clips = 2e10;   // cells times vertices of the outline: minutes at worst

/// The country's pieces inside a rectangle.
std::vector<Ring> pieces_in(std::vector<Ring> const& rings, Rectangle const& box) {
  std::vector<Ring> pieces;
  for (Ring const& ring : rings) {
    Ring piece = clip_ring(ring, box);
    if (piece.size() >= 3) pieces.push_back(std::move(piece));
  }
  return pieces;
}

double total_area(std::vector<Ring> const& rings) {
  double sum = 0;
  for (Ring const& ring : rings) sum += area(ring);
  return sum;
}

/// Adds the Moore neighbours of the cells of a mask to it.
void add_ring(std::vector<std::uint8_t>& mask, int rows, int columns) {
  auto const at = [&](int row, int column) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(column);
  };
  std::vector<std::uint8_t> const country = mask;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      for (int r = std::max(0, row - 1); r <= std::min(rows - 1, row + 1); ++r)
        for (int c = std::max(0, column - 1); c <= std::min(columns - 1, column + 1); ++c)
          if (country[at(r, c)] != 0) mask[at(row, column)] = 1;
    }
  }
}

}  // namespace

std::size_t Land::nearest_patch(double lon, double lat, double& km) const {
  Point const p = project(lon, lat);
  std::size_t best = 0;
  km = 1e30;
  for (std::size_t i = 0; i < patches.size(); ++i) {
    double const d = distance(p, patches[i].at);
    if (d < km) {
      km = d;
      best = i;
    }
  }
  return best;
}

Land cut_land(std::vector<Ring> const& outline, GridSpec const& spec, std::string const& name) {
  Rectangle const box = bounds(outline);
  Land land;
  land.project = Projection((box.south + box.north) / 2);
  bool const global = spec.kind == GridSpec::Kind::priogrid;
  land.degrees_north = global ? 0.5 : spec.cell_km / km_per_degree;
  land.degrees_east = global ? 0.5 : spec.cell_km / land.project.km_per_degree_east();
  land.west = global ? std::floor(box.west / 0.5) * 0.5 : box.west;
  land.south = global ? std::floor(box.south / 0.5) * 0.5 : box.south;
  double wide = std::ceil((box.east - land.west) / land.degrees_east);
  double high = std::ceil((box.north - land.south) / land.degrees_north);
  bool const open = spec.border == GridSpec::Border::open;
  if (open) {
    land.west -= land.degrees_east;
    land.south -= land.degrees_north;
    wide += 2;
    high += 2;
  }
  if (!(wide >= 1 && high >= 1 && wide * high <= most_cells)) {
    throw Error(
        fmt::format("{}: cells of {} km make a grid of {} x {} (from 1 to {} cells are possible). "
                    "Choose another cell_km",
                    name, spec.cell_km, wide, high, most_cells));
  }
  int const columns = static_cast<int>(wide);
  int const rows = static_cast<int>(high);
  double const column_km = land.degrees_east * land.project.km_per_degree_east();
  double const row_km = land.degrees_north * km_per_degree;
  int const parts = static_cast<int>(std::ceil(row_km / patch_km - 1e-9));
  double vertices = 0;
  for (Ring const& ring : outline) vertices += static_cast<double>(ring.size());
  if (wide * high * vertices > most_clips) {
    throw Error(
        fmt::format("{}: outline: {} vertices on a grid of {} x {} cells take too long (cells "
                    "times vertices: at most {}). Simplify the outline or choose larger cells",
                    name, vertices, wide, high, most_clips));
  }

  std::vector<std::uint8_t> mask(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns),
                                 0);
  for (int row = 0; row < rows; ++row) {
    double const south = land.south + row * land.degrees_north;
    std::vector<Ring> const band =
        pieces_in(outline, {box.west, south, box.east, south + land.degrees_north});
    for (int column = 0; column < columns; ++column) {
      double const west = land.west + column * land.degrees_east;
      std::vector<Ring> const pieces =
          pieces_in(band, {west, south, west + land.degrees_east, south + land.degrees_north});
      double const whole = land.degrees_east * land.degrees_north;
      double const share = total_area(pieces) / whole;
      if (share < least_land_share) continue;
      mask[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
           static_cast<std::size_t>(column)] = 1;
      int const cell = (row + 1) * (columns + 2) + column + 1;
      double const east_step = land.degrees_east / parts;
      double const north_step = land.degrees_north / parts;
      for (int j = 0; j < parts; ++j) {
        for (int i = 0; i < parts; ++i) {
          Rectangle const part{west + i * east_step, south + j * north_step,
                               west + (i + 1) * east_step, south + (j + 1) * north_step};
          double const inside =
              share > 1 - 1e-9 ? east_step * north_step : total_area(pieces_in(pieces, part));
          if (!(inside > 0)) continue;
          if (static_cast<double>(land.patches.size()) >= most_patches) {
            throw Error(
                fmt::format("{}: outline: the land is cut into more than {} patches (too large "
                            "for one place). Choose a smaller outline or larger cells",
                            name, most_patches));
          }
          Point const middle{(part.west + part.east) / 2, (part.south + part.north) / 2};
          double const km2 = inside * km_per_degree * km_per_degree * cosine(middle.y);
          land.patches.push_back({land.project(middle.x, middle.y), cell, km2});
        }
      }
    }
  }
  if (land.patches.empty()) {
    throw Error(fmt::format(
        "{}: no cell holds {:.0f} % of land (cells of {} km are too large for the outline). "
        "Choose smaller cells",
        name, 100 * least_land_share, row_km));
  }
  if (open) add_ring(mask, rows, columns);
  land.grid = Grid(rows, columns, static_cast<float>(column_km), static_cast<float>(row_km), mask);
  land.area_km2.assign(static_cast<std::size_t>(land.grid.plane_size()), 0);
  for (Patch const& patch : land.patches)
    land.area_km2[static_cast<std::size_t>(patch.cell)] += patch.area_km2;
  for (int const c : land.grid.cells) {  // cells of the ring have no patch
    double& km2 = land.area_km2[static_cast<std::size_t>(c)];
    if (km2 == 0) km2 = column_km * row_km;
  }
  return land;
}

}  // namespace disalign
