/// Sensitivity of a stochastic outcome to factors: Morris' effects and Sobol' indices, the noise of the
/// seeds apart from the effects of the factors.
///
/// Outcomes come as [point][replicate]; the points are those of `morris` and `saltelli` (design/
/// samples.hpp), in their order. Intervals are 95 % percentile bootstraps over trajectories or base
/// points (Efron 1979), 1,000 resamples from the addressed stream of `seed`.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "experiments/design/samples.hpp"

namespace disalign {

/// A value with its 95 % interval.
struct Estimate {
  double value = 0, lo = 0, hi = 0;
};

using PointOutcomes = std::vector<std::vector<double>>;

/// Elementary effects of one factor, in the outcome's unit per whole range of the factor.
struct MorrisEffect {
  Estimate mean;       ///< mu: mean effect, with its sign
  Estimate mean_size;  ///< mu*: mean of absolute effects (Campolongo et al. 2007)
  Estimate spread;     ///< sigma: standard deviation: interactions and curvature
  double noise = 0;    ///< mean absolute effect that seeds alone would give; NaN with one replicate
};

/// One effect for each factor. Throws Error when the outcomes are not those of these points.
std::vector<MorrisEffect> morris_effects(UnitPoints const& points, PointOutcomes const& outcomes,
                                         std::uint64_t seed);

struct SobolIndices {
  std::vector<Estimate>
      first;  ///< share of the variance of the mean outcome that a factor alone explains
  std::vector<Estimate> total;  ///< with all its interactions
  Estimate noise_share;  ///< share of the seeds in the whole variance; NaN with one replicate
  double variance = 0;   ///< of the mean outcome over the factors, in the squared unit
};

/// Indices of the mean outcome. With two or more replicates every product is of different replicates, so
/// that noise enters neither variance nor indices; with one it enters both.
/// Throws Error when the outcomes are not base x (factors + 2) points of equally many replicates.
SobolIndices sobol_indices(int base, int factors, PointOutcomes const& outcomes,
                           std::uint64_t seed);

/// Spearman's rank correlation of a factor with the mean outcome over the points, with its interval by
/// bootstrap over points. NaN where the factor or the outcome never varies.
Estimate rank_sensitivity(std::span<double const> factor, PointOutcomes const& outcomes,
                          std::uint64_t seed);

}  // namespace disalign
