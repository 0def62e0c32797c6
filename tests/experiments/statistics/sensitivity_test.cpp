/// Tests of sensitivity indices against closed forms: Ishigami's function, with and without noise, and a
/// linear function for Morris.
#include "experiments/statistics/sensitivity.hpp"

#include <doctest/doctest.h>

#include <array>
#include <boost/random/normal_distribution.hpp>
#include <cmath>
#include <numbers>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"

using namespace disalign;

namespace {

constexpr double pi = std::numbers::pi;
constexpr double a = 7;
constexpr double b = 0.1;

/// Ishigami & Homma 1990, on the unit cube.
double ishigami(std::vector<double> const& unit) {
  auto const x = [&](std::size_t k) { return pi * (2 * unit[k] - 1); };
  return std::sin(x(0)) + a * std::pow(std::sin(x(1)), 2) + b * std::pow(x(2), 4) * std::sin(x(0));
}

/// Closed forms: variances of the parts.
struct Truth {
  double v1 = 0.5 * std::pow(1 + b * std::pow(pi, 4) / 5, 2);
  double v2 = a * a / 8;
  double v13 = b * b * std::pow(pi, 8) * (1.0 / 18 - 1.0 / 50);
  double all = v1 + v2 + v13;
};

/// Outcomes with noise of standard deviation `own` for each run and `common` shared by a replicate.
PointOutcomes noisy(UnitPoints const& points, int replicates, double own, double common,
                    double (*function)(std::vector<double> const&)) {
  AddressedEngine engine(17, "noise of a test function");
  boost::random::normal_distribution<double> normal;
  std::vector<double> shared;
  for (int r = 0; r < replicates; ++r) shared.push_back(common * normal(engine));
  PointOutcomes outcomes;
  for (auto const& point : points) {
    outcomes.emplace_back();
    for (int r = 0; r < replicates; ++r)
      outcomes.back().push_back(function(point) + shared[static_cast<std::size_t>(r)] +
                                own * normal(engine));
  }
  return outcomes;
}

void check_inside(Estimate const& estimate, double truth) {
  INFO(estimate.value << " [" << estimate.lo << ", " << estimate.hi << "], truth " << truth);
  CHECK(estimate.lo <= truth);
  CHECK(truth <= estimate.hi);
  CHECK(estimate.hi - estimate.lo < 0.5);
}

}  // namespace

TEST_CASE("sobol indices: Ishigami's closed form lies within the intervals, and close") {
  Truth const truth;
  constexpr int base = 1024;
  auto const points = saltelli(base, 3, 5);
  auto const indices = sobol_indices(base, 3, noisy(points, 1, 0, 0, ishigami), 1);
  double const first[] = {truth.v1 / truth.all, truth.v2 / truth.all, 0};
  double const total[] = {(truth.v1 + truth.v13) / truth.all, truth.v2 / truth.all,
                          truth.v13 / truth.all};
  for (std::size_t f = 0; f < 3; ++f) {
    check_inside(indices.first[f], first[f]);
    check_inside(indices.total[f], total[f]);
    CHECK(indices.total[f].value == doctest::Approx(total[f]).epsilon(0.05).scale(1));
  }
  CHECK(indices.variance == doctest::Approx(truth.all).epsilon(0.05));
  CHECK(std::isnan(indices.noise_share.value));
  // The twin: another function's indices lie outside.
  auto const other = sobol_indices(
      base, 3, noisy(points, 1, 0, 0, [](std::vector<double> const& u) { return u[0] + u[1]; }), 1);
  CHECK((other.total[2].hi < total[2] || other.first[0].lo > first[0]));
}

TEST_CASE("sobol indices: seeds' noise is reported apart and leaves the indices alone") {
  Truth const truth;
  constexpr int base = 1024;
  auto const points = saltelli(base, 3, 6);
  // Own noise of the same variance as all factors together, common noise of half of that: with eight
  // replicates a share of 1.5 / 2.5 in all.
  double const own = std::sqrt(truth.all);
  auto const outcomes = noisy(points, 8, own, 0, ishigami);
  auto const indices = sobol_indices(base, 3, outcomes, 1);
  double const first[] = {truth.v1 / truth.all, truth.v2 / truth.all, 0};
  double const total[] = {(truth.v1 + truth.v13) / truth.all, truth.v2 / truth.all,
                          truth.v13 / truth.all};
  for (std::size_t f = 0; f < 3; ++f) {
    check_inside(indices.first[f], first[f]);
    check_inside(indices.total[f], total[f]);
  }
  check_inside(indices.noise_share, 0.5);
  CHECK(indices.variance == doctest::Approx(truth.all).epsilon(0.1));
  // Were noise not taken out, all of it would count as interactions.
  PointOutcomes single;
  for (auto const& row : outcomes) single.push_back({row.front()});
  CHECK(sobol_indices(base, 3, single, 1).total[1].value > total[1] + 0.1);
  // What a replicate does to all points alike changes nothing at all.
  PointOutcomes shifted = outcomes;
  for (auto& row : shifted)
    for (std::size_t r = 0; r < row.size(); ++r) row[r] += 100.0 * static_cast<double>(r);
  CHECK(sobol_indices(base, 3, shifted, 1).total[1].value ==
        doctest::Approx(indices.total[1].value).epsilon(1e-6));
}

TEST_CASE(
    "morris: effects of a linear function are its slopes, without spread; a product has spread") {
  auto const points = morris(40, 4, 4, 3);
  auto const function = [](std::vector<double> const& u) {
    return 3 * u[0] - 2 * u[1] + 4 * u[2] * u[3];
  };
  auto const effects = morris_effects(points, noisy(points, 1, 0, 0, function), 1);
  CHECK(effects[0].mean.value == doctest::Approx(3));
  CHECK(effects[1].mean.value == doctest::Approx(-2));
  CHECK(effects[1].mean_size.value == doctest::Approx(2));
  CHECK(effects[0].spread.value == doctest::Approx(0).scale(1));
  // E |4 u| over the levels 0, 1/3, 2/3, 1 is 2; its standard deviation 4 sqrt(5) / 6.
  check_inside(
      {effects[2].mean_size.value / 10, effects[2].mean_size.lo / 10, effects[2].mean_size.hi / 10},
      0.2);
  check_inside({effects[3].spread.value / 10, effects[3].spread.lo / 10, effects[3].spread.hi / 10},
               0.4 * std::sqrt(5.0) / 6);
}

TEST_CASE("morris: Ishigami's effects, with and without noise, lie within the intervals") {
  // On a grid of four levels the effects of a factor are few: their moments by enumeration.
  struct Moment {
    double mean = 0, size = 0, squared = 0;
  };
  std::array<Moment, 3> truth;
  for (std::size_t f = 0; f < 3; ++f) {
    for (int k = 0; k < 32;
         ++k) {  // the lower of both levels, and four levels of each other factor
      std::vector<double> low(3);
      low[f] = (k % 2) / 3.0;
      low[(f + 1) % 3] = (k / 2 % 4) / 3.0;
      low[(f + 2) % 3] = (k / 8) / 3.0;
      std::vector<double> high = low;
      high[f] += 2.0 / 3;
      double const effect = (ishigami(high) - ishigami(low)) * 1.5;
      truth[f].mean += effect / 32;
      truth[f].size += std::abs(effect) / 32;
      truth[f].squared += effect * effect / 32;
    }
  }
  auto const points = morris(400, 3, 4, 3);
  auto const check = [](Estimate const& estimate, double value) {
    INFO(estimate.value << " [" << estimate.lo << ", " << estimate.hi << "], truth " << value);
    CHECK(estimate.lo <= value + 1e-9);
    CHECK(value <= estimate.hi + 1e-9);
    CHECK(estimate.hi - estimate.lo < 3);
  };
  auto const exact = morris_effects(points, noisy(points, 1, 0, 0, ishigami), 1);
  double const own = 2;
  auto const stochastic = morris_effects(points, noisy(points, 16, own, 5, ishigami), 1);
  for (std::size_t f = 0; f < 3; ++f) {
    CAPTURE(f);
    check(exact[f].mean, truth[f].mean);
    check(exact[f].mean_size, truth[f].size);
    check(exact[f].spread, std::sqrt(truth[f].squared - truth[f].mean * truth[f].mean));
    // Noise moves no mean effect; what it adds to sigma is known: var of a difference of two means.
    check(stochastic[f].mean, truth[f].mean);
    double const noise = 2 * own * own / 16 * 1.5 * 1.5;
    check(stochastic[f].spread,
          std::sqrt(truth[f].squared - truth[f].mean * truth[f].mean + noise));
  }
  // 95 of 100: as wide as the normal interval of a mean of 400 effects.
  for (std::size_t f = 0; f < 2; ++f) {
    double const normal = 2 * 1.96 * exact[f].spread.value / std::sqrt(400.0);
    CHECK(exact[f].mean.hi - exact[f].mean.lo == doctest::Approx(normal).epsilon(0.08).scale(0));
  }
  // The twin: the effects of another function lie outside.
  auto const other = morris_effects(
      points,
      noisy(points, 1, 0, 0, [](std::vector<double> const& u) { return 1.1 * ishigami(u); }), 1);
  CHECK((other[0].mean_size.lo > truth[0].size || other[1].mean_size.lo > truth[1].size));
}

TEST_CASE("morris: what seeds alone would give is told, and is what a factor without effect gets") {
  auto const points = morris(200, 2, 4, 3);
  auto const function = [](std::vector<double> const& u) { return u[0]; };
  auto const effects = morris_effects(points, noisy(points, 6, 0.5, 3, function), 1);
  CHECK(effects[1].noise == doctest::Approx(effects[1].mean_size.value).epsilon(0.05).scale(0));
  // sd of a difference of two runs over the step, sqrt(2 / pi) of it, six replicates
  CHECK(effects[1].noise ==
        doctest::Approx(std::sqrt(2 / pi) * 0.5 * std::sqrt(2.0) * 1.5 / std::sqrt(6.0))
            .epsilon(0.05)
            .scale(0));
  check_inside({effects[0].mean.value, effects[0].mean.lo, effects[0].mean.hi}, 1);
}

TEST_CASE("sensitivity: an incomplete or foreign design is refused") {
  auto const points = saltelli(8, 2, 1);
  auto outcomes = noisy(points, 2, 0, 0, [](std::vector<double> const& u) { return u[0]; });
  outcomes.pop_back();
  CHECK_THROWS_WITH_AS(sobol_indices(8, 2, outcomes, 1), doctest::Contains("31 points"), Error);
  CHECK_THROWS_AS(morris_effects(points, outcomes, 1), Error);
  outcomes.push_back({1.0});  // a point with one replicate, the others have two
  CHECK_THROWS_AS(sobol_indices(8, 2, outcomes, 1), Error);
  CHECK_THROWS_AS(morris_effects(UnitPoints(4, {0.5, 0.5}), PointOutcomes(4, {1.0}), 1), Error);
}

TEST_CASE("rank sensitivity: one for a rising outcome, within its interval of zero for none") {
  auto const points = latin_hypercube(200, 2, 3);
  auto const outcomes =
      noisy(points, 2, 0.01, 0, [](std::vector<double> const& u) { return std::exp(3 * u[0]); });
  std::vector<double> rising;
  std::vector<double> idle;
  for (auto const& point : points) {
    rising.push_back(point[0]);
    idle.push_back(point[1]);
  }
  CHECK(rank_sensitivity(rising, outcomes, 1).value > 0.99);
  auto const none = rank_sensitivity(idle, outcomes, 1);
  CHECK(none.lo < 0);
  CHECK(none.hi > 0);
}
