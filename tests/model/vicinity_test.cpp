/// Vicinity: what a force covers does not depend on the cells.
#include "model/vicinity.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace disalign;

namespace {

Grid square(int cells, float km) {
  return {cells, cells, km, km,
          std::vector<std::uint8_t>(static_cast<std::size_t>(cells * cells), 1)};
}

/// Calls body(cell, w) for every cell near `cell`.
void for_each_near(Grid const& grid, int cell, float reach, auto body) {
  Nearness near;
  near.prepare(grid, reach);
  near.each(cell, body);
}

/// Area [km2] that a force in the middle covers: the sum of w A_c.
double covered(int cells, float km, float reach) {
  Grid const grid = square(cells, km);
  double sum = 0;
  for_each_near(grid, grid.cell(cells / 2, cells / 2), reach,
                [&](int, float w) { sum += static_cast<double>(w); });
  return sum * static_cast<double>(km) * static_cast<double>(km);
}

}  // namespace

TEST_CASE("vicinity: cells of its side or more count whole, if their centre lies within reach") {
  for (float const km : {50.0F, 55.6F, 100.0F}) {
    double const cell = static_cast<double>(km) * static_cast<double>(km);
    CHECK(covered(9, km, 0) == cell);
    CHECK(covered(9, km, 0.9F * km) == cell);
    CHECK(covered(9, km, 1.1F * km) == 5 * cell);
    CHECK(covered(9, km, 1.5F * km) == 9 * cell);
  }
}

TEST_CASE("vicinity: smaller cells cover the same area, near cells more than far ones") {
  for (float const reach : {0.0F, 40.0F, 60.0F, 80.0F}) {
    double const coarse = covered(9, 50, reach);
    for (float const km : {40.0F, 25.0F, 20.0F, 12.5F, 5.0F}) {
      CAPTURE(km);
      CHECK(covered(61, km, reach) == doctest::Approx(coarse).epsilon(1e-4));
    }
  }
  Grid const grid = square(9, 25);
  std::vector<float> w(static_cast<std::size_t>(grid.plane_size()));
  for_each_near(grid, grid.cell(4, 4), 0,
                [&](int c, float share) { w[static_cast<std::size_t>(c)] = share; });
  auto const at = [&](int row, int column) {
    return w[static_cast<std::size_t>(grid.cell(row, column))];
  };
  CHECK(at(4, 4) == 1.0F);
  CHECK(at(4, 5) == 0.5F);
  CHECK(at(3, 4) == 0.5F);
  CHECK(at(5, 5) == 0.25F);
  CHECK(at(4, 6) == 0.0F);
}
