/// How heavy the tail of event sizes is: the exponent of a discrete power law by maximum
/// likelihood.
#pragma once
#include <cstdint>
#include <map>
#include <optional>

namespace disalign {

/// Histogram: size of an event (persons) -> number of events of that size. Pooled over runs, so the
/// cost depends on distinct sizes and not on events.
using SizeCounts = std::map<std::int64_t, std::int64_t>;

/// A power law P(X = x) = x^-exponent / zeta(exponent, xmin) fitted to all sizes x >= xmin.
struct TailExponent {
  double exponent = 0.0;        ///< without unit, > 1
  double standard_error = 0.0;  ///< of the exponent at this xmin (Fisher information)
  std::int64_t xmin = 0;        ///< smallest size of the tail, in the unit of the sizes
  std::int64_t tail_count = 0;  ///< events with size >= xmin
  double ks_distance = 0.0;     ///< largest distance of the two distribution functions on the tail
};

/// Fewest tail events for which an exponent is reported: the rule of thumb of Clauset et al. 2009
/// for a maximum likelihood estimate whose bias can be neglected.
inline constexpr std::int64_t minimum_tail_count = 50;

/// Steepest exponent that still counts as a tail; an estimate beyond it is "not estimable".
inline constexpr double steepest_exponent = 25.0;

/// Hurwitz zeta function: the sum over k >= 0 of (q + k)^-s, by Euler-Maclaurin summation.
/// Relative error below 1e-13 (tested) for 1 < s <= 50 and finite q > 0 (below 1e-307 it is 0);
/// throws Error outside.
double hurwitz_zeta(double s, double q);

/// Exponent of the tail x >= xmin. Not estimable (nullopt) if the tail holds fewer than
/// `minimum_tail` events or only one distinct size, or is steeper than `steepest_exponent`.
/// Sizes below 1 (events with no known deaths) belong to no tail. Throws Error for negative counts
/// or xmin < 1.
std::optional<TailExponent> tail_exponent_at(SizeCounts const& sizes, std::int64_t xmin,
                                             std::int64_t minimum_tail = minimum_tail_count);

/// The same with xmin chosen among the sizes that occur, by the smallest Kolmogorov-Smirnov
/// distance (the smaller xmin wins a tie). The standard error does not include the choice of xmin:
/// compare two histograms at a fixed xmin. Source: Clauset, Shalizi & Newman 2009, SIAM Review
/// 51(4).
std::optional<TailExponent> tail_exponent(SizeCounts const& sizes,
                                          std::int64_t minimum_tail = minimum_tail_count);

}  // namespace disalign
