/// Means, quantiles, Wilson intervals, rank statistics and the Gini coefficient.
#include "experiments/statistics/summary.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>

#include "experiments/statistics/moments.hpp"
#include "model/base/check.hpp"

namespace disalign {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();

/// Throws Error if a value is not finite: NaN has no rank and would corrupt the sort.
void require_finite(char const* statistic, std::span<double const> sample) {
  if (std::all_of(sample.begin(), sample.end(), [](double x) { return std::isfinite(x); })) return;
  throw Error(std::string(statistic) +
              ": a value is not finite (it has no rank). Leave undefined outcomes out");
}

std::vector<double> sorted(std::span<double const> sample) {
  std::vector<double> values(sample.begin(), sample.end());
  std::sort(values.begin(), values.end());
  return values;
}

Moments moments_of(std::span<double const> sample) {
  Moments moments;
  for (double const value : sample) moments.add(value);
  return moments;
}

}  // namespace

double mean(std::span<double const> sample) {
  return sample.empty() ? undefined : moments_of(sample).mean;
}

double monte_carlo_standard_error(std::span<double const> sample) {
  return moments_of(sample).standard_error();
}

// Type 7: with x_0 <= .. <= x_{n-1} and h = (n - 1) p,
//
//   Q(p) = x_i + (h - i) (x_{i+1} - x_i),   i = floor(h)
std::vector<double> quantiles(std::span<double const> sample,
                              std::span<double const> probabilities) {
  require_finite("quantiles", sample);
  auto const values = sorted(sample);
  std::vector<double> result;
  result.reserve(probabilities.size());
  for (double const p : probabilities) {
    if (!(p >= 0.0 && p <= 1.0)) {
      throw Error("quantiles: probability is " + std::to_string(p) +
                  " (a share of the sample). Give a number in [0, 1]");
    }
    if (values.empty()) {
      result.push_back(undefined);
      continue;
    }
    double const h = static_cast<double>(values.size() - 1) * p;
    auto const below = static_cast<std::size_t>(h);
    auto const above = std::min(below + 1, values.size() - 1);
    result.push_back(std::lerp(values[below], values[above], h - static_cast<double>(below)));
  }
  return result;
}

double quantile(std::span<double const> sample, double probability) {
  return quantiles(sample, {&probability, 1}).front();
}

// Wilson: the p for which |share - p| = z sqrt(p (1 - p) / n), z = normal quantile:
//
//   ( share + z^2 / 2n  +-  z sqrt( share (1 - share) / n + z^2 / 4n^2 ) ) / (1 + z^2 / n)
Share share_of(std::int64_t successes, std::int64_t n, double confidence) {
  if (successes < 0 || successes > n) {
    throw Error("share_of: " + std::to_string(successes) + " of " + std::to_string(n) +
                " (a part is between nothing and the whole). Give 0 <= successes <= n");
  }
  if (!(confidence > 0.0 && confidence < 1.0)) {
    throw Error("share_of: confidence is " + std::to_string(confidence) +
                " (a share between 0 and 1). Give for example 0.95");
  }
  if (n == 0) return {.share = undefined, .lo = 0.0, .hi = 1.0, .n = 0};
  boost::math::normal const standard;
  double const z = quantile(complement(standard, 0.5 * (1.0 - confidence)));
  auto const count = static_cast<double>(n);
  double const share = static_cast<double>(successes) / count;
  double const spread = z * z / count;
  double const centre = (share + 0.5 * spread) / (1.0 + spread);
  double const half = std::sqrt(spread * (share * (1.0 - share) + 0.25 * spread)) / (1.0 + spread);
  // At 0 and n the bound is the share itself; rounding would leave it a little off.
  return {.share = share,
          .lo = successes == 0 ? 0.0 : centre - half,
          .hi = successes == n ? 1.0 : centre + half,
          .n = n};
}

std::vector<double> ranks(std::span<double const> sample) {
  require_finite("ranks", sample);
  std::vector<std::size_t> order(sample.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t i, std::size_t j) { return sample[i] < sample[j]; });
  std::vector<double> result(sample.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first + 1;
    while (last < order.size() && sample[order[last]] == sample[order[first]]) ++last;
    // Places first .. last - 1 hold ranks first + 1 .. last.
    double const shared = 0.5 * static_cast<double>(first + 1 + last);
    for (; first < last; ++first) result[order[first]] = shared;
  }
  return result;
}

// Pearson's correlation of the ranks; both have mean (n + 1) / 2, whatever the ties.
double rank_correlation(std::span<double const> x, std::span<double const> y) {
  if (x.size() != y.size()) {
    throw Error("rank_correlation: lengths are " + std::to_string(x.size()) + " and " +
                std::to_string(y.size()) +
                " (values are compared place by place). Give equal ones");
  }
  auto const rank_x = ranks(x);
  auto const rank_y = ranks(y);
  double const centre = 0.5 * static_cast<double>(x.size() + 1);
  double xx = 0.0;
  double yy = 0.0;
  double xy = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double const dx = rank_x[i] - centre;
    double const dy = rank_y[i] - centre;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx > 0.0 && yy > 0.0 ? std::clamp(xy / std::sqrt(xx * yy), -1.0, 1.0) : undefined;
}

// With x_1 <= .. <= x_n:  G = sum_i (2 i - n - 1) x_i / (n sum_i x_i)
double gini(std::span<double const> sample) {
  require_finite("gini", sample);
  auto const values = sorted(sample);
  if (!values.empty() && values.front() < 0.0) {
    throw Error("gini: a value is " + std::to_string(values.front()) +
                " (a share of the whole is not negative). Give values of 0 or more");
  }
  auto const n = static_cast<double>(values.size());
  double weighted = 0.0;
  double total = 0.0;
  double i = 1.0;
  for (double const value : values) {
    weighted += (2.0 * i - n - 1.0) * value;
    total += value;
    i += 1.0;
  }
  return total > 0.0 ? weighted / (n * total) : undefined;
}

// From the rank sum R_a of sample a in the pooled ranks:  ( R_a - n_a (n_a + 1) / 2 ) / (n_a n_b)
double probability_of_superiority(std::span<double const> a, std::span<double const> b) {
  std::vector<double> pooled(a.begin(), a.end());
  pooled.insert(pooled.end(), b.begin(), b.end());
  auto const pooled_ranks = ranks(pooled);
  if (a.empty() || b.empty()) return undefined;
  double rank_sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) rank_sum += pooled_ranks[i];
  auto const n_a = static_cast<double>(a.size());
  auto const n_b = static_cast<double>(b.size());
  return (rank_sum - 0.5 * n_a * (n_a + 1.0)) / (n_a * n_b);
}

}  // namespace disalign
