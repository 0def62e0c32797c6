/// Integer draws by inversion of one number in (0, 1).
///
/// A fixed number of words per draw keeps common random numbers in step, and inversion makes every
/// count monotone in its mean: a larger hazard never gives a smaller count at the same address.
#pragma once
#include <cstdint>

#include "model/base/exact_math.hpp"

namespace disalign {

/// Quantile of the standard normal law, Acklam's rational approximation (2003), |error| < 1.2e-9
/// in exact arithmetic; here float, about 1e-5.
inline float normal_quantile(float u) {
  constexpr float a[] = {-3.969683028665376e+01F, 2.209460984245205e+02F,  -2.759285104469687e+02F,
                         1.383577518672690e+02F,  -3.066479806614716e+01F, 2.506628277459239e+00F};
  constexpr float b[] = {-5.447609879822406e+01F, 1.615858368580409e+02F, -1.556989798598866e+02F,
                         6.680131188771972e+01F, -1.328068155288572e+01F};
  constexpr float c[] = {-7.784894002430293e-03F, -3.223964580411365e-01F, -2.400758277161838e+00F,
                         -2.549732539343734e+00F, 4.374664141464968e+00F,  2.938163982698783e+00F};
  constexpr float d[] = {7.784695709041462e-03F, 3.224671290700398e-01F, 2.445134137142996e+00F,
                         3.754408661907416e+00F};
  constexpr float tail = 0.02425F;
  if (u < tail || u > 1.0F - tail) {
    float const q = root(-2.0F * log(u < 0.5F ? u : 1.0F - u));
    float const x = (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
                    ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1.0F);
    return u < 0.5F ? x : -x;
  }
  float const q = u - 0.5F;
  float const r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1.0F);
}

/// Means above this use the normal quantile, rounded: exact inversion would need many terms.
/// At the limit the law's mean is right to 0.1 % and its standard deviation to 0.5 % (tested).
inline constexpr float exact_mean_limit = 40.0F;

/// Terms below this, beyond the mode, end a search: sums of rounded terms may stay below u for ever.
/// Words resolve 2^-24 = 6e-8, so nothing a word can tell is lost.
inline constexpr double smallest_term = 1e-9;

/// True only where a count with this mean and P(K = 0) = exp(-mean) is 0 at u: exp(-m) >= 1 - m, and
/// 1e-6 is more than all rounding. Most draws of rare things end here, without an exponential.
inline bool surely_none(float mean, float u) { return u < 1.0F - mean - 1e-6F; }

/// Poisson(mean) at u in (0, 1): the smallest k with P(K <= k) >= u.
inline std::int32_t poisson(float mean, float u) {
  if (!(mean > 0.0F) || surely_none(mean, u)) return 0;
  if (mean > exact_mean_limit) {
    float const x = mean + root(mean) * normal_quantile(u) + 0.5F;
    return x > 0.0F ? static_cast<std::int32_t>(x) : 0;
  }
  double term = static_cast<double>(exp(-mean));
  double sum = term;
  std::int32_t k = 0;
  while (sum < static_cast<double>(u) && (term > smallest_term || static_cast<float>(k) < mean)) {
    ++k;
    term *= static_cast<double>(mean) / k;
    sum += term;
  }
  return k;
}

/// Binomial(n, q) at u in (0, 1), with q = 1 - exp(-hazard).
inline std::int32_t binomial(std::int32_t n, float hazard, float u) {
  if (n <= 0 || !(hazard > 0.0F) || surely_none(static_cast<float>(n) * hazard, u)) return 0;
  float const q = chance(hazard);
  float const mean = static_cast<float>(n) * q;
  if (q >= 0.5F) {  // count the survivors instead: few of them, and still monotone in u
    float const survive = 1.0F - q;
    if (static_cast<float>(n) * survive <= exact_mean_limit && n < 100000) {
      double const ratio = static_cast<double>(survive) / static_cast<double>(q > 0.0F ? q : 1.0F);
      double term = 1.0;
      for (std::int32_t i = 0; i < n && term > 0.0; ++i) term *= static_cast<double>(q);
      double sum = term;
      std::int32_t k = 0;
      double const v = 1.0 - static_cast<double>(u);
      double const mode = static_cast<double>(n) * static_cast<double>(survive);
      while (sum < v && k < n && (term > smallest_term || k < mode)) {
        term *= ratio * (n - k) / (k + 1);
        sum += term;
        ++k;
      }
      return n - k;
    }
  } else if (mean <= exact_mean_limit) {
    double const ratio = static_cast<double>(q) / (1.0 - static_cast<double>(q));
    double term = static_cast<double>(exp(-static_cast<float>(n) * hazard));
    double sum = term;
    std::int32_t k = 0;
    while (sum < static_cast<double>(u) && k < n &&
           (term > smallest_term || static_cast<float>(k) < mean)) {
      term *= ratio * (n - k) / (k + 1);
      sum += term;
      ++k;
    }
    return k;
  }
  float const x = mean + root(mean * (1.0F - q)) * normal_quantile(u) + 0.5F;
  if (x <= 0.0F) return 0;
  auto const k = static_cast<std::int32_t>(x);
  return k > n ? n : k;
}

/// Exponential(1) at u in (0, 1).
inline float exponential(float u) { return -log(u); }

/// Part `k` of `total` when it is shared by weights in a fixed order: floor(C_k T / W) -
/// floor(C_{k-1} T / W) with C the cumulated weights up to k and W their sum. The parts sum to
/// `total` exactly and no part exceeds its weight when total <= W.
inline std::int64_t cumulative_floor(std::int64_t cumulated, std::int64_t weight,
                                     std::int64_t total, std::int64_t sum) {
  return sum > 0 ? (cumulated * total) / sum - ((cumulated - weight) * total) / sum : 0;
}

}  // namespace disalign
