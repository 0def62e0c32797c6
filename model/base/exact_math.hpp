/// Exponential, logarithm and their kin from multiplications and additions only, so that every
/// compiler, optimisation level and instruction set gives the same bytes (libm does not).
///
/// Built with -ffp-contract=off. Relative error below 2.4e-7 (float, checked in a test against
/// long double) on the whole stated range.
#pragma once
#include <bit>
#include <cmath>
#include <cstdint>

#include "model/base/packs.hpp"

namespace disalign {

/// e^x for floats. Clamped: below -87 gives 0, above 88 gives e^88.
template <Reals F>
[[gnu::always_inline]] inline F exp(F x) {
  DISALIGN_WORK(exps, 1);
  F y = select(x < -87.0F, -87.0F, x);
  y = select(y > 88.0F, 88.0F, y);
  // y = k ln2 + r, |r| <= ln2 / 2; ln2 in two parts so that r is exact to float.
  auto const power_of_two = whole(y * 1.44269504F + select(y < 0.0F, -0.5F, 0.5F));
  F const k = real(power_of_two);
  F const r = (y - k * 0.693359375F) - k * -2.12194440e-4F;
  F p = r * 1.9875691500e-4F + 1.3981999507e-3F;
  p = p * r + 8.3334519073e-3F;
  p = p * r + 4.1665795894e-2F;
  p = p * r + 1.6666665459e-1F;
  p = p * r + 5.0000001201e-1F;
  p = p * (r * r) + r + 1.0F;
  return select(x < -87.0F, 0.0F, p * bits_as_real((power_of_two + 127) << 23));
}

/// Natural logarithm for float, x > 0 normal; x <= 0 gives -87.
inline float log(float x) {
  if (!(x > 1.2e-38F)) return -87.0F;
  auto const bits = std::bit_cast<std::uint32_t>(x);
  auto exponent = static_cast<std::int32_t>(bits >> 23) - 126;
  float m = std::bit_cast<float>((bits & 0x007fffffU) | 0x3f000000U);  // [0.5, 1)
  if (m < 0.707106781F) {
    m = m + m;
    exponent -= 1;
  }
  m -= 1.0F;
  float const z = m * m;
  float p = 7.0376836292e-2F;
  p = p * m - 1.1514610310e-1F;
  p = p * m + 1.1676998740e-1F;
  p = p * m - 1.2420140846e-1F;
  p = p * m + 1.4249322787e-1F;
  p = p * m - 1.6668057665e-1F;
  p = p * m + 2.0000714765e-1F;
  p = p * m - 2.4999993993e-1F;
  p = p * m + 3.3333331174e-1F;
  float y = p * m * z;
  auto const e = static_cast<float>(exponent);
  y += -2.12194440e-4F * e;
  y += -0.5F * z;
  return (m + y) + 0.693359375F * e;
}

/// x^p for x >= 0 (0^p = 0).
inline float power(float x, float p) { return x > 0.0F ? exp(p * log(x)) : 0.0F; }
/// 1 - exp(-rate): the probability of at least one event in a week at `rate` per week.
template <Reals F>
[[gnu::always_inline]] inline F chance(F rate) {
  return select(rate > 0.0F, 1.0F - exp(-rate), 0.0F);
}
/// Hyperbolic tangent.
inline float tanh(float x) {
  float const t = exp(-2.0F * (x < 0.0F ? -x : x));
  float const y = (1.0F - t) / (1.0F + t);
  return x < 0.0F ? -y : y;
}
/// lg(x) = 1 / (1 + exp(-x)).
inline float logistic(float x) { return 1.0F / (1.0F + exp(-x)); }
/// sat(n, h) = n / (n + h): half at n = h.
template <Reals F>
[[gnu::always_inline]] inline F saturation(F n, float half) {
  return select(n > 0.0F, n / (n + half), 0.0F);
}
/// The larger of two, as std::max.
template <Reals F>
[[gnu::always_inline]] inline F larger(float a, F b) {
  return select(a < b, b, a);
}
/// clip to [0, 1].
template <Reals F>
[[gnu::always_inline]] inline F clip(F x) {
  return select(x < 0.0F, 0.0F, select(x > 1.0F, 1.0F, x));
}
/// [x]+ = max(0, x).
inline float positive(float x) { return x > 0.0F ? x : 0.0F; }
/// 2^(-1/half_life): what one week leaves of a memory with that half-life [weeks].
inline float weekly_decay(float half_life) {
  return half_life > 0.0F ? exp(-0.693147181F / half_life) : 0.0F;
}

}  // namespace disalign
