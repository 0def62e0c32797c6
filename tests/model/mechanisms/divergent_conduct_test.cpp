/// Tests of divergent_conduct: whose restraint a parallel force shows.
#include "model/mechanisms/divergent_conduct.hpp"

#include <doctest/doctest.h>

#include "model/conduct.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct RuthlessTheatre : SmallTheatre {
  RuthlessTheatre() {
    cast.actors[un].attributes.restraint = 0.9F;
    cast.actors[partner].attributes.restraint = 0.2F;
    reset();
  }
};

}  // namespace

TEST_CASE("divergent_conduct: without it a parallel force shows the UN's restraint") {
  RuthlessTheatre const theatre;
  CHECK(restraint_now(theatre.state, partner) == 0.9F);
  CHECK(restraint_now(after(theatre.state, DivergentConduct{}, 0, false), partner) == 0.9F);
}

TEST_CASE("divergent_conduct: with it, its own; nobody else's changes") {
  RuthlessTheatre const theatre;
  State const on = after(theatre.state, DivergentConduct{});
  CHECK(restraint_now(on, partner) == 0.2F);
  for (int const a : {int{government}, int{red}, int{un}})
    CHECK(restraint_now(on, a) == restraint_now(theatre.state, a));
}

TEST_CASE("divergent_conduct: both signs, as its own restraint is below or above the UN's") {
  RuthlessTheatre theatre;
  CHECK(restraint_now(after(theatre.state, DivergentConduct{}), partner) <
        restraint_now(theatre.state, partner));
  theatre.state.actors.attributes[partner].restraint = 0.95F;
  CHECK(restraint_now(after(theatre.state, DivergentConduct{}), partner) >
        restraint_now(theatre.state, partner));
}

TEST_CASE("divergent_conduct: a policy that changes its restraint counts only while it is on") {
  RuthlessTheatre theatre;
  theatre.state.actors.attributes[partner].restraint = 0.5F;
  CHECK(restraint_now(theatre.state, partner) == 0.9F);
  CHECK(restraint_now(after(theatre.state, DivergentConduct{}), partner) == 0.5F);
}

TEST_CASE("divergent_conduct: an absent force is left alone; without a UN everyone is themselves") {
  RuthlessTheatre theatre;
  theatre.state.actors.present[partner] = 0;
  CHECK(after(theatre.state, DivergentConduct{}).actors.principles_of[partner] == un);
  theatre.cast.actors[un].present = false;
  theatre.reset();
  CHECK(restraint_now(theatre.state, partner) == 0.2F);
}

TEST_CASE("divergent_conduct: the switch governs it") {
  RuthlessTheatre const theatre;
  CHECK(switch_governs<DivergentConduct>(
      theatre.state, [](State const& state) { return restraint_now(state, partner); }));
}
