/// The Council's votes against their closed forms.
#include "model/mechanisms/security_council.hpp"

#include <doctest/doctest.h>

#include "tests/support/agreement.hpp"
#include "tests/support/council_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Share of `n` drafts on the partner that are vetoed.
double vetoed_share(SecurityCouncil const& rule, float sponsor_x, int n) {
  CouncilTheatre theatre;
  theatre.attributes(partner).sponsor_x = sponsor_x;
  int vetoed = 0;
  for (int r = 0; r < n; ++r) {
    theatre.state.docket.draft[partner] = 10;
    theatre.state.docket.vetoed[partner] = -1;
    theatre.state.council.contestation = 0.2F;
    theatre.apply(rule, static_cast<std::uint64_t>(r));
    vetoed += theatre.state.docket.vetoed[partner] == 10 ? 1 : 0;
  }
  return static_cast<double>(vetoed) / n;
}

double lg(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("security_council: a central operation with the host's consent meets a veto in 6 %") {
  SecurityCouncil rule;
  double const expected = 1 - (1 - lg(-3.4)) * (1 - lg(-3.4));
  CHECK(expected == doctest::Approx(0.06).epsilon(0.08));
  int const n = 60000;
  CHECK(share_agrees(vetoed_share(rule, 0, n), expected, n));
  rule.base *= 1.1F;
  CHECK_FALSE(share_agrees(vetoed_share(rule, 0, n), expected, n));
}

TEST_CASE("security_council: one bloc's own force meets the veto of the other in 40 %") {
  SecurityCouncil rule;
  double const expected = 1 - (1 - lg(-0.4)) * (1 - lg(-4.4));
  CHECK(expected == doctest::Approx(0.40).epsilon(0.03));
  int const n = 40000;
  CHECK(share_agrees(vetoed_share(rule, -1, n), expected, n));
  CHECK(share_agrees(vetoed_share(rule, 1, n), expected, n));
  rule.distance *= 1.1F;
  CHECK_FALSE(share_agrees(vetoed_share(rule, -1, n), expected, n));
}

TEST_CASE("security_council: nine votes fail at their own rate and slight nobody") {
  SecurityCouncil rule;
  rule.base = 100;
  CouncilTheatre theatre;
  int failed = 0;
  int const n = 300000;
  for (int r = 0; r < n; ++r) {
    theatre.state.docket.draft[partner] = 10;
    theatre.mandates().authorised[partner] = 0;
    theatre.apply(rule, static_cast<std::uint64_t>(r));
    failed += theatre.mandates().authorised[partner] > 0 ? 0 : 1;
  }
  CHECK(share_agrees(static_cast<double>(failed) / n, 0.02, n));
  CHECK_FALSE(share_agrees(static_cast<double>(failed) / n, 0.022, n));
  CHECK(theatre.state.council.vetoes == 0);
  CHECK(theatre.state.council.slights == BlocArray<std::int32_t>{});
}

TEST_CASE("security_council: without a draft nobody votes and nothing about mandates changes") {
  CouncilTheatre theatre;
  State const before = theatre.state;
  theatre.apply(SecurityCouncil{});
  CHECK(theatre.state.council.drafts == 0);
  CHECK(theatre.state.mandates.authorised == before.mandates.authorised);
  CHECK(theatre.state.mandates.renewal == before.mandates.renewal);
  CHECK(theatre.state.council.contestation == 0.2F);
}

TEST_CASE("security_council: an adopted draft authorises, starts force generation and has an end") {
  CouncilTheatre theatre;
  theatre.mandates().authorised[partner] = 0;
  theatre.mandates().arrival[partner] = 100000;
  theatre.state.docket.draft[partner] = 10;
  theatre.apply(SecurityCouncil{.base = 100, .nine_votes = 0});
  CHECK(theatre.mandates().authorised[partner] == 1);
  CHECK(theatre.mandates().arrival[partner] == 10);
  CHECK(theatre.mandates().renewal[partner] == 62);
  check_invariants(theatre.state);
}

TEST_CASE(
    "security_council: a veto leaves the force where it was, slights the sponsor's bloc and "
    "divides the Council from the next week on") {
  CouncilTheatre theatre;
  theatre.attributes(partner).sponsor_x = -1;
  theatre.mandates().authorised[partner] = 0;
  theatre.mandates().arrival[partner] = 100000;
  theatre.state.docket.draft[partner] = 10;
  SecurityCouncil rule;
  rule.base = -100;
  theatre.apply(rule);
  CHECK(theatre.mandates().authorised[partner] == 0);
  CHECK(theatre.mandates().arrival[partner] == 100000);
  CHECK(theatre.state.docket.vetoed[partner] == 10);
  CHECK(theatre.state.council.slights == BlocArray<std::int32_t>{0, 1});
  CHECK(theatre.state.flows.vetoes == 1);
  CHECK(theatre.state.council.contestation == 0.2F);
  theatre.state.week = 11;
  theatre.apply(rule);
  CHECK(theatre.state.council.contestation == doctest::Approx(0.3));
  theatre.apply(rule);  // a second theatre in the same week does not weigh it again
  CHECK(theatre.state.council.contestation == doctest::Approx(0.3));
}

TEST_CASE("security_council: K returns to rest at its rate") {
  CouncilTheatre theatre;
  theatre.state.council.contestation = 0.7F;
  theatre.apply(SecurityCouncil{});
  CHECK(theatre.state.council.contestation == doctest::Approx(0.7 - 0.02 * 0.5));
}

TEST_CASE(
    "security_council: need, consent and agreement never cause a veto, distance, division and "
    "resentment never avert one") {
  auto const vetoed = [](auto const& change, std::uint64_t r) {
    CouncilTheatre theatre;
    theatre.attributes(partner).sponsor_x = -0.7F;
    theatre.state.actors.goals[partner][defeat_designated] = 0.2F;
    theatre.state.actors.consent[partner] = 0.3F;
    theatre.state.docket.draft[partner] = 10;
    change(theatre.state);
    theatre.apply(SecurityCouncil{}, r);
    return theatre.state.docket.vetoed[partner] == 10;
  };
  int more = 0;
  int fewer = 0;
  for (std::uint64_t r = 0; r < 60; ++r) {
    bool const plain = vetoed([](State&) {}, r);
    bool const needed = vetoed(
        [](State& s) {
          s.docket.deaths_recent = 200;
          s.docket.deaths_trend = 100;
        },
        r);
    bool const asked = vetoed([](State& s) { s.actors.consent[partner] = 0.6F; }, r);
    bool const agreed = vetoed([](State& s) { s.council.counter_terrorism_consensus = 1; }, r);
    bool const far = vetoed([](State& s) { s.actors.attributes[partner].sponsor_y = 1; }, r);
    bool const divided = vetoed([](State& s) { s.council.contestation = 0.9F; }, r);
    bool const resented = vetoed([](State& s) { s.docket.resentment[0][partner] = 1; }, r);
    CHECK(needed <= plain);
    CHECK(asked <= plain);
    CHECK(agreed <= plain);
    CHECK(far >= plain);
    CHECK(divided >= plain);
    CHECK(resented >= plain);
    more += (far > plain) + (divided > plain) + (resented > plain);
    fewer += (needed < plain) + (asked < plain) + (agreed < plain);
  }
  CHECK(more > 10);
  CHECK(fewer > 5);
}

TEST_CASE("security_council: need is what deaths exceed their trend by") {
  CouncilTheatre theatre;
  theatre.state.week = 1;
  theatre.state.ledger.civilian_dead = 100;
  theatre.apply(SecurityCouncil{});
  CHECK(theatre.state.docket.deaths_recent == doctest::Approx(100));
  CHECK(theatre.state.docket.deaths_trend == doctest::Approx(100));
  for (int week = 2; week <= 300; ++week) {
    theatre.state.week = week;
    theatre.state.ledger.civilian_dead += week > 280 ? 300 : 100;
    theatre.apply(SecurityCouncil{});
  }
  // 20 weeks at three times the rate: recent 300 - 200 2^(-20/13), trend 300 - 200 2^(-20/104).
  CHECK(theatre.state.docket.deaths_recent == doctest::Approx(300 - 200 * std::exp2(-20. / 13)));
  CHECK(theatre.state.docket.deaths_trend == doctest::Approx(300 - 200 * std::exp2(-20. / 104)));
}

TEST_CASE("security_council: M7, with less money for the UN a force that stands by is called on") {
  CouncilTheatre theatre;
  theatre.mandates().authorised[partner] = 0;
  theatre.mandates().arrival[partner] = 100000;
  auto const called = [&](float budget, std::uint64_t r) {
    CouncilTheatre copy;
    copy.state = theatre.state;
    copy.state.mandates.budget[un] = budget;
    copy.apply(SecurityCouncil{.substitution = 1}, r);
    return copy.state.council.drafts;
  };
  int poor = 0;
  for (std::uint64_t r = 0; r < 100; ++r) {
    CHECK(called(1, r) == 0);
    CHECK(called(0.6F, r) >= called(0.8F, r));
    poor += called(0.6F, r);
  }
  CHECK(poor > 15);
  CHECK(poor < 55);  // 1 - exp(-0.4) = 33 %
}

TEST_CASE("security_council: its switch") {
  CouncilTheatre theatre;
  theatre.state.docket.draft[partner] = 10;
  CHECK(switch_works<SecurityCouncil>(theatre.state));
}
