/// Pattern (F39, Bennett 2008): below a tipping point of accuracy an insurgency does not end.
///
/// Bennett's soldiers find insurgents and hit bystanders too; bystanders' anger makes insurgents.
/// Here the project's own rules do the same: battles, collateral, casualties, grievance, recruitment,
/// in one densely settled cell. The army's restraint stands for his accuracy and its combat quality
/// for his effectiveness; he has 0.8 for both (domain.md 2A). All other values below are assumed: his
/// fear, thresholds and range have no counterpart in these rules, and the scales of time differ, so
/// the pattern is held to and no number of his.
///
/// Why there is a tipping point: recruits follow n S (u + G) and losses follow the army's strength.
/// With G = 0 losses win; grievance at rest rises with collateral (1 - r) and tips the balance.
#include <doctest/doctest.h>

#include <vector>

#include "model/mechanisms/battles.hpp"
#include "model/mechanisms/casualties.hpp"
#include "model/mechanisms/collateral.hpp"
#include "model/mechanisms/grievance.hpp"
#include "model/mechanisms/recruitment.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int horizon = 520;
constexpr int runs = 40;
constexpr int founders = 400, soldiers = 4000;
constexpr float bystanders = 5;  // killed per fighter killed, by an army that takes no care

struct Result {
  double weeks = 0;   ///< mean duration, `horizon` where it did not end
  double lasted = 0;  ///< share of runs in which the insurgency outlived the horizon
};

Result insurgency(float accuracy, float effectiveness, bool anger = true) {
  ConflictTheatre theatre(plain_world(1, 1, 54.7722558F, 100'000));
  theatre.deploy(government, theatre.middle, soldiers);
  theatre.deploy(red, theatre.middle, founders);
  theatre.hate(government, red, 1);
  theatre.attributes(government).restraint = accuracy;
  theatre.attributes(government).combat = effectiveness;
  theatre.attributes(government).loss_factor = 0;  // soldiers are replaced
  theatre.attributes(red).restraint = 1;
  theatre.state.at.support[red][theatre.middle] = 0.4F;
  Collateral const collateral{.bystanders_per_death = bystanders};
  Grievance grievance{.slow_gain = anger ? 0.02F : 0.0F};
  if (!anger) grievance.fast_gain = 0;
  State const start = theatre.state;
  Result result;
  for (std::uint64_t r = 0; r < runs; ++r) {
    theatre.state = start;
    State& state = theatre.state;
    for (state.week = 0; state.week < horizon && state.actors.strength[red] > 0; ++state.week) {
      begin_week(state);
      theatre.apply(Battles{}, r);
      theatre.apply(collateral, r);
      theatre.apply(Casualties{}, r);
      tally(state);
      theatre.apply(grievance, r);
      theatre.apply(Recruitment{}, r);
      tally(state);
    }
    result.weeks += static_cast<double>(state.week) / runs;
    result.lasted += state.week == horizon ? 1.0 / runs : 0.0;
  }
  return result;
}

}  // namespace

TEST_CASE("theory: an insurgency ends above a tipping point of accuracy and not below it") {
  for (float const accuracy : {0.0F, 0.3F, 0.6F}) CHECK(insurgency(accuracy, 0.8F).lasted > 0.95);
  for (float const accuracy : {0.8F, 1.0F}) CHECK(insurgency(accuracy, 0.8F).lasted < 0.05);
  // Near the tipping point a little accuracy decides; far above it, little.
  double const at_tip = insurgency(0.6F, 0.8F).weeks - insurgency(0.8F, 0.8F).weeks;
  double const above = insurgency(0.8F, 0.8F).weeks - insurgency(1.0F, 0.8F).weeks;
  MESSAGE("weeks saved by 0.2 more accuracy: " << at_tip << " from 0.6, " << above << " from 0.8");
  CHECK(at_tip > 2 * above);
}

TEST_CASE("theory: without anger at collateral harm there is no tipping point") {
  // The twin: the same war, grievance without gain. Duration no longer hears of accuracy.
  double const careless = insurgency(0, 0.8F, false).weeks;
  CHECK(careless < horizon);
  CHECK(insurgency(0.6F, 0.8F, false).weeks == careless);
  CHECK(insurgency(1, 0.8F, false).weeks == careless);
}

TEST_CASE("theory: accuracy matters more than effectiveness") {
  Result const start = insurgency(0.6F, 0.8F);
  Result const effective = insurgency(0.6F, 1.6F);
  Result const accurate = insurgency(0.8F, 0.8F);
  MESSAGE("lasted " << start.lasted << "; twice as effective " << effective.lasted
                    << "; a third more accurate " << accurate.lasted);
  CHECK(effective.lasted > 0.95);
  CHECK(accurate.lasted < 0.05);
}
