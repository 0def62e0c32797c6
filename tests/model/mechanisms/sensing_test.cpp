/// Sensing: what is known of hidden strength.
#include "model/mechanisms/sensing.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {
Draws const no_draws(1, 0, 0, 0);
}

TEST_CASE("sensing: without detection and without trust nothing is known") {
  SmallTheatre t;
  t.deploy(un, t.middle, 500);
  t.state.actors.attributes[un].detection = 0;
  for (int const c : t.world.grid.cells) t.state.at.impartiality[un][c] = 0;
  Sensing{}(t.state, no_draws);
  CHECK(t.state.known_share(un, red, t.middle) == 0.0F);
}

TEST_CASE("sensing: coverage is d n / (n + 100) and tips add to it independently") {
  SmallTheatre t;
  t.deploy(un, t.middle, 300);
  t.state.actors.attributes[un].detection = 0.4F;
  t.state.at.impartiality[un][t.middle] = 0.8F;
  t.state.cells.fear[static_cast<std::size_t>(t.middle)] = 0.25F;
  t.state.at.support[red][t.middle] = 0.5F;
  Sensing{}(t.state, no_draws);
  float const own = 0.4F * 0.75F;
  float const tips = 0.5F * 0.8F * 0.75F * 0.5F;
  CHECK(t.state.known_share(un, red, t.middle) == doctest::Approx(1 - (1 - own) * (1 - tips)));
}

TEST_CASE(
    "sensing: more strength, more trust, less fear and less support of the hidden know more") {
  auto const known = [](int strength, float trust, float fear, float support) {
    SmallTheatre t;
    t.deploy(un, t.middle, strength);
    t.state.at.impartiality[un][t.middle] = trust;
    t.state.cells.fear[static_cast<std::size_t>(t.middle)] = fear;
    t.state.at.support[red][t.middle] = support;
    Sensing{}(t.state, no_draws);
    return t.state.known_share(un, red, t.middle);
  };
  float const base = known(200, 0.5F, 0.5F, 0.5F);
  CHECK(known(400, 0.5F, 0.5F, 0.5F) > base);
  CHECK(known(200, 0.8F, 0.5F, 0.5F) > base);
  CHECK(known(200, 0.5F, 0.2F, 0.5F) > base);
  CHECK(known(200, 0.5F, 0.5F, 0.2F) > base);
}

TEST_CASE("sensing: parties about to meet are hostile ones that share a cell") {
  SmallTheatre t;
  t.deploy(red, t.middle, 100);
  t.deploy(blue, t.middle, 50);
  Sensing{}(t.state, no_draws);
  CHECK(t.state.cells.imminent_contact[static_cast<std::size_t>(t.middle)] == 0.0F);
  t.state.actors.hostility[red][blue] = t.state.actors.hostility[blue][red] = 0.8F;
  Sensing{}(t.state, no_draws);
  CHECK(t.state.cells.imminent_contact[static_cast<std::size_t>(t.middle)] ==
        doctest::Approx(0.8 * 50 / 100));
  CHECK(t.state.cells.imminent_contact[static_cast<std::size_t>(t.corner)] == 0.0F);
}

TEST_CASE("sensing: switched off, nothing is sensed") {
  SmallTheatre t;
  t.deploy(un, t.middle, 300);
  Programme<Sensing> programme;
  programme.get<Sensing>().enabled = false;
  programme.step(t.state, 1, 0);
  CHECK(t.state.at.unseen[un][t.middle] == 1.0F);
  programme.get<Sensing>().enabled = true;
  programme.step(t.state, 1, 0);
  CHECK(t.state.at.unseen[un][t.middle] < 1.0F);
}
