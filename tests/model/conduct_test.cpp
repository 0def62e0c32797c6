/// Conduct: what adds to an actor's restraint and what takes it, and how much of abuse is seen.
#include "model/conduct.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A partner of restraint 0.5 that acts by its own principles.
struct Restrained : SmallTheatre {
  Restrained() {
    cast.actors[partner].attributes.restraint = 0.5F;
    reset();
    state.actors.principles_of[partner] = partner;
  }
  [[nodiscard]] float restraint() const { return restraint_now(state, partner); }
};

}  // namespace

TEST_CASE("L9, secondees: 10 staff with a partner add 0.02 to its restraint, more never less") {
  Restrained theatre;
  float before = theatre.restraint();
  CHECK(before == 0.5F);
  for (int const staff : {10, 50, 100}) {
    theatre.state.mandates.seconded[partner] = static_cast<float>(staff);
    CHECK(theatre.restraint() == doctest::Approx(0.5 + 0.002 * staff));
    CHECK(theatre.restraint() > before);
    before = theatre.restraint();
  }
}

TEST_CASE("conduct: sanctions and vetting add up to full restraint, a shock takes its share") {
  Restrained theatre;
  theatre.state.politics.restraint_gain[partner] = 0.1F;
  theatre.state.politics.vetting_gain[partner] = 0.2F;
  CHECK(theatre.restraint() == doctest::Approx(0.8));
  theatre.state.shocks.restraint_lost[partner] = 0.25F;
  CHECK(theatre.restraint() == doctest::Approx(0.6));
  theatre.state.politics.vetting_gain[partner] = 3;
  CHECK(theatre.restraint() == 1);
  theatre.state.shocks.restraint_lost[partner] = 1;
  CHECK(theatre.restraint() == 0);
}

TEST_CASE(
    "conduct: abuse is seen where monitors reach and the host lets them, by each on its own") {
  Restrained theatre;
  theatre.state.actors.civilian_staff[un] = 1000;  // 150 of them watch over human rights
  theatre.state.actors.consent[un] = 0.8F;
  theatre.deploy(un, theatre.corner, 100);
  auto const sight = sight_of_operations(theatre.state, 150);
  CHECK(sight[un] == doctest::Approx(0.8 * 0.5));
  CHECK(watched_share(theatre.state, sight, theatre.corner) == doctest::Approx(0.4));
  CHECK(watched_share(theatre.state, sight, theatre.world.grid.cells.back()) == 0);
  theatre.state.actors.civilian_staff[partner] = 1000;
  theatre.state.actors.consent[partner] = 1;
  theatre.deploy(partner, theatre.corner, 100);
  auto const both = sight_of_operations(theatre.state, 150);
  CHECK(watched_share(theatre.state, both, theatre.corner) == doctest::Approx(1 - 0.6 * 0.5));
}
