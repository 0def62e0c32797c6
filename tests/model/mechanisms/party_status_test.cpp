/// Tests of party status: what makes an operation a party to the conflict, and what follows.
#include "model/mechanisms/party_status.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "model/mechanisms/divergent_targeting.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The UN, 1,000 strong, supports 400 of the partner's 800 and fights blue with 50 of its own;
/// 200 of the partner fight red: sup = (50 + 400 / 4) / 1,000 = 0.15.
struct Engaged : ConflictTheatre {
  Engaged() {
    deploy(un, middle, 1000);
    deploy(partner, middle, 800);
    deploy(red, middle, 300);
    deploy(blue, middle, 300);
    state.politics.supported[un][partner] = 400;
    meet(EventKind::battle, un, 50, blue, 40);
    meet(EventKind::battle, red, 100, partner, 200);
  }
  void meet(EventKind kind, int a, int persons_a, int b, int persons_b) {
    Event event;
    event.kind = kind;
    event.cell = middle;
    event.side_a = a;
    event.side_b = b;
    event.committed_a = persons_a;
    event.committed_b = persons_b;
    state.events.push_back(event);
  }
  float status(int weeks, PartyStatus const& rule = {}) {
    for (int w = 0; w < weeks; ++w) apply(rule, 0);
    return state.politics.party_status[un];
  }
};

double lg(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("party status: intensity is own fighting plus supported fighters per own person, EW_13") {
  Engaged theatre;
  float const first = theatre.status(1);
  double const kept = std::pow(2.0, -1.0 / 13);
  CHECK(theatre.state.politics.party_intensity[un] == doctest::Approx((1 - kept) * 0.15));
  CHECK(first == doctest::Approx(lg(((1 - kept) * 0.15 - 0.5) / 0.1)));
  CHECK(theatre.status(500) == doctest::Approx(lg(-3.5)).epsilon(1e-3));
}

TEST_CASE(
    "party status: at the threshold it is one half; who neither fights nor supports is none") {
  Engaged theatre;
  CHECK(theatre.status(1000, {.threshold = 0.15F}) == doctest::Approx(0.5).epsilon(1e-3));
  Engaged peaceful;
  peaceful.state.events.clear();
  CHECK(peaceful.status(1) == doctest::Approx(lg(-5)));
  CHECK(peaceful.state.politics.drift[blue][un] == 0.0F);
}

TEST_CASE("party status: self-defence does not count") {
  Engaged theatre;
  theatre.state.events.clear();
  theatre.meet(EventKind::attack_on_operation, red, 100, un, 100);
  theatre.meet(EventKind::road_bomb, red, 0, un, 0);
  theatre.status(20);
  CHECK(theatre.state.politics.party_intensity[un] == 0.0F);
  CHECK(theatre.state.actors.stances[red][un] == 0.0F);
}

TEST_CASE("L3, threshold of party status: a lower one makes the same support a party sooner") {
  float last = 0;
  for (float const threshold : {1.0F, 0.5F, 0.3F, 0.1F, 0.0F}) {
    Engaged theatre;
    float const status = theatre.status(40, {.threshold = threshold});
    CHECK(status > last);
    last = status;
    check_invariants(theatre.state);
  }
  CHECK(last > 0.5F);
}

TEST_CASE("party status: more support and more fighting never lower it") {
  float last = 0;
  for (int const persons : {0, 10, 100, 500}) {
    Engaged theatre;
    theatre.state.politics.supported[un][partner] = static_cast<float>(persons);
    theatre.meet(EventKind::battle, un, persons, red, 10);
    float const status = theatre.status(10);
    CHECK(status > last);
    last = status;
  }
}

TEST_CASE(
    "party status: groups that it or those it supports fought slide away from it, others not") {
  Engaged theatre;
  theatre.state.politics.party_intensity[un] = 0.5F;
  PartyStatus const rule{.half_life = 1e6F};
  theatre.status(10, rule);
  auto const& stances = theatre.state.actors.stances;
  CHECK(stances[red][un] == doctest::Approx(-10 * 0.02 * 0.5).epsilon(1e-3));
  CHECK(stances[blue][un] == doctest::Approx(-10 * 0.02 * 0.5).epsilon(1e-3));
  CHECK(stances[government][un] == 0.0F);
  CHECK(stances[blue][partner] == 0.0F);  // it fought red only
  CHECK(stances[un][red] == 0.0F);        // its own stance stays
  theatre.status(1000, rule);
  CHECK(stances[red][un] == -1.0F);
  CHECK(theatre.state.politics.drift[red][un] == doctest::Approx(-1.0));
}

TEST_CASE(
    "party status: the slide away from a parallel force outlasts the renewal of its stances") {
  Engaged theatre;
  theatre.state.actors.declared[partner].stances[red] = 0.2F;
  theatre.apply(DivergentTargeting{}, 0);
  theatre.state.politics.party_intensity[partner] = 0.5F;
  for (int w = 0; w < 10; ++w) {
    theatre.apply(PartyStatus{.half_life = 1e6F}, 0);
    theatre.apply(DivergentTargeting{}, 0);
  }
  CHECK(theatre.state.actors.stances[red][partner] == doctest::Approx(0.2 - 0.1).epsilon(1e-3));
  CHECK(theatre.state.actors.stances[partner][red] == 0.2F);
}

TEST_CASE("party status: the switch governs it") {
  Engaged theatre;
  CHECK(switch_works<PartyStatus>(theatre.state));
}
