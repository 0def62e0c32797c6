/// Pay: who earns what, and who cannot pay.
#include "model/mechanisms/payroll.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

State after(State state, Payroll const& rule = {}) {
  rule(state, Draws(1, 0, 0, rule_address(Payroll::name)));
  return state;
}

}  // namespace

TEST_CASE("payroll: without income or purse everything is unpaid; without people nothing is") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 100);
  State const state = after(theatre.state);
  CHECK(state.actors.unpaid_share[red] == 1.0F);
  CHECK(state.actors.purse[red] == 0.0F);
  CHECK(state.actors.unpaid_share[blue] == 0.0F);
}

TEST_CASE(
    "payroll: the government taxes 0.02 per resident of the cells it holds more than half of") {
  SmallTheatre theatre;
  theatre.deploy(government, theatre.middle, 150);
  theatre.state.at.control[government][theatre.middle] = 0.51F;
  theatre.state.at.control[government][theatre.corner] = 0.5F;
  State const state = after(theatre.state);
  CHECK(state.actors.unpaid_share[government] == 0.0F);
  CHECK(state.actors.purse[government] == doctest::Approx(200 - 150));
}

TEST_CASE("payroll: a group lives off residents and resources in proportion to control") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 100);
  theatre.state.at.control[red][theatre.middle] = 0.5F;  // resource 0.5 on 2,500 km2 here
  State const state = after(theatre.state);
  CHECK(state.actors.unpaid_share[red] ==
        doctest::Approx(1 - 0.5 * (0.01 * 10000 + 200 * 0.5 * 2500 / 3000) / 100));
}

TEST_CASE("payroll: the purse covers what income does not, until it is empty") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.corner, 100);
  theatre.state.actors.purse[red] = 130;
  State state = after(theatre.state);
  CHECK(state.actors.unpaid_share[red] == 0.0F);
  CHECK(state.actors.purse[red] == doctest::Approx(30));
  state = after(state);
  CHECK(state.actors.unpaid_share[red] == doctest::Approx(0.7));
  CHECK(state.actors.purse[red] == 0.0F);
}

TEST_CASE(
    "payroll: an operation without external income is paid by its sponsor, one with it pays from "
    "it") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 1000);
  theatre.deploy(partner, theatre.middle, 1000);
  theatre.state.actors.attributes[un].external_income = 800;
  State const state = after(theatre.state);
  CHECK(state.actors.unpaid_share[un] == doctest::Approx(0.2));
  CHECK(state.actors.unpaid_share[partner] == 0.0F);
}

TEST_CASE(
    "payroll: concessions pay a force as far as its goals, as it follows them, seek resources") {
  SmallTheatre theatre;
  theatre.deploy(partner, theatre.middle, 100);
  theatre.state.actors.attributes[partner].external_income = 50;
  theatre.state.at.control[partner][theatre.middle] = 0.8F;
  CHECK(after(theatre.state).actors.unpaid_share[partner] == doctest::Approx(0.5));
  theatre.state.actors.goals[partner][secure_resources] = 0.25F;
  CHECK(after(theatre.state).actors.unpaid_share[partner] ==
        doctest::Approx(0.5 - 0.25 * 200 * 0.5 * 0.8 * 2500 / 3000 / 100));
}

TEST_CASE("payroll: a budget cut lowers the external income of an operation, M7") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 1000);
  theatre.state.actors.attributes[un].external_income = 1000;
  CHECK(after(theatre.state).actors.unpaid_share[un] == 0.0F);
  float previous = 0;
  for (float const budget : {0.8F, 0.7F, 0.6F}) {
    theatre.state.mandates.budget[un] = budget;
    CHECK(after(theatre.state).actors.unpaid_share[un] == doctest::Approx(1 - budget));
    CHECK(after(theatre.state).actors.unpaid_share[un] > previous);
    previous = after(theatre.state).actors.unpaid_share[un];
  }
}

TEST_CASE("payroll: support of others is paid from the same purse, and both share a lack") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 1000);
  theatre.deploy(partner, theatre.middle, 1000);
  theatre.state.actors.attributes[un].external_income = 1000;
  theatre.state.politics.supported[un][partner] = 250;
  CHECK(after(theatre.state).actors.unpaid_share[un] == doctest::Approx(0.2));
  CHECK(after(theatre.state).actors.unpaid_share[partner] == 0.0F);
  theatre.state.actors.purse[un] = 300;
  CHECK(after(theatre.state).actors.purse[un] == doctest::Approx(50));
}

TEST_CASE("payroll: a purse holds 26 weeks of pay at most") {
  SmallTheatre theatre;
  theatre.deploy(government, theatre.middle, 10);
  for (int const cell : theatre.world.grid.cells) theatre.state.at.control[government][cell] = 0.9F;
  State state = theatre.state;
  for (int week = 0; week < 5; ++week) state = after(state);
  CHECK(state.actors.purse[government] == doctest::Approx(260));
}

TEST_CASE("payroll: more control never leaves more unpaid") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 180);
  float previous = 1;
  for (float const control : {0.1F, 0.3F, 0.6F, 0.8F, 1.0F}) {
    theatre.state.at.control[red][theatre.middle] = control;
    float const unpaid = after(theatre.state).actors.unpaid_share[red];
    CHECK(unpaid < previous);
    previous = unpaid;
  }
  CHECK(previous == 0.0F);
}

TEST_CASE("payroll: the switch turns it off") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.corner, 100);
  theatre.state.actors.purse[red] = 500;
  CHECK(switch_works<Payroll>(theatre.state));
}
