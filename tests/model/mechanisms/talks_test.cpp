/// Tests of talks: when an operation brings two foes to a ceasefire.
#include "model/mechanisms/talks.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The army and red have lost 4 % to each other; the UN has 100 civilian staff, 15 of them on
/// mediation, and 5,000 troops. At rate 1 the hazard is (1 - e^-2) 1.5 (15/35) min(0.8, 0.6).
struct Foes : ConflictTheatre {
  Foes() {
    deploy(government, middle, 1000);
    deploy(red, middle, 1000);
    deploy(un, corner, 5000);
    hate(government, red, 1);
    state.politics.hurt[government][red] = state.politics.hurt[red][government] = 0.04F;
    state.actors.acceptance[un][red] = 0.8F;
    state.actors.consent[un] = 0.6F;
    state.actors.civilian_staff[un] = 100;
  }
  bool ceasefire(Talks const& rule, std::uint64_t replicate, int p = government, int q = red) {
    begin();
    state.politics.truce = {};
    apply(rule, replicate);
    bool const made = state.politics.truce[Actors::idx(p)][Actors::idx(q)] == Truce::ceasefire;
    state.politics.truce = {};
    return made;
  }
  int ceasefires(Talks const& rule, int weeks) {
    int made = 0;
    for (int r = 0; r < weeks; ++r) made += ceasefire(rule, static_cast<std::uint64_t>(r)) ? 1 : 0;
    return made;
  }
};

double const full_hazard = (1 - std::exp(-2.0)) * 1.5 * (15.0 / 35.0) * 0.6;

}  // namespace

TEST_CASE("talks: ceasefires come at the hazard of the closed form; rate 10 % off fails") {
  Foes theatre;
  int const weeks = 20000;
  double const p = 1 - std::exp(-full_hazard);
  double const deviation = std::sqrt(p * (1 - p));
  double const made = theatre.ceasefires({.rate = 1}, weeks);
  double const twin = theatre.ceasefires({.rate = 1.1F}, weeks);
  CHECK(standard_errors(made / weeks, p, deviation, weeks) < bound);
  CHECK(standard_errors(twin / weeks, p, deviation, weeks) > bound);
}

TEST_CASE(
    "talks: without losses, staff, acceptance, consent, a goal or leave to talk there are none") {
  Foes const sane;
  std::vector<std::function<void(State&)>> const obstacles{
      [](State& s) { s.politics.hurt = {}; },
      [](State& s) { s.actors.civilian_staff[un] = 0; },
      [](State& s) { s.actors.acceptance[un][red] = 0; },
      [](State& s) { s.actors.consent[un] = 0; },
      [](State& s) { s.actors.goals[un][mediate] = 0; },
      [](State& s) { s.politics.banned[un][red] = 1; },
      [](State& s) { s.actors.present[un] = 0; },
      [](State& s) { s.actors.hostility = {}; }};
  Foes theatre;
  CHECK(theatre.ceasefires({.rate = 1}, 300) > 50);
  for (auto const& obstacle : obstacles) {
    theatre.state = sane.state;
    obstacle(theatre.state);
    CHECK(theatre.ceasefires({.rate = 1}, 300) == 0);
  }
}

TEST_CASE("talks: whatever hinders them never brings a ceasefire on the same draws") {
  Foes const sane;
  std::vector<std::function<void(Foes&)>> const hindrances{
      [](Foes& t) { t.state.politics.hurt[government][red] = 0.01F; },
      [](Foes& t) { t.state.actors.civilian_staff[un] = 30; },
      [](Foes& t) { t.state.actors.acceptance[un][red] = 0.3F; },
      [](Foes& t) { t.state.actors.consent[un] = 0.3F; },
      [](Foes& t) { t.state.politics.banned[un][red] = 0.5F; },
      [](Foes& t) { t.state.units.strength[2] = 500; },
      [](Foes& t) {
        t.state.actors.stances[partner][red] = -0.5F;
        t.deploy(partner, t.middle, 10);
      }};
  for (auto const& hindrance : hindrances) {
    Foes free;
    Foes hindered;
    hindrance(hindered);
    tally(hindered.state);
    int lost = 0;
    for (std::uint64_t r = 0; r < 400; ++r) {
      bool const with = hindered.ceasefire({.rate = 1}, r);
      bool const without = free.ceasefire({.rate = 1}, r);
      CHECK((!with || without));
      lost += without && !with ? 1 : 0;
    }
    CHECK(lost > 0);
  }
}

TEST_CASE("talks: a veto player halves the hazard (F25), complementarity works like more staff") {
  Foes plain;
  Foes vetoed;
  vetoed.state.actors.stances[partner][red] = -0.5F;
  vetoed.deploy(partner, vetoed.middle, 10);
  Foes boosted;
  boosted.state.at.complementarity.fill(un, 2);
  Foes staffed;
  staffed.state.actors.civilian_staff[un] = 200;
  for (std::uint64_t r = 0; r < 500; ++r) {
    CHECK(plain.ceasefire({.rate = 1}, r) == vetoed.ceasefire({.rate = 2}, r));
    CHECK(boosted.ceasefire({.rate = 1}, r) == staffed.ceasefire({.rate = 1}, r));
  }
  CHECK(staffed.ceasefires({.rate = 1}, 500) > plain.ceasefires({.rate = 1}, 500));
}

TEST_CASE("talks: troops guarantee (F16) but do not mediate (F11)") {
  Foes few;
  Foes many;
  many.deploy(un, many.corner, 20000);
  Talks const no_guarantee{.rate = 1, .guarantee_weight = 0};
  CHECK(few.ceasefires(no_guarantee, 500) == many.ceasefires(no_guarantee, 500));
  CHECK(few.ceasefires({.rate = 1}, 500) < many.ceasefires({.rate = 1}, 500));
}

TEST_CASE("talks: groups can agree too, and both must accept the mediator") {
  Foes theatre;
  theatre.deploy(blue, theatre.middle, 500);
  theatre.hate(red, blue, 1);
  theatre.state.politics.hurt[red][blue] = theatre.state.politics.hurt[blue][red] = 0.04F;
  theatre.state.actors.acceptance[un][blue] = 0.5F;
  int made = 0;
  for (std::uint64_t r = 0; r < 200; ++r) made += theatre.ceasefire({.rate = 1}, r, red, blue);
  CHECK(made > 0);
  theatre.state.actors.acceptance[un][blue] = 0;
  for (std::uint64_t r = 0; r < 200; ++r) CHECK(!theatre.ceasefire({.rate = 1}, r, red, blue));
}

TEST_CASE("talks: a ceasefire is symmetric, new and counted; no truce is made twice") {
  Foes theatre;
  Politics& politics = theatre.state.politics;
  politics.truce_weeks[red][government] = 30;
  theatre.begin();
  theatre.apply(Talks{.rate = 1000}, 0);
  CHECK(politics.truce[red][government] == Truce::ceasefire);
  CHECK(politics.truce[government][red] == Truce::ceasefire);
  CHECK(politics.truce_weeks[red][government] == 0.0F);
  CHECK(theatre.state.flows.ceasefires == 1);
  for (Truce const truce : {Truce::ceasefire, Truce::settled, Truce::side_deal}) {
    politics.truce[red][government] = politics.truce[government][red] = truce;
    theatre.apply(Talks{.rate = 1000}, 0);
    CHECK(politics.truce[red][government] == truce);
  }
  CHECK(theatre.state.flows.ceasefires == 1);
  check_invariants(theatre.state);
}

TEST_CASE("talks: the switch governs them") {
  Foes theatre;
  CHECK(switch_works<Talks>(theatre.state, {.rate = 1000}));
}
