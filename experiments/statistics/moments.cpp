/// The paired contrast: effect, interval, and what the shared random numbers gained.
#include "experiments/statistics/moments.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <string>

namespace disalign {
namespace {

constexpr double undefined = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

Contrast contrast(PairedMoments const& pairs, double confidence) {
  if (!(confidence > 0.0 && confidence < 1.0)) {
    throw Error("contrast: confidence is " + std::to_string(confidence) +
                " (a share between 0 and 1). Give for example 0.95");
  }
  Contrast result;
  result.n = pairs.difference.n;
  auto const n = static_cast<double>(result.n);
  result.effect = result.n > 0 ? pairs.difference.mean : undefined;
  result.standard_error = pairs.difference.standard_error();
  result.superiority_share =
      result.n > 0
          ? (static_cast<double>(pairs.a_larger) + 0.5 * static_cast<double>(pairs.equal)) / n
          : undefined;

  // effect +- t_{n-1, (1 + confidence) / 2} * standard error of the mean difference
  result.lo = -infinity;
  result.hi = infinity;
  if (result.n >= 2) {
    boost::math::students_t const distribution(n - 1.0);
    double const t = quantile(complement(distribution, 0.5 * (1.0 - confidence)));
    result.lo = result.effect - t * result.standard_error;
    result.hi = result.effect + t * result.standard_error;
  }

  double const var_a = pairs.a.variance();
  double const var_b = pairs.b.variance();
  double const var_difference = pairs.difference.variance();
  // IEEE division gives the two limits promised: positive / 0 = infinity, 0 / 0 = NaN.
  result.variance_ratio = (var_a + var_b) / var_difference;
  // cov(a, b) = (var a + var b - var(a - b)) / 2, clamped because rounding may pass 1.
  result.correlation = var_a > 0.0 && var_b > 0.0
                           ? std::clamp(0.5 * (var_a + var_b - var_difference) /
                                            (std::sqrt(var_a) * std::sqrt(var_b)),
                                        -1.0, 1.0)
                           : undefined;
  result.standardised_effect =
      result.effect == 0.0 ? 0.0 : result.effect / std::sqrt(0.5 * (var_a + var_b));
  return result;
}

}  // namespace disalign
