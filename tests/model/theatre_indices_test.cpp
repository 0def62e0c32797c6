/// Theatre indices on a map small enough to count by hand.
#include "model/theatre_indices.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "model/disalignment.hpp"
#include "tests/support/small_theatre.hpp"
#include "tests/support/worked_example.hpp"

using namespace disalign;
using doctest::Approx;
using test::partner;
using test::un;

namespace {

/// UN and a rival of the worked example on the 3 x 3 world; reach 0 covers the own cell only.
struct Rivals : test::SmallTheatre {
  Rivals() {
    cast.clash = test::worked::clash;
    cast.synergy = test::worked::synergy;
    cast.actors[partner].declared.goals = test::worked::rival;
    cast.actors[partner].declared.stances = test::worked::rival_stances;
    cast.actors[un].declared.stances = test::worked::un_posture().profile.stances;
    cast.actors[un].attributes.reach = cast.actors[partner].attributes.reach = 0;
    reset();
  }
  /// Mean of D_ij and D_ji.
  double pair(double PairIndices::* index) const {
    return (compare(state, un, partner).*index + compare(state, partner, un).*index) / 2;
  }
};

}  // namespace

TEST_CASE("theatre: fewer than two operations have no disalignment") {
  Rivals theatre;
  CHECK(theatre_indices(theatre.state).disalignment[0] == 0.0);
  CHECK(tilt(theatre.state, 0) == 0.0);
  theatre.deploy(partner, theatre.middle, 100);
  auto const alone = theatre_indices(theatre.state);
  CHECK(alone.disalignment[2] == 0.0);
  CHECK(alone.structural[2] == 0.0);
  CHECK(alone.friction == 0.0);
  CHECK(overlap(theatre.state, un, partner) == 0.0);
  CHECK(tilt(theatre.state, 0) == 1.0);
}

TEST_CASE("theatre: two rivals who split the map are disaligned by structure, not in the theatre") {
  Rivals theatre;
  theatre.deploy(un, theatre.middle, 300);
  theatre.deploy(partner, theatre.corner, 100);
  auto const apart = theatre_indices(theatre.state);
  CHECK(apart.overlap == 0.0);
  CHECK(apart.disalignment[0] == 0.0);
  CHECK(apart.structural[0] == Approx(theatre.pair(&PairIndices::stance_disalignment)));
  CHECK(apart.structural[1] == Approx(theatre.pair(&PairIndices::goal_disalignment)));
  CHECK(apart.structural[2] == Approx(theatre.pair(&PairIndices::disalignment)));
  CHECK(apart.structural[2] > 0.2);
}

TEST_CASE("theatre: overlap is the shared part of the smaller coverage, the same both ways") {
  Rivals theatre;
  // UN 3/4 in the middle, 1/4 in the corner; the rival all in the corner: min(1/4, 1) / min(1, 1).
  theatre.deploy(un, theatre.middle, 300);
  theatre.deploy(un, theatre.corner, 100);
  theatre.deploy(partner, theatre.corner, 50);
  CHECK(overlap(theatre.state, un, partner) == Approx(.25));
  CHECK(overlap(theatre.state, partner, un) == Approx(.25));
  auto const indices = theatre_indices(theatre.state);
  for (std::size_t k = 0; k < index_count; ++k)
    CHECK(indices.disalignment[k] == Approx(.25 * indices.structural[k]));
  Rivals together;
  together.deploy(un, together.middle, 300);
  together.deploy(partner, together.middle, 50);
  CHECK(overlap(together.state, un, partner) == Approx(1.0));
  // Reach counts, not where the units stand: a rival next door covers the middle too.
  Rivals near;
  near.cast.actors[partner].attributes.reach = 1000;
  near.reset();
  near.deploy(un, near.middle, 300);
  near.deploy(partner, near.corner, 50);
  CHECK(overlap(near.state, un, partner) == Approx(1.0));
}

TEST_CASE("theatre: friction falls with coordination as exp(-kappa c)") {
  Rivals theatre;
  theatre.deploy(un, theatre.middle, 300);
  theatre.deploy(partner, theatre.middle, 50);
  double const uncoupled = theatre_indices(theatre.state).friction;
  CHECK(uncoupled == Approx(theatre.pair(&PairIndices::disalignment)));
  theatre.state.actors.coordination[un][partner] = .4F;
  theatre.state.actors.coordination[partner][un] = .4F;
  CHECK(theatre_indices(theatre.state).friction ==
        Approx(uncoupled * std::exp(-1.5 * .4)).epsilon(1e-5));
  CHECK(friction_index(theatre.state, un, partner, .5, 2) ==
        Approx(.5 * std::exp(-2 * .4)).epsilon(1e-5));
  CHECK(friction_index(theatre.state, partner, un, .5, 2) ==
        friction_index(theatre.state, un, partner, .5, 2));
}

TEST_CASE("theatre: tilt weighs stances by strength and keeps its sign") {
  Rivals theatre;
  theatre.deploy(un, theatre.middle, 300);
  theatre.deploy(partner, theatre.corner, 100);
  CHECK(tilt(theatre.state, 0) == Approx(.75 * .1 + .25 * 1));
  CHECK(tilt(theatre.state, 1) == Approx(-.25));
  CHECK(tilt(theatre.state, communities) == Approx(.75 * .4 - .25 * .2));
  double const mean = (.325 + .25 + .25 + .25) / 4;
  CHECK(theatre_indices(theatre.state).tilt == Approx(mean));
  // Planned strengths give the same before anybody is there.
  theatre.cast.actors[un].attributes.strength = 300;
  theatre.cast.actors[partner].attributes.strength = 100;
  CHECK(mean_tilt(theatre.cast) == Approx(mean));
  CHECK(tilts(theatre.cast)[0] == Approx(.75 * .1 + .25 * 1));
  CHECK(tilts(theatre.cast)[1] == Approx(-.25));
  CHECK(tilts(theatre.cast)[communities] == Approx(.75 * .4 - .25 * .2));
  theatre.cast.actors[partner].present = false;
  CHECK(mean_tilt(theatre.cast) == Approx((.1 + .4) / 4));
}

TEST_CASE("theatre: strength weighs pairs of three operations, and indices stay in bounds") {
  Rivals theatre;
  ActorPlan copy = theatre.cast.actors[un];
  copy.name = copy.label = "copy";
  copy.kind = Kind::parallel_force;
  theatre.cast.actors.push_back(copy);
  theatre.reset();
  int const third = 5;
  theatre.deploy(un, theatre.middle, 200);
  theatre.deploy(partner, theatre.middle, 100);
  theatre.deploy(third, theatre.middle, 300);
  auto const indices = theatre_indices(theatre.state);
  double const d = theatre.pair(&PairIndices::disalignment);
  // Pairs: un-partner 2 x 1, un-copy 2 x 3 (no disalignment), partner-copy 1 x 3.
  CHECK(indices.structural[2] == Approx(d * (2 + 3) / (2 + 6 + 3)));
  CHECK(indices.disalignment[2] == Approx(indices.structural[2]));
  for (std::size_t k = 0; k < index_count; ++k) {
    CHECK(indices.structural[k] >= 0.0);
    CHECK(indices.structural[k] <= 1.0);
    CHECK(indices.disalignment[k] <= indices.structural[k] + 1e-12);
  }
}
