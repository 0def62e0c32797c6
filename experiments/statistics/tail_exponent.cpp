/// Exact discrete likelihood with the Hurwitz zeta function, xmin by Kolmogorov-Smirnov distance.
#include "experiments/statistics/tail_exponent.hpp"

#include <algorithm>
#include <array>
#include <boost/math/differentiation/autodiff.hpp>
#include <boost/math/tools/roots.hpp>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "model/base/check.hpp"

namespace disalign {
namespace {

using SizeAndCount = std::pair<std::int64_t, std::int64_t>;

/// Bernoulli numbers over factorials, B_2j / (2j)!, j = 1 .. 8.
constexpr std::array<double, 8> bernoulli_over_factorial{
    1.0 / 12.0,          -1.0 / 720.0,
    1.0 / 30240.0,       -1.0 / 1209600.0,
    1.0 / 47900160.0,    -691.0 / 1307674368000.0,
    1.0 / 74724249600.0, -3617.0 / 10670622842880000.0};

// q^s zeta(s, q), which neither overflows nor underflows for the sizes that occur:
//
//   q^s zeta(s, q) = sum_{k < N} (1 + k/q)^-s
//                  + (a/q)^-s [ a / (s - 1) + 1/2 + sum_j B_2j / (2j)! (s)_{2j-1} a^(1-2j) ]
//
//   a = q + N; (s)_m = s (s+1) .. (s+m-1). N is such that a >= s + 14: consecutive terms of the sum
//   over j then shrink at least by ((s + 2j) / (2 pi a))^2 < 1/30. Source: Euler-Maclaurin.
/// `Real` is double, or a dual number of s for the derivatives.
template <class Real>
Real scaled_hurwitz_zeta(Real const& s, double s_value, double q) {
  using std::exp;
  int const explicit_terms = static_cast<int>(std::max(0.0, std::ceil(s_value + 14.0 - q)));
  double const a = q + explicit_terms;

  Real rising = s;
  double power = 1.0 / a;
  Real remainder = a / (s - 1.0) + 0.5;
  double j = 1.0;
  for (double const coefficient : bernoulli_over_factorial) {
    remainder += rising * (coefficient * power);
    rising *= (s + (2.0 * j - 1.0)) * (s + 2.0 * j);
    power /= a * a;
    j += 1.0;
  }

  Real sum = exp(s * -std::log(a / q)) * remainder;
  // Smallest terms first, so that rounding does not accumulate.
  for (int k = explicit_terms - 1; k >= 0; --k) sum += exp(s * -std::log1p(k / q));
  return sum;
}

std::vector<SizeAndCount> positive_sizes(SizeCounts const& sizes) {
  std::vector<SizeAndCount> tail;
  for (auto const& [size, count] : sizes) {
    if (count < 0) {
      throw Error("tail_exponent: size " + std::to_string(size) + " has count " +
                  std::to_string(count) + " (a histogram counts events). Give counts of 0 or more");
    }
    if (size >= 1 && count > 0) tail.emplace_back(size, count);
  }
  return tail;
}

/// Largest |observed - fitted| distribution function over all whole sizes >= xmin. Between two
/// observed sizes the observed one is flat while the fitted one rises, so the largest distance lies
/// at an observed size or just below the next.
double ks_distance(SizeAndCount const* begin, SizeAndCount const* end, double exponent,
                   double tail_count) {
  auto const xmin = static_cast<double>(begin->first);
  double const total = scaled_hurwitz_zeta(exponent, exponent, xmin);
  // P(X >= x) = zeta(exponent, x) / zeta(exponent, xmin)
  auto const fitted_at_least = [&](double x) {
    return std::exp(-exponent * std::log(x / xmin)) * scaled_hurwitz_zeta(exponent, exponent, x) /
           total;
  };
  double distance = 0.0;
  double observed_at_least = 1.0;
  for (auto const* row = begin; row != end; ++row) {
    auto const x = static_cast<double>(row->first);
    distance = std::max(distance, std::abs(observed_at_least - fitted_at_least(x)));
    observed_at_least -= static_cast<double>(row->second) / tail_count;
    distance = std::max(distance, std::abs(observed_at_least - fitted_at_least(x + 1.0)));
  }
  return distance;
}

// Maximum likelihood: with psi(s) = ln [xmin^s zeta(s, xmin)], the log-likelihood per event is
//
//   l(s) = -psi(s) - s m,    m = mean of ln(x / xmin) over the tail
//
// psi' = -E[ln(X / xmin)] and psi'' = Var[ln(X / xmin)] > 0, so l is concave with one maximum,
// where psi'(s) = -m. Standard error = 1 / sqrt(n psi''(s)).
/// Fit of the sizes from `begin` (whose first row is xmin) to `end`.
std::optional<TailExponent> fit(std::int64_t xmin, SizeAndCount const* begin,
                                SizeAndCount const* end, std::int64_t minimum_tail) {
  if (begin == end) return std::nullopt;
  std::int64_t tail_count = 0;
  double log_sum = 0.0;
  auto const q = static_cast<double>(xmin);
  for (auto const* row = begin; row != end; ++row) {
    tail_count += row->second;
    log_sum += static_cast<double>(row->second) * std::log(static_cast<double>(row->first) / q);
  }
  if (tail_count < minimum_tail) return std::nullopt;
  auto const n = static_cast<double>(tail_count);
  double const mean_log = log_sum / n;

  auto const slope_and_curvature = [&](double s) {
    auto const dual = boost::math::differentiation::make_fvar<double, 2>(s);
    auto const psi = log(scaled_hurwitz_zeta(dual, s, q));
    return std::pair{psi.derivative(1) + mean_log, psi.derivative(2)};
  };
  // Below 1.01 the expected log ratio exceeds that of the largest 64-bit size: the root is above.
  double const flattest = 1.01;
  // One distinct size is the limit of an infinitely steep tail and ends here too.
  if (slope_and_curvature(steepest_exponent).first < 0.0) return std::nullopt;
  double const start = std::clamp(1.0 + 1.0 / (mean_log + 0.5 / q), flattest, steepest_exponent);
  double const exponent = boost::math::tools::newton_raphson_iterate(
      slope_and_curvature, start, flattest, steepest_exponent, 40);

  return TailExponent{.exponent = exponent,
                      .standard_error = 1.0 / std::sqrt(n * slope_and_curvature(exponent).second),
                      .xmin = xmin,
                      .tail_count = tail_count,
                      .ks_distance = ks_distance(begin, end, exponent, n)};
}

}  // namespace

double hurwitz_zeta(double s, double q) {
  if (!(s > 1.0 && s <= 50.0 && q > 0.0 && std::isfinite(q))) {
    throw Error("hurwitz_zeta: s = " + std::to_string(s) + ", q = " + std::to_string(q) +
                " (the sum converges for s > 1 and q > 0, and is tested up to s = 50). " +
                "Give such arguments");
  }
  return std::exp(-s * std::log(q)) * scaled_hurwitz_zeta(s, s, q);
}

std::optional<TailExponent> tail_exponent_at(SizeCounts const& sizes, std::int64_t xmin,
                                             std::int64_t minimum_tail) {
  if (xmin < 1) {
    throw Error("tail_exponent: xmin is " + std::to_string(xmin) +
                " (a power law has no mass below 1). Give xmin of 1 or more");
  }
  auto const all = positive_sizes(sizes);
  auto const* const end = all.data() + all.size();
  auto const* const begin =
      std::find_if(all.data(), end, [&](auto const& row) { return row.first >= xmin; });
  return fit(xmin, begin, end, minimum_tail);
}

std::optional<TailExponent> tail_exponent(SizeCounts const& sizes, std::int64_t minimum_tail) {
  auto const all = positive_sizes(sizes);
  auto const* const end = all.data() + all.size();
  std::optional<TailExponent> best;
  for (auto const* begin = all.data(); begin != end; ++begin) {
    auto const candidate = fit(begin->first, begin, end, minimum_tail);
    if (candidate && (!best || candidate->ks_distance < best->ks_distance)) best = candidate;
  }
  return best;
}

}  // namespace disalign
