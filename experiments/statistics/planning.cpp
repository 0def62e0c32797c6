/// Sample sizes and the confidence sequence.
#include "experiments/statistics/planning.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <string>

#include "model/base/check.hpp"

namespace disalign {
namespace {

constexpr double two_sided = 0.975;

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }

std::int64_t whole(double n) {
  // A number beyond all means: not by simulation.
  return static_cast<std::int64_t>(std::ceil(std::clamp(n, 2.0, 1e15)));
}

void require_positive(double value, char const* what) {
  if (!(value > 0))
    throw Error(std::string("planning: ") + what + " is not above 0. Give a positive one");
}

}  // namespace

std::int64_t replicates_for_error(double standard_deviation, double target) {
  require_positive(target, "the target of the Monte Carlo error");
  return whole(std::pow(standard_deviation / target, 2));
}

std::int64_t replicates_for_half_width(double standard_deviation, double half_width) {
  require_positive(half_width, "the half-width");
  return whole(std::pow(normal_quantile(two_sided) * standard_deviation / half_width, 2));
}

std::int64_t replicates_for_power(double standard_deviation, double effect, double power) {
  require_positive(std::abs(effect), "the size of the effect");
  return whole(std::pow(
      (normal_quantile(two_sided) + normal_quantile(power)) * standard_deviation / effect, 2));
}

// mean +- s sqrt( 2 (n rho^2 + 1) / (n^2 rho^2)  log( sqrt(n rho^2 + 1) / alpha ) )
// with rho^2 = ( -2 log alpha + log(1 - 2 log alpha) ) / n_min, which makes it narrowest near n_min.
AnytimeInterval anytime_interval(Moments const& values, std::int64_t n_min, double confidence) {
  if (!(confidence > 0 && confidence < 1) || n_min < 2)
    throw Error("anytime interval: confidence or n_min is out of range. Give 0.95 and at least 2");
  if (values.n < 2) return {values.mean, std::numeric_limits<double>::infinity()};
  double const alpha = 1 - confidence;
  auto const n = static_cast<double>(values.n);
  double const log_alpha = std::log(alpha);
  double const rho2 = (-2 * log_alpha + std::log(1 - 2 * log_alpha)) / static_cast<double>(n_min);
  double const grown = n * rho2 + 1;
  double const half = std::sqrt(values.variance()) *
                      std::sqrt(2 * grown / (n * n * rho2) * (0.5 * std::log(grown) - log_alpha));
  return {values.mean, half};
}

Contrast contrast_when_stopped(PairedMoments const& pairs, std::int64_t n_min) {
  Contrast result = contrast(pairs);
  auto const interval = anytime_interval(pairs.difference, n_min);
  result.lo = result.effect - interval.half_width;
  result.hi = result.effect + interval.half_width;
  return result;
}

}  // namespace disalign
