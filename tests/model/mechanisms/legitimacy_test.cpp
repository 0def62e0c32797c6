/// Legitimacy: it follows perceived impartiality where an operation stands.
#include "model/mechanisms/legitimacy.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

float legitimacy(State state, int actor, Legitimacy const& rule = {}) {
  rule(state, Draws(1, 0, 0, rule_address(Legitimacy::name)));
  return state.actors.legitimacy[static_cast<std::size_t>(actor)];
}

struct Seen : SmallTheatre {
  Seen() {
    deploy(un, middle, 100);
    deploy(un, corner, 900);
    state.at.impartiality[un][middle] = 0.9F;
    state.at.impartiality[un][corner] = 0.3F;
  }
};

}  // namespace

TEST_CASE("legitimacy: it approaches the mean over cells with presence by one per cent a week") {
  Seen theatre;
  CHECK(legitimacy(theatre.state, un) == doctest::Approx(0.5 + 0.01 * (0.6 - 0.5)));
}

TEST_CASE("legitimacy: it rests where people perceive what it has") {
  Seen theatre;
  theatre.state.actors.legitimacy[un] = 0.6F;
  CHECK(legitimacy(theatre.state, un) == doctest::Approx(0.6));
}

TEST_CASE("legitimacy: an absent operation, the army and armed groups keep theirs") {
  Seen theatre;
  theatre.deploy(government, theatre.middle, 100);
  theatre.deploy(red, theatre.middle, 100);
  for (int const actor : {government, red, blue, partner})
    CHECK(legitimacy(theatre.state, actor) == 0.5F);
}

TEST_CASE("legitimacy: more impartial is never less legitimate; rate 0 changes nothing") {
  Seen theatre;
  float previous = 0;
  for (float const iota : {0.05F, 0.3F, 0.6F, 1.0F}) {
    theatre.state.at.impartiality[un][theatre.middle] = iota;
    CHECK(legitimacy(theatre.state, un) > previous);
    previous = legitimacy(theatre.state, un);
  }
  Legitimacy rule;
  rule.rate = 0;
  CHECK(legitimacy(theatre.state, un, rule) == 0.5F);
}

TEST_CASE("legitimacy: who puts counter-terrorism first does not value impartiality") {
  Seen theatre;
  Legitimacy rule;
  rule.terrorism_first = 0.5F;
  CHECK(legitimacy(theatre.state, un, rule) == doctest::Approx(0.5 + 0.01 * (0.3 - 0.5)));
  rule.terrorism_first = 1;
  CHECK(legitimacy(theatre.state, un, rule) == doctest::Approx(0.5 - 0.005));
}

TEST_CASE("legitimacy: M4, where counter-terrorism comes first, use to the army counts instead") {
  Seen theatre;
  Legitimacy rule;
  rule.terrorism_first = 0.5F;
  theatre.state.politics.usefulness[un] = 0.8F;
  CHECK(legitimacy(theatre.state, un, rule) == doctest::Approx(0.5 + 0.01 * (0.3 + 0.4 - 0.5)));
  rule.terrorism_first = 0;
  CHECK(legitimacy(theatre.state, un, rule) == doctest::Approx(0.5 + 0.01 * (0.6 - 0.5)));
}

TEST_CASE("legitimacy: M9, complicity costs up to 0.01 a week") {
  Seen theatre;
  float last = legitimacy(theatre.state, un);
  for (float const killed : {1.0F, 5.0F, 1000.0F}) {
    theatre.state.politics.complicity[un] = killed;
    CHECK(legitimacy(theatre.state, un) < last);
    last = legitimacy(theatre.state, un);
  }
  CHECK(last == doctest::Approx(0.5 + 0.01 * (0.6 - 1 - 0.5)));
}

TEST_CASE("legitimacy: the switch turns it off") {
  Seen theatre;
  CHECK(switch_works<Legitimacy>(theatre.state));
}
