/// Control: shares of fighting power, their memory, and what a party lost.
#include "model/mechanisms/control.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

void advance(State& state, int weeks = 1, Control const& rule = {}) {
  for (int week = 0; week < weeks; ++week)
    rule(state, Draws(1, 0, week, rule_address(Control::name)));
}

/// Cells of exactly the reference area.
struct Reference : SmallTheatre {
  Reference() {
    world.area_km2.assign(world.area_km2.size(), 3000.0F);
    reset();
  }
};

}  // namespace

TEST_CASE("control: it settles at n e / (sum n e + 50)") {
  Reference theatre;
  theatre.deploy(red, theatre.middle, 100);
  theatre.deploy(government, theatre.middle, 50);
  theatre.state.actors.attributes[government].combat = 2;
  advance(theatre.state, 200);
  CHECK(theatre.state.at.control[red][theatre.middle] == doctest::Approx(100.0 / 250));
  CHECK(theatre.state.at.control[government][theatre.middle] == doctest::Approx(100.0 / 250));
  CHECK(theatre.state.at.control[red][theatre.corner] == 0.0F);
}

TEST_CASE("control: it comes and goes with a half-life of 4 weeks") {
  Reference theatre;
  theatre.deploy(red, theatre.middle, 150);
  advance(theatre.state, 4);
  CHECK(theatre.state.at.control[red][theatre.middle] == doctest::Approx(0.75 / 2));
  theatre.state.at.strength.fill(0);
  advance(theatre.state, 4);
  CHECK(theatre.state.at.control[red][theatre.middle] == doctest::Approx(0.75 / 4));
}

TEST_CASE("control: a garrison holds about the same area on a finer grid") {
  auto const held = [](float km, int persons) {  // [km2]
    SmallTheatre theatre;
    theatre.world.grid.km_per_column = theatre.world.grid.km_per_row = km;
    theatre.world.area_km2.assign(theatre.world.area_km2.size(), km * km);
    theatre.reset();
    theatre.deploy(red, theatre.middle, persons);
    advance(theatre.state, 200);
    double sum = 0;
    for (int const c : theatre.world.grid.cells)
      sum += static_cast<double>(theatre.state.at.control[red][c] * km * km);
    return sum;
  };
  for (int const persons : {10, 100, 500})
    CHECK(held(25, persons) == doctest::Approx(held(50, persons)).epsilon(1e-3));
}

TEST_CASE("control: shares in a cell never sum above 1, and more troops never hold less") {
  Reference theatre;
  float previous = 0;
  for (int step = 0; step < 6; ++step) {
    theatre.deploy(red, theatre.middle, 200);
    theatre.deploy(blue, theatre.middle, 20);
    State state = theatre.state;
    advance(state, 20);
    check_invariants(state);
    float const red_share = state.at.control[red][theatre.middle];
    CHECK(red_share + state.at.control[blue][theatre.middle] < 1.0F);
    CHECK(red_share > previous);
    previous = red_share;
  }
}

TEST_CASE("control: lost control adds up and is forgotten with a half-life of 13 weeks") {
  Reference theatre;
  auto& actors = theatre.state.actors;
  theatre.deploy(red, theatre.middle, 150);
  theatre.deploy(red, theatre.corner, 150);
  theatre.state.at.control[red][theatre.middle] = theatre.state.at.control[red][theatre.corner] =
      0.75F;
  advance(theatre.state);
  CHECK(actors.control_lost[red] == doctest::Approx(0).epsilon(1e-6));
  theatre.state.at.strength[red][theatre.corner] = 0;
  advance(theatre.state);
  double const first = (1 - std::pow(2.0, -0.25)) / 2;
  CHECK(actors.control_lost[red] == doctest::Approx(first));
  advance(theatre.state, 9);
  CHECK(actors.control_lost[red] > 0.25F);
  CHECK(actors.control_lost[red] < 0.5F);
  // The corner is as good as gone; what is left of the loss is its memory.
  advance(theatre.state, 60);
  float const then = actors.control_lost[red];
  advance(theatre.state, 13);
  CHECK(actors.control_lost[red] == doctest::Approx(static_cast<double>(then) / 2).epsilon(0.01));
}

TEST_CASE("control: gains are no loss") {
  Reference theatre;
  theatre.deploy(red, theatre.middle, 150);
  advance(theatre.state, 20);
  CHECK(theatre.state.actors.control_lost[red] == 0.0F);
}

TEST_CASE("control: the switch turns it off") {
  Reference theatre;
  theatre.deploy(red, theatre.middle, 150);
  CHECK(switch_works<Control>(theatre.state));
}
