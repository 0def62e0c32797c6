/// The arena: memory for a moment.
#include "model/base/arena.hpp"

#include <doctest/doctest.h>

#include <memory_resource>
#include <numeric>
#include <vector>

#include "tests/support/allocations.hpp"

using namespace disalign;

TEST_CASE("arena: what was needed once is there from the next reset on, without the system") {
  Arena arena;
  auto const use = [&] {
    std::pmr::vector<int> first(&arena);
    for (int k = 0; k < 1000; ++k) first.push_back(k);
    std::pmr::vector<double> second(500, 1.5, &arena);
    CHECK(std::accumulate(first.begin(), first.end(), 0) == 499500);
    CHECK(std::accumulate(second.begin(), second.end(), 0.0) == 750);
  };
  use();
  arena.reset();
  std::uint64_t const before = test::allocations();
  use();
  CHECK(test::allocations() == before);
  for (int week = 0; week < 3; ++week) {
    arena.reset();
    use();
  }
  CHECK(test::allocations() == before);
}

TEST_CASE("arena: a copy has memory of its own") {
  Arena arena;
  {
    std::pmr::vector<int> const values(100, 7, &arena);
  }
  arena.reset();
  std::pmr::vector<int> const values(100, 7, &arena);
  Arena copy(arena);
  copy.reset();
  std::pmr::vector<int> const others(100, 8, &copy);
  CHECK(values.front() == 7);
  CHECK(others.back() == 8);
}
