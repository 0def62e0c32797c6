/// The table of a dose: what the cast then holds, what is written back, what is refused.
#include "experiments/dose_table.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "experiments/scenario.hpp"
#include "model/theatre_indices.hpp"

using namespace disalign;
using doctest::Approx;

namespace {

constexpr int un = 3, partner = 4;

/// The worked example on the 3 x 3 world. The relations of tasks and the anchors are those that ship.
constexpr char const* theatre = R"(
weeks = 20
place = { kind = "small" }
[scenario]
name = "small"
[task_relations]
file = "experiments/presets/task_relations.toml"
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
[actors.red]
kind = "armed_group"
homes = ["Corner"]
goals = { secure_resources = 1.0 }
[actors.blue]
kind = "armed_group"
homes = ["Middle"]
goals = { secure_resources = 1.0 }
[actors.un]
kind = "un_mission"
homes = "bases"
restraint = 0.98
accountability = 0.7
goals = { protect_civilians = 0.35, separate_parties = 0.1, mediate = 0.15, monitor_human_rights = 0.15, extend_state_authority = 0.1, humanitarian_access = 0.1, intelligence = 0.05 }
stances = { army = 0.1, communities = 0.4 }
[actors.partner]
kind = "parallel_force"
strength = 200
restraint = 0.8
homes = ["Corner"]
dose.anchors = "experiments/presets/dose_anchors.toml"
)";

TomlValue tree_of(std::string const& changes, Problems& problems) {
  auto tree = merge(parse_toml(theatre, "small.toml"), parse_toml(changes, "changes"));
  inline_files(tree, problems);
  return tree;
}

Scenario read(std::string const& changes) {
  Problems problems;
  Worlds worlds;
  Scenario scenario = read_scenario(tree_of(changes, problems), problems, worlds);
  problems.raise();
  return scenario;
}

PairIndices indices(std::string const& changes) { return compare(read(changes).cast, un, partner); }

std::vector<std::string> mistakes(std::string const& changes) {
  Problems problems;
  Worlds worlds;
  read_scenario(tree_of(changes, problems), problems, worlds);
  return problems.messages();
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

/// The one mistake of a change.
std::string mistake(std::string const& changes) {
  auto const all = mistakes(changes);
  CAPTURE(changes);
  REQUIRE(all.size() == 1);
  return all.front();
}

std::string dose(std::string const& keys) { return "[actors.partner.dose]\n" + keys; }

bool met(double value, double target) { return std::abs(value - target) <= dose_tolerance; }

}  // namespace

TEST_CASE("dose: D1 moves the stances and leaves the UN's goals and the force's own capability") {
  Scenario const scenario = read(dose("index = \"D1\"\ntarget = 0.3"));
  auto const pair = compare(scenario.cast, un, partner);
  CHECK(met(pair.stance_distance, .3));
  CHECK(met(pair.goal_clash, .028));
  ActorPlan const& plan = scenario.cast.actors[partner];
  CHECK(plan.declared.goals == scenario.cast.actors[un].declared.goals);
  CHECK(plan.attributes.restraint == 0.8F);
  CHECK(plan.attributes.strength == 200.0F);
  CHECK(plan.declared.stances[0] > .1F);
  CHECK(mean_tilt(scenario.cast) > mean_tilt(read(dose("index = \"D1\"\ntarget = 0.0")).cast));
}

TEST_CASE("dose: D2 at fixed C, D2 on one path, and D1 beside D2 are met to 1e-6") {
  auto const fixed = indices(dose("index = \"D2\"\ntarget = 0.15\ncomplementarity = 0.14"));
  CHECK(met(fixed.goal_clash, .15));
  CHECK(met(fixed.complementarity, .14));
  CHECK(met(fixed.stance_distance, 0));
  auto const path = indices(
      dose("index = \"D2\"\ntarget = 0.15\nrival.goals = { defeat_designated = 0.4, "
           "extend_state_authority = 0.15, secure_resources = 0.3, support_partner = 0.15 }"));
  CHECK(met(path.goal_clash, .15));
  CHECK(path.complementarity == Approx(.1103).epsilon(1e-3));
  auto const both =
      indices(dose("index = \"D2\"\ntarget = 0.2\ncomplementarity = 0.11\nstance_distance = 0.25"));
  CHECK(met(both.goal_clash, .2));
  CHECK(met(both.complementarity, .11));
  CHECK(met(both.stance_distance, .25));
}

TEST_CASE("dose: D3 moves principles and sponsor too; at 0 the force is a copy of the UN") {
  Scenario const far = read(dose("index = \"D3\"\ntarget = 0.4"));
  CHECK(met(compare(far.cast, un, partner).disalignment, .4));
  Attributes const& moved = far.cast.actors[partner].attributes;
  CHECK(moved.sponsor_x < 0);
  CHECK(moved.restraint < .98F);
  CHECK(moved.accountability < .7F);
  Scenario const copy = read(dose("index = \"D3\"\ntarget = 0.0"));
  auto const pair = compare(copy.cast, un, partner);
  CHECK(pair.disalignment == Approx(0.0));
  CHECK(copy.cast.actors[partner].attributes.restraint == .98F);
}

TEST_CASE("dose: what is written back is complete, has no dose, and reads back the same") {
  for (char const* keys :
       {"index = \"D1\"\ntarget = 0.3", "index = \"D2\"\ntarget = 0.15\ncomplementarity = 0.14",
        "index = \"D3\"\ntarget = 0.4"}) {
    Problems problems;
    Worlds worlds;
    auto const tree = tree_of(dose(keys), problems);
    Scenario const scenario = read_scenario(tree, problems, worlds);
    auto const written = write_scenario(scenario, tree);
    CHECK(written.find("actors")->find("partner")->find("dose") == nullptr);
    auto const again = parse_toml(to_text(written), "again");
    Scenario const reread = read_scenario(again, problems, worlds);
    problems.raise();
    CHECK(to_text(write_scenario(reread, again)) == to_text(written));
    auto const first = compare(scenario.cast, un, partner);
    auto const second = compare(reread.cast, un, partner);
    CHECK(first.disalignment == second.disalignment);
    CHECK(first.complementarity == second.complementarity);
  }
}

TEST_CASE("dose: one key sweeps it") {
  double before = -1;
  for (char const* target : {"0.0", "0.1", "0.2", "0.3", "0.4"}) {
    Problems problems;
    Worlds worlds;
    auto const set = parse_assignment(std::string("actors.partner.dose.target=") + target);
    auto const tree = merge(tree_of(dose("index = \"D1\"\ntarget = 0.3"), problems), set);
    double const d1 =
        compare(read_scenario(tree, problems, worlds).cast, un, partner).stance_distance;
    problems.raise();
    CHECK(d1 > before);
    before = d1;
  }
}

TEST_CASE("dose: out of reach, it is refused at its key with the range that can be reached") {
  auto const d1 = mistake(dose("index = \"D1\"\ntarget = 0.5"));
  CHECK(contains(d1, "changes:3: actors.partner.dose.target: 0.5 is out of reach"));
  CHECK(contains(d1, "D1 goes from 0.0000 to 0.4375"));
  CHECK(contains(d1, "Choose"));
  CHECK(contains(mistake(dose("index = \"D2\"\ntarget = 0.35\ncomplementarity = 0.14")),
                 "dose.target: 0.35 is out of reach"));
  auto const c = mistake(dose("index = \"D2\"\ntarget = 0.15\ncomplementarity = 0.2"));
  CHECK(contains(c, "dose.complementarity: 0.2 is out of reach"));
  CHECK(contains(c, "C at D2 = 0.15 goes from 0.08"));
  CHECK(contains(mistake(dose("index = \"D3\"\ntarget = 0.99")), "D3 goes from 0.0000 to 0."));
  CHECK(contains(mistake(dose("index = \"D2\"\ntarget = 0.15\nstance_distance = 0.5")),
                 "dose.stance_distance: 0.5 is out of reach"));
}

TEST_CASE("dose: mistakes of form are refused with the key, the reason and the remedy") {
  CHECK(contains(mistake(dose("index = \"D4\"\ntarget = 0.1")), "valid: D1, D2, D3"));
  CHECK(contains(mistake(dose("target = 0.1")), "dose.index: is missing"));
  CHECK(contains(mistake(dose("index = \"D1\"")), "dose.target: is missing"));
  CHECK(contains(mistake(dose("index = \"D1\"\ntarget = 1.5")), "out of range (0 to 1)"));
  CHECK(contains(mistake(dose("index = \"D1\"\ntarget = 0.1\ncomplementarity = 0.1")),
                 "goes with index = \"D2\" only. Remove it."));
  CHECK(contains(mistake(dose("index = \"D1\"\ntarget = 0.1\ntraget = 0.1")),
                 "dose.traget: is not known"));
  CHECK(contains(
      mistake(dose("index = \"D2\"\ntarget = 0.1") + "\n[actors.partner.goals]\nhold_site = 1"),
      "actors.partner.goals: stands beside a dose that sets it"));
  CHECK(contains(
      mistake(dose("index = \"D1\"\ntarget = 0.1") + "\n[actors.partner.stances]\narmy = 1"),
      "actors.partner.stances: stands beside a dose that sets it"));
  CHECK(contains(mistake(dose("index = \"D1\"\ntarget = 0.1\nanchors = \"none.toml\"")),
                 "dose.anchors: cannot be used"));
  CHECK(contains(mistake(dose("index = \"D2\"\ntarget = 0.1\nrival.goals = { hold_site = 0.4 }")),
                 "dose.rival.goals: the shares sum to 0.4"));
  CHECK(contains(mistake(dose("index = \"D2\"\ntarget = 0.1\nrivals.goals = { hold_site = 1 }")),
                 "dose.rivals: is not known"));
  CHECK(contains(mistake("[actors.un.dose]\nindex = \"D1\"\ntarget = 0.1\n"
                         "rival.stances = { army = 1 }\n" +
                         dose("index = \"D1\"\ntarget = 0.1")),
                 "dose: is no table of a parallel force"));
  CHECK(
      contains(mistake("actors.red.joint_strategy = 0.5\n" + dose("index = \"D1\"\ntarget = 0.1")),
               "only parallel forces move towards"));
  CHECK(contains(
      mistake("actors.un.kind = \"parallel_force\"\n" + dose("index = \"D1\"\ntarget = 0.1")),
      "needs a UN mission"));
}

TEST_CASE("dose: without anchors it says which are missing") {
  Problems problems;
  Worlds worlds;
  auto tree = tree_of(dose("index = \"D2\"\ntarget = 0.15\ncomplementarity = 0.14"), problems);
  tree.find("actors")->find("partner")->find("dose")->remove("anchors");
  read_scenario(tree, problems, worlds);
  auto const all = problems.messages();
  REQUIRE(all.size() == 3);
  for (char const* anchor : {"rival.goals", "complement.goals", "capable_rival.goals"}) {
    CHECK(std::any_of(all.begin(), all.end(), [&](auto const& message) {
      return contains(message, std::string("dose.") + anchor + ": is missing") &&
             contains(message, "Write anchors");
    }));
  }
}

TEST_CASE("dose: it is not judged while anything else of the cast is wrong") {
  CHECK(
      contains(mistake("actors.un.goals.hold_site = 0.5\n" + dose("index = \"D1\"\ntarget = 0.5")),
               "actors.un.goals: the shares sum to 1.5"));
}

TEST_CASE("L13, joint strategy: it shrinks the dose that is realised by its share") {
  for (float const share : {0.0F, 0.5F, 1.0F}) {
    auto const pair = indices(dose("index = \"D2\"\ntarget = 0.2\nstance_distance = 0.4") +
                              "\n[actors.partner]\njoint_strategy = " + std::to_string(share));
    CHECK(pair.stance_distance == Approx(.4 * (1 - static_cast<double>(share))).epsilon(1e-5));
    CHECK(pair.goal_clash == Approx(.2 + static_cast<double>(share) * (.028 - .2)).epsilon(1e-5));
  }
}
