/// Tests of divergent_targeting: whose enemies a parallel force fights.
#include "model/mechanisms/divergent_targeting.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The UN and the rival of MODEL.md section 4's worked example.
struct RivalTheatre : SmallTheatre {
  RivalTheatre() {
    Stances& own = cast.actors[un].declared.stances;
    own[government] = 0.1F;
    own[communities] = 0.4F;
    Stances& rival = cast.actors[partner].declared.stances;
    rival[government] = 1.0F;
    rival[red] = -1.0F;
    rival[blue] = -0.5F;
    rival[communities] = -0.2F;
    reset();
  }
};

}  // namespace

TEST_CASE("divergent_targeting: without it a parallel force shares the UN's stances") {
  RivalTheatre theatre;
  State const off = after(theatre.state, DivergentTargeting{}, 0, false);
  CHECK(off.actors.stances[partner][red] == 0.0F);
  CHECK(off.actors.stances[partner][government] == 0.1F);
  CHECK(off.actors.stances[red][partner] == 0.0F);
}

TEST_CASE("divergent_targeting: with it a parallel force takes the stances it declares") {
  RivalTheatre theatre;
  State const on = after(theatre.state, DivergentTargeting{});
  CHECK(on.actors.stances[partner][government] == 1.0F);
  CHECK(on.actors.stances[partner][red] == -1.0F);
  CHECK(on.actors.stances[partner][blue] == -0.5F);
  CHECK(on.actors.stances[partner][communities] == -0.2F);
}

TEST_CASE("divergent_targeting: every local party answers in kind") {
  RivalTheatre theatre;
  State const on = after(theatre.state, DivergentTargeting{});
  for (std::size_t p : {std::size_t{government}, std::size_t{red}, std::size_t{blue}}) {
    CHECK(on.actors.stances[p][partner] == on.actors.stances[partner][p]);
  }
}

TEST_CASE("divergent_targeting: stances among local parties and towards the UN stay") {
  RivalTheatre theatre;
  theatre.state.actors.stances[red][blue] = -0.7F;
  theatre.state.actors.stances[partner][un] = 0.3F;
  theatre.cast.actors[partner].declared.stances[un] = -1.0F;
  theatre.state.actors.declared[partner].stances[un] = -1.0F;
  State const on = after(theatre.state, DivergentTargeting{});
  CHECK(on.actors.stances[red][blue] == -0.7F);
  CHECK(on.actors.stances[red][un] == theatre.state.actors.stances[red][un]);
  CHECK(on.actors.stances[un] == theatre.state.actors.stances[un]);
  CHECK(on.actors.stances[partner][un] == 0.3F);  // operations are rivals, not enemies
}

TEST_CASE(
    "divergent_targeting: what a group's own dynamics did to its stance is set again each week") {
  RivalTheatre theatre;
  State state = after(theatre.state, DivergentTargeting{});
  state.actors.stances[red][partner] = 0.9F;
  CHECK(after(state, DivergentTargeting{}).actors.stances[red][partner] == -1.0F);
}

TEST_CASE(
    "divergent_targeting: what a force's conduct added to the stance towards it stays, within [-1, "
    "1]") {
  RivalTheatre theatre;
  theatre.state.politics.drift[blue][partner] = -0.25F;
  theatre.state.politics.drift[red][partner] = -0.25F;
  State const on = after(theatre.state, DivergentTargeting{});
  CHECK(on.actors.stances[blue][partner] == -0.75F);
  CHECK(on.actors.stances[partner][blue] == -0.5F);
  CHECK(on.actors.stances[red][partner] == -1.0F);
}

TEST_CASE("divergent_targeting: equal profiles, no effect; unequal ones, the switch governs it") {
  SmallTheatre equal;
  CHECK(digest(after(equal.state, DivergentTargeting{})) == digest(equal.state));
  RivalTheatre rival;
  CHECK(switch_works<DivergentTargeting>(rival.state));
}
