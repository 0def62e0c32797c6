/// Tests of conduct-conditional force: an impartial operation fights whoever kills civilians.
#include "model/mechanisms/conduct_conditional_force.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct MandatedTheatre : ConflictTheatre {
  MandatedTheatre() {
    attributes(un).authority = 1;
    attributes(un).restraint = 0.98F;
  }
  float coefficient(int a, ConductConditionalForce rule = {}, int towards = red) {
    apply(rule, 0);
    return state.actors.conduct[Actors::idx(a)][Actors::idx(towards)];
  }
};

}  // namespace

TEST_CASE("conduct-conditional force: restraint times goal times authority, at most 1") {
  MandatedTheatre theatre;
  CHECK(theatre.coefficient(un) == doctest::Approx(0.98 * 0.35));
  theatre.attributes(un).authority = 0.3F;
  CHECK(theatre.coefficient(un) == doctest::Approx(0.98 * 0.35 * 0.3));
  CHECK(theatre.coefficient(un, {.strictness = 10}) == 1.0F);
}

TEST_CASE("conduct-conditional force: no goal, no authority or no strictness, no force") {
  MandatedTheatre theatre;
  CHECK(theatre.coefficient(un, {.strictness = 0}) == 0.0F);
  theatre.attributes(un).authority = 0;
  CHECK(theatre.coefficient(un) == 0.0F);
  theatre.attributes(un).authority = 1;
  theatre.state.actors.goals[un][protect_civilians] = 0;
  CHECK(theatre.coefficient(un) == 0.0F);
}

TEST_CASE("conduct-conditional force: only operations that take part hold others to account") {
  MandatedTheatre theatre;
  for (int const a : {government, red, blue}) {
    theatre.attributes(a).authority = 1;
    theatre.state.actors.goals[Actors::idx(a)][protect_civilians] = 1;
    CHECK(theatre.coefficient(a) == 0.0F);
  }
  theatre.state.actors.present[un] = 0;
  CHECK(theatre.coefficient(un) == 0.0F);
}

TEST_CASE(
    "conduct-conditional force: hostility rises with remembered harm to its full size at v0") {
  MandatedTheatre theatre;
  float const full = theatre.coefficient(un);
  auto const hostility = [&](float harm) {
    theatre.state.at.harm[red][theatre.middle] = harm;
    return theatre.state.hostility(un, red, theatre.middle);
  };
  CHECK(hostility(0.0F) == 0.0F);
  CHECK(hostility(1.0F) == doctest::Approx(full / 2));
  CHECK(hostility(2.0F) == doctest::Approx(full));
  CHECK(hostility(50.0F) == doctest::Approx(full));
  CHECK(theatre.state.hostility(red, un, theatre.middle) == doctest::Approx(full));
  CHECK(theatre.state.hostility(un, red, theatre.corner) == 0.0F);
}

TEST_CASE("conduct-conditional force: other operations are spared") {
  MandatedTheatre theatre;
  theatre.coefficient(un);
  theatre.state.at.harm[partner][theatre.middle] = 50;
  CHECK(theatre.state.hostility(un, partner, theatre.middle) == 0.0F);
}

TEST_CASE(
    "conduct-conditional force: an impartial force judges all alike, a partial one spares "
    "friends") {
  MandatedTheatre theatre;
  float const full = theatre.coefficient(un);
  theatre.state.actors.stances[un][red] = 0.6F;
  theatre.state.actors.stances[un][blue] = -1;
  CHECK(theatre.coefficient(un) == full);
  theatre.attributes(un).impartiality_principle = 0.5F;
  CHECK(theatre.coefficient(un) == doctest::Approx(full * (0.5 + 0.5 * 0.2)));
  CHECK(theatre.coefficient(un, {}, blue) == doctest::Approx(full));
  theatre.attributes(un).impartiality_principle = 0;
  theatre.state.actors.stances[un][red] = 1;
  CHECK(theatre.coefficient(un) == 0.0F);
}

TEST_CASE("conduct-conditional force: without divergent_conduct a partner judges as the UN does") {
  MandatedTheatre theatre;
  theatre.attributes(partner).authority = 1;
  theatre.attributes(partner).impartiality_principle = 0;
  theatre.state.actors.goals[partner][protect_civilians] = 0.35F;
  theatre.state.actors.stances[partner][red] = 1;
  theatre.state.actors.principles_of[partner] = un;
  float const as_the_un = theatre.coefficient(partner);
  theatre.state.actors.principles_of[partner] = partner;
  CHECK(as_the_un > 0.0F);
  CHECK(theatre.coefficient(partner) == 0.0F);
}

TEST_CASE("conduct-conditional force: the switch governs it") {
  MandatedTheatre theatre;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.actors.conduct[un][red]; },
      ConductConditionalForce{}));
}
