/// Morris' and Sobol' estimators with bootstrap intervals.
#include "experiments/statistics/sensitivity.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <numeric>
#include <string>

#include "experiments/statistics/summary.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr int resamples = 1000;

double mean_of(std::span<double const> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double sample_variance(std::span<double const> values) {
  double const centre = mean_of(values);
  double sum = 0;
  for (double const v : values) sum += (v - centre) * (v - centre);
  return sum / static_cast<double>(values.size() - 1);
}

/// Resampled places 0 .. n - 1, the same for every statistic of one call.
std::vector<std::vector<std::size_t>> bootstrap_samples(std::size_t n, std::uint64_t seed) {
  AddressedEngine engine(seed, "bootstrap of sensitivities");
  std::vector<std::vector<std::size_t>> samples(resamples, std::vector<std::size_t>(n));
  for (auto& sample : samples)
    for (auto& place : sample)
      place = static_cast<std::size_t>((std::uint64_t{engine()} * n) >> 32);
  return samples;
}

Estimate with_interval(std::vector<std::vector<std::size_t>> const& samples, std::size_t n,
                       std::function<double(std::vector<std::size_t> const&)> const& statistic) {
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  Estimate result{statistic(all), undefined, undefined};
  std::vector<double> values;
  for (auto const& sample : samples) {
    double const value = statistic(sample);
    if (std::isfinite(value)) values.push_back(value);
  }
  if (values.empty()) return result;
  constexpr double ends[] = {0.025, 0.975};
  auto const interval = quantiles(values, ends);
  result.lo = interval[0];
  result.hi = interval[1];
  return result;
}

void require_shape(PointOutcomes const& outcomes, std::size_t points, char const* what) {
  bool good = outcomes.size() == points && !outcomes.empty() && !outcomes.front().empty();
  for (auto const& row : outcomes) good = good && row.size() == outcomes.front().size();
  if (good) return;
  throw Error(std::string(what) + ": " + std::to_string(outcomes.size()) +
              " points with outcomes, " + std::to_string(points) +
              " in the design, each with equally many replicates. Finish the study first");
}

/// Mean of x y over pairs of different replicates: noise of one replicate meets that of another.
double cross(std::vector<double> const& x, std::vector<double> const& y) {
  auto const n = static_cast<double>(x.size());
  double sum_x = 0;
  double sum_y = 0;
  double sum_xy = 0;
  for (std::size_t r = 0; r < x.size(); ++r) {
    sum_x += x[r];
    sum_y += y[r];
    sum_xy += x[r] * y[r];
  }
  return x.size() == 1 ? sum_xy : (sum_x * sum_y - sum_xy) / (n * (n - 1));
}

std::vector<double> minus(std::vector<double> x, std::vector<double> const& y) {
  for (std::size_t r = 0; r < x.size(); ++r) x[r] -= y[r];
  return x;
}

}  // namespace

// EE_ti = (y(x + step e_i) - y(x)) / step of trajectory t;  mu = mean_t EE,  mu* = mean_t |EE|,
// sigma = standard deviation over t.  Noise alone: E|EE| = sqrt(2 / pi) sd(EE over replicates) / sqrt(R)
std::vector<MorrisEffect> morris_effects(UnitPoints const& points, PointOutcomes const& outcomes,
                                         std::uint64_t seed) {
  require_shape(outcomes, points.size(), "Morris");
  std::size_t const factors = points.front().size();
  std::size_t const trajectories = points.size() / (factors + 1);
  if (trajectories * (factors + 1) != points.size() || trajectories < 2)
    throw Error(
        "Morris: the points are no whole trajectories, or fewer than two. Use kind = \"morris\"");
  std::vector<std::vector<double>> effects(factors, std::vector<double>(trajectories));
  std::vector<double> noise(factors, 0.0);
  auto const replicates = static_cast<double>(outcomes.front().size());
  for (std::size_t t = 0; t < trajectories; ++t) {
    for (std::size_t k = 1; k <= factors; ++k) {
      std::size_t const p = t * (factors + 1) + k;
      std::size_t moved = 0;
      while (moved < factors && points[p][moved] == points[p - 1][moved]) ++moved;
      if (moved == factors)
        throw Error("Morris: two points of a trajectory are the same. Sample anew");
      double const step = points[p][moved] - points[p - 1][moved];
      auto difference = minus(outcomes[p], outcomes[p - 1]);
      for (double& value : difference) value /= step;
      effects[moved][t] = mean_of(difference);
      if (difference.size() > 1)
        noise[moved] +=
            sample_variance(difference) / replicates / static_cast<double>(trajectories);
    }
  }
  auto const samples = bootstrap_samples(trajectories, seed);
  std::vector<MorrisEffect> result;
  for (std::size_t f = 0; f < factors; ++f) {
    auto const values_of = [&](std::vector<std::size_t> const& sample, bool absolute) {
      std::vector<double> values;
      for (std::size_t const t : sample)
        values.push_back(absolute ? std::abs(effects[f][t]) : effects[f][t]);
      return values;
    };
    MorrisEffect effect;
    effect.mean = with_interval(samples, trajectories,
                                [&](auto const& s) { return mean_of(values_of(s, false)); });
    effect.mean_size = with_interval(samples, trajectories,
                                     [&](auto const& s) { return mean_of(values_of(s, true)); });
    effect.spread = with_interval(samples, trajectories, [&](auto const& s) {
      return std::sqrt(sample_variance(values_of(s, false)));
    });
    effect.noise = replicates > 1 ? std::sqrt(2 / std::numbers::pi * noise[f]) : undefined;
    result.push_back(effect);
  }
  return result;
}

// With y centred by the mean of its replicate over all points (common random numbers shift all points of
// a replicate alike) and <x y> the mean over base points of products of different replicates:
//   V   = (<A A> + <B B>) / 2 - mean^2          variance of the mean outcome over the factors
//   S_i = <B (AB_i - A)> / V                    Saltelli et al. 2010
//   T_i = <(A - AB_i)^2> / 2 V                  Jansen 1999
//   noise share = s^2 / (s^2 + V),  s^2 the mean variance over replicates at A and B
SobolIndices sobol_indices(int base, int factors, PointOutcomes const& outcomes,
                           std::uint64_t seed) {
  auto const n = static_cast<std::size_t>(base);
  auto const k = static_cast<std::size_t>(factors);
  require_shape(outcomes, n * (k + 2), "Sobol'");
  if (n < 2) throw Error("Sobol': one base point has no variance. Use more");
  std::size_t const replicates = outcomes.front().size();
  PointOutcomes y = outcomes;
  for (std::size_t r = 0; r < replicates; ++r) {
    double centre = 0;
    for (auto const& row : outcomes) centre += row[r] / static_cast<double>(outcomes.size());
    for (auto& row : y) row[r] -= centre;
  }
  struct Base {
    double square = 0, mean = 0, noise = 0;
    std::vector<double> first, total;
  };
  std::vector<Base> rows(n);
  for (std::size_t j = 0; j < n; ++j) {
    auto const& a = y[j * (k + 2)];
    auto const& b = y[j * (k + 2) + 1];
    Base& row = rows[j];
    row.square = (cross(a, a) + cross(b, b)) / 2;
    row.mean = (mean_of(a) + mean_of(b)) / 2;
    if (replicates > 1) {
      row.noise =
          (sample_variance(outcomes[j * (k + 2)]) + sample_variance(outcomes[j * (k + 2) + 1])) / 2;
    }
    for (std::size_t f = 0; f < k; ++f) {
      auto const& mixed = y[j * (k + 2) + 2 + f];
      row.first.push_back(cross(b, minus(mixed, a)));
      auto const difference = minus(a, mixed);
      row.total.push_back(cross(difference, difference) / 2);
    }
  }
  auto const average = [&](std::vector<std::size_t> const& sample, auto const& value) {
    double sum = 0;
    for (std::size_t const j : sample) sum += value(rows[j]);
    return sum / static_cast<double>(sample.size());
  };
  auto const variance = [&](std::vector<std::size_t> const& sample) {
    double const centre = average(sample, [](Base const& row) { return row.mean; });
    return average(sample, [](Base const& row) { return row.square; }) - centre * centre;
  };
  auto const samples = bootstrap_samples(n, seed);
  SobolIndices result;
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), std::size_t{0});
  result.variance = variance(all);
  for (std::size_t f = 0; f < k; ++f) {
    result.first.push_back(with_interval(samples, n, [&](auto const& s) {
      return average(s, [f](Base const& row) { return row.first[f]; }) / variance(s);
    }));
    result.total.push_back(with_interval(samples, n, [&](auto const& s) {
      return average(s, [f](Base const& row) { return row.total[f]; }) / variance(s);
    }));
  }
  result.noise_share = {undefined, undefined, undefined};
  if (replicates > 1) {
    result.noise_share = with_interval(samples, n, [&](auto const& s) {
      double const noise = average(s, [](Base const& row) { return row.noise; });
      return noise / (noise + std::max(0.0, variance(s)));
    });
  }
  return result;
}

Estimate rank_sensitivity(std::span<double const> factor, PointOutcomes const& outcomes,
                          std::uint64_t seed) {
  require_shape(outcomes, factor.size(), "rank correlation");
  std::vector<double> means;
  for (auto const& row : outcomes) means.push_back(mean_of(row));
  auto const samples = bootstrap_samples(factor.size(), seed);
  return with_interval(samples, factor.size(), [&](std::vector<std::size_t> const& sample) {
    std::vector<double> x;
    std::vector<double> values;
    for (std::size_t const p : sample) {
      x.push_back(factor[p]);
      values.push_back(means[p]);
    }
    return rank_correlation(x, values);
  });
}

}  // namespace disalign
