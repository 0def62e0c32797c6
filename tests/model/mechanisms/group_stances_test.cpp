/// Stances of armed groups: common foes bind, rivalry parts, alliances are counted.
#include "model/mechanisms/group_stances.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

void advance(State& state, int weeks = 1, GroupStances const& rule = {}) {
  for (int week = 0; week < weeks; ++week)
    rule(state, Draws(1, 0, week, rule_address(GroupStances::name)));
}

/// Red and blue of 1,000 each; the killed of a week are what the tests set.
struct Groups : SmallTheatre {
  Groups() {
    deploy(red, middle, 1000);
    deploy(blue, corner, 1000);
  }
  void lose(int group, int foe, int persons) {
    state.actors.killed_by[static_cast<std::size_t>(group)][static_cast<std::size_t>(foe)] =
        persons;
    auto& killed = state.actors.killed_this_week[static_cast<std::size_t>(group)];
    killed += persons;
  }
};

}  // namespace

TEST_CASE("group_stances: without losses groups become rivals, and declared enemies stay enemies") {
  Groups theatre;
  theatre.state.actors.stances[red][blue] = 0.8F;
  theatre.state.actors.declared[blue].stances[red] = -0.9F;
  advance(theatre.state);
  CHECK(theatre.state.actors.stances[red][blue] == doctest::Approx(0.8 + 0.02 * (-0.4 - 0.8)));
  advance(theatre.state, 1000);
  CHECK(theatre.state.actors.stances[red][blue] == doctest::Approx(-0.4));
  CHECK(theatre.state.actors.stances[blue][red] == doctest::Approx(-0.9));
}

TEST_CASE("group_stances: threat is the weekly share lost with a half-life of 13 weeks") {
  Groups theatre;
  theatre.lose(red, government, 20);
  advance(theatre.state);
  double const decay = std::pow(2.0, -1.0 / 13);
  CHECK(theatre.state.actors.threat[red][government] == doctest::Approx((1 - decay) * 20 / 1020));
  theatre.state.actors.killed_by = {};
  theatre.state.actors.killed_this_week = {};
  advance(theatre.state, 13);
  CHECK(theatre.state.actors.threat[red][government] ==
        doctest::Approx((1 - decay) * 20 / 1020 / 2));
}

TEST_CASE("group_stances: a common foe binds by the smaller of the two threats") {
  Groups theatre;
  theatre.lose(red, government, 10);
  theatre.lose(blue, government, 40);
  theatre.lose(blue, partner, 40);  // red has no quarrel with the partner
  advance(theatre.state, 2000);
  CHECK(theatre.state.actors.stances[red][blue] ==
        doctest::Approx(std::tanh(150.0 * 10 / 1010) - 0.4));
  CHECK(theatre.state.actors.stances[blue][red] == theatre.state.actors.stances[red][blue]);
}

TEST_CASE("group_stances: a foe of one of them binds nobody, nor do losses to each other") {
  Groups theatre;
  theatre.lose(red, government, 50);
  theatre.lose(blue, red, 50);
  theatre.lose(red, blue, 50);
  advance(theatre.state, 2000);
  CHECK(theatre.state.actors.stances[red][blue] == doctest::Approx(-0.4));
}

TEST_CASE(
    "group_stances: an alliance is counted in weeks above 0.4 on both sides and starts again when "
    "one falls") {
  Groups theatre;
  auto& actors = theatre.state.actors;
  theatre.lose(red, partner, 20);
  theatre.lose(blue, partner, 20);
  actors.stances[red][blue] = actors.stances[blue][red] = 0.5F;
  actors.threat[red][partner] = actors.threat[blue][partner] = 0.02F;
  advance(theatre.state, 13);
  CHECK(actors.allied_weeks[red][blue] == 13.0F);
  CHECK(actors.allied_weeks[blue][red] == 13.0F);
  State one_sided = theatre.state;
  one_sided.actors.stances[red][blue] = 0.1F;
  advance(one_sided);
  CHECK(one_sided.actors.allied_weeks[red][blue] == 0.0F);
  actors.stances[blue][red] = 0.1F;
  advance(theatre.state);
  CHECK(actors.allied_weeks[red][blue] == 0.0F);
}

TEST_CASE(
    "group_stances: the government returns to what it declares about groups and about nobody "
    "else") {
  Groups theatre;
  auto& actors = theatre.state.actors;
  actors.declared[government].stances[red] = -0.8F;
  actors.stances[government][red] = 0;
  actors.stances[government][un] = 0.3F;
  actors.stances[red][government] = -0.7F;
  actors.stances[un][red] = -0.2F;
  advance(theatre.state, 1000);
  CHECK(actors.stances[government][red] == doctest::Approx(-0.8));
  CHECK(actors.stances[government][un] == 0.3F);
  CHECK(actors.stances[red][government] == -0.7F);
  CHECK(actors.stances[un][red] == -0.2F);
}

TEST_CASE(
    "group_stances: what a side deal added to a stance outlasts the return to what is declared") {
  Groups theatre;
  theatre.state.actors.declared[government].stances[red] = -0.8F;
  theatre.state.actors.stances[government][red] = -0.3F;
  theatre.state.politics.drift[government][red] = 0.5F;
  advance(theatre.state);
  CHECK(theatre.state.actors.stances[government][red] == doctest::Approx(-0.3));
  theatre.state.politics.drift[government][red] = 0.25F;
  advance(theatre.state, 1000);
  CHECK(theatre.state.actors.stances[government][red] == doctest::Approx(-0.55));
}

TEST_CASE("group_stances: more common losses never part two groups; a stance stays in [-1, 1]") {
  float previous = -1;
  for (int const dead : {0, 2, 5, 20, 200}) {
    Groups theatre;
    theatre.lose(red, government, dead);
    theatre.lose(blue, government, dead);
    advance(theatre.state, 500);
    float const stance = theatre.state.actors.stances[red][blue];
    CHECK(stance > previous);
    CHECK(stance <= 1.0F);
    previous = stance;
    check_invariants(theatre.state);
    if (dead == 20) break;
  }
  CHECK(previous == doctest::Approx(0.6).epsilon(0.02));
}

TEST_CASE("group_stances: a group without people has no losses to divide by") {
  SmallTheatre theatre;
  advance(theatre.state, 3);
  CHECK(theatre.state.actors.threat[red][government] == 0.0F);
}

TEST_CASE("group_stances: the switch turns it off") {
  Groups theatre;
  CHECK(switch_works<GroupStances>(theatre.state));
}
