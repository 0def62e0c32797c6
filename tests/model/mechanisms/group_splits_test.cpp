/// Splits of armed groups: cohesion, how often, what the splinter takes and what it inherits.
#include "model/mechanisms/group_splits.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/agreement.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

State after(State state, GroupSplits const& rule, std::uint64_t replicate = 0) {
  rule(state, Draws(1, replicate, 0, rule_address(GroupSplits::name)));
  return state;
}

GroupSplits at_rate(float rate) {
  GroupSplits rule;
  rule.rate = rate;
  rule.mend = 0;
  return rule;
}

/// Red, without cohesion, in 20 units over two cells, with all that a group can have.
struct Torn : SmallTheatre {
  Torn() {
    deploy(red, middle, 50, 10);
    deploy(red, corner, 90, 10);
    auto& actors = state.actors;
    actors.cohesion[red] = 0;
    actors.purse[red] = 700;
    actors.stances[red][government] = -0.7F;
    actors.declared[partner].stances[red] = -0.8F;
    actors.acceptance[un][red] = 0.6F;
    actors.attributes[red].external_income = 100;
    for (int const cell : {middle, corner}) {
      state.at.support[red][cell] = 0.4F;
      state.at.control[red][cell] = 0.6F;
      state.at.harm[red][cell] = 3;
      state.at.contacts[red][cell] = 2;
    }
  }
};

int constexpr splinter = 5;

}  // namespace

TEST_CASE(
    "group_splits: cohesion recovers by one per cent and loses twice the share of people lost") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 990);
  theatre.state.actors.cohesion[red] = 0.6F;
  theatre.state.actors.killed_this_week[red] = 10;
  CHECK(after(theatre.state, GroupSplits{}).actors.cohesion[red] ==
        doctest::Approx(0.6 + 0.01 * 0.4 - 2 * 0.01));
  theatre.state.actors.killed_this_week[red] = 2000;
  CHECK(after(theatre.state, GroupSplits{}).actors.cohesion[red] == 0.0F);
}

TEST_CASE("group_splits: a united group, rate 0, or a theatre without a spare row do not split") {
  Torn theatre;
  CHECK(after(theatre.state, at_rate(0)).flows.splits == 0);
  State united = theatre.state;
  united.actors.cohesion[red] = 1;
  CHECK(after(united, at_rate(10)).flows.splits == 0);
  State full = theatre.state;
  full.actors.capacity = full.actors.count;
  State const state = after(full, at_rate(10));
  CHECK(state.flows.splits == 0);
  CHECK(state.actors.count == 5);
}

TEST_CASE(
    "group_splits: people, support, control, remembered harm and the purse are divided, not "
    "multiplied") {
  Torn theatre;
  State state = after(theatre.state, at_rate(10));
  REQUIRE(state.flows.splits == 1);
  REQUIRE(state.actors.count == 6);
  tally(state);
  check_invariants(state);
  CHECK(state.actors.strength[red] + state.actors.strength[splinter] ==
        theatre.state.actors.strength[red]);
  CHECK(state.actors.strength[splinter] > 0);
  CHECK(state.actors.purse[red] + state.actors.purse[splinter] == doctest::Approx(700));
  CHECK(state.actors.purse[splinter] ==
        doctest::Approx(700.0 * static_cast<double>(state.actors.strength[splinter]) / 1400));
  for (int const cell : {theatre.middle, theatre.corner}) {
    double const part = static_cast<double>(state.at.strength[splinter][cell]) /
                        theatre.state.at.strength[red][cell];
    CHECK(state.at.support[splinter][cell] == doctest::Approx(0.4 * part));
    CHECK(state.at.support[red][cell] == doctest::Approx(0.4 * (1 - part)));
    CHECK(state.at.control[splinter][cell] == doctest::Approx(0.6 * part));
    CHECK(state.at.harm[red][cell] + state.at.harm[splinter][cell] == doctest::Approx(3));
    CHECK(state.at.contacts[splinter][cell] == 2.0F);
  }
}

TEST_CASE(
    "group_splits: the splinter inherits what its parent is and is seen as; the two fall out") {
  Torn theatre;
  State const state = after(theatre.state, at_rate(10));
  REQUIRE(state.actors.count == 6);
  Actors const& actors = state.actors;
  CHECK(actors.parent[splinter] == red);
  CHECK(actors.kind[splinter] == Kind::armed_group);
  CHECK(actors.takes_part(splinter));
  CHECK((actors.key[splinter] >> 63) == 1);
  CHECK(actors.cohesion[splinter] == 1.0F);
  CHECK(actors.stances[splinter][government] == -0.7F);
  CHECK(actors.declared[partner].stances[splinter] == -0.8F);
  CHECK(actors.acceptance[un][splinter] == 0.6F);
  CHECK(actors.attributes[splinter].external_income == 0.0F);
  CHECK(actors.attributes[red].external_income == 100.0F);
  CHECK(actors.stances[splinter][red] == -0.4F);
  CHECK(actors.stances[red][splinter] == -0.4F);
}

TEST_CASE("group_splits: a splinter inherits what stances drifted and losses, but no truce") {
  Torn theatre;
  Politics& politics = theatre.state.politics;
  politics.drift[red][un] = -0.2F;
  politics.drift[government][red] = 0.5F;
  politics.hurt[red][government] = politics.hurt[government][red] = 0.03F;
  politics.banned[un][red] = 0.4F;
  politics.truce[red][government] = politics.truce[government][red] = Truce::ceasefire;
  State const state = after(theatre.state, at_rate(1000));
  REQUIRE(state.actors.count == 6);
  CHECK(state.politics.drift[splinter][un] == -0.2F);
  CHECK(state.politics.drift[government][splinter] == 0.5F);
  CHECK(state.politics.hurt[splinter][government] == 0.03F);
  CHECK(state.politics.hurt[government][splinter] == 0.03F);
  CHECK(state.politics.banned[un][splinter] == 0.4F);
  CHECK(state.politics.truce[splinter][government] == Truce::at_war);
  CHECK(state.politics.truce[red][government] == Truce::ceasefire);
}

TEST_CASE("group_splits: a group of one unit holds together") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 500);
  theatre.state.actors.cohesion[red] = 0;
  for (std::uint64_t run = 0; run < 50; ++run)
    CHECK(after(theatre.state, at_rate(10), run).actors.count == 5);
}

TEST_CASE(
    "group_splits: the frequency of splits is 1 - exp(-rate (1 - cohesion)), the share taken "
    "0.35") {
  Torn theatre;
  theatre.state.actors.cohesion[red] = 0.5F;
  int const runs = 20000;
  auto const measure = [&](float rate) {
    int splits = 0;
    double share = 0;
    for (int run = 0; run < runs; ++run) {
      State const state = after(theatre.state, at_rate(rate), static_cast<std::uint64_t>(run));
      if (state.flows.splits == 0) continue;
      ++splits;
      for (std::size_t r = 0; r < state.units.id.size(); ++r)
        share += state.units.actor[r] == splinter ? 0.05 : 0.0;
    }
    return std::pair(static_cast<double>(splits) / runs, share / splits);
  };
  auto const [frequency, share] = measure(1);
  // With 20 units the splinter gets none in about one of a thousand draws: well inside the bound.
  CHECK(share_agrees(frequency, 1 - std::exp(-0.5), runs));
  // One unit of 20: share s uniform on [0.2, 0.5], then binomial(20, s) / 20.
  double const variance = 0.3 * 0.3 / 12 + (0.35 - 0.35 * 0.35 - 0.0075) / 20;
  CHECK(agrees(share, 0.35, std::sqrt(variance), frequency * runs));
  CHECK_FALSE(agrees(share, 0.35 * 1.1, std::sqrt(variance), frequency * runs));
  CHECK_FALSE(share_agrees(measure(1.1F).first, 1 - std::exp(-0.5), runs));
}

TEST_CASE("group_splits: less cohesion never prevents a split, on every draw") {
  Torn theatre;
  int splits = 0;
  for (std::uint64_t run = 0; run < 300; ++run) {
    int previous = 0;
    for (float const cohesion : {1.0F, 0.6F, 0.3F, 0.0F}) {
      theatre.state.actors.cohesion[red] = cohesion;
      int const now = after(theatre.state, at_rate(0.5F), run).flows.splits;
      CHECK(now >= previous);
      previous = now;
    }
    splits += previous;
  }
  CHECK(splits > 50);
}

TEST_CASE("group_splits: the switch turns it off") {
  Torn theatre;
  CHECK(switch_works<GroupSplits>(theatre.state));
}
