/// Theory: growth that its own size slows is logistic: of a group that runs out of pay, of thawing water.
///     n' = n + r n (1 - n / K),   n(t) = K / (1 + (K / n0 - 1) exp(-r t)) in the limit of small r
#include <doctest/doctest.h>

#include <cmath>

#include "model/mechanisms/recruitment.hpp"
#include "model/mechanisms/sea_buildup.hpp"
#include "tests/support/sea_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr double capacity = 400'000, at_start = 4'000;
constexpr int weeks = 200;
constexpr double slope =
    0.04;  // of a small group [1/week]: rate x support x (ungrieved + grievance)

double logistic_at(double t, double r) {
  return capacity / (1 + (capacity / at_start - 1) * std::exp(-r * t));
}

/// Size of a group after some weeks, of whom the unpaid share is its size over what the land feeds.
double recruited(double rate, int number, bool bounded = true) {
  ConflictTheatre theatre(plain_world(1, 1, 50, 2'000'000'000));
  theatre.deploy(red, theatre.middle, static_cast<int>(at_start));
  State& state = theatre.state;
  state.at.support[red][theatre.middle] = 0.5F;
  Recruitment const rule{.rate = static_cast<float>(rate), .ungrieved = 0.2F, .yearly_share = 1};
  for (state.week = 0; state.week < number; ++state.week) {
    auto const n = static_cast<double>(state.actors.strength[red]);
    state.actors.unpaid_share[red] = bounded ? static_cast<float>(n / capacity) : 0.0F;
    theatre.apply(rule, 0);
    tally(state);
  }
  check_invariants(state);
  return static_cast<double>(state.actors.strength[red]);
}

/// The rule's weekly steps of the same law, without chance.
double stepped(double r, int number) {
  double n = at_start;
  for (int w = 0; w < number; ++w) n += r * n * (1 - n / capacity);
  return n;
}

}  // namespace

TEST_CASE("theory: a group that its land pays in part grows by the logistic law") {
  double const rate = slope / (0.5 * 0.2);
  for (int const t : {50, 100, 150, weeks}) {
    // Chance: Poisson recruits on 4,000 founders who each leave exp(r t) behind spread their sum by
    // 1 / sqrt(4,000) at most.
    double const bound_of_mean = bound / std::sqrt(at_start);
    CHECK(std::fabs(recruited(rate, t) / stepped(slope, t) - 1) < bound_of_mean);
    // Weekly steps lag behind continuous time by less than r / 2 of the exponent.
    CHECK(std::fabs(stepped(slope, t) / logistic_at(t, slope) - 1) < 0.5 * slope * slope * t);
  }
  double const middle = std::log(capacity / at_start - 1) / slope;  // half of K, in theory
  int const t = static_cast<int>(middle);
  CHECK(recruited(rate, t) / stepped(slope, t) == doctest::Approx(1).epsilon(0.071));
  double const twin = recruited(1.1 * rate, t) / stepped(slope, t);
  CHECK_FALSE(twin == doctest::Approx(1).epsilon(0.071));
}

TEST_CASE("theory: a group paid in full grows by the exponential law and passes any bound") {
  double const rate = slope / (0.5 * 0.2);
  double const expected = at_start * std::pow(1 + slope, weeks);
  CHECK(expected > 10 * capacity);
  CHECK(recruited(rate, weeks, false) / expected == doctest::Approx(1).epsilon(0.071));
}

TEST_CASE("theory: the thaw lays value open by the logistic law; a width 10 % off does not") {
  // Build-up without decay gains in a week what lies open: its growth is the curve itself.
  auto const open = [](double width, int week) {
    SeaTheatre theatre;
    theatre.ships(west) = 0;
    theatre.state.week = week;
    SeaBuildup const rule{.thaw_midpoint = 100, .thaw_width = static_cast<float>(width)};
    theatre.apply(rule, 0);
    return double{theatre.ships(west)};
  };
  double const all = open(25, 10000);
  CHECK(all > 0);
  double worst = 0;
  double worst_of_twin = 0;
  for (int week = 0; week <= 200; week += 10) {
    // dV/dt = V (1 - V) / w
    double const slope_seen = (open(25, week + 1) - open(25, week - 1)) / (2 * all);
    double const share = open(25, week) / all;
    double const expected = share * (1 - share) / 25;
    worst = std::max(worst, std::fabs(slope_seen - expected));
    double const twin = open(27.5, week) / open(27.5, 10000);
    worst_of_twin = std::max(worst_of_twin, std::fabs(twin * (1 - twin) / 27.5 - slope_seen));
  }
  CHECK(worst < 1e-4);
  CHECK(worst_of_twin > 5e-4);
}
