/// Tests of truces: what is remembered, what holds, what settles and what fails.
#include "model/mechanisms/truces.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The army, red and blue, 1,000 each, all at war with the army; two operations in the corner.
struct Truced : ConflictTheatre {
  Truced() {
    for (int const a : {government, red, blue}) deploy(a, middle, 1000);
    deploy(un, corner, 1000);
    deploy(partner, corner, 500);
    hate(government, red, 1);
    hate(government, blue, 1);
  }
  void make(int p, int q, Truce truce) {
    state.politics.truce[Actors::idx(p)][Actors::idx(q)] = truce;
    state.politics.truce[Actors::idx(q)][Actors::idx(p)] = truce;
  }
  [[nodiscard]] int truce(int p, int q) const {
    CHECK(state.politics.truce[Actors::idx(p)][Actors::idx(q)] ==
          state.politics.truce[Actors::idx(q)][Actors::idx(p)]);
    return state.politics.truce[Actors::idx(p)][Actors::idx(q)];
  }
  /// Share of weeks in which a truce of the army and red becomes `end`.
  double share(Truces const& rule, Truce start, Truce end, int weeks) {
    int ended = 0;
    for (int r = 0; r < weeks; ++r) {
      make(government, red, start);
      begin();
      apply(rule, static_cast<std::uint64_t>(r));
      ended += truce(government, red) == end ? 1 : 0;
    }
    return static_cast<double>(ended) / weeks;
  }
};

constexpr int weeks = 20000;

/// The share agrees with 1 - exp(-hazard), and the twin's does not.
void check_hazard(double share, double twin, double hazard) {
  double const p = 1 - std::exp(-hazard);
  double const deviation = std::sqrt(p * (1 - p));
  CHECK(standard_errors(share, p, deviation, weeks) < bound);
  CHECK(standard_errors(twin, p, deviation, weeks) > bound);
}

}  // namespace

TEST_CASE("truces: losses at each other's hands add up and fade by half in 26 weeks") {
  Truced theatre;
  theatre.state.actors.killed_by[red][government] = 30;
  theatre.state.actors.killed_by[government][red] = 10;
  theatre.state.actors.killed_by[red][un] = 100;
  theatre.state.actors.killed_this_week[red] = 130;
  theatre.state.actors.killed_this_week[government] = 10;
  theatre.apply(Truces{}, 0);
  auto const& hurt = theatre.state.politics.hurt;
  CHECK(hurt[red][government] == doctest::Approx(40.0 / 2140));
  CHECK(hurt[government][red] == hurt[red][government]);
  CHECK(hurt[red][blue] == 0.0F);
  theatre.state.actors.killed_by = {};
  theatre.state.actors.killed_this_week = {};
  for (int w = 0; w < 26; ++w) theatre.apply(Truces{}, 0);
  CHECK(hurt[red][government] == doctest::Approx(20.0 / 2140));
}

TEST_CASE("truces: with all rates 0 a truce only ages, and war stays war") {
  Truced theatre;
  theatre.make(government, red, Truce::ceasefire);
  Truces const still{.collapse_rate = 0, .settlement_rate = 0, .relapse_rate = 0};
  for (std::uint64_t r = 0; r < 100; ++r) theatre.apply(still, r);
  CHECK(theatre.truce(government, red) == Truce::ceasefire);
  CHECK(theatre.truce(government, blue) == Truce::at_war);
  CHECK(theatre.state.politics.truce_weeks[red][government] == 100.0F);
  CHECK(theatre.state.politics.truce_weeks[blue][government] == 0.0F);
  check_invariants(theatre.state);
}

TEST_CASE("truces: collapse comes at its hazard; tilt and excluded groups add to it") {
  Truced theatre;
  CHECK(Truces{}.collapse_hazard(theatre.state, government, red) == doctest::Approx(0.01));
  theatre.state.actors.stances[un][red] = 0.1F;
  theatre.state.actors.stances[partner][red] = -0.6F;
  theatre.state.politics.exclusions[blue] = 2;  // one group, left out twice
  double const hazard = 0.01 * (1 + 2 * 0.7 + 1);
  CHECK(Truces{}.collapse_hazard(theatre.state, government, red) == doctest::Approx(hazard));
  theatre.state.politics.exclusions[blue] = 0;
  theatre.state.actors.stances[partner][red] = 0.9F;  // it favours red more than the UN does
  CHECK(Truces{}.collapse_hazard(theatre.state, government, red) == doctest::Approx(0.01));
  Truces const rule{.collapse_rate = 0.3F, .settlement_rate = 0};
  Truces const twin{.collapse_rate = 0.33F, .settlement_rate = 0};
  check_hazard(theatre.share(rule, Truce::ceasefire, Truce::at_war, weeks),
               theatre.share(twin, Truce::ceasefire, Truce::at_war, weeks), 0.3);
  // A side deal leaves blue out: twice the hazard.
  check_hazard(theatre.share(rule, Truce::side_deal, Truce::at_war, weeks),
               theatre.share(twin, Truce::side_deal, Truce::at_war, weeks), 0.6);
}

TEST_CASE("truces: a ceasefire settles at its hazard on a political track, a side deal never") {
  Truced theatre;
  Truces const rule{.collapse_rate = 0, .settlement_rate = 0.3F};
  check_hazard(theatre.share(rule, Truce::ceasefire, Truce::settled, weeks),
               theatre.share({.collapse_rate = 0, .settlement_rate = 0.33F}, Truce::ceasefire,
                             Truce::settled, weeks),
               0.3);
  CHECK(theatre.share(rule, Truce::side_deal, Truce::settled, 300) == 0.0);
  Truces const no_track{.collapse_rate = 0, .settlement_rate = 0.3F, .political_track = 0};
  CHECK(theatre.share(no_track, Truce::ceasefire, Truce::settled, 300) == 0.0);
  theatre.state.politics.policies.political_track = 0;  // a timeline ended the track
  CHECK(theatre.share(rule, Truce::ceasefire, Truce::settled, 300) == 0.0);
  theatre.state.politics.policies.political_track = 1;
  CHECK(theatre.share(no_track, Truce::ceasefire, Truce::settled, 300) > 0.0);
}

TEST_CASE(
    "truces: the theatre's relapse is shared by settled pairs and halved under the UN (F41)") {
  Truced theatre;
  theatre.make(government, blue, Truce::settled);
  theatre.make(red, blue, Truce::settled);
  Truces const rule{.relapse_rate = 0.9F};
  auto const relapses = [&](Truces const& r) {
    int ended = 0;
    for (int w = 0; w < weeks; ++w) {
      for (auto const& [p, q] : {std::pair{government, red}, {government, blue}, {red, blue}})
        theatre.make(p, q, Truce::settled);
      theatre.apply(r, static_cast<std::uint64_t>(w));
      ended += theatre.truce(government, red) == Truce::at_war ? 1 : 0;
    }
    return static_cast<double>(ended) / weeks;
  };
  check_hazard(relapses(rule), relapses({.relapse_rate = 0.99F}), 0.15);
  theatre.state.actors.present[un] = 0;
  check_hazard(relapses(rule), relapses({.relapse_rate = 0.99F}), 0.3);
}

TEST_CASE("truces: on the same draws a higher hazard of collapse never saves a truce") {
  Truced theatre;
  int more = 0;
  for (std::uint64_t r = 0; r < 500; ++r) {
    bool fell = false;
    for (float const rate : {0.05F, 0.2F, 0.8F}) {
      theatre.make(government, red, Truce::ceasefire);
      theatre.apply(Truces{.collapse_rate = rate}, r);
      bool const falls = theatre.truce(government, red) == Truce::at_war;
      CHECK((!fell || falls));
      more += falls && !fell ? 1 : 0;
      fell = falls;
    }
  }
  CHECK(more > 100);
}

TEST_CASE(
    "truces: an ally that fights the same party settles with it, a friend of yesterday does not") {
  Truced theatre;
  Truces const sure{.collapse_rate = 0, .settlement_rate = 1000, .relapse_rate = 0};
  theatre.make(government, red, Truce::ceasefire);
  theatre.state.actors.allied_weeks[red][blue] = theatre.state.actors.allied_weeks[blue][red] = 12;
  theatre.apply(sure, 0);
  CHECK(theatre.truce(government, red) == Truce::settled);
  CHECK(theatre.truce(government, blue) == Truce::at_war);
  theatre.make(government, red, Truce::ceasefire);
  theatre.state.actors.allied_weeks[red][blue] = theatre.state.actors.allied_weeks[blue][red] = 13;
  theatre.begin();
  theatre.apply(sure, 0);
  CHECK(theatre.truce(government, blue) == Truce::settled);
  CHECK(theatre.truce(red, blue) == Truce::at_war);
  CHECK(theatre.state.flows.settlements == 2);
}

TEST_CASE(
    "truces: a group is excluded as long as others' deals hold and it fights the government") {
  Truced theatre;
  Truces const still{.collapse_rate = 0};
  theatre.make(government, red, Truce::side_deal);
  theatre.apply(still, 0);
  CHECK(theatre.state.politics.exclusions[blue] == 1.0F);
  CHECK(theatre.state.politics.exclusions[red] == 0.0F);
  theatre.make(government, blue, Truce::ceasefire);
  theatre.apply(still, 0);
  CHECK(theatre.state.politics.exclusions[blue] == 0.0F);
}

TEST_CASE("truces: the switch governs them") {
  Truced theatre;
  theatre.make(government, red, Truce::ceasefire);
  CHECK(switch_works<Truces>(theatre.state));
}
