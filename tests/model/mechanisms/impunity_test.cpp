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
    state.actors.civilian_staff[un] = 1000;  // 150 on human rights
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

TEST_CASE("impunity: troops and missions without the goal do not monitor, a partner's staff do") {
  WatchedTheatre theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.deploy(partner, theatre.middle, 5000);
  CHECK(theatre.impunity() == doctest::Approx(0.9));
  theatre.state.actors.civilian_staff[partner] = 1000;
  theatre.state.actors.consent[partner] = 1;
  theatre.attributes(partner).civil_efficiency = 0.4F;  // M30
  CHECK(theatre.impunity() == doctest::Approx(0.9 - 60.0 / 160.0));
  theatre.state.actors.civilian_staff[partner] = 0;
  theatre.deploy(un, theatre.middle, 5000);
  theatre.state.actors.civilian_staff[un] = 0;
  CHECK(theatre.impunity() == doctest::Approx(0.9));
  theatre.state.actors.civilian_staff[un] = 1000;
  theatre.state.actors.goals[un][monitor_human_rights] = 0;
  CHECK(theatre.impunity() == doctest::Approx(0.9));
}

TEST_CASE("impunity: more staff and more consent never raise it; half_staff does") {
  WatchedTheatre theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.deploy(un, theatre.middle, 100);
  float last = 1;
  for (int const staff : {0, 10, 100, 1000, 10000}) {
    theatre.state.actors.civilian_staff[un] = staff;
    CHECK(theatre.impunity() <= last);
    last = theatre.impunity();
  }
  CHECK(theatre.impunity({.half_staff = 1000}) > last);
  theatre.state.actors.consent[un] = 1;
  CHECK(theatre.impunity() < last);
}

TEST_CASE("impunity: conditional support lowers it, cases without a sanction raise it") {
  WatchedTheatre theatre;
  theatre.state.politics.conditionality[government] = 0.3F;
  CHECK(theatre.impunity() == doctest::Approx(0.6));
  theatre.state.politics.impunity_gained[government] = 0.1F;
  CHECK(theatre.impunity() == doctest::Approx(0.7));
  theatre.state.politics.impunity_gained[government] = 1;
  CHECK(theatre.impunity() == 1.0F);
}

TEST_CASE("impunity: an operation has what cases without a sanction added, less what it fears") {
  WatchedTheatre theatre;
  theatre.state.politics.impunity_gained[partner] = 0.5F;
  theatre.impunity();
  CHECK(theatre.state.actors.impunity[partner] == 0.5F);
  theatre.state.politics.conditionality[partner] = 0.2F;
  theatre.impunity();
  CHECK(theatre.state.actors.impunity[partner] == doctest::Approx(0.3));
  theatre.state.politics.conditionality[partner] = 0.9F;
  theatre.impunity();
  CHECK(theatre.state.actors.impunity[partner] == 0.0F);
}

TEST_CASE("impunity: groups have none, and operations start without") {
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
