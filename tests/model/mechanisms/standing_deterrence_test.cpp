/// Tests of standing deterrence: attackers and the force that would come.
#include "model/mechanisms/standing_deterrence.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Reach of 60 km: the four nearest cells of the 50-km grid and the own one.
struct DeterringTheatre : SmallTheatre {
  DeterringTheatre() {
    for (auto& attributes : state.actors.attributes) attributes.reach = 60;
    next_to_middle = world.grid.step(middle, 1, 0);
  }
  [[nodiscard]] float factor(StandingDeterrence rule = {}) const {
    return after(state, rule).cells.deterrence[static_cast<std::size_t>(middle)];
  }
  int next_to_middle = 0;
};

}  // namespace

TEST_CASE("standing_deterrence: nobody in reach, nobody deterred; no goal, no deterrence") {
  DeterringTheatre theatre;
  CHECK(theatre.factor() == 1.0F);
  theatre.deploy(un, theatre.corner, 400);  // 71 km away
  CHECK(theatre.factor() == 1.0F);
  theatre.deploy(un, theatre.middle, 400);
  theatre.state.actors.goals[un][protect_civilians] = 0;
  CHECK(theatre.factor() == 1.0F);
}

TEST_CASE("standing_deterrence: a force on the spot gives exp(-0.8 x 2 g n / 400)") {
  DeterringTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  CHECK(theatre.factor() == doctest::Approx(std::exp(-0.8 * 2 * 0.35 * 0.75)).epsilon(1e-5));
  CHECK(theatre.factor({.strength = 0.88F}) < 0.64F);  // the twin: exp(-.462)
}

TEST_CASE("standing_deterrence: troops bound by the support of others deter nobody") {
  DeterringTheatre theatre;
  theatre.deploy(un, theatre.middle, 400);
  theatre.state.politics.diverted[un] = 0.25F;
  CHECK(theatre.factor() == doctest::Approx(std::exp(-0.8 * 2 * 0.35 * 0.75)).epsilon(1e-5));
}

TEST_CASE("standing_deterrence: from outside the alarm must reach it") {
  DeterringTheatre theatre;
  theatre.deploy(un, theatre.next_to_middle, 400);
  CHECK(theatre.factor() == doctest::Approx(std::exp(-0.8 * 2 * 0.35 * 0.3)).epsilon(1e-5));
  theatre.state.actors.attributes[partner].reach = 0;
  theatre.state.actors.goals[partner][protect_civilians] = 0;
  theatre.deploy(partner, theatre.middle, 50);
  theatre.state.actors.coordination[un][partner] = 0.5F;
  CHECK(theatre.factor() == doctest::Approx(std::exp(-0.8 * 2 * 0.35 * 0.65)).epsilon(1e-5));
}

TEST_CASE("standing_deterrence: more persons or coordination never deter less") {
  DeterringTheatre theatre;
  theatre.deploy(partner, theatre.middle, 20);
  float last = 1;
  for (float c : {0.0F, 0.3F, 0.6F, 1.0F}) {
    theatre.deploy(un, theatre.next_to_middle, 100);
    theatre.state.actors.coordination[un][partner] = c;
    CHECK(theatre.factor() < last);
    last = theatre.factor();
  }
}

TEST_CASE("standing_deterrence: friction takes its share of the exponent") {
  DeterringTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  float const whole = theatre.factor();
  theatre.state.at.friction[un][theatre.middle] = 0.5F;
  CHECK(theatre.factor() == doctest::Approx(root(whole)).epsilon(1e-5));
}

TEST_CASE("standing_deterrence: the switch governs it") {
  DeterringTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  CHECK(switch_governs<StandingDeterrence>(theatre.state,
                                           [](State const& s) { return s.cells.deterrence; }));
}
