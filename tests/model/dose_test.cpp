/// Doses against the worked example of MODEL.md section 4, and what cannot be reached.
#include "model/dose.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "model/base/check.hpp"
#include "tests/support/worked_example.hpp"

using namespace disalign;
using namespace disalign::test::worked;
using doctest::Approx;

namespace {

Yardstick const measure{un_posture(), four_parties(), clash, synergy};
GoalAnchors const anchors{complement, rival, capable_rival};

Posture with_goals(Goals const& goals) {
  Posture posture = measure.reference;
  posture.profile.goals = goals;
  return posture;
}

Posture full_rival() { return {{rival, rival_stances}, {.5F, .1F, .5F, 0}, {-1, 0}}; }

template <class Solve>
std::string refusal(Solve const& solve) {
  try {
    solve();
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

double sum_of(Goals const& goals) {
  double sum = 0;
  for (float const g : goals) sum += static_cast<double>(g);
  return sum;
}

}  // namespace

TEST_CASE("D1 dose: stances reach every value between the UN's and the rival's to 1e-6") {
  for (int k = 0; k <= 100; ++k) {
    double const target = .4375 * k / 100;
    Posture posture = measure.reference;
    posture.profile.stances = stances_at(measure, rival_stances, target);
    auto const pair = measure(posture);
    CHECK(std::abs(pair.stance_distance - target) <= dose_tolerance);
    CHECK(pair.goal_clash == measure(measure.reference).goal_clash);
  }
  CHECK(stances_at(measure, rival_stances, 0) == measure.reference.profile.stances);
  // lam = target / D1(U, R): .4375 / 2 stands half-way.
  CHECK(stances_at(measure, rival_stances, .21875)[0] == Approx(.55));
}

TEST_CASE("D1 dose: beyond the rival it is refused with the range") {
  auto const message = refusal([] { stances_at(measure, rival_stances, .5); });
  CHECK(contains(message, "0.5 is out of reach"));
  CHECK(contains(message, "D1 goes from 0.0000 to 0.4375"));
}

TEST_CASE("D2 dose: one path to the rival of the worked example has lam .4784 and C .1103") {
  Goals const goals = goals_at(measure, path_rival, .15);
  auto const pair = measure(with_goals(goals));
  CHECK(std::abs(pair.goal_clash - .15) <= dose_tolerance);
  CHECK(pair.complementarity == Approx(.1103).epsilon(1e-3));
  CHECK(goals[defeat_designated] / .40F == Approx(.4784).epsilon(1e-3));
  auto const message = refusal([] { goals_at(measure, path_rival, .3); });
  CHECK(contains(message, "D2 goes from 0.0280 to 0.2830"));
}

TEST_CASE("D2 dose at fixed C: (.15, .14) has the weights .210, .228, .227, .336") {
  GoalWeights const w = goal_weights(measure, anchors, .15, .14);
  // Solved by hand to four decimals; the text's three (K .228) are rounded up in one place.
  double const expected[] = {.2101, .2273, .2265, .3361};
  for (std::size_t m = 0; m < w.size(); ++m) CHECK(std::abs(w[m] - expected[m]) < 6e-5);
  // It is the midpoint of a segment from K = 0 to U = 0.
  CHECK(std::abs(2 * w[0] - .4202) < 2e-4);
  CHECK(std::abs(2 * w[1] - .4547) < 2e-4);
  Reach const reach = complementarity_reach(measure, anchors, .15);
  CHECK(std::abs(reach.low - .087) < 6e-4);
  CHECK(std::abs(reach.high - .185) < 6e-4);
}

TEST_CASE("D2 dose at fixed C: all of {.10, .15, .20} x {.11, .14, .17} is met to 1e-6") {
  for (double const d2 : {.10, .15, .20}) {
    for (double const c : {.11, .14, .17}) {
      Goals const goals = goals_at(measure, anchors, d2, c);
      auto const pair = measure(with_goals(goals));
      CHECK(std::abs(pair.goal_clash - d2) <= dose_tolerance);
      CHECK(std::abs(pair.complementarity - c) <= dose_tolerance);
      CHECK(std::abs(sum_of(goals) - 1) < 1e-6);
      for (float const g : goals) CHECK(g >= 0.0F);
      // Midpoint of the segment: as far from one edge as from the other, along the kernel.
      GoalWeights const w = goal_weights(measure, anchors, d2, c);
      for (double const weight : w) CHECK(weight > 1e-3);
    }
  }
}

TEST_CASE("D2 dose at fixed C: the ends of the range are reached, beyond them it is refused") {
  Reach const reach = complementarity_reach(measure, anchors, .15);
  for (double const c : {reach.low, reach.high}) {
    auto const pair = measure(with_goals(goals_at(measure, anchors, .15, c)));
    CHECK(std::abs(pair.complementarity - c) <= dose_tolerance);
    CHECK(std::abs(pair.goal_clash - .15) <= dose_tolerance);
  }
  auto const message = refusal([] { goals_at(measure, anchors, .15, .2); });
  CHECK(contains(message, "C at D2 = 0.15 goes from 0.08"));
  CHECK(contains(message, "to 0.18"));
  CHECK(contains(refusal([] { goals_at(measure, anchors, .35, .1); }),
                 "D2 goes from 0.0060 to 0.3020"));
}

TEST_CASE("D2 dose at fixed C: anchors on one line cannot hold C and are refused") {
  GoalAnchors const same{rival, rival, rival};
  CHECK(contains(refusal([&] {
                   double const c = complementarity_reach(measure, same, .15).low;
                   goals_at(measure, same, .15, c);
                 }),
                 "cannot set D2 and C apart"));
}

TEST_CASE("D3 dose: everything moves with one share, and D3 is met to 1e-6") {
  double const whole = measure(full_rival()).disalignment;
  CHECK(whole > .5);
  for (int k = 0; k <= 20; ++k) {
    double const target = whole * k / 20;
    Posture const posture = posture_at(measure, full_rival(), target);
    auto const pair = measure(posture);
    CHECK(std::abs(pair.disalignment - target) <= dose_tolerance);
    if (k == 0) continue;
    CHECK(pair.stance_distance > 0);
    CHECK(pair.goal_disalignment > 0);
    CHECK(pair.sponsor_distance > 0);
    CHECK(pair.principle_distance > 0);
  }
  auto const message = refusal([&] { posture_at(measure, full_rival(), whole + .1); });
  CHECK(contains(message, "D3 goes from 0.0000 to 0."));
}

TEST_CASE("bisection: it meets a monotone index, refuses one that falls, and one that jumps") {
  CHECK(lam_for([](double lam) { return lam * lam; }, .25, "D3") == Approx(.5).epsilon(1e-5));
  CHECK(lam_for([](double) { return .3; }, .3, "D3") == 0.0);
  CHECK(contains(refusal([] { lam_for([](double lam) { return std::sin(3 * lam); }, .5, "D3"); }),
                 "D3 is not monotone"));
  CHECK(
      contains(refusal([] { lam_for([](double lam) { return lam < .5 ? 0.0 : 1.0; }, .5, "D3"); }),
               "jumps from 0.000000 to 1.000000"));
}

TEST_CASE("dose: the way from one posture to another ends exactly where it should") {
  Posture const from = un_posture();
  Posture const to = full_rival();
  CHECK(part_way(from, to, 0).profile.goals == from.profile.goals);
  CHECK(part_way(from, to, 1).profile.stances == to.profile.stances);
  CHECK(part_way(from, to, 1).principles == to.principles);
  CHECK(part_way(from, to, .5).sponsor[0] == -.5F);
}
