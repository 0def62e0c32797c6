/// The indices of a pair on cases computed by hand.
#include "model/disalignment.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "model/base/draws.hpp"
#include "tests/support/small_theatre.hpp"
#include "tests/support/worked_example.hpp"

using namespace disalign;
using namespace disalign::test::worked;
using doctest::Approx;

namespace {

Posture with_goals(Goals const& goals) {
  Posture posture;
  posture.profile.goals = goals;
  return posture;
}

PairIndices against_un(Posture const& j) {
  return compare(un_posture(), j, four_parties(), clash, synergy);
}

/// A posture drawn at random: any stances, goals, principles and sponsor.
Posture random_posture(std::uint64_t seed) {
  Draws const draws(seed, 0, 0, 1);
  Posture posture;
  float sum = 0;
  for (std::size_t k = 0; k < task_count; ++k) {
    float const u = draws.at(k)(0);
    posture.profile.goals[k] = u * u * u;
    sum += u * u * u;
  }
  for (float& g : posture.profile.goals) g /= sum;
  for (std::size_t p = 0; p < max_parties; ++p) posture.profile.stances[p] = 2 * draws.at(p)(1) - 1;
  for (std::size_t k = 0; k < 4; ++k) posture.principles[k] = draws.at(k)(2);
  for (std::size_t k = 0; k < 2; ++k) posture.sponsor[k] = 4 * draws.at(k)(3) - 2;
  return posture;
}

}  // namespace

TEST_CASE("disalignment: the worked example of goals gives its clash and complementarity") {
  auto const copy = against_un(un_posture());
  CHECK(copy.goal_clash == Approx(.0280).epsilon(1e-3));
  CHECK(copy.complementarity == Approx(.1335).epsilon(1e-3));
  CHECK(copy.own_tension == Approx(copy.goal_clash));
  CHECK(copy.goal_disalignment == Approx(0.0));
  CHECK(copy.redundancy == Approx(.35 * .35 + 2 * .15 * .15 + 3 * .1 * .1 + .05 * .05));
  auto const k = against_un(with_goals(complement));
  CHECK(k.goal_clash == Approx(.0060).epsilon(1e-3));
  CHECK(k.complementarity == Approx(.2040).epsilon(1e-3));
  // Cosine .385: a distance of goals would call the complement disaligned; D2n does not.
  CHECK(k.redundancy / std::sqrt(copy.redundancy * (.45 * .45 + .3 * .3 + .25 * .25)) ==
        Approx(.385).epsilon(1e-2));
  CHECK(k.goal_disalignment == 0.0);
  auto const r = against_un(with_goals(rival));
  CHECK(r.goal_clash == Approx(.3020).epsilon(1e-3));
  CHECK(r.complementarity == Approx(.0280).epsilon(1e-3));
  auto const q = against_un(with_goals(capable_rival));
  CHECK(q.goal_clash == Approx(.22125).epsilon(1e-3));
  CHECK(q.complementarity == Approx(.17625).epsilon(1e-3));
  auto const path = against_un(with_goals(path_rival));
  CHECK(path.goal_clash == Approx(.2830).epsilon(1e-3));
  CHECK(path.complementarity == Approx(.0850).epsilon(1e-3));
}

TEST_CASE("disalignment: the worked example of stances gives D1 .4375, D1max .5625, D1n .778") {
  Posture far = un_posture();
  far.profile.stances = rival_stances;
  auto const pair = against_un(far);
  CHECK(pair.stance_distance == Approx(.4375));
  CHECK(pair.stance_distance_max == Approx(.5625));
  CHECK(pair.stance_disalignment == Approx(.7778).epsilon(1e-3));
  CHECK(pair.goal_disalignment == Approx(0.0));
  CHECK(pair.sponsor_distance == 0.0);
  CHECK(pair.principle_distance == 0.0);
  // One component alone: D3 = 1 - (1 - D1n)^(1/4); the non-compensatory index is that component.
  CHECK(pair.disalignment == Approx(1 - std::pow(1 - 7.0 / 9, .25)).epsilon(1e-6));
  CHECK(pair.disalignment_largest == Approx(7.0 / 9).epsilon(1e-6));
}

TEST_CASE("disalignment: sponsors and principles by hand") {
  Posture other = un_posture();
  other.sponsor = {-1, 1};  // |x_i - x_j|^2 = 2
  other.principles = {.5F, .2F, .58F, 0};
  auto const pair = against_un(other);
  CHECK(pair.sponsor_distance == Approx(1 - std::exp(-1.0)).epsilon(1e-6));
  CHECK(pair.principle_distance == Approx((.5 + .8 + .4 + .7) / 4).epsilon(1e-6));
  CHECK(pair.disalignment == Approx(1 - std::pow(std::exp(-1.0) * .4, .25)).epsilon(1e-6));
  CHECK(pair.disalignment_largest == Approx(1 - std::exp(-1.0)).epsilon(1e-6));
}

TEST_CASE("disalignment: a purely complementary pair has D2 = 0 and C > 0") {
  auto const pair = compare(with_goals(goals_of({{protect_civilians, 1}})),
                            with_goals(goals_of({{hold_site, 1}})), four_parties(), clash, synergy);
  CHECK(pair.goal_clash == 0.0);
  CHECK(pair.goal_disalignment == 0.0);
  CHECK(pair.disalignment == 0.0);
  CHECK(pair.complementarity == Approx(.5));
}

TEST_CASE("disalignment: indices keep their bounds, and six of them are symmetric") {
  bool asymmetric = false;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Posture const i = random_posture(2 * seed);
    Posture const j = random_posture(2 * seed + 1);
    auto const pair = compare(i, j, four_parties(), clash, synergy);
    auto const mirrored = compare(j, i, four_parties(), clash, synergy);
    for (auto const index : {&PairIndices::stance_distance, &PairIndices::goal_clash,
                             &PairIndices::complementarity, &PairIndices::redundancy,
                             &PairIndices::sponsor_distance, &PairIndices::principle_distance}) {
      CHECK(pair.*index == Approx(mirrored.*index).epsilon(1e-9));
      CHECK(pair.*index >= 0.0);
      CHECK(pair.*index <= 1.0);
    }
    for (auto const index : {&PairIndices::stance_disalignment, &PairIndices::goal_disalignment,
                             &PairIndices::disalignment, &PairIndices::disalignment_largest}) {
      CHECK(pair.*index >= 0.0);
      CHECK(pair.*index <= 1.0);
    }
    CHECK(pair.stance_distance <= pair.stance_distance_max);
    CHECK(pair.disalignment <= pair.disalignment_largest + 1e-12);
    asymmetric |= std::abs(pair.disalignment - mirrored.disalignment) > 1e-3;
    // Nobody disagrees with itself, whatever tension its goals hold.
    auto const own = compare(i, i, four_parties(), clash, synergy);
    CHECK(own.disalignment == Approx(0.0));
    CHECK(own.goal_clash == Approx(own.own_tension));
  }
  CHECK(asymmetric);  // D3 is measured against i
}

TEST_CASE("disalignment: the extreme rival reaches D1n = 1, D2n = 1 and D3 = 1") {
  Posture far = un_posture();
  far.profile.stances = stances_of(-1, 1, -1, -1);
  CHECK(against_un(far).stance_disalignment == Approx(1.0));
  CHECK(against_un(far).disalignment == Approx(1.0));  // one total disagreement outweighs the rest
  // X g_U is largest for secure_resources: .6 x .35 + .7 x .15 + .3 x .15 + .3 x .1 + .4 x .1.
  Posture const worst = with_goals(goals_of({{secure_resources, 1}}));
  CHECK(against_un(worst).goal_clash == Approx(.43).epsilon(1e-6));
  CHECK(against_un(worst).goal_disalignment == Approx(1.0));
}

TEST_CASE("disalignment: local parties are governments, groups and communities, not operations") {
  test::SmallTheatre theatre;
  Saliences const w = local_parties(theatre.cast);
  CHECK(w == four_parties());
  CHECK(local_parties(theatre.state) == w);
  theatre.cast.actors[test::blue].present = false;
  theatre.reset();
  CHECK(local_parties(theatre.cast)[test::red] == Approx(1.0 / 3));
  CHECK(local_parties(theatre.state) == local_parties(theatre.cast));
  theatre.state.actors.parent[test::red] = test::blue;  // a splinter
  CHECK(local_parties(theatre.state)[test::red] == 0.0);
}

TEST_CASE("disalignment: one call gives all indices of a pair, of a cast and of its state alike") {
  test::SmallTheatre theatre;
  ActorPlan& partner = theatre.cast.actors[test::partner];
  partner.declared.goals = rival;
  partner.declared.stances = rival_stances;
  partner.attributes.sponsor_x = -1;
  partner.attributes.consent_principle = 0;
  theatre.reset();
  auto const planned = compare(theatre.cast, test::un, test::partner);
  auto const founded = compare(theatre.state, test::un, test::partner);
  CHECK(planned.disalignment == founded.disalignment);
  CHECK(planned.disalignment > 0.3);
  CHECK(planned.sponsor_distance == Approx(1 - std::exp(-.5)).epsilon(1e-6));
  CHECK(planned.principle_distance == Approx(.25));
  CHECK(compare(theatre.state, test::un, test::un).disalignment == Approx(0.0));
}

TEST_CASE("L13, joint strategy: it moves the profile a force begins with towards the UN's") {
  test::SmallTheatre theatre;
  ActorPlan& partner = theatre.cast.actors[test::partner];
  theatre.cast.clash = clash;
  partner.declared.goals = rival;
  partner.declared.stances = rival_stances;
  double distance = 2;
  double tension = 2;
  for (float const share : {0.0F, 0.25F, 0.5F, 0.75F, 1.0F}) {
    partner.attributes.joint_strategy = share;
    theatre.reset();
    Profile const& begun = theatre.state.actors.declared[test::partner];
    if (share == 0.0F) CHECK(begun.stances == rival_stances);
    auto const pair = compare(theatre.state, test::un, test::partner);
    CHECK(pair.stance_distance < distance);
    CHECK(pair.goal_clash < tension);
    distance = pair.stance_distance;
    tension = pair.goal_clash;
    CHECK(compare(theatre.cast, test::un, test::partner).goal_clash == pair.goal_clash);
    // What a channel would make rules read: the force's own starting profile.
    CHECK(begun.goals[secure_resources] == Approx(.6F * (1 - share)));
  }
  CHECK(distance == Approx(0.0));
  CHECK(theatre.state.actors.declared[test::partner].goals ==
        theatre.state.actors.declared[test::un].goals);
  // The UN itself and local parties have none to move to.
  theatre.cast.actors[test::red].attributes.joint_strategy = 1;
  theatre.cast.actors[test::red].declared.stances[test::blue] = -1;
  theatre.reset();
  CHECK(theatre.state.actors.declared[test::red].stances[test::blue] == -1.0F);
}
