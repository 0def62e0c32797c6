/// Tension at sea: incidents and observers raise it, a UN naval force calms it, time fades it.
#include "model/mechanisms/sea_tension.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/sea_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The observer is for the west and against the east.
struct Observed : SeaTheatre {
  explicit Observed(int ships_of_observer, int column = 6) {
    stance(observer, west) = 1;
    stance(observer, east) = -1;
    set_tension(west, east, 0.3F);
    if (ships_of_observer > 0) deploy(observer, cell(column), 50, ships_of_observer);
  }
  float next(SeaTension const& rule = {}) const {
    return after(state, rule).sea.tension[west][east];
  }
};

}  // namespace

TEST_CASE("sea_tension: left alone it fades, by half in 34 weeks") {
  Observed theatre(0);
  for (int w = 0; w < 34; ++w) theatre.apply(SeaTension{}, 0);
  CHECK(double{theatre.tension(west, east)} == doctest::Approx(0.3 * std::pow(0.98, 34)));
  CHECK(theatre.tension(west, east) == doctest::Approx(0.15).epsilon(0.01));
}

TEST_CASE("sea_tension: two states that reject each other come to that tension by themselves") {
  Observed theatre(0);
  theatre.stance(west, east) = -0.8F;
  theatre.stance(east, west) = -0.4F;
  for (int w = 0; w < 34; ++w) theatre.apply(SeaTension{}, 0);
  double const expected = 0.6 + (0.3 - 0.6) * std::pow(0.98, 34);
  CHECK(double{theatre.tension(west, east)} == doctest::Approx(expected));
  for (int w = 0; w < 1000; ++w) theatre.apply(SeaTension{}, 0);
  CHECK(double{theatre.tension(west, east)} == doctest::Approx(0.6));
}

TEST_CASE("sea_tension: without sea cells nothing happens") {
  SeaTheatre dry(12, 54.7722558F, false);
  dry.set_tension(west, east, 0.5F);
  CHECK(digest(after(dry.state, SeaTension{})) == digest(dry.state));
}

TEST_CASE("sea_tension: observers with half of the full effect add half of the provocation, M27") {
  Observed const theatre(5);
  double const expected = 0.3 * 0.98 + 0.05 * 0.5;
  CHECK(double{theatre.next()} == doctest::Approx(expected));
  CHECK_FALSE(double{theatre.next({.provocation = 0.055F})} == doctest::Approx(expected));
}

TEST_CASE("sea_tension: more observers, or more one-sided ones, never lower it") {
  float last = 0;
  for (int const number : {0, 1, 5, 20}) {
    float const now = Observed(number).next();
    CHECK(now > last);
    last = now;
  }
  last = 0;
  for (float const stance : {0.0F, -0.3F, -1.0F}) {
    Observed theatre(5);
    theatre.stance(observer, east) = stance;
    CHECK(theatre.next() > last);
    last = theatre.next();
  }
}

TEST_CASE("sea_tension: an observer outside the claim, or against both alike, provokes nothing") {
  float const alone = Observed(0).next();
  CHECK(Observed(5, 0).next() == alone);  // in the water of the west
  Observed against_both(5);
  against_both.stance(observer, west) = -1;
  CHECK(against_both.next() == alone);
  Observed away(5);
  std::fill(away.state.units.away.begin(), away.state.units.away.end(), std::uint8_t{1});
  tally(away.state);
  CHECK(away.next() == alone);
}

TEST_CASE("sea_tension: a UN naval force calms as far as it is seen as impartial") {
  Observed theatre(0);
  theatre.deploy(un, theatre.cell(5), 100, 5);
  theatre.state.at.impartiality.fill(un, 0.8F);
  CHECK(double{theatre.next()} == doctest::Approx(0.3 * 0.98 - 0.05 * 0.8 * 0.5));
  theatre.state.at.impartiality.fill(un, 0.4F);
  CHECK(double{theatre.next()} == doctest::Approx(0.3 * 0.98 - 0.05 * 0.4 * 0.5));
}

TEST_CASE("sea_tension: an observer that changes helmets calms instead of provoking") {
  Observed theatre(5);
  float const apart = theatre.next();
  for (std::int32_t& owner : theatre.state.units.actor) owner = un;
  tally(theatre.state);
  CHECK(theatre.next() < apart - 0.04F);
}

TEST_CASE("sea_tension: incidents raise it, never above 0.9, and it stays symmetric") {
  Observed theatre(0);
  theatre.state.sea.incidents[west][east] = theatre.state.sea.incidents[east][west] = 3;
  CHECK(double{theatre.next()} == doctest::Approx(0.3 * 0.98 + 0.02 * 3));
  theatre.state.sea.incidents[west][east] = theatre.state.sea.incidents[east][west] = 300;
  CHECK(theatre.next() == 0.9F);
  State const state = after(theatre.state, SeaTension{});
  CHECK(state.sea.tension[east][west] == state.sea.tension[west][east]);
  check_invariants(state);
}

TEST_CASE("sea_tension: the switch governs it") {
  CHECK(switch_works(Observed(5).state, SeaTension{}));
}
