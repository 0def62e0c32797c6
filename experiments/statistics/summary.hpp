/// Summaries of a sample of outcomes: mean, quantiles, shares, ranks and inequality.
///
/// Every function takes finite values and throws Error for others; a statistic that the sample does
/// not define (stated below) is NaN, never a guess.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace disalign {

/// Mean of the sample in its unit; NaN if empty.
double mean(std::span<double const> sample);

/// Monte Carlo standard error of the mean, s / sqrt(n), in the unit; NaN for fewer than two values.
double monte_carlo_standard_error(std::span<double const> sample);

/// Quantiles at `probabilities` (each in [0, 1], else Error), in the unit of the sample: type 7 of
/// Hyndman & Fan 1996, the default of numpy and R. NaN if the sample is empty.
std::vector<double> quantiles(std::span<double const> sample,
                              std::span<double const> probabilities);

/// One quantile; sorts the sample anew, so ask for several through `quantiles`.
double quantile(std::span<double const> sample, double probability);

/// A share and its interval, all in [0, 1].
struct Share {
  double share = 0.0;  ///< NaN if n = 0
  double lo = 0.0;
  double hi = 1.0;
  std::int64_t n = 0;
};

/// Share `successes` / `n` with Wilson's score interval (Wilson 1927), which has a width above zero
/// even for 0 or n successes; without trials it is [0, 1]. Throws Error unless 0 <= successes <= n
/// and 0 < confidence < 1.
Share share_of(std::int64_t successes, std::int64_t n, double confidence = 0.95);

/// Ranks 1 .. n of the sample; equal values share the mean of their ranks.
std::vector<double> ranks(std::span<double const> sample);

/// Spearman's rank correlation of two maps or samples of equal length (else Error), ties by mean
/// ranks; NaN if either is constant or shorter than two.
double rank_correlation(std::span<double const> x, std::span<double const> y);

/// Gini coefficient of values >= 0 (else Error), 0 (all equal) .. 1 - 1/n (one has all), without
/// small-sample correction; NaN if empty or all zero.
double gini(std::span<double const> sample);

/// P(A > B) + P(A = B) / 2 for independent draws from the two samples (Vargha & Delaney 2000), in
/// [0, 1]; NaN if either is empty. For paired runs see Contrast::superiority_share.
double probability_of_superiority(std::span<double const> a, std::span<double const> b);

}  // namespace disalign
