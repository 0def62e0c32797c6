/// Tests of presets: every file loads, says where each number comes from, and differs where it should.
#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "experiments/scenario.hpp"
#include "model/state.hpp"

using namespace disalign;

namespace {

namespace fs = std::filesystem;

/// What stands in the folder beside the actors.
bool is_actor(fs::path const& file) {
  return file.extension() == ".toml" && file.stem() != "task_relations" &&
         file.stem() != "dose_anchors";
}

std::vector<std::string> presets() {
  std::vector<std::string> names;
  for (auto const& entry : fs::directory_iterator("experiments/presets")) {
    if (is_actor(entry.path())) names.push_back(entry.path().stem().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

/// A scenario on the small world in which `preset` is the only operation.
Scenario read_with(std::string const& preset) {
  std::string text = R"(
weeks = 20
place = { kind = "small" }
[scenario]
name = "small"
[task_relations.clash.defeat_designated]
mediate = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.government]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
[actors.red]
kind = "armed_group"
homes = ["Corner"]
goals = { secure_resources = 1.0 }
[actors.operation]
preset = "experiments/presets/)" +
                     preset + ".toml\"\n";
  // This one names the towns of one country and leaves its profile to the scenario.
  if (preset == "expeditionary_force") {
    text += "homes = [\"Corner\"]\nhome_weights = [1]\ngoals = { hold_site = 1.0 }\n";
  }
  Problems problems;
  Worlds worlds;
  TomlValue tree = parse_toml(text, "small.toml");
  inline_files(tree, problems);
  Scenario scenario = read_scenario(tree, problems, worlds);
  problems.raise();
  return scenario;
}

Attributes attributes_of(std::string const& preset) {
  return read_with(preset).cast.actors[2].attributes;
}

}  // namespace

TEST_CASE("presets: every file loads, founds a state and keeps its books") {
  auto const names = presets();
  CHECK(names.size() >= 13);
  for (std::string const& name : names) {
    CAPTURE(name);
    Scenario const scenario = read_with(name);
    State const state = found(scenario.cast, 1, 0);
    check_invariants(state);
    CHECK(state.actors.is_operation(2));
    float sum = 0;
    for (float const g : state.actors.declared[2].goals) sum += g;
    CHECK(sum == doctest::Approx(1.0));
  }
}

TEST_CASE("presets: every number names its source or says assumed") {
  for (std::string const& name : presets()) {
    CAPTURE(name);
    std::ifstream file("experiments/presets/" + name + ".toml");
    std::string line;
    std::string before;
    bool sourced_table = false;  // goals and stances have one source above the table
    while (std::getline(file, line)) {
      CAPTURE(line);
      if (line.starts_with('[')) {
        sourced_table = before.starts_with("# ");
      } else if (line.empty()) {
        sourced_table = false;
      } else if (line.find('=') != std::string::npos && !line.starts_with('#')) {
        CHECK((sourced_table || line.find("  # ") != std::string::npos));
      }
      before = line;
    }
  }
}

TEST_CASE("presets: the typical operations of the taxonomy are all there") {
  auto const names = presets();
  for (char const* name :
       {"un_multidimensional", "un_support_office", "regional_enforcement", "eu_bridging_force",
        "western_counterterrorism", "training_mission", "private_company", "quasi_state_company",
        "bilateral_ally", "observer_mission", "niche_enabler", "civilian_mission"}) {
    CAPTURE(name);
    CHECK(std::find(names.begin(), names.end(), name) != names.end());
  }
}

TEST_CASE("presets: beside a UN mission every one of them comes within two years") {
  for (std::string const& name : presets()) {
    CAPTURE(name);
    Problems problems;
    Worlds worlds;
    std::string text = "[actors.partner]\npreset = \"experiments/presets/" + name + ".toml\"\n";
    if (name == "expeditionary_force") text += "goals = { hold_site = 1.0 }\n";
    TomlValue tree = merge(load_toml("experiments/scenarios/central_african_republic.toml"),
                           parse_toml(text, "partner.toml"));
    inline_files(tree, problems);
    Scenario const scenario = read_scenario(tree, problems, worlds);
    problems.raise();
    State state = found(scenario.cast, 1, 0);
    auto const partner = static_cast<std::size_t>(state.actors.count - 1);
    REQUIRE(scenario.cast.actors[partner].name == "partner");
    bool came = state.actors.strength[partner] > 0;
    for (int week = 0; week < 104 && !came; ++week) {
      scenario.week.step(state, 1, 0);
      came = state.flows.arrived[partner] > 0;
    }
    CHECK(came);
  }
}

TEST_CASE("presets: companies answer to nobody and leave fast, observers bear no arms") {
  for (char const* name : {"private_company", "quasi_state_company"}) {
    CHECK(attributes_of(name).accountability == 0.0F);
    CHECK(attributes_of(name).exit_weeks == 2.0F);
  }
  CHECK(attributes_of("quasi_state_company").attribution < 0.5F);
  for (char const* name : {"observer_mission", "civilian_mission"}) {
    CHECK(attributes_of(name).combat == 0.0F);
    CHECK(attributes_of(name).one_sided_rate == 0.0F);
  }
  CHECK(attributes_of("regional_enforcement").own_territory == 1.0F);
  CHECK(attributes_of("bilateral_ally").authorised == 0.0F);
}
