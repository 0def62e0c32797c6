/// Tests of divergent_allocation: whose goals a parallel force follows.
#include "model/mechanisms/divergent_allocation.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A theatre whose partner declares to hold sites and secure resources.
struct RivalTheatre : SmallTheatre {
  RivalTheatre() {
    cast.actors[partner].declared.goals = {};
    cast.actors[partner].declared.goals[hold_site] = 0.25F;
    cast.actors[partner].declared.goals[secure_resources] = 0.75F;
    reset();
  }
};

}  // namespace

TEST_CASE("divergent_allocation: without it a parallel force follows the UN's goals") {
  RivalTheatre theatre;
  CHECK(theatre.state.actors.goals[partner] == theatre.cast.actors[un].declared.goals);
  State const off = after(theatre.state, DivergentAllocation{}, 0, false);
  CHECK(off.actors.goals[partner] == theatre.cast.actors[un].declared.goals);
}

TEST_CASE("divergent_allocation: with it a parallel force follows the goals it declares") {
  RivalTheatre theatre;
  State const on = after(theatre.state, DivergentAllocation{});
  CHECK(on.actors.goals[partner] == theatre.cast.actors[partner].declared.goals);
  CHECK(on.actors.goals[partner][secure_resources] == 0.75F);
}

TEST_CASE("divergent_allocation: nobody else's goals move") {
  RivalTheatre theatre;
  theatre.state.actors.goals[red][secure_resources] = 0.6F;  // unlike what it declared
  theatre.state.actors.goals[un][mediate] = 0.9F;
  State const on = after(theatre.state, DivergentAllocation{});
  for (std::size_t a :
       {std::size_t{government}, std::size_t{red}, std::size_t{blue}, std::size_t{un}}) {
    CHECK(on.actors.goals[a] == theatre.state.actors.goals[a]);
  }
}

TEST_CASE("divergent_allocation: it touches goals only, never stances or the reference") {
  RivalTheatre theatre;
  State const on = after(theatre.state, DivergentAllocation{});
  CHECK(on.actors.stances[partner] == theatre.state.actors.stances[partner]);
  CHECK(on.actors.reference[partner].goals == theatre.state.actors.reference[partner].goals);
}

TEST_CASE("divergent_allocation: an absent force is left alone") {
  RivalTheatre theatre;
  theatre.state.actors.present[partner] = 0;
  State const on = after(theatre.state, DivergentAllocation{});
  CHECK(on.actors.goals[partner] == theatre.state.actors.goals[partner]);
}

TEST_CASE("divergent_allocation: equal profiles, no effect; unequal ones, the switch governs it") {
  SmallTheatre equal;
  CHECK(digest(after(equal.state, DivergentAllocation{})) == digest(equal.state));
  RivalTheatre rival;
  CHECK(switch_works<DivergentAllocation>(rival.state));
}
