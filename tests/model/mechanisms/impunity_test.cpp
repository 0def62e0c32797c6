/// Tests of impunity: watched and punished armies have less of it.
#include "model/mechanisms/impunity.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct WatchedTheatre : ConflictTheatre {
  WatchedTheatre() {
    attributes(un).reach = 10;
    attributes(un).civilians = 1000;  // 150 on human rights
    attributes(government).accountability = 0.1F;
    state.actors.consent[un] = 0.7F;
  }
  float impunity(Impunity rule = {}) {
    apply(rule, 0);
    return state.actors.impunity[government];
  }
};

}  // namespace

TEST_CASE("impunity: nobody watches, what is left is 1 - accountability") {
  WatchedTheatre theatre;
  CHECK(theatre.impunity() == doctest::Approx(0.9));
  theatre.deploy(government, theatre.middle, 500);
  CHECK(theatre.impunity() == doctest::Approx(0.9));
  theatre.attributes(government).accountability = 1;
  CHECK(theatre.impunity() == 0.0F);
}

TEST_CASE("impunity: UN staff see consent times their saturation, where the UN reaches") {
  WatchedTheatre theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.deploy(un, theatre.middle, 100);
  double const sight = 0.7 * 150.0 / 250.0;
  CHECK(theatre.impunity() == doctest::Approx(0.9 - sight));
  theatre.deploy(government, theatre.corner, 900);  // three quarters of the army go unseen
  CHECK(theatre.impunity() == doctest::Approx(0.9 - 0.25 * sight));
}

TEST_CASE("impunity: troops, parallel forces and missions without the goal do not monitor") {
  WatchedTheatre theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.attributes(partner).civilians = 1000;
  theatre.state.actors.consent[partner] = 1;
  theatre.deploy(partner, theatre.middle, 5000);
  CHECK(theatre.impunity() == doctest::Approx(0.9));
  theatre.deploy(un, theatre.middle, 5000);
  theatre.attributes(un).civilians = 0;
  CHECK(theatre.impunity() == doctest::Approx(0.9));
  theatre.attributes(un).civilians = 1000;
  theatre.state.actors.goals[un][monitor_human_rights] = 0;
  CHECK(theatre.impunity() == doctest::Approx(0.9));
}

TEST_CASE("impunity: more staff and more consent never raise it; half_staff does") {
  WatchedTheatre theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.deploy(un, theatre.middle, 100);
  float last = 1;
  for (float const staff : {0.0F, 10.0F, 100.0F, 1000.0F, 10000.0F}) {
    theatre.attributes(un).civilians = staff;
    CHECK(theatre.impunity() <= last);
    last = theatre.impunity();
  }
  CHECK(theatre.impunity({.half_staff = 1000}) > last);
  theatre.state.actors.consent[un] = 1;
  CHECK(theatre.impunity() < last);
}

TEST_CASE("impunity: only governments have it") {
  WatchedTheatre theatre;
  theatre.deploy(red, theatre.middle, 300);
  theatre.impunity();
  for (int const a : {red, blue, un, partner})
    CHECK(theatre.state.actors.impunity[Actors::idx(a)] == 0.0F);
}

TEST_CASE("impunity: the switch governs it") {
  WatchedTheatre theatre;
  CHECK(switch_works(theatre.state, Impunity{}));
}
