/// How many replicates: for a wanted precision, for a wanted power, and when to stop.
#pragma once
#include <cstdint>

#include "experiments/statistics/moments.hpp"

namespace disalign {

/// Replicates for a Monte Carlo standard error of at most `target` (> 0), from a pilot's standard
/// deviation: n = (sd / target)^2, at least 2.
std::int64_t replicates_for_error(double standard_deviation, double target);

/// Replicates for a 95 % interval of at most `half_width` (> 0) on either side.
std::int64_t replicates_for_half_width(double standard_deviation, double half_width);

/// Pairs that find `effect` (not 0) with probability `power` in a two-sided test at 5 %, from the
/// standard deviation of the differences: n = ((z_0.975 + z_power) sd / effect)^2.
std::int64_t replicates_for_power(double standard_deviation, double effect, double power = 0.9);

/// A mean with an interval that may be looked at after every batch and acted on.
struct AnytimeInterval {
  double mean = 0, half_width = 0;
};

/// Asymptotic confidence sequence for a mean (Waudby-Smith et al. 2024, eq. 14): with probability near
/// `confidence` the mean lies inside at every n >= n_min at once, so that stopping when it is narrow
/// enough keeps the coverage. Wider than the interval of a fixed n by a factor of about 1.5 to 2: the
/// price of looking. It is narrowest, relatively, at `n_min`. Infinite for fewer than two values.
AnytimeInterval anytime_interval(Moments const& values, std::int64_t n_min,
                                 double confidence = 0.95);

/// The contrast of pairs whose number was decided by looking at them: its interval is the confidence
/// sequence, because the interval of a fixed number would hold the effect too seldom.
Contrast contrast_when_stopped(PairedMoments const& pairs, std::int64_t n_min);

}  // namespace disalign
