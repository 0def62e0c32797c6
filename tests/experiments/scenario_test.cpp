/// Tests of scenarios: what is read, what is refused, and that all mistakes come at once.
#include "experiments/scenario.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "model/base/check.hpp"

using namespace disalign;

namespace {

/// A whole scenario on the 3 x 3 world of tests.
constexpr char const* small = R"(
weeks = 20
place = { kind = "small" }
[scenario]
name = "small"
label = "Small"
[task_relations.clash.defeat_designated]
mediate = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
stances = { armed_groups = -0.6, blue = -0.2, communities = 0.3 }
[actors.red]
kind = "armed_group"
homes = ["Corner", "Middle"]
home_weights = [3, 1]
designated = true
goals = { secure_resources = 0.7, defeat_designated = 0.3 }
[actors.blue]
kind = "armed_group"
homes = "towns"
goals = { secure_resources = 1.0 }
[actors.un]
kind = "un_mission"
homes = "bases"
goals = { protect_civilians = 1.0 }
stances = { communities = 0.4 }
coordination = { partner = 0.5 }
[actors.partner]
kind = "parallel_force"
strength = 200
homes = ["Corner"]
goals = { hold_site = 1.0 }
[desertion]
enabled = false
rate = 0.02
)";

Scenario read(std::string const& changes = "") {
  Problems problems;
  Worlds worlds;
  auto const tree = merge(parse_toml(small, "small.toml"), parse_toml(changes, "changes"));
  Scenario scenario = read_scenario(tree, problems, worlds);
  problems.raise();
  return scenario;
}

std::vector<std::string> mistakes(std::string const& changes) {
  Problems problems;
  Worlds worlds;
  auto tree = merge(parse_toml(small, "small.toml"), parse_toml(changes, "changes"));
  read_scenario(tree, problems, worlds);
  return problems.messages();
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

/// The one mistake of a change.
std::string mistake(std::string const& changes) {
  auto const all = mistakes(changes);
  REQUIRE(all.size() == 1);
  return all.front();
}

}  // namespace

TEST_CASE("scenario: names become indices, towns cells, defaults values") {
  Scenario const scenario = read();
  Cast const& cast = scenario.cast;
  REQUIRE(cast.actors.size() == 5);
  CHECK(scenario.weeks == 20);
  CHECK(cast.world == scenario.world.get());
  CHECK(cast.actors[0].kind == Kind::government);
  CHECK(cast.actors[1].designated);
  CHECK(cast.actors[4].attributes.strength == 200.0F);
  CHECK(cast.actors[1].home_cells ==
        std::vector<int>{scenario.world->towns[1].cell, scenario.world->towns[0].cell});
  CHECK(cast.actors[1].home_weights == std::vector<float>{3, 1});
  CHECK(cast.actors[2].home_weights == std::vector<float>{10000, 5000});
  CHECK(cast.actors[0].declared.stances[1] == -0.6F);
  CHECK(cast.actors[0].declared.stances[2] == -0.2F);
  CHECK(cast.actors[0].declared.stances[communities] == 0.3F);
  CHECK(cast.coordination[3][4] == 0.5F);
  CHECK(cast.coordination[4][3] == 0.5F);
  CHECK(cast.clash[defeat_designated][mediate] == 0.6F);
  CHECK(cast.clash[mediate][defeat_designated] == 0.6F);
  CHECK(cast.synergy[protect_civilians][hold_site] == 0.5F);
}

TEST_CASE("scenario: a rule's table sets its parameters and its switch, and no other rule's") {
  Scenario const scenario = read();
  int off = 0;
  scenario.week.each([&](std::string const& name, auto const& switched) {
    off += switched.enabled ? 0 : 1;
    if (name == "desertion") CHECK_FALSE(switched.enabled);
    if constexpr (requires { switched.rule.large_unit; }) {
      if (name == "desertion") CHECK(switched.rule.rate == 0.02F);
    }
  });
  CHECK(off == 1);
}

TEST_CASE("scenario: what is founded from it holds every invariant") {
  Scenario const scenario = read();
  State const state = found(scenario.cast, 1, 0);
  check_invariants(state);
  CHECK(state.actors.count == 5);
}

TEST_CASE("scenario: all mistakes of a scenario are reported together, sorted by rank") {
  auto const all = mistakes(R"(
weeks = 0
surprise = 1
[desertoin]
rate = 0.1
[battles]
enabled = "yes"
[actors.red]
strenght = 5
restraint = 1.5
homes = ["Midle"]
home_weights = [1]
[actors.green]
homes = ["Corner"]
goals = { hold_site = 0.5 }
[scales]
reference_area = "large"
)");
  REQUIRE(all.size() == 10);
  CHECK(std::is_sorted(all.begin(), all.end(), [](auto const& a, auto const& b) {
    auto const rank = [](std::string const& m) {
      return contains(m, "is not known (no such") ? 0
             : contains(m, "needed). Change")     ? 1
             : contains(m, "out of range")        ? 2
             : contains(m, "is missing")          ? 3
                                                  : 4;
    };
    return rank(a) < rank(b);
  }));
  auto const has = [&](char const* part) {
    return std::count_if(all.begin(), all.end(),
                         [&](auto const& m) { return contains(m, part); }) == 1;
  };
  CHECK(has("desertoin: is not known (no such table). Did you mean \"desertion\"?"));
  CHECK(has(
      "changes:9: actors.red.strenght: is not known (no such key). Did you mean \"strength\"?"));
  CHECK(has("surprise: is not known"));
  CHECK(has("weeks: 0 is out of range (1 to 50000 [week])"));
  CHECK(has("actors.red.restraint: 1.5 is out of range (0 to 1)"));
  CHECK(has("battles.enabled: is the text \"yes\" (true or false is needed)"));
  CHECK(has("\"Midle\" is no town of small (2 are known). Did you mean \"Middle\"?"));
  CHECK(has("actors.green.kind: is missing"));
  CHECK(has("actors.green.goals: the shares sum to 0.5"));
  CHECK(has("scales.reference_area: is the text \"large\" (a number is needed)"));
}

TEST_CASE("scenario: contradictions are refused one by one") {
  CHECK(contains(mistake("actors.red.goals.hold_site = 0.1"), "sum to 1.1"));
  CHECK(contains(mistake("actors.red.stances.gren = 0.1"), "is not known"));
  CHECK(contains(mistake("actors.red.stances.un = 0.1"), "towards an operation"));
  CHECK(contains(mistake("actors.red.stances.red = 0.1"), "towards itself"));
  CHECK(contains(mistake("actors.army.designated = true"), "only armed groups are listed"));
  CHECK(contains(mistake("actors.red.home_weights = [1]"), "has 1 values for 2 homes"));
  CHECK(contains(mistake("actors.red.home_weights = [0, 0]"), "sum to 0"));
  CHECK(contains(mistake("actors.blue.home_weights = [1, 1]"), "goes with named towns only"));
  CHECK(
      contains(mistake("actors.red.homes = \"everywhere\""), "is not known (valid: bases, towns)"));
  CHECK(contains(mistake("actors.partner.coordination.un = 0.6"), "coordination is mutual"));
  CHECK(contains(mistake("actors.un.coordination.red = 0.6"), "no pair of operations"));
  CHECK(contains(mistake("actors.un.kind = \"un_misson\""), "Did you mean \"un_mission\"?"));
  CHECK(contains(
      mistake("task_relations.clash.mediate.defeat_designated = {value = 0.1, reason = \"x\"}"),
      "stands here and under mediate"));
  CHECK(contains(mistake("task_relations.clash.mediate.mediate = {value = 0.1, reason = \"x\"}"),
                 "with itself"));
  CHECK(contains(mistake("task_relations.clash.defeat_designated.mediate.value = 2"),
                 "out of range (0 to 1)"));
  CHECK(contains(mistake("grid.kind = \"km\""), "goes with no small place"));
  CHECK(contains(mistake("place.kind = \"tiny\""), "is not known (valid: small, synthetic)"));
  CHECK(contains(mistake("actors.communities = {kind = \"armed_group\", homes = [\"Corner\"], "
                         "goals = {hold_site = 1}}"),
                 "cannot be a name"));
}

TEST_CASE("scenario: more actors than a theatre holds are refused") {
  std::string many;
  for (int a = 0; a < max_actors; ++a)
    many += "actors.g" + std::to_string(a) + " = {kind = \"armed_group\"}\n";
  CHECK(contains(mistake(many), "37 actors are named (1 to 32 fit into a theatre)"));
}

TEST_CASE("scenario: a synthetic country is a place like any other") {
  Problems problems;
  Worlds worlds;
  auto tree = merge(parse_toml(small, "small.toml"),
                    parse_toml("place = 0\ngrid = {kind = \"km\", cell_km = 50}", "f"));
  tree.put("place",
           *parse_toml("place = {kind = \"synthetic\", seed = 4, towns = 12}", "f").find("place"));
  for (char const* actor : {"army", "red", "partner"})
    tree.find("actors")->find(actor)->put("homes", *parse_toml("h = \"towns\"", "f").find("h"));
  tree.find("actors")->find("red")->remove("home_weights");
  Scenario const scenario = read_scenario(tree, problems, worlds);
  problems.raise();
  CHECK(scenario.world->towns.size() == 12);
  CHECK(worlds.size() == 1);
  check_invariants(found(scenario.cast, 1, 0));
}

TEST_CASE("scenario: written out with every value and read again, it is written out the same") {
  auto const tree = parse_toml(small, "small.toml");
  Problems problems;
  Worlds worlds;
  auto const first = write_scenario(read_scenario(tree, problems, worlds), tree);
  auto const again = parse_toml(to_text(first), "again");
  auto const second = write_scenario(read_scenario(again, problems, worlds), again);
  problems.raise();
  CHECK(to_text(first) == to_text(second));
  CHECK(first.find("desertion")->find("rate")->describe() == "the number 0.02");
  CHECK(first.find("actors")->find("red")->find("stances")->find("army") != nullptr);
}

TEST_CASE("scenario: a timeline is read with the actors and written back with the rest") {
  char const* const cut =
      "[timeline.cut]\naction = \"budget\"\nweek = 8\nactor = \"un\"\namount = 0.5";
  auto const tree = merge(parse_toml(small, "small.toml"), parse_toml(cut, "changes"));
  Problems problems;
  Worlds worlds;
  Scenario const scenario = read_scenario(tree, problems, worlds);
  problems.raise();
  REQUIRE(scenario.cast.timeline.size() == 1);
  CHECK(scenario.cast.timeline[0].actor == 3);
  TomlValue const written = write_scenario(scenario, tree);
  CHECK(to_text(*written.find("timeline")).find("amount = 0.5") != std::string::npos);
  CHECK(found(scenario.cast, 1, 0).shocks.happened.size() == 1);
}
