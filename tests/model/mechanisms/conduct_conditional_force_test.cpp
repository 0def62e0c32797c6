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
  float coefficient(int a, ConductConditionalForce rule = {}) {
    apply(rule, 0);
    return state.actors.conduct[Actors::idx(a)];
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

TEST_CASE("conduct-conditional force: the switch governs it") {
  MandatedTheatre theatre;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.actors.conduct[un]; },
      ConductConditionalForce{}));
}
