/// Theory: means of a stochastic duel follow Lanchester's square and linear laws.
#include <doctest/doctest.h>

#include <array>

#include "model/mechanisms/battles.hpp"
#include "model/mechanisms/casualties.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 60;
constexpr int duels = 300;
constexpr double start_red = 2000, start_blue = 1500;
constexpr double rate = 0.01;  // per week and committed foe
constexpr double quality_blue = 1.3;

struct Moment {
  double red = 0, blue = 0, red_squares = 0, blue_squares = 0;
  [[nodiscard]] double red_deviation() const { return std::sqrt(red_squares / duels - red * red); }
  [[nodiscard]] double blue_deviation() const {
    return std::sqrt(blue_squares / duels - blue * blue);
  }
};

/// Strengths after `weeks` of nothing but battles and casualties: means over the duels.
Moment duel(float exponent, float loss_rate) {
  Moment sum;
  ConflictTheatre theatre;
  theatre.deploy(red, theatre.middle, static_cast<int>(start_red));
  theatre.deploy(blue, theatre.middle, static_cast<int>(start_blue));
  theatre.hate(red, blue, 1);
  theatre.attributes(blue).combat = static_cast<float>(quality_blue);
  Battles const battles{.contact_rate = 1000,
                        .lanchester = true,
                        .lanchester_rate = loss_rate,
                        .lanchester_exponent = exponent};
  State const start = theatre.state;
  for (std::uint64_t r = 0; r < duels; ++r) {
    theatre.state = start;
    for (theatre.state.week = 0; theatre.state.week < weeks; ++theatre.state.week) {
      theatre.week(battles, r);
      theatre.apply(Casualties{}, r);
      tally(theatre.state);
    }
    auto const reds = static_cast<double>(theatre.state.actors.strength[red]);
    auto const blues = static_cast<double>(theatre.state.actors.strength[blue]);
    sum.red += reds / duels;
    sum.blue += blues / duels;
    sum.red_squares += reds * reds;
    sum.blue_squares += blues * blues;
  }
  return sum;
}

/// The law as a differential equation, Runge-Kutta of order 4, 100 steps a week:
///     dR/dt = -rate e_B B^x R^(1-x),   dB/dt = -rate e_R R^x B^(1-x)
std::array<double, 2> law(double exponent) {
  auto const slope = [&](std::array<double, 2> const& s) {
    return std::array{
        -rate * quality_blue * std::pow(s[1], exponent) * std::pow(s[0], 1 - exponent),
        -rate * std::pow(s[0], exponent) * std::pow(s[1], 1 - exponent)};
  };
  std::array<double, 2> s{start_red, start_blue};
  double const dt = 0.01;
  for (int step = 0; step < weeks * 100; ++step) {
    auto const ahead = [&](std::array<double, 2> const& k, double h) {
      return std::array{s[0] + h * k[0], s[1] + h * k[1]};
    };
    auto const k1 = slope(s);
    auto const k2 = slope(ahead(k1, dt / 2));
    auto const k3 = slope(ahead(k2, dt / 2));
    auto const k4 = slope(ahead(k3, dt));
    for (std::size_t i = 0; i < 2; ++i) s[i] += dt / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
  }
  return s;
}

/// Bound on a mean: 4.5 standard errors, and what weekly steps differ from continuous time: strengths
/// fall by at most rate e_B each week, so a step counts its losses at most half of that too high.
double allowed(double lost, double deviation) {
  return bound * deviation / std::sqrt(duels) + 0.5 * rate * quality_blue * lost;
}

void check_law(double exponent) {
  auto const expected = law(exponent);
  Moment const mean = duel(static_cast<float>(exponent), static_cast<float>(rate));
  double const red_bound = allowed(start_red - expected[0], mean.red_deviation());
  double const blue_bound = allowed(start_blue - expected[1], mean.blue_deviation());
  CHECK(std::fabs(mean.red - expected[0]) < red_bound);
  CHECK(std::fabs(mean.blue - expected[1]) < blue_bound);
  Moment const twin = duel(static_cast<float>(exponent), static_cast<float>(1.1 * rate));
  CHECK(std::fabs(twin.red - expected[0]) > red_bound);
  CHECK(std::fabs(twin.blue - expected[1]) > blue_bound);
}

}  // namespace

TEST_CASE("theory: the mean of a duel follows the square law; a loss rate 10 % off does not") {
  check_law(1.0);
}

TEST_CASE("theory: the mean of a duel follows the linear law; a loss rate 10 % off does not") {
  check_law(0.5);
}

TEST_CASE("theory: each law keeps its own difference of powers and not the other's") {
  auto const powers = [](Moment const& m, double power) {
    return std::pair(std::pow(start_red, power) - quality_blue * std::pow(start_blue, power),
                     std::pow(m.red, power) - quality_blue * std::pow(m.blue, power));
  };
  Moment const square = duel(1.0F, static_cast<float>(rate));
  Moment const linear = duel(0.5F, static_cast<float>(rate));
  auto const kept = [&](Moment const& m, double power) {
    auto const [before, after] = powers(m, power);
    return std::fabs(after / before - 1);
  };
  CHECK(kept(square, 2) < 0.02);
  CHECK(kept(linear, 1) < 0.12);
  CHECK(kept(square, 1) > 0.2);
  CHECK(kept(linear, 2) > 0.2);
}
