/// Tests of interposition: UN troops between the parties.
#include "model/mechanisms/interposition.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct SeparatedTheatre : SmallTheatre {
  SeparatedTheatre() {
    for (int a : {un, partner}) {
      state.actors.attributes[static_cast<std::size_t>(a)].reach = 30;
      for (int const c : world.grid.cells) state.at.impartiality[a][c] = 0.8F;
    }
  }
  [[nodiscard]] float factor(Interposition rule = {}) const {
    return after(state, rule).cells.interposition[static_cast<std::size_t>(middle)];
  }
};

}  // namespace

TEST_CASE("interposition: nobody there, no effect") {
  SeparatedTheatre theatre;
  CHECK(theatre.factor() == 1.0F);
  theatre.deploy(un, theatre.corner, 500);
  CHECK(theatre.factor() == 1.0F);
}

TEST_CASE("interposition: the factor is exp(-1.5 g iota n / 100)") {
  SeparatedTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  CHECK(theatre.factor() == doctest::Approx(std::exp(-1.5 * 0.1 * 0.8 * 3.0)).epsilon(1e-5));
  CHECK(theatre.factor({.strength = 1.65F}) < 0.68F);  // the twin: exp(-.396)
}

TEST_CASE("interposition: troops bound by the support of others do not separate anybody") {
  SeparatedTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  theatre.state.politics.diverted[un] = 0.25F;
  CHECK(theatre.factor() == doctest::Approx(std::exp(-1.5 * 0.1 * 0.8 * 2.25)).epsilon(1e-5));
}

TEST_CASE("interposition: only UN missions stand between the parties") {
  SeparatedTheatre theatre;
  theatre.deploy(partner, theatre.middle, 800);
  CHECK(theatre.factor() == 1.0F);
}

TEST_CASE("interposition: with no impartiality, goal or strength of effect nobody is separated") {
  SeparatedTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  CHECK(theatre.factor({.strength = 0}) == 1.0F);
  SeparatedTheatre distrusted, no_goal;
  distrusted.deploy(un, distrusted.middle, 300);
  distrusted.state.at.impartiality[un][distrusted.middle] = 0;
  CHECK(distrusted.factor() == 1.0F);
  no_goal.deploy(un, no_goal.middle, 300);
  no_goal.state.actors.goals[un][separate_parties] = 0;
  CHECK(no_goal.factor() == 1.0F);
}

TEST_CASE("interposition: more troops never let more contacts happen") {
  SeparatedTheatre theatre;
  float last = 1;
  for (int n = 0; n < 10; ++n) {
    theatre.deploy(un, theatre.middle, 200);
    CHECK(theatre.factor() < last);
    last = theatre.factor();
  }
}

TEST_CASE("interposition: the switch governs it") {
  SeparatedTheatre theatre;
  theatre.deploy(un, theatre.middle, 300);
  CHECK(switch_governs<Interposition>(theatre.state,
                                      [](State const& s) { return s.cells.interposition; }));
}
