/// Running moments that can be merged, alone and for pairs of runs that share their random numbers.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>

#include "model/base/check.hpp"

namespace disalign {

// Welford 1962 for one value, Chan, Golub & LeVeque 1979 for a merge:
//
//   mean' = mean + d n_b / (n_a + n_b),   d = mean_b - mean_a
//   M2'   = M2_a + M2_b + d^2 n_a n_b / (n_a + n_b)
/// Count, mean and sum of squared deviations of a stream of values, in the unit of the values.
/// The bytes depend on the order of additions and merges: keep it fixed (by replicate).
struct Moments {
  std::int64_t n = 0;
  double mean = 0.0;
  double squared_deviations = 0.0;

  /// Throws Error for a value that is not finite: an outcome that is undefined must be left out by
  /// the caller, who knows what its absence means.
  void add(double value) {
    if (!std::isfinite(value)) {
      throw Error("moments: a value is not finite (its mean would hide all others). Leave it out");
    }
    merge({.n = 1, .mean = value, .squared_deviations = 0.0});
  }

  void merge(Moments const& other) {
    if (other.n == 0) return;
    auto const here = static_cast<double>(n);
    auto const there = static_cast<double>(other.n);
    double const step = other.mean - mean;
    mean += step * (there / (here + there));
    // Multiplied in this order a first huge value gives 0 and not infinity times 0.
    squared_deviations +=
        other.squared_deviations + step * (step * (here * there / (here + there)));
    n += other.n;
  }

  /// Sample variance with divisor n - 1, in the squared unit; NaN for fewer than two values.
  [[nodiscard]] double variance() const {
    if (n < 2) return std::numeric_limits<double>::quiet_NaN();
    return squared_deviations / static_cast<double>(n - 1);
  }

  /// Monte Carlo standard error of the mean, in the unit; NaN for fewer than two values.
  [[nodiscard]] double standard_error() const {
    return std::sqrt(variance() / static_cast<double>(n));
  }
};

/// Moments of two outcomes a (treatment) and b (reference) of the same replicates, and of a - b.
struct PairedMoments {
  Moments a;
  Moments b;
  Moments difference;
  std::int64_t a_larger = 0;  ///< pairs with a > b
  std::int64_t equal = 0;     ///< pairs with a = b

  /// Throws Error, and adds nothing, if a value or the difference is not finite.
  void add(double value_a, double value_b) {
    PairedMoments pair;
    pair.a.add(value_a);
    pair.b.add(value_b);
    pair.difference.add(value_a - value_b);
    pair.a_larger = value_a > value_b ? 1 : 0;
    pair.equal = value_a == value_b ? 1 : 0;
    merge(pair);
  }

  void merge(PairedMoments const& other) {
    a.merge(other.a);
    b.merge(other.b);
    difference.merge(other.difference);
    a_larger += other.a_larger;
    equal += other.equal;
  }
};

/// What changed between two scenarios that share their random numbers.
struct Contrast {
  double effect = 0.0;          ///< mean of a - b, in the unit of the outcome; NaN without pairs
  double lo = 0.0;              ///< interval of the effect (Student t on the differences);
  double hi = 0.0;              ///< infinite on both sides for fewer than two pairs
  double standard_error = 0.0;  ///< of the effect; NaN for fewer than two pairs
  std::int64_t n = 0;           ///< pairs
  double correlation = 0.0;     ///< of a and b over the pairs; NaN if either never varies
  double variance_ratio = 0.0;  ///< see contrast()
  double standardised_effect = 0.0;  ///< effect / sqrt((var a + var b) / 2); see contrast()
  double superiority_share = 0.0;    ///< share of pairs with a > b, ties count one half

  /// True if the interval lies on one side of zero: the effect has a sign.
  [[nodiscard]] bool excludes_zero() const { return lo > 0.0 || hi < 0.0; }
};

/// The contrast of the pairs seen so far.
///
/// variance_ratio = (var a + var b) / var(a - b): how many independent runs one paired run is
/// worth. 1 means that pairing gained nothing. It is +infinity if the outcome varies but the
/// difference never does (identical pairs: effect 0, interval [0, 0]) and NaN if nothing varies at
/// all. standardised_effect is 0 for a zero effect and infinite if nothing but the effect remains.
/// `confidence` lies in (0, 1), else Error.
Contrast contrast(PairedMoments const& pairs, double confidence = 0.95);

}  // namespace disalign
