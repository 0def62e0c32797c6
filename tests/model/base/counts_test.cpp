/// Integer draws by inversion: their laws, their monotonicity, and exact shares.
#include "model/base/counts.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "model/base/draws.hpp"

using namespace disalign;

namespace {

struct Sample {
  double mean, variance;
};

template <class Draw>
Sample sample(int n, Draw draw) {
  double sum = 0;
  double square = 0;
  for (int i = 0; i < n; ++i) {
    double const k = draw(Draws(5, 0, 0, 1).at(static_cast<std::uint64_t>(i))(0));
    sum += k;
    square += k * k;
  }
  double const mean = sum / n;
  return {mean, square / n - mean * mean};
}

/// Within 4.5 standard errors of a mean, given the law's variance.
bool near(double seen, double expected, double variance, int n) {
  return std::abs(seen - expected) < 4.5 * std::sqrt(variance / n);
}

}  // namespace

TEST_CASE("counts: Poisson means follow their parameter, a mean 10 % off is noticed") {
  constexpr int n = 200000;
  for (float const mean : {0.05F, 0.7F, 5.0F, 39.0F, 60.0F}) {
    auto const s = sample(n, [&](float u) { return poisson(mean, u); });
    auto const m = static_cast<double>(mean);
    CAPTURE(mean);
    CHECK(near(s.mean, m, m, n));
    CHECK_FALSE(near(s.mean, 1.1 * m, m, n));
    // Var of the sample variance of a Poisson law: m + 2 m^2 over n.
    CHECK(std::abs(s.variance - m) < 4.5 * std::sqrt((m + 2 * m * m) / n) + 0.005 * m);
  }
}

TEST_CASE("counts: binomial means and variances follow n and the hazard") {
  constexpr int n = 200000;
  for (auto const& [size, hazard] : std::vector<std::pair<int, float>>{{1, 0.3F},
                                                                       {20, 0.05F},
                                                                       {100, 0.9F},
                                                                       {30, 3.0F},
                                                                       {500, 0.4F},
                                                                       {2000, 0.01F},
                                                                       {2000, 4.0F}}) {
    auto const s =
        sample(n, [people = size, h = hazard](float u) { return binomial(people, h, u); });
    double const q = 1 - std::exp(-static_cast<double>(hazard));
    double const variance = size * q * (1 - q);
    CAPTURE(size);
    CAPTURE(hazard);
    CHECK(near(s.mean, size * q, variance, n));
    CHECK(std::abs(s.variance - variance) < 0.03 * variance);
  }
  auto const s = sample(n, [](float u) { return binomial(100, 0.9F, u); });
  double const off = 100 * (1 - std::exp(-0.81));
  CHECK_FALSE(near(s.mean, off, 100 * 0.25, n));  // the twin
}

TEST_CASE(
    "counts: at one address a larger hazard never gives a smaller count, nor more than there are") {
  for (int i = 0; i < 20000; ++i) {
    float const u = Draws(6, 0, 0, 1).at(static_cast<std::uint64_t>(i))(0);
    int last_poisson = 0;
    int last_binomial = 0;
    for (float h = 0.0F; h < 2.0F; h += 0.13F) {
      int const p = poisson(10.0F * h, u);
      int const b = binomial(37, h, u);
      REQUIRE(p >= last_poisson);
      REQUIRE(b >= last_binomial);
      REQUIRE(b <= 37);
      last_poisson = p;
      last_binomial = b;
    }
  }
}

TEST_CASE("counts: no hazard, nothing happens") {
  CHECK(poisson(0.0F, 0.999F) == 0);
  CHECK(poisson(-1.0F, 0.999F) == 0);
  CHECK(binomial(50, 0.0F, 0.999F) == 0);
  CHECK(binomial(0, 5.0F, 0.999F) == 0);
  CHECK(binomial(50, 80.0F, 0.5F) == 50);
}

TEST_CASE("counts: a cumulative floor shares exactly the total and never more than a weight") {
  std::vector<std::int64_t> const weights{3, 0, 17, 5, 1, 90, 2};
  std::int64_t sum = 0;
  for (auto const w : weights) sum += w;
  for (std::int64_t total = 0; total <= sum; ++total) {
    std::int64_t cumulated = 0;
    std::int64_t shared = 0;
    for (auto const w : weights) {
      cumulated += w;
      auto const part = cumulative_floor(cumulated, w, total, sum);
      REQUIRE(part >= 0);
      REQUIRE(part <= w);
      shared += part;
    }
    REQUIRE(shared == total);
  }
}
