/// Build-up at sea: where it comes to rest, when it runs away, and how the thaw opens the water.
#include "model/mechanisms/sea_buildup.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/sea_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// All water lies open.
SeaBuildup thawed() { return {.thaw_midpoint = -10000, .thaw_width = 1}; }

void weeks(SeaTheatre& theatre, SeaBuildup const& rule, int number) {
  for (int w = 0; w < number; ++w) {
    theatre.apply(rule, 0);
    ++theatre.state.week;
  }
}

/// Reference areas of full value in the claim of a state: each cell of the theatre is one of 0.5.
double claimed(SeaTheatre const& theatre, int a) {
  return 0.5 * double{claims_at_sea(theatre.state).area[Actors::idx(a)]} / 3000;
}

}  // namespace

TEST_CASE("sea_buildup: without sea cells or without a state at sea nothing happens") {
  SeaTheatre dry(12, 54.7722558F, false);
  dry.set_tension(west, east, 0.5F);
  CHECK(digest(after(dry.state, thawed())) == digest(dry.state));
  SmallTheatre land;
  land.world.sea = land.world.grid.inside;
  land.reset();
  CHECK(digest(after(land.state, thawed())) == digest(land.state));
}

TEST_CASE("sea_buildup: a state at sea has ships from its attributes and no persons") {
  SeaTheatre theatre;
  CHECK(theatre.ships(west) == 10);
  CHECK(theatre.state.units.size() == 0);
  CHECK(theatre.state.at.home[west][theatre.cell(3)] == 1);
  check_invariants(after(theatre.state, thawed()));
}

TEST_CASE("sea_buildup: without tension a state rests at the value of its claim over the decay") {
  SeaTheatre theatre;
  weeks(theatre, thawed(), 1000);
  double const expected = 0.01 * claimed(theatre, west) / 0.02;
  CHECK(expected > 1);
  CHECK(double{theatre.ships(west)} == doctest::Approx(expected).epsilon(1e-4));
  SeaTheatre twin;
  SeaBuildup richer = thawed();
  richer.gain *= 1.1F;
  weeks(twin, richer, 1000);
  CHECK_FALSE(double{twin.ships(west)} == doctest::Approx(expected).epsilon(1e-4));
}

TEST_CASE("sea_buildup: an arms race of two rests where Richardson's equations do") {
  // d N_a = v V_a + r t N_b, d N_b = v V_b + r t N_a.
  double const t = 0.9 * 0.02 / 0.02;
  SeaTheatre theatre;
  theatre.set_tension(west, east, 0.9F);
  weeks(theatre, thawed(), 8000);
  double const alone_west = 0.5 * claimed(theatre, west);
  double const alone_east = 0.5 * claimed(theatre, east);
  double const expected = (alone_west + t * alone_east) / (1 - t * t);
  CHECK(double{theatre.ships(west)} == doctest::Approx(expected).epsilon(1e-3));
  SeaTheatre twin;
  twin.set_tension(west, east, 0.9F);
  SeaBuildup sharper = thawed();
  sharper.reaction *= 1.1F;
  weeks(twin, sharper, 8000);
  CHECK_FALSE(double{twin.ships(west)} == doctest::Approx(expected).epsilon(1e-3));
}

TEST_CASE(
    "sea_buildup: three states at full tension come to rest, for their tensions are clipped") {
  SeaTheatre theatre;
  theatre.cast.actors[south].present = true;
  theatre.reset();
  for (auto [a, b] : {std::pair(west, east), std::pair(east, south), std::pair(west, south)})
    theatre.set_tension(a, b, 0.9F);  // largest eigenvalue 1.8; scaled to 0.9
  weeks(theatre, thawed(), 8000);
  double const all =
      double{theatre.ships(west)} + double{theatre.ships(east)} + double{theatre.ships(south)};
  double const alone =
      0.5 * (claimed(theatre, west) + claimed(theatre, east) + claimed(theatre, south));
  CHECK(all == doctest::Approx(alone / (1 - 0.9)).epsilon(0.05));  // claims differ a little
}

TEST_CASE("sea_buildup: a reaction faster than the decay runs away by its eigenvalue") {
  SeaTheatre theatre;
  theatre.set_tension(west, east, 0.9F);
  SeaBuildup rule = thawed();
  rule.reaction = 0.04F;
  weeks(theatre, rule, 400);
  double const before = double{theatre.ships(west)};
  weeks(theatre, rule, 100);
  double const factor = std::pow(double{theatre.ships(west)} / before, 0.01);
  CHECK(factor == doctest::Approx(1 - 0.02 + 0.04 * 0.9).epsilon(2e-4));
}

TEST_CASE("sea_buildup: more tension never sends fewer ships") {
  float last = -1;
  for (float const tension : {0.0F, 0.2F, 0.5F, 0.9F}) {
    SeaTheatre theatre;
    theatre.set_tension(west, east, tension);
    weeks(theatre, SeaBuildup{}, 100);
    CHECK(theatre.ships(west) > last);
    last = theatre.ships(west);
  }
}

TEST_CASE("sea_buildup: the switch governs it") {
  SeaTheatre theatre;
  CHECK(switch_works(theatre.state, thawed()));
}
