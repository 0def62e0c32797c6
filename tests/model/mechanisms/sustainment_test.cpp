/// Tests of sustainment: what reaches a unit, and what a hungry force does.
#include "model/mechanisms/sustainment.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <vector>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct SuppliedTheatre : SmallTheatre {
  SuppliedTheatre() {
    for (float& road : world.road_access) road = 0.5F;
    deploy(un, middle, 400);
    deploy(red, middle, 400);
    deploy(government, middle, 400);
    state.actors.attributes[un].self_sustainment = 0.2F;
    state.actors.attributes[government].self_sustainment = 0.2F;
  }
};

}  // namespace

TEST_CASE(
    "sustainment: a paid force that sustains itself is full, one with nothing is empty in a week") {
  SuppliedTheatre theatre;
  theatre.state.actors.attributes[un].self_sustainment = 1;
  theatre.state.units.supply[0] = 0.0F;
  CHECK(after(theatre.state, Sustainment{.delivery = 1.0F}).units.supply[0] ==
        doctest::Approx(0.85));
  theatre.state.units.supply[0] = 1.0F;
  CHECK(after(theatre.state, Sustainment{}).units.supply[0] == 1.0F);
  theatre.state.actors.unpaid_share[un] = 1;
  CHECK(after(theatre.state, Sustainment{}).units.supply[0] == 0.0F);
}

TEST_CASE("sustainment: the balance is own means plus deliveries less the need") {
  SuppliedTheatre theatre;
  theatre.state.units.supply[0] = 0.8F;
  theatre.state.actors.unpaid_share[un] = 0.25F;
  // (0.2 + 1.2 (0.7 + 0.3 x 0.5)) 0.75 - 1 = -0.085
  CHECK(after(theatre.state, Sustainment{}).units.supply[0] ==
        doctest::Approx(0.715).epsilon(1e-5));
  CHECK(after(theatre.state, Sustainment{.delivery = 1.08F}).units.supply[0] < 0.65F);  // the twin
}

TEST_CASE("sustainment: a dependent force gets its share of the need from support alone") {
  SuppliedTheatre theatre;
  theatre.state.actors.attributes[un].support_dependence = 0.6F;
  theatre.state.units.supply[0] = 0.8F;
  // 0.2 + 0.4 x 1.2 (0.7 + 0.3 x 0.5) - 1 = -0.392
  CHECK(after(theatre.state, Sustainment{}).units.supply[0] == doctest::Approx(0.408));
  float last = 0;
  for (float const delivered : {60.0F, 120.0F, 200.0F}) {
    theatre.state.politics.delivered[partner][un] = delivered;
    float const supply = after(theatre.state, Sustainment{}).units.supply[0];
    CHECK(supply == doctest::Approx(std::min(1.0F, 0.408F + delivered / 400)));
    CHECK(supply > last);
    last = supply;
  }
}

TEST_CASE(
    "sustainment: a dependent force that waits abroad keeps full supply and can be deployed") {
  SmallTheatre theatre;
  theatre.state.actors.attributes[partner].support_dependence = 0.6F;
  theatre.deploy(partner, theatre.corner, 0);
  std::size_t const row = theatre.state.units.supply.size() - 1;
  REQUIRE(theatre.state.units.actor[row] == partner);
  REQUIRE(theatre.state.actors.strength[partner] == 0);
  theatre.state.units.supply[row] = 0.2F;
  CHECK(after(theatre.state, Sustainment{}).units.supply[row] == 1.0F);
}

TEST_CASE(
    "sustainment: strategic lift that is shared carries what no road does, only to operations") {
  SuppliedTheatre theatre;
  theatre.deploy(partner, theatre.middle, 300);
  theatre.state.units.supply = {0.5F, 0.5F, 0.5F, 0.5F};
  State const alone = after(theatre.state, Sustainment{.lift = 1});
  theatre.state.logistics.sharing[partner][un] = 0.8F;
  State const none = after(theatre.state, Sustainment{});
  // s = 0.8 x 300 / 400 = 0.6, air = 0.7 + 0.3 x 0.6 = 0.88: 0.5 + 0.2 + 1.2 (0.88 + 0.12 x 0.5) - 1
  State const lifted = after(theatre.state, Sustainment{.lift = 1});
  CHECK(lifted.units.supply[0] == doctest::Approx(0.828).epsilon(1e-5));
  CHECK(lifted.units.supply[0] > none.units.supply[0]);
  CHECK(none.units.supply[0] == alone.units.supply[0]);
  float last = none.units.supply[0];
  for (float const lift : {0.3F, 0.6F, 1.0F}) {
    float const supply = after(theatre.state, Sustainment{.lift = lift}).units.supply[0];
    CHECK(supply > last);
    last = supply;
  }
  theatre.state.logistics.sharing[partner][government] = 0.8F;
  CHECK(after(theatre.state, Sustainment{.lift = 1}).units.supply[2] == none.units.supply[2]);
}

TEST_CASE("sustainment: the army depends on the road, an armed group lives off the land") {
  SuppliedTheatre theatre;
  theatre.state.units.supply.assign(3, 0.8F);
  State const on_road = after(theatre.state, Sustainment{.off_road = 0.2F});
  for (float& road : theatre.world.road_access) road = 0;
  State const off_road = after(theatre.state, Sustainment{.off_road = 0.2F});
  CHECK(off_road.units.supply[2] < on_road.units.supply[2]);
  CHECK(off_road.units.supply[1] == on_road.units.supply[1]);
  CHECK(on_road.units.supply[1] == doctest::Approx(0.85));
}

TEST_CASE("sustainment: more road or pay never means less supply") {
  SuppliedTheatre theatre;
  theatre.state.units.supply.assign(3, 0.6F);
  std::vector<float> last(3, 0.0F);
  for (float unpaid : {0.9F, 0.5F, 0.2F, 0.0F}) {
    theatre.state.actors.unpaid_share.fill(unpaid);
    State const next = after(theatre.state, Sustainment{});
    for (std::size_t r = 0; r < 3; ++r) CHECK(next.units.supply[r] >= last[r]);
    last = next.units.supply;
  }
}

TEST_CASE("sustainment: a hungry operation withdraws a share 1 - exp(-w (1 - u)) a week") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 10000, 400);
  theatre.state.actors.attributes[un].self_sustainment = 1;
  theatre.state.units.supply.assign(400, 0.4F);
  State const next = after(theatre.state, Sustainment{.delivery = 0});
  check_invariants(next);
  double const n = 4e6;
  double const share = static_cast<double>(next.ledger.departed[un]) / n;
  double const expected = 1.0 - std::exp(-0.02 * 0.6);
  double const bound = 4.5 * std::sqrt(expected * (1.0 - expected) / n);
  CHECK(std::abs(share - expected) < bound);
  State const twin = after(theatre.state, Sustainment{.delivery = 0, .withdrawal_rate = 0.022F});
  CHECK(std::abs(static_cast<double>(twin.ledger.departed[un]) / n - expected) > bound);
}

TEST_CASE("sustainment: hungrier units lose at least as many on every draw, fed ones nobody") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 150, 300);
  theatre.state.actors.attributes[un].self_sustainment = 1;
  theatre.state.units.supply.assign(300, 0.5F);
  CHECK(after(theatre.state, Sustainment{.delivery = 0}).ledger.departed[un] == 0);
  std::vector<std::int32_t> last(300, 150);
  for (float supply : {0.49F, 0.3F, 0.1F, 0.0F}) {
    theatre.state.units.supply.assign(300, supply);
    State const next = after(theatre.state, Sustainment{.delivery = 0, .withdrawal_rate = 0.3F});
    for (std::size_t r = 0; r < 300; ++r) CHECK(next.units.strength[r] <= last[r]);
    last = next.units.strength;
  }
}

TEST_CASE(
    "sustainment: a unit that waits for persons is supplied, and the switch governs the rule") {
  SuppliedTheatre theatre;
  auto const row =
      static_cast<std::size_t>(theatre.state.units.add(77, un, theatre.corner, 0, 100));
  theatre.state.units.supply[row] = 0.2F;
  CHECK(after(theatre.state, Sustainment{}).units.supply[row] > 0.2F);
  theatre.state.units.supply[0] = 0.3F;
  CHECK(switch_works<Sustainment>(theatre.state));
}

TEST_CASE("sustainment: an unpaid group's supply goes a quarter of the way to its rest point") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 100);
  theatre.state.actors.unpaid_share[red] = 0.5F;
  State state = after(theatre.state, Sustainment{});
  // u* = 1 - (1 - 0.6) 0.5 = 0.8
  CHECK(state.units.supply[0] == doctest::Approx(1 - 0.25 * 0.2));
  for (int week = 0; week < 60; ++week) state = after(state, Sustainment{});
  CHECK(state.units.supply[0] == doctest::Approx(0.8));
  CHECK(after(theatre.state, Sustainment{.land = 1}).units.supply[0] == 1.0F);
}
