/// Tests of acceptance: what an armed group makes of an operation.
#include "model/mechanisms/acceptance.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct AcceptedTheatre : SmallTheatre {
  AcceptedTheatre() {
    deploy(un, middle, 300);
    deploy(red, middle, 100);
    for (int const c : world.grid.cells) state.at.impartiality[un][c] = 0.2F;
    state.at.impartiality[un][middle] = 0.6F;
    state.actors.acceptance[un][red] = 0.4F;
  }
  [[nodiscard]] float by_red(int weeks = 1, Acceptance rule = {}) const {
    State copy = state;
    for (int w = 0; w < weeks; ++w) copy = after(std::move(copy), rule);
    return copy.actors.acceptance[un][red];
  }
};

}  // namespace

TEST_CASE("acceptance: it approaches clip(.5 + .5 s + .5 iota) by 5 % a week") {
  AcceptedTheatre theatre;
  CHECK(theatre.by_red() == doctest::Approx(0.4 + 0.05 * (0.8 - 0.4)).epsilon(1e-5));
  CHECK(theatre.by_red(1, {.rate = 0.055F}) > 0.4211F);  // the twin
  theatre.state.actors.stances[un][red] = -0.6F;
  CHECK(theatre.by_red(500) == doctest::Approx(0.5).epsilon(1e-3));
  theatre.state.actors.stances[un][red] = 1;
  CHECK(theatre.by_red(500) == doctest::Approx(1.0).epsilon(1e-3));
}

TEST_CASE("acceptance: with rate 0 nothing moves") {
  AcceptedTheatre theatre;
  CHECK(theatre.by_red(20, {.rate = 0}) == 0.4F);
}

TEST_CASE("acceptance: a hostile associate in the theatre lowers it, an even-handed one does not") {
  AcceptedTheatre theatre;
  float const alone = theatre.by_red();
  theatre.state.actors.stances[partner][red] = -1;
  CHECK(theatre.by_red() == alone);  // it is not deployed
  theatre.deploy(partner, theatre.corner, 200);
  theatre.state.actors.coordination[un][partner] = 0.3F;
  CHECK(theatre.by_red() == doctest::Approx(0.4 + 0.05 * (0.8 - 0.5 * 0.44 - 0.4)).epsilon(1e-5));
  theatre.state.actors.stances[partner][red] = 0.5F;
  CHECK(theatre.by_red() == alone);
}

TEST_CASE(
    "acceptance: more hostile or closer associates never raise it, branding never lowers it") {
  AcceptedTheatre theatre;
  theatre.deploy(partner, theatre.corner, 200);
  float last = 1;
  for (float c : {0.0F, 0.5F, 1.0F}) {
    for (float stance : {-0.2F, -0.6F, -1.0F}) {
      theatre.state.actors.coordination[un][partner] = c;
      theatre.state.actors.stances[partner][red] = stance;
      if (stance == -1.0F) {
        CHECK(theatre.by_red() < last);
        last = theatre.by_red();
      }
    }
  }
  theatre.state.actors.attributes[partner].branding = 0.8F;
  CHECK(theatre.by_red() > last);
}

TEST_CASE("acceptance: it reads the stances in use, which divergent_targeting governs") {
  AcceptedTheatre theatre;
  theatre.deploy(partner, theatre.corner, 200);
  float const before = theatre.by_red();
  theatre.state.actors.declared[partner].stances[red] = -1;
  CHECK(theatre.by_red() == before);
}

TEST_CASE("acceptance: only armed groups accept, and only operations are accepted") {
  AcceptedTheatre theatre;
  State const next = after(theatre.state, Acceptance{});
  CHECK(next.actors.acceptance[un][government] == theatre.state.actors.acceptance[un][government]);
  CHECK(next.actors.acceptance[red][blue] == theatre.state.actors.acceptance[red][blue]);
  CHECK(next.actors.acceptance[un][partner] == theatre.state.actors.acceptance[un][partner]);
  CHECK(next.actors.acceptance[un][blue] != theatre.state.actors.acceptance[un][blue]);
}

TEST_CASE("acceptance: the switch governs it") {
  AcceptedTheatre theatre;
  CHECK(switch_works<Acceptance>(theatre.state));
}
