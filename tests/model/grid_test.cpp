/// Tests of the grid: planes, mask, neighbours, steps, distances, PRIO-GRID ids.
#include "model/grid.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "model/base/check.hpp"
#include "tests/support/skip.hpp"

using namespace disalign;

namespace {

std::vector<std::uint8_t> full(int cells) {
  return std::vector<std::uint8_t>(static_cast<std::size_t>(cells), 1);
}

std::vector<int> neighbours_of(Grid const& grid, int c) {
  auto const i = static_cast<std::size_t>(c);
  return {grid.neighbours.begin() + grid.neighbour_start[i],
          grid.neighbours.begin() + grid.neighbour_start[i + 1]};
}

}  // namespace

TEST_CASE("grid: cells run from south to north and west to east, inside a border of one cell") {
  Grid const grid(2, 3, 10, 20, full(6));
  CHECK(grid.plane_size() == 4 * 5);
  CHECK(grid.cells == std::vector<int>{6, 7, 8, 11, 12, 13});
  for (int const c : grid.cells) CHECK(grid.cell(grid.row_of(c), grid.column_of(c)) == c);
  CHECK(grid.inside[0] == 0);
  CHECK(grid.inside[5] == 0);
}

TEST_CASE("grid: the border reflects, so that only cells inside are neighbours") {
  auto mask = full(9);
  mask[4] = 0;  // a hole in the middle
  Grid const grid(3, 3, 1, 1, mask);
  CHECK(grid.cells.size() == 8);
  CHECK(neighbours_of(grid, grid.cell(0, 0)) == std::vector<int>{grid.cell(0, 1), grid.cell(1, 0)});
  CHECK(neighbours_of(grid, grid.cell(0, 1)).size() == 4);
  CHECK(neighbours_of(grid, grid.cell(1, 1)).empty());
  CHECK(grid.step(grid.cell(0, 0), 1, 1) == -1);
  CHECK(grid.step(grid.cell(0, 0), -1, 0) == -1);
  CHECK(grid.step(grid.cell(0, 0), 0, 2) == grid.cell(2, 0));
}

TEST_CASE("grid: neighbourhood is mutual") {
  auto mask = full(30);
  for (std::size_t i = 0; i < mask.size(); i += 4) mask[i] = 0;
  for (bool const torus : {false, true}) {
    Grid const grid(5, 6, 1, 1, torus ? full(30) : mask, torus);
    for (int const a : grid.cells) {
      for (int const b : neighbours_of(grid, a)) {
        auto const back = neighbours_of(grid, b);
        CHECK(std::count(back.begin(), back.end(), a) == 1);
      }
    }
  }
}

TEST_CASE(
    "grid: a torus wraps steps, gives every cell eight neighbours and the shortest distance") {
  Grid const grid(4, 5, 10, 20, full(20), true);
  for (int const c : grid.cells) CHECK(neighbours_of(grid, c).size() == 8);
  CHECK(grid.step(grid.cell(0, 0), -1, -1) == grid.cell(3, 4));
  CHECK(grid.step(grid.cell(3, 4), 6, 5) == grid.cell(0, 0));
  CHECK(grid.distance_km(grid.cell(0, 0), grid.cell(0, 4)) == doctest::Approx(10));
  CHECK(grid.distance_km(grid.cell(0, 0), grid.cell(3, 0)) == doctest::Approx(20));
  Grid const flat(4, 5, 10, 20, full(20));
  CHECK(flat.distance_km(flat.cell(0, 0), flat.cell(0, 4)) == doctest::Approx(40));
  CHECK(flat.distance_km(flat.cell(0, 0), flat.cell(2, 3)) == doctest::Approx(50));
}

TEST_CASE("grid: a torus too small or with holes, and a mask of the wrong size, are refused") {
  auto holed = full(9);
  holed[0] = 0;
  CHECK_THROWS_AS(Grid(3, 3, 1, 1, holed, true), Error);
  CHECK_THROWS_AS(Grid(2, 3, 1, 1, full(6), true), Error);
  CHECK_THROWS_AS(Grid(3, 3, 1, 1, full(8)), Error);
}

TEST_CASE("grid: PRIO-GRID ids are those that UCDP prints beside its coordinates") {
  CHECK(priogrid_gid(18.583333, 4.366667) == 135758);  // Bangui
  CHECK(priogrid_gid(-179.75, -89.75) == 1);
  CHECK(priogrid_gid(179.75, 89.75) == 259200);
  char const* const folder = std::getenv("DISALIGN_DATA");
  if (folder == nullptr) {
    test::skip("DISALIGN_DATA is not set (the reference needs ucdp_ged231_caf.csv)");
    return;
  }
  std::ifstream file(std::string(folder) + "/ucdp_ged231_caf.csv");
  REQUIRE_MESSAGE(file.is_open(), "DISALIGN_DATA holds no ucdp_ged231_caf.csv");
  std::string line;
  std::getline(file, line);
  int rows = 0;
  int equal = 0;
  while (std::getline(file, line)) {
    std::vector<std::string> cells(1);  // a comma within quotes belongs to the text
    bool quoted = false;
    for (char const letter : line) {
      if (letter == '"')
        quoted = !quoted;
      else if (letter == ',' && !quoted)
        cells.emplace_back();
      else
        cells.back() += letter;
    }
    REQUIRE(cells.size() == 34);
    ++rows;
    equal +=
        priogrid_gid(std::stod(cells[32]), std::stod(cells[33])) == std::stoi(cells[18]) ? 1 : 0;
  }
  CHECK(rows == 1848);
  CHECK(equal == rows);
}

TEST_CASE("grid: strips hold every inside cell once, do not overlap and leave room to the north") {
  for (bool const torus : {false, true}) {
    std::vector<std::uint8_t> mask(9 * 23, 1);
    for (std::size_t k = 0; k < mask.size() && !torus; k += 1 + k % 5) mask[k] = 0;
    Grid const grid(9, 23, 50, 50, mask, torus);
    for (int const width : {4, 8, 16}) {
      CAPTURE(width);
      std::vector<int> held(static_cast<std::size_t>(grid.plane_size()), 0);
      for (int const first : grid.strips(width).whole) {
        CHECK(first + width + grid.stride + 1 <= grid.plane_size());
        for (int c = first; c < first + width; ++c) ++held[static_cast<std::size_t>(c)];
      }
      for (int const c : grid.strips(width).rest) ++held[static_cast<std::size_t>(c)];
      CHECK(*std::max_element(held.begin(), held.end()) == 1);
      for (int const c : grid.cells) CHECK(held[static_cast<std::size_t>(c)] == 1);
      CHECK(!grid.strips(width).whole.empty());
    }
  }
}
