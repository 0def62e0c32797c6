/// Running and paired moments by closed forms; the coverage of the paired interval by simulation.
#include "experiments/statistics/moments.hpp"

#include <doctest/doctest.h>

#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "model/base/draws.hpp"

namespace disalign {
namespace {

double const infinity = std::numeric_limits<double>::infinity();

TEST_CASE("moments: 1 .. n have mean (n + 1) / 2 and variance n (n + 1) / 12") {
  Moments moments;
  for (int i = 1; i <= 1000; ++i) moments.add(i);
  CHECK(moments.n == 1000);
  CHECK(moments.mean == doctest::Approx(500.5).epsilon(1e-14));
  CHECK(moments.variance() == doctest::Approx(1000.0 * 1001.0 / 12.0).epsilon(1e-13));
  CHECK(moments.standard_error() == doctest::Approx(std::sqrt(1001.0 / 12.0)).epsilon(1e-13));
}

TEST_CASE("moments: a small spread on a huge level is kept") {
  Moments moments;
  for (int i = 0; i < 1000; ++i) moments.add(1e9 + (i % 2 == 0 ? 1.0 : -1.0));
  CHECK(moments.variance() == doctest::Approx(1000.0 / 999.0).epsilon(1e-6));
}

TEST_CASE("moments: merged parts equal the whole, whatever the cut") {
  for (int const cut : {0, 1, 37, 100}) {
    CAPTURE(cut);
    Moments whole;
    Moments first;
    Moments second;
    for (int i = 0; i < 100; ++i) {
      double const value = std::sin(1.7 * i) * 10.0 + 3.0;
      whole.add(value);
      (i < cut ? first : second).add(value);
    }
    first.merge(second);
    CHECK(first.n == 100);
    CHECK(first.mean == doctest::Approx(whole.mean).epsilon(1e-13));
    CHECK(first.variance() == doctest::Approx(whole.variance()).epsilon(1e-13));
  }
}

TEST_CASE("moments: no spread is claimed from fewer than two values") {
  Moments moments;
  CHECK(std::isnan(moments.variance()));
  moments.add(1e200);
  CHECK(moments.mean == 1e200);
  CHECK(moments.squared_deviations == 0.0);
  CHECK(std::isnan(moments.variance()));
  CHECK(std::isnan(moments.standard_error()));
  moments.merge(Moments{});
  CHECK(moments.n == 1);
}

TEST_CASE("moments: an undefined outcome is refused and changes nothing") {
  PairedMoments pairs;
  pairs.add(1.0, 2.0);
  CHECK_THROWS_AS(pairs.add(std::nan(""), 1.0), Error);
  CHECK_THROWS_AS(pairs.add(1.0, infinity), Error);
  CHECK_THROWS_AS(pairs.add(1e308, -1e308), Error);
  CHECK(pairs.a.n == 1);
  CHECK(pairs.b.n == 1);
  CHECK(pairs.difference.n == 1);
}

TEST_CASE("contrast: a worked example of five pairs") {
  PairedMoments pairs;
  // Differences 1, 2, 3, 0, -1: mean 1, variance 2.5, standard error sqrt(0.5).
  pairs.add(5.0, 4.0);
  pairs.add(7.0, 5.0);
  pairs.add(9.0, 6.0);
  pairs.add(7.0, 7.0);
  pairs.add(7.0, 8.0);
  auto const result = contrast(pairs);
  CHECK(result.n == 5);
  CHECK(result.effect == doctest::Approx(1.0));
  CHECK(result.standard_error == doctest::Approx(std::sqrt(0.5)));
  // t quantile of 97.5 % with 4 degrees of freedom, from printed tables: 2.776445.
  CHECK(result.lo == doctest::Approx(1.0 - 2.776445 * std::sqrt(0.5)).epsilon(1e-6));
  CHECK(result.hi == doctest::Approx(1.0 + 2.776445 * std::sqrt(0.5)).epsilon(1e-6));
  CHECK_FALSE(result.excludes_zero());
  // var a = 2, var b = 2.5, cov = (2 + 2.5 - 2.5) / 2 = 1.
  CHECK(result.correlation == doctest::Approx(1.0 / std::sqrt(5.0)));
  CHECK(result.variance_ratio == doctest::Approx(4.5 / 2.5));
  CHECK(result.standardised_effect == doctest::Approx(1.0 / std::sqrt(2.25)));
  CHECK(result.superiority_share == doctest::Approx((3.0 + 0.5) / 5.0));
  // t quantile of 95 % with 4 degrees of freedom: 2.131847.
  CHECK(contrast(pairs, 0.90).hi == doctest::Approx(1.0 + 2.131847 * std::sqrt(0.5)).epsilon(1e-6));
}

TEST_CASE("contrast: identical pairs give exactly zero, [0, 0] and an infinite variance ratio") {
  PairedMoments pairs;
  for (int i = 0; i < 100; ++i) pairs.add(0.1 * i, 0.1 * i);
  auto const result = contrast(pairs);
  CHECK(result.effect == 0.0);
  CHECK(result.lo == 0.0);
  CHECK(result.hi == 0.0);
  CHECK(result.standard_error == 0.0);
  CHECK(result.variance_ratio == infinity);
  CHECK(result.correlation == 1.0);
  CHECK(result.standardised_effect == 0.0);
  CHECK(result.superiority_share == 0.5);
  CHECK_FALSE(result.excludes_zero());
}

TEST_CASE("contrast: a constant shift has no interval left") {
  PairedMoments pairs;
  for (int i = 0; i < 50; ++i) pairs.add(i + 2.0, i);
  auto const result = contrast(pairs);
  CHECK(result.effect == 2.0);
  CHECK(result.lo == 2.0);
  CHECK(result.hi == 2.0);
  CHECK(result.variance_ratio == infinity);
  CHECK(result.excludes_zero());
  CHECK(result.superiority_share == 1.0);
}

TEST_CASE("contrast: outcomes that never vary have no correlation and no variance ratio") {
  PairedMoments pairs;
  for (int i = 0; i < 10; ++i) pairs.add(3.0, 3.0);
  CHECK(std::isnan(contrast(pairs).variance_ratio));
  CHECK(std::isnan(contrast(pairs).correlation));
  CHECK(contrast(pairs).standardised_effect == 0.0);
  PairedMoments shifted;
  for (int i = 0; i < 10; ++i) shifted.add(1.0, 3.0);
  CHECK(contrast(shifted).effect == -2.0);
  CHECK(contrast(shifted).standardised_effect == -infinity);
  CHECK(contrast(shifted).excludes_zero());
}

TEST_CASE("contrast: without two pairs the effect is not bounded") {
  PairedMoments pairs;
  CHECK(std::isnan(contrast(pairs).effect));
  CHECK(std::isnan(contrast(pairs).superiority_share));
  CHECK(contrast(pairs).lo == -infinity);
  pairs.add(5.0, 1.0);
  auto const result = contrast(pairs);
  CHECK(result.effect == 4.0);
  CHECK(result.lo == -infinity);
  CHECK(result.hi == infinity);
  CHECK(std::isnan(result.standard_error));
  CHECK_FALSE(result.excludes_zero());
}

TEST_CASE("contrast: confidence must be a share") {
  CHECK_THROWS_AS(contrast(PairedMoments{}, 0.0), Error);
  CHECK_THROWS_AS(contrast(PairedMoments{}, 1.0), Error);
  CHECK_THROWS_AS(contrast(PairedMoments{}, std::nan("")), Error);
}

/// Pairs with correlation rho by construction: a = s + e, b = s + f, var s = rho, var e = 1 - rho.
PairedMoments correlated_pairs(AddressedEngine& engine, int n, double rho, double shift) {
  boost::random::normal_distribution<double> normal;
  PairedMoments pairs;
  for (int i = 0; i < n; ++i) {
    double const shared = std::sqrt(rho) * normal(engine);
    double const a = shared + std::sqrt(1.0 - rho) * normal(engine) + shift;
    double const b = shared + std::sqrt(1.0 - rho) * normal(engine);
    pairs.add(a, b);
  }
  return pairs;
}

TEST_CASE("contrast: shared variance 0.8 makes a pair worth five independent runs") {
  AddressedEngine engine(21, "correlated pairs");
  int const n = 20000;
  auto const result = contrast(correlated_pairs(engine, n, 0.8, 0.0));
  // var of Fisher's z is 1 / n; the ratio is 1 / (1 - rho) for equal variances.
  double const z_error = 4.5 / std::sqrt(n - 3.0);
  CHECK(std::abs(std::atanh(result.correlation) - std::atanh(0.8)) < z_error);
  CHECK(std::abs(result.variance_ratio - 5.0) < 0.3);

  auto const twin = contrast(correlated_pairs(engine, n, 0.72, 0.0));
  CHECK_FALSE(std::abs(std::atanh(twin.correlation) - std::atanh(0.8)) < z_error);
  CHECK_FALSE(std::abs(twin.variance_ratio - 5.0) < 0.3);
}

/// Share of 5000 contrasts of `n` pairs whose interval holds the true effect 0.7.
double coverage(int n, double confidence) {
  AddressedEngine engine(22, "coverage of the paired interval");
  int const contrasts = 5000;
  int covered = 0;
  for (int i = 0; i < contrasts; ++i) {
    auto const result = contrast(correlated_pairs(engine, n, 0.5, 0.7), confidence);
    if (result.lo <= 0.7 && 0.7 <= result.hi) ++covered;
  }
  return static_cast<double>(covered) / contrasts;
}

TEST_CASE("contrast: 95 % intervals hold the effect in 95 % of studies, from 3 pairs on") {
  double const bound = 4.5 * std::sqrt(0.95 * 0.05 / 5000.0);
  for (int const n : {3, 6, 30}) {
    CAPTURE(n);
    CHECK(std::abs(coverage(n, 0.95) - 0.95) < bound);
    CHECK_FALSE(std::abs(coverage(n, 0.9 * 0.95) - 0.95) < bound);
  }
}

}  // namespace
}  // namespace disalign
