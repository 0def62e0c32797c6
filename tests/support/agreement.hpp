/// When a frequency agrees with its closed form: the bound of every stochastic test.
#pragma once
#include <cmath>

namespace disalign::test {

/// True when the mean of n independent draws lies within 4.5 standard errors of `expected`, where
/// `deviation` is the standard deviation of one draw.
inline bool agrees(double mean, double expected, double deviation, double n) {
  return std::abs(mean - expected) <= 4.5 * deviation / std::sqrt(n);
}

/// The same for a share of n independent draws of probability `expected`.
inline bool share_agrees(double share, double expected, double n) {
  return agrees(share, expected, std::sqrt(expected * (1 - expected)), n);
}

}  // namespace disalign::test
