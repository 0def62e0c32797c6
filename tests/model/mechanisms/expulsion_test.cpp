/// Tests of expulsion: how often a host expels whom, and how the operation leaves.
#include "model/mechanisms/expulsion.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct Guests : ConflictTheatre {
  Guests() {
    deploy(un, middle, 500);
    deploy(partner, corner, 500);
    state.week = 100;
    attributes(partner).exit_weeks = 2;
    state.actors.consent[un] = state.actors.consent[partner] = 0.2F;
  }
  /// Share of replicates in which actor a is expelled this week.
  [[nodiscard]] double expelled(int a, Expulsion const& rule, int weeks) const {
    int count = 0;
    for (int r = 0; r < weeks; ++r) {
      State copy = state;
      rule(copy, Draws(7, static_cast<std::uint64_t>(r), 0, rule_address(Expulsion::name)));
      count += copy.mandates.expelled[Actors::idx(a)];
    }
    return static_cast<double>(count) / weeks;
  }
};

Expulsion const certain{.hazard = 1, .growth = 30};

}  // namespace

TEST_CASE("expulsion: 1.5 % a year at consent 0.7, 50 % at 0.2; 10 % off fails") {
  Guests theatre;
  auto const yearly = [](double consent) {
    return 1 - std::exp(-52 * 0.00029 * std::exp(7.7 * (0.7 - consent)));
  };
  CHECK(yearly(0.7) == doctest::Approx(0.015).epsilon(0.01));
  CHECK(yearly(0.2) == doctest::Approx(0.5).epsilon(0.02));
  theatre.state.actors.consent[un] = 0;
  int const weeks = 60000;
  double const p = 1 - std::exp(-0.00029 * std::exp(7.7 * 0.7));
  double const deviation = std::sqrt(p * (1 - p));
  CHECK(standard_errors(theatre.expelled(un, {}, weeks), p, deviation, weeks) < bound);
  CHECK(standard_errors(theatre.expelled(un, {.hazard = 0.000319F}, weeks), p, deviation, weeks) >
        bound);
}

TEST_CASE("expulsion: the drawdown begins now and takes 26 weeks, a company's two") {
  Guests theatre;
  State const next = after(theatre.state, certain);
  CHECK(next.mandates.departure[un] == 100);
  CHECK(next.mandates.drawdown_weeks[un] == 26.0F);
  CHECK(next.mandates.drawdown_weeks[partner] == 2.0F);
  CHECK(next.mandates.drawdown_to[un] == 0.0F);
  CHECK(next.flows.expulsions == 2);
  check_invariants(next);
}

TEST_CASE("expulsion: it happens once, and only to those who are there as guests") {
  Guests theatre;
  State const once = after(theatre.state, certain);
  State const twice = after(once, certain);
  CHECK(twice.flows.expulsions == 2);
  CHECK(once.mandates.expelled[red] == 0);
  theatre.state.actors.strength[un] = 0;
  CHECK(after(theatre.state, certain).mandates.expelled[un] == 0);
  theatre.state.actors.present[government] = 0;
  CHECK(after(theatre.state, certain).flows.expulsions == 0);
}

TEST_CASE("expulsion: what has left stays away, and a faster departure is not slowed down") {
  Guests theatre;
  theatre.state.mandates.departure[un] = 80;  // half of 40 weeks are over
  theatre.state.mandates.drawdown_weeks[un] = 40;
  State const next = after(theatre.state, certain);
  CHECK(next.mandates.departure[un] == 87);   // half of 26 weeks are over
  theatre.state.mandates.departure[un] = 95;  // half of ten weeks are over: sooner than 13 more
  theatre.state.mandates.drawdown_weeks[un] = 10;
  CHECK(after(theatre.state, certain).mandates.departure[un] == 95);
  CHECK(after(theatre.state, certain).mandates.drawdown_weeks[un] == 10.0F);
  CHECK(after(theatre.state, certain).mandates.expelled[un] == 1);
  theatre.state.mandates.drawdown_to[un] = 0.5F;  // it meant to stay with half
  State const all = after(theatre.state, certain);
  CHECK(all.mandates.drawdown_to[un] == 0.0F);
  CHECK(all.mandates.departure[un] == 100 - 6);  // a quarter has left
}

TEST_CASE("expulsion: less consent never means fewer expulsions, on the same draws") {
  Guests theatre;
  int more = 0;
  for (std::uint64_t r = 0; r < 2000; ++r) {
    theatre.state.actors.consent[un] = 0.3F;
    int const some = after(theatre.state, Expulsion{}, r).mandates.expelled[un];
    theatre.state.actors.consent[un] = 0;
    int const none = after(theatre.state, Expulsion{}, r).mandates.expelled[un];
    CHECK(none >= some);
    more += none - some;
  }
  CHECK(more > 20);
}

TEST_CASE("expulsion: the switch governs it") {
  Guests theatre;
  CHECK(switch_works(theatre.state, certain));
}
