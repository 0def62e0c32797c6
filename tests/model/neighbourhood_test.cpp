/// Neighbourhoods: the listed way and the way cell by cell lead to the same cells.
#include "model/neighbourhood.hpp"

#include <doctest/doctest.h>

#include <utility>
#include <vector>

using namespace disalign;

TEST_CASE(
    "neighbourhood: in the middle and at the edge the same cells as step by step, in that order") {
  for (bool const torus : {false, true}) {
    std::vector<std::uint8_t> mask(8 * 11, 1);
    if (!torus) mask[40] = mask[41] = mask[3] = 0;
    Grid const grid(8, 11, 30, 20, mask, torus);
    Neighbourhood near;
    near.list(grid, 2, 3, [](int east, int north) {
      int const d2 = east * east + north * north;
      return d2 <= 9 ? static_cast<float>(d2) : -1.0F;
    });
    for (int const c : grid.cells) {
      std::vector<std::pair<int, float>> listed, stepped;
      near.each(grid, c, [&](int there, float value) { listed.emplace_back(there, value); });
      for (int north = -3; north <= 3; ++north) {
        for (int east = -2; east <= 2; ++east) {
          int const d2 = east * east + north * north;
          int const there = grid.step(c, east, north);
          if (d2 <= 9 && there >= 0) stepped.emplace_back(there, static_cast<float>(d2));
        }
      }
      CHECK(listed == stepped);
      CHECK(!listed.empty());
    }
  }
}
