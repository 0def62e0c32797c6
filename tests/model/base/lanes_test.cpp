/// Draws in blocks are those of one entity at a time.
#include "model/base/lanes.hpp"

#include <doctest/doctest.h>

#include <numeric>
#include <vector>

#include "tests/support/small_theatre.hpp"

using namespace disalign;

TEST_CASE("lanes: a cell's words are the block of its plane index, whatever the number of cells") {
  for (int const side :
       {3, 8, 13}) {  // 9 and 64 and 169 cells: less than a block, one, more than two
    Grid const grid(side, side, 20, 20,
                    std::vector<std::uint8_t>(static_cast<std::size_t>(side * side), 1));
    Draws const draws(1, 2, 3, rule_address("lanes"));
    std::vector<int> visited;
    for_each_cell(grid, draws, [&](int c, Words word) {
      Words const alone = draws.at(static_cast<std::uint64_t>(c));
      for (int w = 0; w < 4; ++w) CHECK(word.bits(w) == alone.bits(w));
      visited.push_back(c);
    });
    CHECK(visited == grid.cells);
  }
}

TEST_CASE("lanes: a row's number is the first of its unit's block, whatever the order of rows") {
  Units units;
  for (int k = 0; k < 150; ++k) units.add(mix(static_cast<std::uint64_t>(k)), 0, 0, 10);
  std::vector<std::int32_t> rows(150);
  std::iota(rows.rbegin(), rows.rend(), 0);
  std::vector<float> numbers(rows.size());
  Draws const draws(1, 2, 3, rule_address("lanes"));
  first_numbers(units, draws, rows.data(), rows.size(), numbers.data());
  for (std::size_t k = 0; k < rows.size(); ++k)
    CHECK(numbers[k] == draws.at(units.id[static_cast<std::size_t>(rows[k])])(0));
}
