/// Tests of friction: operations in each other's way.
#include "model/mechanisms/friction.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// UN units that mediate and partner units that defeat the designated, X = .6, in an empty middle.
struct RubbingTheatre : SmallTheatre {
  RubbingTheatre() {
    for (auto& attributes : state.actors.attributes) attributes.reach = 30;
    for (int const c : world.grid.cells) state.cells.residents[static_cast<std::size_t>(c)] = 0;
    deploy(un, middle, 150);
    deploy(partner, middle, 150);
    state.units.task = {mediate, defeat_designated};
  }
  /// Share of `n` weeks with friction in the middle.
  double frequency(int n, Friction rule = {}) const {
    int frictions = 0;
    for (int k = 0; k < n; ++k) {
      frictions += after(state, rule, static_cast<std::uint64_t>(k)).flows.frictions;
    }
    return static_cast<double>(frictions) / n;
  }
};

double expected(double x, double c, double phi = 0.8) {
  return 1 - std::exp(-phi * x * std::exp(-1.5 * c));
}

}  // namespace

TEST_CASE("friction: forces whose tasks do not clash and whose stances agree never rub") {
  RubbingTheatre theatre;
  theatre.state.units.task = {mediate, hold_site};
  CHECK(theatre.frequency(500, {.rate = 20}) == 0.0);
}

TEST_CASE("friction: forces out of each other's reach never rub") {
  RubbingTheatre theatre;
  theatre.state.units.cell[1] = theatre.corner;
  tally(theatre.state);
  CHECK(theatre.frequency(500, {.rate = 20}) == 0.0);
}

TEST_CASE("friction: its frequency is 1 - exp(-phi x exp(-kappa c))") {
  RubbingTheatre theatre;
  theatre.state.actors.coordination[un][partner] = theatre.state.actors.coordination[partner][un] =
      0.3F;
  constexpr int n = 20000;
  double const p = expected(0.6, 0.3);
  double const bound = 4.5 * std::sqrt(p * (1 - p) / n);
  CHECK(std::abs(theatre.frequency(n) - p) < bound);
  CHECK(std::abs(theatre.frequency(n, {.rate = 0.88F}) - p) > bound);
}

TEST_CASE("friction: what was executed counts by persons, and stances by the parties on the spot") {
  RubbingTheatre theatre;
  theatre.deploy(partner, theatre.middle, 450);  // three quarters of it hold sites
  theatre.state.units.task[2] = hold_site;
  theatre.state.actors.declared[partner].stances[government] = 1;
  theatre.state.actors.declared[partner].stances[red] = -0.6F;
  theatre.deploy(red, theatre.middle, 50);
  theatre.deploy(government, theatre.corner, 50);  // not here
  constexpr int n = 20000;
  double const p = expected(0.25 * 0.6 + 0.5 * 0.6, 0);
  double const bound = 4.5 * std::sqrt(p * (1 - p) / n);
  CHECK(std::abs(theatre.frequency(n) - p) < bound);
  CHECK(std::abs(theatre.frequency(n, {.rate = 0.72F}) - p) > bound);
}

TEST_CASE("friction: it reads declared stances, so a switched-off targeting does not hide it") {
  RubbingTheatre theatre;
  theatre.state.units.task = {mediate, hold_site};
  theatre.state.cells.residents[static_cast<std::size_t>(theatre.middle)] = 100;
  theatre.state.actors.declared[partner].stances[communities] = -1;
  CHECK(theatre.state.actors.stances[partner][communities] == 0.0F);
  double const share = theatre.frequency(4000);
  double const p = expected(0.5, 0);
  CHECK(std::abs(share - p) < 4.5 * std::sqrt(p * (1 - p) / 4000));
}

TEST_CASE("friction: more coordination never causes friction that less would not") {
  RubbingTheatre theatre;
  for (std::uint64_t k = 0; k < 500; ++k) {
    int last = 1;
    for (float c : {0.0F, 0.3F, 0.6F, 1.0F}) {
      theatre.state.actors.coordination[un][partner] =
          theatre.state.actors.coordination[partner][un] = c;
      int const now = after(theatre.state, Friction{.rate = 2}, k).flows.frictions;
      CHECK(now <= last);
      last = now;
    }
  }
}

TEST_CASE("L11, interoperability: exchanged staff make coordination prevent more friction") {
  RubbingTheatre theatre;
  theatre.state.actors.coordination[un][partner] = theatre.state.actors.coordination[partner][un] =
      0.5F;
  CHECK(Friction{}.coordination_effect() == doctest::Approx(1.5).epsilon(1e-5));
  int fewer = 0;
  for (std::uint64_t k = 0; k < 500; ++k) {
    int const low = after(theatre.state, Friction{.interoperability = 0.2F}, k).flows.frictions;
    int const high = after(theatre.state, Friction{.interoperability = 0.9F}, k).flows.frictions;
    CHECK(high <= low);
    fewer += low - high;
  }
  CHECK(fewer > 20);
}

TEST_CASE("friction: both lose half their effect in that cell and nowhere else") {
  RubbingTheatre theatre;
  State const next = after(theatre.state, Friction{.rate = 1e6F});
  CHECK(next.at.friction[un][theatre.middle] == 0.5F);
  CHECK(next.at.friction[partner][theatre.middle] == 0.5F);
  CHECK(next.at.friction[un][theatre.corner] == 0.0F);
  CHECK(next.at.friction[red][theatre.middle] == 0.0F);
}

TEST_CASE(
    "friction: fire between friends is rare, needs both on the spot and kills within the patrol") {
  RubbingTheatre theatre;
  State const next = after(theatre.state, Friction{.fire_rate = 1e6F, .fire_deaths = 100});
  REQUIRE(next.events.size() == 1);
  Event const& event = next.events[0];
  CHECK(event.kind == EventKind::blue_on_blue);
  CHECK(event.side_a + event.side_b == un + partner);
  CHECK(event.deaths_a == 30);
  CHECK(event.deaths_b == 30);
  CHECK(event.deaths_civilians == 0);
  CHECK((event.day >= 1 && event.day <= 7));
  theatre.state.actors.attributes[partner].reach = 60;
  theatre.state.units.cell[1] = theatre.world.grid.step(theatre.middle, 1, 0);
  tally(theatre.state);
  State const apart = after(theatre.state, Friction{.rate = 1e6F, .fire_rate = 1e6F});
  CHECK(apart.events.empty());
  CHECK(apart.at.friction[un][theatre.middle] == 0.5F);
}

TEST_CASE("friction: the order of actors does not matter") {
  RubbingTheatre theatre;
  State swapped = theatre.state;
  std::swap(swapped.actors.key[un], swapped.actors.key[partner]);
  for (std::uint64_t k = 0; k < 200; ++k) {
    CHECK(after(theatre.state, Friction{}, k).flows.frictions ==
          after(swapped, Friction{}, k).flows.frictions);
  }
}

TEST_CASE("friction: the switch governs it") {
  RubbingTheatre theatre;
  CHECK(switch_governs<Friction>(theatre.state, [](State const& s) { return s.flows.frictions; },
                                 {.rate = 1e6F}));
}
