/// Desertion: who leaves, where he goes, and how often.
#include "model/mechanisms/desertion.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/agreement.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

State after(State state, Desertion const& rule, std::uint64_t replicate = 0) {
  rule(state, Draws(1, replicate, 0, rule_address(Desertion::name)));
  return state;
}

}  // namespace

TEST_CASE("desertion: a fully supplied unit with rate 0 loses nobody") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 500);
  Desertion rule;
  rule.rate = 0;
  CHECK(after(theatre.state, rule).units.strength.back() == 500);
}

TEST_CASE("desertion: operations lose nobody however hungry they are") {
  SmallTheatre theatre;
  theatre.deploy(un, theatre.middle, 500, 50);
  for (float& supply : theatre.state.units.supply) supply = 0;
  Desertion rule;
  rule.rate = 1;
  State const state = after(theatre.state, rule);
  CHECK(state.flows.deserted[un] == 0);
  CHECK(state.units.strength == theatre.state.units.strength);
}

TEST_CASE("desertion: people and strength are conserved, deserters live at home or leave") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 200, 40);
  theatre.deploy(government, theatre.corner, 300, 20);
  Desertion rule;
  rule.rate = 0.3F;
  State const state = after(theatre.state, rule);
  check_invariants(state);
  CHECK(state.flows.deserted[red] > 0);
  CHECK(state.flows.deserted[government] > 0);
  CHECK(state.cells.demobilised[static_cast<std::size_t>(theatre.middle)] > 0);
  CHECK(state.ledger.left_map > 0);
}

TEST_CASE("desertion: hunger and a higher rate never keep a fighter, on every draw") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 120, 500);
  State hungry = theatre.state;
  for (float& supply : hungry.units.supply) supply = 0;
  Desertion const rule;
  Desertion higher;
  higher.rate = 2 * rule.rate;
  auto const base = after(theatre.state, rule).units.strength;
  auto const without_supply = after(hungry, rule).units.strength;
  auto const at_higher_rate = after(theatre.state, higher).units.strength;
  bool differs = false;
  for (std::size_t r = 0; r < base.size(); ++r) {
    CHECK(without_supply[r] <= base[r]);
    CHECK(at_higher_rate[r] <= base[r]);
    differs = differs || without_supply[r] < base[r];
  }
  CHECK(differs);
}

TEST_CASE("desertion: the mean lost and the share that stays follow the closed forms") {
  SmallTheatre theatre;
  int const units = 20000;
  theatre.deploy(red, theatre.middle, 100, units);
  for (float& supply : theatre.state.units.supply) supply = 0.5F;
  Desertion const rule;
  double const q = 1 - std::exp(-0.004 * (1 + 100.0 / 400 + 0.5));
  State const state = after(theatre.state, rule);
  double const lost = static_cast<double>(state.flows.deserted[red]) / units;
  CHECK(agrees(lost, 100 * q, std::sqrt(100 * q * (1 - q)), units));
  double const stays =
      static_cast<double>(state.cells.demobilised[static_cast<std::size_t>(theatre.middle)]) /
      static_cast<double>(state.flows.deserted[red]);
  CHECK(share_agrees(stays, 0.7, static_cast<double>(state.flows.deserted[red])));

  Desertion off = rule;
  off.rate *= 1.1F;
  off.stays *= 0.9F;
  State const twin = after(theatre.state, off);
  CHECK_FALSE(agrees(static_cast<double>(twin.flows.deserted[red]) / units, 100 * q,
                     std::sqrt(100 * q * (1 - q)), units));
  CHECK_FALSE(share_agrees(
      static_cast<double>(twin.cells.demobilised[static_cast<std::size_t>(theatre.middle)]) /
          static_cast<double>(twin.flows.deserted[red]),
      0.7, static_cast<double>(twin.flows.deserted[red])));
}

TEST_CASE("desertion: the switch turns it off") {
  SmallTheatre theatre;
  theatre.deploy(red, theatre.middle, 200, 40);
  CHECK(switch_works<Desertion>(theatre.state));
}
