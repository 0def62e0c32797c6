/// Tests of the rules for companies: what they may do and whom they employ.
#include "model/mechanisms/company_rules.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The partner is a company that attacks, guards and trains; it is hostile to red.
struct Hired : SmallTheatre {
  Hired() {
    state.actors.attributes[partner].lead = company;
    Goals& goals = state.actors.goals[partner];
    goals = Goals{};
    goals[defeat_designated] = 0.3F;
    goals[secure_resources] = 0.3F;
    goals[hold_site] = 0.2F;
    goals[train_and_assist] = 0.2F;
    state.actors.stances[partner][red] = -0.8F;
    state.actors.stances[partner][government] = 0.6F;
  }
  [[nodiscard]] Actors actors(CompanyRules const& rule) const { return after(state, rule).actors; }
};

}  // namespace

TEST_CASE("L5, roles of companies: what is excluded leaves their goals, the rest fills its place") {
  Hired theatre;
  Goals const guards = theatre.actors({.offensive = 0}).goals[partner];
  CHECK(guards[defeat_designated] == 0.0F);
  CHECK(guards[secure_resources] == 0.0F);
  CHECK(guards[hold_site] == doctest::Approx(0.5));
  CHECK(guards[train_and_assist] == doctest::Approx(0.5));
  Goals const fighters = theatre.actors({.guarding = 0, .services = 0}).goals[partner];
  CHECK(fighters[defeat_designated] == doctest::Approx(0.5));
  CHECK(fighters[hold_site] == 0.0F);
}

TEST_CASE("L5, roles of companies: without offensive use they are nobody's attacker") {
  Hired theatre;
  CHECK(theatre.actors({.offensive = 0}).stances[partner][red] == 0.0F);
  CHECK(theatre.actors({.offensive = 0}).stances[partner][government] == 0.6F);
  CHECK(theatre.actors({.guarding = 0}).stances[partner][red] == -0.8F);
}

TEST_CASE("company rules: a company that may do nothing holds its site") {
  Hired theatre;
  Goals const goals = theatre.actors({.offensive = 0, .guarding = 0, .services = 0}).goals[partner];
  CHECK(goals[hold_site] == 1.0F);
  CHECK(goals[defeat_designated] == 0.0F);
}

TEST_CASE("company rules: forces of states and everybody's default are left alone") {
  Hired theatre;
  CHECK(digest(after(theatre.state, CompanyRules{})) ==
        digest(after(theatre.state, CompanyRules{}, 0, false)));
  theatre.state.actors.attributes[partner].lead = single_state;
  CompanyRules const strict{.offensive = 0, .vetting = 1};
  CHECK(theatre.actors(strict).goals[partner] == theatre.state.actors.goals[partner]);
  CHECK(after(theatre.state, strict).politics.vetting_gain[partner] == 0.0F);
}

TEST_CASE("company rules: a second pass changes nothing more") {
  Hired theatre;
  CompanyRules const strict{.offensive = 0, .vetting = 0.5F};
  State const once = after(theatre.state, strict);
  CHECK(after(once, strict).actors.goals[partner] == once.actors.goals[partner]);
  CHECK(after(once, strict).politics.vetting_gain[partner] == once.politics.vetting_gain[partner]);
  check_invariants(once);
}

TEST_CASE("L2, vetting of companies: the more are vetted, the more restrained the company") {
  Hired theatre;
  theatre.state.actors.principles_of[partner] = partner;
  theatre.state.actors.attributes[partner].restraint = 0.4F;
  float last = -1;
  for (float const vetting : {0.0F, 0.5F, 1.0F}) {
    float const restraint =
        restraint_now(after(theatre.state, CompanyRules{.vetting = vetting}), partner);
    CHECK(restraint > last);
    last = restraint;
  }
  CHECK(last == doctest::Approx(0.6));
}

TEST_CASE("company rules: the switch governs them") {
  Hired theatre;
  CHECK(switch_works(theatre.state, CompanyRules{.offensive = 0, .vetting = 1}));
}
