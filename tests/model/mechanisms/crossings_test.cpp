/// Tests of crossings: hostile units that exchange cells may meet on the way.
#include "model/mechanisms/crossings.hpp"

#include <doctest/doctest.h>

#include "model/mechanisms/battles.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Red 200 goes from the corner to the middle, blue 100 the other way.
struct Exchange : ConflictTheatre {
  Exchange() {
    deploy(red, corner, 200);
    deploy(blue, middle, 100);
    hate(red, blue, 1);
    move(0, middle);
    move(1, corner);
  }
};

Crossings always(float chance = 1) { return {.chance_to_meet = chance}; }

}  // namespace

TEST_CASE("crossings: who exchanges cells meets; who goes the same way or stays does not") {
  Exchange theatre;
  auto const& events = theatre.week(always(), 0);
  REQUIRE(events.size() == 1);
  CHECK(events[0].crossing());
  CHECK(events[0].cell == (events[0].side_a == red ? theatre.middle : theatre.corner));
  CHECK(events[0].cell_b == (events[0].side_a == red ? theatre.corner : theatre.middle));
  CHECK(theatre.state.flows.crossings == 1);
  CHECK(theatre.state.flows.contacts == 1);
  theatre.move(1, theatre.middle);  // blue stayed
  CHECK(theatre.week(always(), 0).empty());
  theatre.state.units.origin[1] = theatre.corner;  // blue came the same way
  CHECK(theatre.week(always(), 0).empty());
}

TEST_CASE("crossings: no hostility or a unit on rotation, no meeting") {
  Exchange theatre;
  theatre.hate(red, blue, 0);
  CHECK(theatre.week(always(), 0).empty());
  theatre.hate(red, blue, 1);
  theatre.state.units.away[0] = 1;
  CHECK(theatre.week(always(), 0).empty());
}

TEST_CASE("crossings: they meet with probability 0.5 h; 10 % off fails") {
  Exchange theatre;
  theatre.hate(red, blue, 0.8F);
  int const weeks = 20000;
  auto const share = [&](float chance) {
    double met = 0;
    for (int r = 0; r < weeks; ++r)
      met +=
          static_cast<double>(theatre.week(always(chance), static_cast<std::uint64_t>(r)).size());
    return met / weeks;
  };
  double const deviation = std::sqrt(0.4 * 0.6);
  CHECK(standard_errors(share(0.5F), 0.4, deviation, weeks) < bound);
  CHECK(standard_errors(share(0.55F), 0.4, deviation, weeks) > bound);
}

TEST_CASE("crossings: a higher chance keeps every meeting and its dead") {
  Exchange theatre;
  int fewer = 0;
  for (std::uint64_t r = 0; r < 200; ++r) {
    auto const rare = theatre.week(always(0.3F), r);
    auto const often = theatre.week(always(0.6F), r);
    REQUIRE(often.size() >= rare.size());
    if (!rare.empty()) CHECK(often[0].deaths() == rare[0].deaths());
    fewer += rare.empty() && !often.empty() ? 1 : 0;
  }
  CHECK(fewer > 20);
}

TEST_CASE(
    "crossings: movers are divided among foes, bound where they arrived, and not in a battle too") {
  Exchange theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.move(2, theatre.corner);
  theatre.hate(red, government, 1);
  auto const events = theatre.week(always(), 1);
  REQUIRE(events.size() == 2);
  std::int32_t red_bound = 0;
  for (Event const& event : events)
    red_bound += event.side_a == red ? event.committed_a : event.committed_b;
  CHECK(red_bound <= 200);
  CHECK(red_bound >= 199);
  CHECK(theatre.state.at.committed[red][theatre.middle] == red_bound);
  CHECK(theatre.state.at.committed[blue][theatre.corner] == 100);
  CHECK(theatre.state.at.committed[government][theatre.corner] == 300);
  CHECK(theatre.state.at.committed[red][theatre.corner] == 0);
  std::size_t const before = theatre.state.events.size();
  theatre.deploy(blue, theatre.middle, 100);
  theatre.state.at.committed[red][theatre.middle] = 200;
  theatre.apply(Battles{.contact_rate = 1000}, 1);
  CHECK(theatre.state.events.size() == before);
}

TEST_CASE("crossings: several units of a side form one column; two columns each way meet once") {
  Exchange theatre;
  theatre.deploy(red, theatre.corner, 60);
  theatre.move(2, theatre.middle);
  auto const one = theatre.week(always(), 0);
  REQUIRE(one.size() == 1);
  CHECK(one[0].committed_a + one[0].committed_b == 360);
  theatre.deploy(red, theatre.middle, 50);
  theatre.deploy(blue, theatre.corner, 50);
  theatre.move(3, theatre.corner);
  theatre.move(4, theatre.middle);
  CHECK(theatre.week(always(), 0).size() == 1);
}

TEST_CASE("crossings: the order of rows does not matter") {
  Exchange theatre;
  theatre.deploy(red, theatre.corner, 60);
  theatre.move(2, theatre.middle);
  auto const first = theatre.week(always(), 5);
  auto& units = theatre.state.units;
  std::swap(units.id[0], units.id[2]);
  std::swap(units.strength[0], units.strength[2]);
  tally(theatre.state);
  auto const second = theatre.week(always(), 5);
  REQUIRE(first.size() == second.size());
  CHECK(first[0].deaths_a == second[0].deaths_a);
  CHECK(first[0].deaths_b == second[0].deaths_b);
}

TEST_CASE("crossings: troops of operations pass criminals by") {
  Exchange theatre;
  theatre.state.actors.kind[blue] = Kind::parallel_force;
  CHECK(theatre.week(always(), 0).size() == 1);
  theatre.attributes(red).group_type = criminal;
  CHECK(theatre.week(always(), 0).empty());
}

TEST_CASE("crossings: the switch governs them") {
  Exchange theatre;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events.size(); }, always()));
}
