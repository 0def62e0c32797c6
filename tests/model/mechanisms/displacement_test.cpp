/// Displacement: who flees, where to, and who goes home.
#include "model/mechanisms/displacement.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "tests/support/agreement.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

State after(State state, Displacement const& rule, std::uint64_t replicate = 0) {
  rule(state, Draws(1, replicate, 0, rule_address(Displacement::name)));
  return state;
}

int displaced(State const& state) {
  return std::accumulate(state.cells.displaced.begin(), state.cells.displaced.end(), 0);
}

/// People who have fled from the middle to the corner without any rule.
void drive_out(SmallTheatre& theatre, std::int32_t persons) {
  theatre.state.cells.residents[at(theatre.middle)] -= persons;
  theatre.state.cells.displaced[at(theatre.corner)] += persons;
}

}  // namespace

TEST_CASE("displacement: where nothing happened nobody moves") {
  SmallTheatre theatre;
  CHECK(digest(after(theatre.state, Displacement{})) == digest(theatre.state));
}

TEST_CASE(
    "displacement: five dead in ten thousand bring fear to 63 per cent, which halves in 4 weeks") {
  SmallTheatre theatre;
  theatre.state.cells.killed[at(theatre.middle)] = 5;
  theatre.state.cells.residents[at(theatre.middle)] -= 5;
  theatre.state.ledger.civilian_dead = 5;
  Displacement rule;
  rule.panic = 0;
  State state = after(theatre.state, rule);
  double const shock = 1 - std::exp(-1.0);
  CHECK(state.cells.fear[at(theatre.middle)] == doctest::Approx(shock));
  state.cells.killed[at(theatre.middle)] = 0;
  for (int week = 0; week < 4; ++week) state = after(state, rule);
  CHECK(state.cells.fear[at(theatre.middle)] == doctest::Approx(shock / 2));
}

TEST_CASE("displacement: people are conserved, whatever happens") {
  SmallTheatre theatre;
  float v = 0;
  for (int const cell : theatre.world.grid.cells) {
    theatre.state.at.harm[red][cell] = v += 1.7F;
    theatre.state.cells.fear[at(cell)] = 0.5F;
  }
  State state = theatre.state;
  for (int week = 0; week < 60; ++week) {
    if (week == 30) state.at.harm.fill(0);
    state = after(state, Displacement{}, at(week));
    check_invariants(state);
  }
  CHECK(displaced(state) > 0);
  CHECK(state.flows.returned > 0);
}

TEST_CASE("displacement: the number that leaves and the number that goes home are binomial") {
  SmallTheatre theatre;
  theatre.state.at.harm[red][theatre.middle] = 6;
  theatre.state.at.harm[government][theatre.middle] = 4;
  theatre.state.cells.fear[at(theatre.middle)] = 0.2F;
  int const runs = 400;
  double const fear = 0.2 * std::pow(2.0, -0.25);
  double const q = 1 - std::exp(-(0.05 * (1 - std::exp(-1.0)) + 0.01 * fear));
  auto const fled = [&](float flight) {
    Displacement rule;
    rule.flight = flight;
    double sum = 0;
    for (int run = 0; run < runs; ++run) sum += after(theatre.state, rule, at(run)).flows.fled;
    return sum / runs;
  };
  CHECK(agrees(fled(0.05F), 10000 * q, std::sqrt(10000 * q * (1 - q)), runs));
  CHECK_FALSE(agrees(fled(0.055F), 10000 * q, std::sqrt(10000 * q * (1 - q)), runs));

  SmallTheatre calm;
  drive_out(calm, 4000);
  double const h = 1 - std::exp(-0.02);
  auto const returned = [&](float homing) {
    Displacement rule;
    rule.homing = homing;
    double sum = 0;
    for (int run = 0; run < runs; ++run) sum += after(calm.state, rule, at(run)).flows.returned;
    return sum / runs;
  };
  CHECK(agrees(returned(0.02F), 4000 * h, std::sqrt(4000 * h * (1 - h)), runs));
  CHECK_FALSE(agrees(returned(0.022F), 4000 * h, std::sqrt(4000 * h * (1 - h)), runs));
}

TEST_CASE(
    "displacement: a protection site takes people up to its room, the others go where harm is "
    "least") {
  SmallTheatre theatre;  // the corner is a site for 5,000
  theatre.state.at.harm[red][theatre.middle] = 100;
  int const quiet = theatre.world.grid.cell(2, 2);
  for (int const cell : theatre.world.grid.cells) {
    if (cell != theatre.middle && cell != quiet) theatre.state.at.harm[red][cell] = 0.1F;
  }
  Displacement rule;
  rule.flight = 1;
  rule.homing = 0;
  State const state = after(theatre.state, rule);
  CHECK(state.cells.displaced[at(theatre.corner)] == 5000);
  CHECK(state.cells.displaced[at(quiet)] == state.flows.fled - 5000);
  CHECK(state.flows.fled > 6000);
}

TEST_CASE(
    "displacement: people near a site shelter in their own cell; beyond its range they do not "
    "reach it") {
  SmallTheatre theatre;
  theatre.state.at.harm[red][theatre.corner] = 10;
  State state = after(theatre.state, Displacement{});
  CHECK(state.cells.displaced[at(theatre.corner)] == state.flows.fled);
  CHECK(state.flows.fled > 0);

  SmallTheatre wide(plain_world(1, 9, 50, 10000));
  wide.world.protection_site[at(wide.world.grid.cell(0, 8))] = 5000;
  int const home = wide.world.grid.cell(0, 2);
  wide.state.at.harm[red][home] = 10;
  state = after(wide.state, Displacement{});
  CHECK(state.flows.fled > 0);
  CHECK(state.cells.displaced[at(wide.world.grid.cell(0, 8))] == 0);
}

TEST_CASE("displacement: who finds no better place stays") {
  SmallTheatre theatre(plain_world(3, 3, 50, 10000));
  theatre.state.at.harm.fill(red, 20);
  CHECK(after(theatre.state, Displacement{}).flows.fled == 0);
}

TEST_CASE("displacement: more killing never keeps anyone at home, on every draw") {
  SmallTheatre theatre;
  Displacement const rule;
  for (int run = 0; run < 200; ++run) {
    int previous = 0;
    for (float const v : {0.5F, 2.0F, 10.0F, 50.0F}) {
      theatre.state.at.harm[red][theatre.middle] = v;
      int const fled = after(theatre.state, rule, at(run)).flows.fled;
      CHECK(fled >= previous);
      previous = fled;
    }
    CHECK(previous > 300);
  }
}

TEST_CASE(
    "displacement: people go home to the calm cell that misses them, and no more than it misses") {
  SmallTheatre theatre;
  drive_out(theatre, 3000);
  Displacement rule;
  rule.homing = 10;
  State unsafe = theatre.state;
  unsafe.at.harm[red][theatre.middle] = 0.6F;
  CHECK(after(unsafe, rule).flows.returned == 0);
  State const state = after(theatre.state, rule);
  CHECK(state.flows.returned >= 2990);
  CHECK(state.cells.residents[at(theatre.middle)] == 7000 + state.flows.returned);
  CHECK(state.cells.residents[at(theatre.corner)] == 10000);
  // Two thousand of the displaced have no home left to go to: their dead neighbours' do not miss them.
  theatre.state.cells.residents[at(theatre.middle)] += 2000;
  CHECK(after(theatre.state, rule).flows.returned == 1000);
}

TEST_CASE("displacement: the switch turns it off") {
  SmallTheatre theatre;
  theatre.state.at.harm[red][theatre.middle] = 10;
  CHECK(switch_works<Displacement>(theatre.state));
}
