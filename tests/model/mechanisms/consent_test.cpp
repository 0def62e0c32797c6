/// Tests of the consent stock: what a host wants, how fast it changes its mind, and why.
#include "model/mechanisms/consent.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

double lg(double x) { return 1 / (1 + std::exp(-x)); }

/// UN in the middle; the army there and in the corner, out of the reach of the UN.
struct Hosted : ConflictTheatre {
  Hosted() : ConflictTheatre(plain_world(5, 5, 50, 20000)) {
    attributes(un).reach = attributes(partner).reach = 10;
    deploy(un, middle, 500);
    deploy(government, middle, 300);
    deploy(government, corner, 300);
    state.actors.consent[un] = 0.7F;
  }
  [[nodiscard]] State next(Consent const& rule = {}, int weeks = 1) const {
    State copy = state;
    for (int w = 0; w < weeks; ++w) copy = after(std::move(copy), rule);
    return copy;
  }
  [[nodiscard]] double wanted(Consent const& rule = {}) const {
    return static_cast<double>(rule.wanted(state, government, un));
  }
  void battle(int c, int dead) {
    Event event;
    event.cell = c;
    event.side_a = red;
    event.side_b = government;
    event.deaths_b = dead;
    state.events.push_back(event);
  }
};

}  // namespace

TEST_CASE("consent: it approaches lg(1.5) by 4 % a week where nobody gains or suffers") {
  Hosted theatre;
  double const rest = lg(1.5);
  CHECK(theatre.wanted() == doctest::Approx(rest).epsilon(1e-5));
  float const once = theatre.next().actors.consent[un];
  CHECK(once == doctest::Approx(0.7 + 0.04 * (rest - 0.7)).epsilon(1e-5));
  CHECK(theatre.next({}, 300).actors.consent[un] == doctest::Approx(rest).epsilon(1e-3));
  Consent slow;
  slow.rate = 0;
  CHECK(theatre.next(slow).actors.consent[un] == 0.7F);
}

TEST_CASE("consent: a host that is ignored wants the force gone") {
  Hosted theatre;
  theatre.state.actors.consent[un] = 0.2F;
  double const obeyed = theatre.wanted();
  theatre.attributes(un).consent_principle = 0.5F;
  // lg^-1 falls by v 2 (1/2 - H) (1 - q) = 0.3.
  CHECK(theatre.wanted() ==
        doctest::Approx(lg(std::log(obeyed / (1 - obeyed)) - 0.3)).epsilon(1e-5));
  theatre.state.actors.consent[un] = 0.5F;  // nothing is refused, nothing can be ignored
  CHECK(theatre.wanted() == doctest::Approx(obeyed).epsilon(1e-5));
}

TEST_CASE("consent: every term of the equation has its weight") {
  Hosted theatre;
  theatre.state.politics.usefulness[un] = 0.4F;
  theatre.state.politics.criticism[un] = 0.2F;
  theatre.state.politics.alternative[un] = 0.5F;
  theatre.state.actors.stances[un][government] = 0.3F;
  theatre.attributes(un).sponsor_x = 1;
  theatre.attributes(government).sponsor_x = -1;
  theatre.state.shocks.coup = 0.25F;
  double const distance = 1 - std::exp(-2.0);
  double const x = 1.5 + 0.6 - 0.3 + 0.24 - 0.5 - 0.5 * distance - 0.25;
  CHECK(theatre.wanted() == doctest::Approx(lg(x)).epsilon(1e-5));
}

TEST_CASE("consent: use is the share of the army's losses that it escapes near the operation") {
  Hosted theatre;
  for (int w = 0; w < 10; ++w) theatre.battle(theatre.corner, 1);  // ten dead, all far away
  State const safe = theatre.next();
  double const fresh = 1 - std::exp2(-1.0 / 13);
  CHECK(safe.politics.army_losses_near[un] == 0.0F);
  CHECK(safe.politics.army_losses_expected[un] == doctest::Approx(5 * fresh).epsilon(1e-4));
  CHECK(safe.politics.usefulness[un] ==
        doctest::Approx(5 * fresh / (5 * fresh + 0.25)).epsilon(1e-4));
  Hosted dangerous;
  for (int w = 0; w < 10; ++w) dangerous.battle(dangerous.middle, 1);
  CHECK(dangerous.next().politics.usefulness[un] == 0.0F);
  CHECK(safe.actors.consent[un] > dangerous.next().actors.consent[un]);
}

TEST_CASE("consent: in a crossing the army's dead lie where they arrived") {
  Hosted theatre;
  Event event;
  event.cell = theatre.middle;
  event.cell_b = theatre.corner;
  event.side_a = red;
  event.side_b = government;
  event.deaths_b = 4;
  theatre.state.events = {event};
  CHECK(theatre.next().politics.army_losses_near[un] == 0.0F);
  CHECK(theatre.next().politics.army_losses_expected[un] > 0.0F);
}

TEST_CASE("consent: own killings and published abuse of the army are held against the operation") {
  Hosted theatre;
  double const fresh = 1 - std::exp2(-1.0 / 26);
  theatre.state.at.killed_civilians[un][theatre.middle] = 5;
  CHECK(theatre.next().politics.criticism[un] ==
        doctest::Approx(fresh * (1 - std::exp(-1.0))).epsilon(1e-4));
  theatre.state.at.killed_civilians[un][theatre.middle] = 0;
  theatre.state.at.killed_civilians[government][theatre.middle] = 10;
  CHECK(theatre.next().politics.criticism[un] == 0.0F);  // no monitors, no report
  theatre.state.actors.civilian_staff[un] = 1000;
  double const reports = 0.5 * 0.7 * (150.0 / 250.0) * 10;
  CHECK(theatre.next().politics.criticism[un] ==
        doctest::Approx(fresh * (1 - std::exp(-reports / 5))).epsilon(1e-4));
  float const silent = theatre.next({.transparency = 0}, 20).actors.consent[un];
  CHECK(theatre.next({.transparency = 1}, 20).actors.consent[un] < silent);
}

TEST_CASE("consent: a favourable partner beside it, or on offer, makes it dispensable") {
  Hosted theatre;
  double last = theatre.wanted();
  theatre.deploy(partner, theatre.corner, 500);
  CHECK(theatre.wanted() == doctest::Approx(last));
  for (float const stance : {-0.5F, 0.4F, 1.0F}) {
    theatre.state.actors.stances[partner][government] = stance;
    CHECK(theatre.wanted() <= last);
    last = theatre.wanted();
  }
  CHECK(last == doctest::Approx(lg(1.5 - 0.5)).epsilon(1e-5));
  theatre.state.politics.alternative[un] = 0.5F;
  CHECK(theatre.wanted() == doctest::Approx(lg(1.5 - 0.75)).epsilon(1e-5));
  theatre.state.mandates.expelled[partner] = 1;  // no alternative any more
  CHECK(theatre.wanted() == doctest::Approx(lg(1.5 - 0.5)).epsilon(1e-5));
}

TEST_CASE("consent: without a host, or without anybody in theatre, nothing moves") {
  Hosted theatre;
  CHECK(theatre.next().actors.consent[partner] == theatre.state.actors.consent[partner]);
  theatre.state.actors.present[government] = 0;
  CHECK(theatre.next().actors.consent[un] == 0.7F);
}

TEST_CASE("consent: the switch governs it") {
  Hosted theatre;
  check_invariants(theatre.next());
  CHECK(switch_works<Consent>(theatre.state));
}
