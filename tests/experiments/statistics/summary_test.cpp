/// Summaries of samples by closed forms; the coverage of Wilson's interval by exact enumeration.
#include "experiments/statistics/summary.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {
namespace {

using Sample = std::vector<double>;

double const not_a_number = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("mean: 2, 4, 9 have mean 5 and Monte Carlo standard error sqrt(13 / 3)") {
  Sample const sample{2.0, 4.0, 9.0};
  CHECK(mean(sample) == doctest::Approx(5.0));
  CHECK(monte_carlo_standard_error(sample) == doctest::Approx(std::sqrt(13.0 / 3.0)));
  CHECK(std::isnan(mean(Sample{})));
  CHECK(mean(Sample{4.0}) == 4.0);
  CHECK(std::isnan(monte_carlo_standard_error(Sample{4.0})));
  CHECK_THROWS_AS(mean(Sample{1.0, not_a_number}), Error);
}

TEST_CASE("quantiles: type 7 interpolates between order statistics") {
  Sample const sample{40.0, 10.0, 30.0, 20.0};
  Sample const probabilities{0.0, 0.05, 0.25, 0.5, 0.9, 1.0};
  Sample const expected{10.0, 11.5, 17.5, 25.0, 37.0, 40.0};
  auto const result = quantiles(sample, probabilities);
  REQUIRE(result.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    CHECK(result[i] == doctest::Approx(expected[i]).epsilon(1e-14));
  }
  CHECK(quantile(sample, 0.5) == 25.0);
  CHECK(quantile(Sample{7.0}, 0.3) == 7.0);
  CHECK(quantile(Sample{1.0, 2.0, 3.0, 4.0, 5.0}, 0.25) == 2.0);
}

TEST_CASE("quantiles: an empty sample has none; a probability above 1 and NaN are errors") {
  CHECK(std::isnan(quantile(Sample{}, 0.5)));
  CHECK_THROWS_AS(quantile(Sample{1.0}, 1.01), Error);
  CHECK_THROWS_AS(quantile(Sample{1.0}, -0.01), Error);
  CHECK_THROWS_AS(quantile(Sample{1.0}, not_a_number), Error);
  CHECK_THROWS_AS(quantile(Sample{1.0, not_a_number}, 0.5), Error);
}

TEST_CASE("share: the bounds solve Wilson's equation |share - p| = z sqrt(p (1 - p) / n)") {
  double const z = 1.959963984540054;
  for (int const successes : {1, 7, 20, 39}) {
    CAPTURE(successes);
    auto const result = share_of(successes, 40);
    CHECK(result.share == successes / 40.0);
    for (double const p : {result.lo, result.hi}) {
      CHECK(std::abs(result.share - p) == doctest::Approx(z * std::sqrt(p * (1.0 - p) / 40.0)));
    }
    CHECK(result.lo < result.share);
    CHECK(result.hi > result.share);
  }
}

TEST_CASE("share: nothing seen is not nothing possible") {
  double const z2 = 1.959963984540054 * 1.959963984540054;
  auto const none = share_of(0, 10);
  CHECK(none.share == 0.0);
  CHECK(none.lo == 0.0);
  CHECK(none.hi == doctest::Approx(z2 / (10.0 + z2)));
  auto const all = share_of(10, 10);
  CHECK(all.lo == doctest::Approx(10.0 / (10.0 + z2)));
  CHECK(all.hi == 1.0);
  auto const no_trials = share_of(0, 0);
  CHECK(std::isnan(no_trials.share));
  CHECK(no_trials.lo == 0.0);
  CHECK(no_trials.hi == 1.0);
  CHECK_THROWS_AS(share_of(-1, 10), Error);
  CHECK_THROWS_AS(share_of(11, 10), Error);
  CHECK_THROWS_AS(share_of(1, 10, 1.0), Error);
}

/// Probability, averaged over true shares .005 .. .995, that the interval of n = 60 trials holds
/// the truth: an exact sum over the binomial distribution.
double mean_coverage(double confidence) {
  int const n = 60;
  std::vector<Share> intervals;
  for (int k = 0; k <= n; ++k) intervals.push_back(share_of(k, n, confidence));
  double covered = 0.0;
  int const shares = 100;
  for (int i = 0; i < shares; ++i) {
    double const p = (i + 0.5) / shares;
    for (int k = 0; k <= n; ++k) {
      auto const& interval = intervals[static_cast<std::size_t>(k)];
      if (p < interval.lo || p > interval.hi) continue;
      covered += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                          k * std::log(p) + (n - k) * std::log1p(-p));
    }
  }
  return covered / shares;
}

TEST_CASE("share: 95 % intervals hold the true share with 95 % on average over shares") {
  CHECK(std::abs(mean_coverage(0.95) - 0.95) < 0.01);
  CHECK_FALSE(std::abs(mean_coverage(0.9 * 0.95) - 0.95) < 0.01);
}

TEST_CASE("ranks: equal values share the mean of their ranks") {
  CHECK(ranks(Sample{30.0, 10.0, 20.0, 20.0, 5.0}) == Sample{5.0, 2.0, 3.5, 3.5, 1.0});
  CHECK(ranks(Sample{1.0, 1.0, 1.0}) == Sample{2.0, 2.0, 2.0});
  CHECK(ranks(Sample{}).empty());
}

TEST_CASE("rank correlation: any rising function gives 1, any falling one -1") {
  Sample x;
  Sample rising;
  Sample falling;
  for (int i = 0; i < 50; ++i) {
    double const value = std::sin(7.3 * i);
    x.push_back(value);
    rising.push_back(std::exp(3.0 * value));
    falling.push_back(-value * value * value);
  }
  CHECK(rank_correlation(x, rising) == 1.0);
  CHECK(rank_correlation(x, falling) == -1.0);
}

TEST_CASE("rank correlation: 1 - 6 sum d^2 / (n (n^2 - 1)) without ties, mean ranks with ties") {
  // d = 1, -1, 1, -1, 0: 1 - 6 * 4 / 120.
  CHECK(rank_correlation(Sample{1.0, 2.0, 3.0, 4.0, 5.0}, Sample{2.0, 1.0, 4.0, 3.0, 5.0}) ==
        doctest::Approx(0.8));
  // Ranks 1.5 1.5 3 4 and 1 2 3 4: 4.5 / sqrt(4.5 * 5).
  CHECK(rank_correlation(Sample{0.0, 0.0, 1.0, 2.0}, Sample{1.0, 2.0, 3.0, 4.0}) ==
        doctest::Approx(4.5 / std::sqrt(22.5)));
  CHECK(std::isnan(rank_correlation(Sample{1.0, 1.0, 1.0}, Sample{1.0, 2.0, 3.0})));
  CHECK(std::isnan(rank_correlation(Sample{1.0}, Sample{2.0})));
  CHECK_THROWS_AS(rank_correlation(Sample{1.0}, Sample{1.0, 2.0}), Error);
}

TEST_CASE("gini: equal shares 0, one holder 1 - 1/n, the line 1 .. n (n - 1) / 3n") {
  CHECK(gini(Sample{5.0, 5.0, 5.0}) == doctest::Approx(0.0));
  CHECK(gini(Sample{0.0, 0.0, 8.0, 0.0}) == doctest::Approx(0.75));
  Sample line(100);
  std::iota(line.rbegin(), line.rend(), 1.0);
  CHECK(gini(line) == doctest::Approx(99.0 / 300.0));
  for (double& value : line) value *= 1e6;
  CHECK(gini(line) == doctest::Approx(99.0 / 300.0));
  CHECK(std::isnan(gini(Sample{})));
  CHECK(std::isnan(gini(Sample{0.0, 0.0})));
  CHECK_THROWS_AS(gini(Sample{1.0, -1.0}), Error);
}

TEST_CASE("probability of superiority: every pair of the two samples is compared once") {
  AddressedEngine engine(31, "superiority");
  Sample a(40);
  Sample b(25);
  std::generate(a.begin(), a.end(), [&] { return static_cast<double>(engine() % 12); });
  std::generate(b.begin(), b.end(), [&] { return static_cast<double>(engine() % 9); });
  double wins = 0.0;
  for (double const x : a) {
    for (double const y : b) wins += x > y ? 1.0 : (x == y ? 0.5 : 0.0);
  }
  CHECK(probability_of_superiority(a, b) == doctest::Approx(wins / (40.0 * 25.0)));
  CHECK(probability_of_superiority(a, a) == doctest::Approx(0.5));
  CHECK(probability_of_superiority(Sample{3.0, 4.0}, Sample{1.0}) == 1.0);
  CHECK(probability_of_superiority(Sample{0.0}, Sample{1.0, 2.0}) == 0.0);
  CHECK(std::isnan(probability_of_superiority(Sample{}, Sample{1.0})));
}

}  // namespace
}  // namespace disalign
