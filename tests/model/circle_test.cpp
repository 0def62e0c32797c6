/// Circles: the nearest cell first, and the largest value, as found by asking cell by cell.
#include "model/circle.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "model/base/draws.hpp"

using namespace disalign;

namespace {

struct There {
  int cell;
  float km;
};

/// The inside cells within `km` from south to north and west to east, seen once round on a torus.
std::vector<There> plainly(Grid const& grid, int c, float km) {
  std::vector<There> list;
  int const columns = grid.columns / (grid.torus ? 2 : 1);
  int const rows = grid.rows / (grid.torus ? 2 : 1);
  for (int north = -rows; north <= rows; ++north) {
    for (int east = -columns; east <= columns; ++east) {
      float const x = static_cast<float>(east) * grid.km_per_column;
      float const y = static_cast<float>(north) * grid.km_per_row;
      float const d = root(x * x + y * y);
      if (int const there = grid.step(c, east, north); there >= 0 && d <= km)
        list.push_back({there, d});
    }
  }
  return list;
}

}  // namespace

TEST_CASE("circle: search goes to the nearest first; largest finds the most southern of the best") {
  for (bool const torus : {false, true}) {
    std::vector<std::uint8_t> mask(20 * 23, 1);
    if (!torus) {
      for (std::size_t i = 0; i < mask.size(); ++i) mask[i] = mix(i) % 5 != 0 ? 1 : 0;
    }
    Grid const grid(20, 23, 30, 20, mask, torus);
    for (float const km : {10.0F, 65.0F, 150.0F, 5000.0F}) {
      Circle circle;
      circle.prepare(grid, km);
      for (std::uint64_t draw = 0; draw < 4; ++draw) {
        std::vector<std::int32_t> values(static_cast<std::size_t>(grid.plane_size()) + most_lanes);
        for (int const c :
             grid.cells) {  // few values, so that there are equal ones, and some below 0
          auto const i = static_cast<std::size_t>(c);
          values[i] =
              static_cast<std::int32_t>(mix(i ^ mix(draw)) % 9) - 6 * static_cast<int>(draw);
        }
        for (int const c : grid.cells) {
          int best = -1;
          There first{-1, 0};
          std::int32_t most = 0;
          for (There const& there : plainly(grid, c, km)) {
            std::int32_t const value = values[static_cast<std::size_t>(there.cell)];
            if (value > most) {
              most = value;
              best = there.cell;
            }
            if (value == 2 && (first.cell < 0 || there.km < first.km)) first = there;
          }
          REQUIRE(circle.largest(c, values.data()) == best);
          int found = -1;
          circle.search(c, [&](int there) {
            if (values[static_cast<std::size_t>(there)] == 2) found = there;
            return found >= 0;
          });
          REQUIRE(found == first.cell);
        }
      }
    }
  }
}

TEST_CASE("circle: it is made anew for another grid or distance only") {
  Grid const grid(5, 5, 10, 10, std::vector<std::uint8_t>(25, 1));
  Circle circle;
  auto const cells = [&](float km) {
    circle.prepare(grid, km);
    int n = 0;
    circle.search(grid.cells[12], [&](int) { return ++n < 0; });
    return n;
  };
  CHECK(cells(10) == 5);
  CHECK(cells(15) == 9);
  CHECK(cells(0) == 1);
}
