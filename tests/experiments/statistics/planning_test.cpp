/// Tests of sample sizes against simulation, and of the stopping rule's coverage on outcomes like deaths.
#include "experiments/statistics/planning.hpp"

#include <doctest/doctest.h>

#include <boost/random/exponential_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>
#include <cmath>
#include <functional>

#include "experiments/statistics/moments.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"

using namespace disalign;

namespace {

/// Zero in 60 of 100 runs, else lognormal with sigma 1.2: zero-inflated and heavy-tailed.
struct Deaths {
  AddressedEngine engine{31, "outcomes like deaths"};
  boost::random::uniform_01<double> uniform;
  boost::random::normal_distribution<double> normal;
  static constexpr double sigma = 1.2;
  double operator()() { return uniform(engine) < 0.6 ? 0.0 : std::exp(sigma * normal(engine)); }
  [[nodiscard]] static double mean() { return 0.4 * std::exp(sigma * sigma / 2); }
};

/// Share of trials in which the interval at the moment of stopping holds the mean.
double coverage(int trials, std::function<AnytimeInterval(Moments const&)> const& interval) {
  constexpr int n_min = 100;
  constexpr int batch = 25;
  constexpr int n_max = 2000;
  Deaths deaths;
  int inside = 0;
  for (int t = 0; t < trials; ++t) {
    Moments values;
    AnytimeInterval now;
    do {
      for (int k = values.n == 0 ? n_min : batch; k > 0; --k) values.add(deaths());
      now = interval(values);
    } while (now.half_width > 0.25 * now.mean && values.n < n_max);
    inside += std::abs(now.mean - Deaths::mean()) <= now.half_width ? 1 : 0;
  }
  return inside / static_cast<double>(trials);
}

AnytimeInterval naive(Moments const& values) {
  return {values.mean, 1.96 * values.standard_error()};
}

}  // namespace

TEST_CASE(
    "planning: stopping by the confidence sequence covers at least 94 of 100 on outcomes like "
    "deaths "
    "over 10,000 trials; stopping by the usual interval does not") {
  constexpr int trials = 10000;
  double const kept = coverage(trials, [](auto const& v) { return anytime_interval(v, 100); });
  double const lost = coverage(trials, naive);
  MESSAGE("coverage at stopping: confidence sequence " << kept << ", usual interval " << lost);
  CHECK(kept >= 0.94);
  CHECK(lost < 0.94);
}

TEST_CASE("planning: the confidence sequence holds at all looks at once") {
  AddressedEngine engine(5, "normal outcomes");
  boost::random::normal_distribution<double> normal;
  int ever_outside = 0;
  constexpr int trials = 2000;
  for (int t = 0; t < trials; ++t) {
    Moments values;
    bool outside = false;
    for (int n = 0; n < 600 && !outside; ++n) {
      values.add(normal(engine));
      if (values.n < 50 || values.n % 10 != 0) continue;
      auto const now = anytime_interval(values, 50);
      outside = std::abs(now.mean) > now.half_width;
    }
    ever_outside += outside ? 1 : 0;
  }
  CHECK(ever_outside / static_cast<double>(trials) < 0.05);
  CHECK(ever_outside > 0);  // it is no interval without end
}

TEST_CASE("planning: replicates for an error, a half-width and a power are those that reach them") {
  CHECK(replicates_for_error(10, 0.5) == 400);
  CHECK(replicates_for_half_width(10, 1.96 * 0.5) == 400);
  CHECK(replicates_for_error(0, 1) == 2);
  CHECK_THROWS_AS(replicates_for_error(1, 0), Error);
  CHECK_THROWS_AS(replicates_for_power(1, 0), Error);
  // A power of 0.9 is found in 90 of 100 experiments of that size.
  auto const n = replicates_for_power(2, 0.5, 0.9);
  CHECK(n == doctest::Approx(168).epsilon(0.02));
  AddressedEngine engine(9, "power");
  boost::random::normal_distribution<double> normal;
  int found = 0;
  constexpr int trials = 4000;
  for (int t = 0; t < trials; ++t) {
    PairedMoments pairs;
    for (std::int64_t k = 0; k < n; ++k) pairs.add(0.5 + 2 * normal(engine), 0);
    found += contrast(pairs).excludes_zero() ? 1 : 0;
  }
  CHECK(std::abs(found / static_cast<double>(trials) - 0.9) <
        4.5 * std::sqrt(0.9 * 0.1 / trials) +
            0.005);  // normal against t quantile: below half a point
}
