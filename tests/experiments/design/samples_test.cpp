/// Tests of the samplers of designs: balance, uniformity, and the blocks of Saltelli and Morris.
#include "experiments/design/samples.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "model/base/check.hpp"

using namespace disalign;

namespace {

/// Largest distance of a factor's values from the uniform distribution, times sqrt(n).
double kolmogorov(UnitPoints const& points, std::size_t factor) {
  std::vector<double> values;
  for (auto const& point : points) values.push_back(point[factor]);
  std::sort(values.begin(), values.end());
  double largest = 0;
  auto const n = static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    auto const at = static_cast<double>(i);
    largest = std::max({largest, (at + 1) / n - values[i], values[i] - at / n});
  }
  return largest * std::sqrt(n);
}

/// Error of the mean of the product of all coordinates, whose true value is 2^-factors.
double product_error(UnitPoints const& points) {
  double sum = 0;
  for (auto const& point : points) {
    double product = 1;
    for (double const u : point) product *= u;
    sum += product;
  }
  return std::abs(sum / static_cast<double>(points.size()) -
                  std::pow(0.5, static_cast<double>(points.front().size())));
}

}  // namespace

TEST_CASE(
    "latin hypercube: every slice of every factor holds one point, and factors are not paired") {
  auto const points = latin_hypercube(50, 3, 7);
  for (std::size_t f = 0; f < 3; ++f) {
    std::set<int> slices;
    for (auto const& point : points) {
      CHECK(point[f] > 0);
      CHECK(point[f] < 1);
      slices.insert(static_cast<int>(point[f] * 50));
    }
    CHECK(slices.size() == 50);
  }
  int same = 0;
  for (auto const& point : points)
    same += static_cast<int>(point[0] * 50) == static_cast<int>(point[1] * 50) ? 1 : 0;
  CHECK(same < 10);  // 50 expected were they paired, 1 were they independent
  CHECK(latin_hypercube(50, 3, 7) == points);
  CHECK(latin_hypercube(50, 3, 8) != points);
}

TEST_CASE("sobol: each elementary interval of 256 points holds its share in any two factors") {
  auto const points = scrambled_sobol(256, 2, 3);
  // The first two factors are a (0, 2)-sequence: every box of area 1/256 holds exactly one point.
  for (int k = 0; k <= 8; ++k) {
    std::set<std::pair<int, int>> boxes;
    for (auto const& point : points) {
      boxes.insert(
          {static_cast<int>(point[0] * (1 << k)), static_cast<int>(point[1] * (1 << (8 - k)))});
    }
    CHECK(boxes.size() == 256);
  }
}

TEST_CASE(
    "sobol: scrambled points are uniform, other seeds give others, and integrate better than "
    "chance") {
  auto const points = scrambled_sobol(1024, 6, 11);
  for (std::size_t f = 0; f < 6; ++f) CHECK(kolmogorov(points, f) < 0.2);
  CHECK(scrambled_sobol(1024, 6, 11) == points);
  CHECK(scrambled_sobol(1024, 6, 12) != points);
  // One point of one scramble over many seeds is uniform: the scramble moves every point, the first too.
  UnitPoints firsts;
  for (std::uint64_t seed = 0; seed < 400; ++seed)
    firsts.push_back(scrambled_sobol(1, 2, seed).front());
  CHECK(kolmogorov(firsts, 0) < 1.95);  // 0.1 % quantile of Kolmogorov's distribution
  CHECK(kolmogorov(firsts, 1) < 1.95);
  double sobol = 0;
  double chance = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    sobol += product_error(scrambled_sobol(256, 4, seed));
    chance += product_error(latin_hypercube(256, 4, seed));
  }
  CHECK(sobol < 0.7 * chance);
}

TEST_CASE("saltelli: blocks are A, B and A with one column of B") {
  auto const points = saltelli(16, 3, 5);
  REQUIRE(points.size() == 16 * 5);
  for (std::size_t block = 0; block < points.size(); block += 5) {
    auto const& a = points[block];
    auto const& b = points[block + 1];
    for (std::size_t f = 0; f < 3; ++f) {
      for (std::size_t column = 0; column < 3; ++column)
        CHECK(points[block + 2 + f][column] == (column == f ? b : a)[column]);
      CHECK(a[f] != b[f]);
    }
  }
}

TEST_CASE("morris: a trajectory changes every factor once, by one step, within the cube") {
  auto const points = morris(40, 4, 4, 9);
  REQUIRE(points.size() == 40 * 5);
  int up = 0;
  for (std::size_t block = 0; block < points.size(); block += 5) {
    std::set<std::size_t> moved;
    for (std::size_t k = 1; k < 5; ++k) {
      for (std::size_t f = 0; f < 4; ++f) {
        double const step = points[block + k][f] - points[block + k - 1][f];
        CHECK(points[block + k][f] >= 0);
        CHECK(points[block + k][f] <= 1);
        if (step == 0) continue;
        CHECK(std::abs(step) == doctest::Approx(2.0 / 3));
        up += step > 0 ? 1 : 0;
        moved.insert(f);
      }
    }
    CHECK(moved.size() == 4);
  }
  CHECK(std::abs(up - 80) < 4.5 * std::sqrt(160 * 0.25));  // as many up as down
  // Every level of every factor is a start as often as any other: 10 of 40.
  for (std::size_t f = 0; f < 4; ++f) {
    std::array<int, 4> starts{};
    for (std::size_t block = 0; block < points.size(); block += 5)
      ++starts[static_cast<std::size_t>(std::lround(3 * points[block][f]))];
    for (int const n : starts) CHECK(std::abs(n - 10) < 4.5 * std::sqrt(40 * 0.25 * 0.75));
    for (int const n : starts) CHECK(n > 0);
  }
  CHECK_THROWS_AS(morris(4, 2, 5, 1), Error);
}
