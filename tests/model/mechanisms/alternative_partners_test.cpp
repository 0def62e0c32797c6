/// Tests of the competition for favour: whose offers a host accepts, and what is said of the others.
#include "model/mechanisms/alternative_partners.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct Rivals : ConflictTheatre {
  Rivals() {
    deploy(un, middle, 500);
    deploy(partner, middle, 600);
    attributes(un).reach = attributes(partner).reach = 10;
  }
  /// Share of replicates in which the partner's offer is accepted.
  [[nodiscard]] double accepted(AlternativePartners const& rule, int weeks = 100000) const {
    int count = 0;
    for (int r = 0; r < weeks; ++r) {
      State copy = state;
      rule(copy,
           Draws(7, static_cast<std::uint64_t>(r), 0, rule_address(AlternativePartners::name)));
      count += copy.politics.alternative[un] > 0.0F ? 1 : 0;
    }
    return static_cast<double>(count) / weeks;
  }
};

AlternativePartners const eager{.offers = 10, .reluctance = 10};

}  // namespace

TEST_CASE(
    "alternative partners: an offer comes at rate 0.08 and pleases with lg(score); 10 % off "
    "fails") {
  Rivals theatre;
  theatre.state.actors.stances[partner][government] = 1;
  theatre.attributes(partner).conditions = 0.4F;
  double const p = (1 - std::exp(-0.08)) / (1 + std::exp(0.4));
  double const deviation = std::sqrt(p * (1 - p));
  CHECK(standard_errors(theatre.accepted({}), p, deviation, 100000) < bound);
  CHECK(standard_errors(theatre.accepted({.offers = 0.088F}), p, deviation, 100000) > bound);
}

TEST_CASE(
    "alternative partners: use and friendship please; criticism, strings and a far sponsor do "
    "not") {
  Rivals theatre;
  AlternativePartners const rule;
  auto const score = [&] { return rule.score(theatre.state, government, partner); };
  CHECK(score() == doctest::Approx(-1.0));
  theatre.state.politics.usefulness[partner] = 0.5F;
  CHECK(score() == doctest::Approx(-0.25));
  theatre.state.actors.stances[partner][government] = 0.8F;
  CHECK(score() == doctest::Approx(0.55));
  theatre.state.politics.criticism[partner] = 0.2F;
  CHECK(score() == doctest::Approx(0.35));
  theatre.attributes(partner).conditions = 0.3F;
  CHECK(score() == doctest::Approx(0.05));
  theatre.attributes(partner).sponsor_y = 1;
  CHECK(score() == doctest::Approx(0.05 - (1 - std::exp(-0.5))));
}

TEST_CASE(
    "alternative partners: an accepted offer makes the others dispensable, not its maker; it "
    "fades") {
  Rivals theatre;
  State const next = after(theatre.state, eager);
  CHECK(next.politics.alternative[un] == 0.3F);
  CHECK(next.politics.alternative[partner] == 0.0F);
  CHECK(after(next, eager).politics.alternative[un] > 0.5F);
  State later = next;
  AlternativePartners const quiet{.offers = 0};
  for (int w = 0; w < 26; ++w) later = after(std::move(later), quiet);
  CHECK(later.politics.alternative[un] == doctest::Approx(0.15).epsilon(1e-4));
  check_invariants(next);
}

TEST_CASE(
    "alternative partners: of two offers the better is accepted; the expelled and the UN offer "
    "nothing") {
  Rivals theatre;
  theatre.state.actors.kind[blue] = Kind::parallel_force;
  theatre.deploy(blue, theatre.corner, 100);
  theatre.state.actors.stances[blue][government] = 0.5F;
  State const next = after(theatre.state, eager);
  CHECK(next.politics.alternative[blue] == 0.0F);
  CHECK(next.politics.alternative[partner] == 0.3F);
  theatre.state.actors.stances[partner][government] = 0.6F;
  CHECK(after(theatre.state, eager).politics.alternative[partner] == 0.0F);
  theatre.state.mandates.expelled[partner] = theatre.state.mandates.expelled[blue] = 1;
  CHECK(after(theatre.state, eager).politics.alternative[un] == 0.0F);
  theatre.state.actors.present[government] = 0;
  theatre.state.mandates.expelled.fill(0);
  CHECK(after(theatre.state, eager).politics.alternative[un] == 0.0F);
}

TEST_CASE(
    "alternative partners: friendlier partners are never accepted less often, on the same draws") {
  Rivals theatre;
  int more = 0;
  for (std::uint64_t r = 0; r < 500; ++r) {
    theatre.state.actors.stances[partner][government] = -0.5F;
    float const cold =
        after(theatre.state, AlternativePartners{.offers = 1}, r).politics.alternative[un];
    theatre.state.actors.stances[partner][government] = 1;
    float const warm =
        after(theatre.state, AlternativePartners{.offers = 1}, r).politics.alternative[un];
    CHECK(warm >= cold);
    more += warm > cold ? 1 : 0;
  }
  CHECK(more > 50);
}

TEST_CASE(
    "alternative partners: smear costs the others 0.01 sat(presence) a week where it is heard") {
  Rivals theatre;
  theatre.attributes(partner).smear = 0.5F;
  theatre.attributes(partner).attribution = 0.3F;
  AlternativePartners const quiet{.offers = 0};
  State const next = after(theatre.state, quiet);
  CHECK(next.at.impartiality[un][theatre.middle] ==
        doctest::Approx(0.8 - 0.01 * 0.5 * 0.3 * 600.0 / 800.0).epsilon(1e-6));
  CHECK(next.at.impartiality[un][theatre.corner] == 0.8F);
  CHECK(next.at.impartiality[partner][theatre.middle] == 0.8F);
  CHECK(next.at.impartiality[red][theatre.middle] ==
        theatre.state.at.impartiality[red][theatre.middle]);
  State worst = theatre.state;
  worst.at.impartiality[un][theatre.middle] = 0.0501F;
  CHECK(after(worst, quiet).at.impartiality[un][theatre.middle] == 0.05F);
}

TEST_CASE("alternative partners: the switch governs it") {
  Rivals theatre;
  CHECK(switch_works(theatre.state, eager));
}
