/// Tests of studies: base and differences, `--set`, the union of actors, the resolved text.
#include "experiments/study.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "experiments/study_text.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

constexpr char const* base = R"(
weeks = 30
place = { kind = "small" }
[scenario]
name = "base"
label = "Base"
[task_relations]
file = "relations.toml"
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
[actors.red]
kind = "armed_group"
homes = ["Corner"]
goals = { secure_resources = 1.0 }
[actors.un]
preset = "presets/un.toml"
strength = 900
)";

constexpr char const* study = R"(
[study]
name = "pair"
title = "A pair"
question = "Why?"
base = "base.toml"
reference = "with"
replicates = 4
weeks = 12
seed = 3
[scenarios.without]
label = "Nobody"
actors.un.present = false
[scenarios.with]
label = "UN"
[scenarios.both.actors.partner]
kind = "parallel_force"
homes = ["Corner"]
goals = { hold_site = 1.0 }
coordination = { un = 0.25 }
)";

/// A folder with the files of a study; gone after the test.
struct Files {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("disalign_study_test_" + std::to_string(::getpid()));
  Files() {
    std::filesystem::create_directories(path / "presets");
    write("base.toml", base);
    write("study.toml", study);
    write("relations.toml",
          "[clash.secure_resources]\nprotect_civilians = {value = 0.6, reason = "
          "\"t\"}\n[synergy.hold_site]\nprotect_civilians = {value = 0.5, reason = \"t\"}\n");
    write("presets/un.toml",
          "kind = \"un_mission\"\nhomes = \"bases\"\nstrength = 500\nrestraint = "
          "0.98\n[goals]\nprotect_civilians = 1.0\n");
  }
  ~Files() { std::filesystem::remove_all(path); }
  Files(Files const&) = delete;
  Files& operator=(Files const&) = delete;
  void write(char const* name, std::string const& text) const {
    std::ofstream(path / name) << text;
  }
  [[nodiscard]] Study load(StudyChanges const& changes = {}) const {
    return load_study(path / "study.toml", changes);
  }
  [[nodiscard]] std::string refusal(StudyChanges const& changes = {},
                                    char const* file = "study.toml") const {
    try {
      load_study(path / file, changes);
    } catch (Error const& error) {
      return error.what();
    }
    return "";
  }
};

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

StudyChanges sets(std::vector<std::string> assignments) { return {std::move(assignments), {}, {}}; }

}  // namespace

TEST_CASE("study: scenarios are differences over a base, in the order of the file") {
  Files const files;
  Study const loaded = files.load();
  REQUIRE(loaded.scenarios.size() == 3);
  CHECK(loaded.name == "pair");
  CHECK(loaded.scenarios[0].name == "without");
  CHECK(loaded.scenarios[1].label == "UN");
  CHECK(loaded.scenarios[2].label == "both");
  CHECK(loaded.reference_of(0) == 1);
  CHECK(loaded.reference_of(1) == -1);
  CHECK(loaded.reference_of(2) == 1);
  CHECK(loaded.runs() == 12);
  CHECK(loaded.weeks == 12);
  CHECK(loaded.seed == 3);
  // preset, then base, then differences
  CHECK(loaded.scenarios[1].cast.actors[2].attributes.restraint == 0.98F);
  CHECK(loaded.scenarios[1].cast.actors[2].attributes.strength == 900.0F);
  CHECK(loaded.scenarios[0].world == loaded.scenarios[2].world);
}

TEST_CASE("study: every scenario has the actors of all, absent where it does not name them") {
  Files const files;
  Study const loaded = files.load();
  for (auto const& scenario : loaded.scenarios) {
    REQUIRE(scenario.cast.actors.size() == 4);
    CHECK(scenario.cast.actors[2].name == "un");
    CHECK(scenario.cast.actors[3].name == "partner");
    CHECK(scenario.cast.actors[3].kind == Kind::parallel_force);
    CHECK(scenario.cast.actors[2].present == (scenario.name != "without"));
    CHECK(scenario.cast.actors[3].present == (scenario.name == "both"));
  }
  CHECK(loaded.scenarios[2].cast.coordination[2][3] == 0.25F);
}

TEST_CASE("study: the resolved text needs no other file and gives the same plan") {
  Study loaded;
  {
    Files const files;
    loaded = files.load();
  }
  Study const again = parse_study(loaded.resolved, "again");
  CHECK(again.resolved == loaded.resolved);
  CHECK(again.plan_hash == loaded.plan_hash);
  CHECK(again.scenarios[0].cast.actors[2].present == false);
  CHECK(again.scenarios[1].cast.actors[2].attributes.strength == 900.0F);
  CHECK_FALSE(contains(loaded.resolved, "preset"));
}

TEST_CASE(
    "study: the plan's hash follows every parameter and the seed, not the number of replicates") {
  Files const files;
  Study const loaded = files.load();
  CHECK(files.load({{}, 9, {}}).plan_hash == loaded.plan_hash);
  CHECK(files.load({{}, {}, 4}).plan_hash != loaded.plan_hash);
  CHECK(files.load(sets({"desertion.rate=0.0151"})).plan_hash != loaded.plan_hash);
  CHECK(files.load(sets({"scenarios.both.actors.partner.reach=41"})).plan_hash != loaded.plan_hash);
  CHECK(files.load(sets({"study.weeks=13"})).plan_hash != loaded.plan_hash);
  CHECK(files.load(sets({"desertion.enabled=false"})).plan_hash != loaded.plan_hash);
  CHECK(files.load(sets({fmt::format("desertion.rate={}", Desertion{}.rate)})).plan_hash ==
        loaded.plan_hash);
}

TEST_CASE("study: how two plans differ is said by the first key") {
  Files const files;
  std::string const plan = files.load().resolved;
  CHECK(plan_difference(plan, plan).empty());
  CHECK(plan_difference(plan, files.load({{}, 9, {}}).resolved).empty());
  CHECK(plan_difference(plan, files.load({{}, {}, 4}).resolved) ==
        "study.seed: the integer 3 here, the integer 4 there");
  CHECK(contains(
      plan_difference(plan, files.load(sets({"desertion.rate=0.5"})).resolved),
      fmt::format("desertion.rate: the number {} here, the number 0.5 there", Desertion{}.rate)));
}

TEST_CASE("study: --set changes every scenario, or one, or the study") {
  Files const files;
  Study const every = files.load(sets({"actors.red.strength=77", "desertion.enabled=false"}));
  for (auto const& scenario : every.scenarios)
    CHECK(scenario.cast.actors[1].attributes.strength == 77.0F);
  Study const one = files.load(sets({"scenarios.with.actors.red.strength=77"}));
  CHECK(one.scenarios[0].cast.actors[1].attributes.strength == 500.0F);
  CHECK(one.scenarios[1].cast.actors[1].attributes.strength == 77.0F);
  CHECK(files.load(sets({"study.replicates=2"})).replicates == 2);
  std::string const refused =
      files.refusal(sets({"desertoin.rate=1", "desertion.rate=a", "nothing", "study.sead=1"}));
  CHECK(contains(refused, "--set nothing: has no key and value"));
  CHECK(contains(refused, "study.sead: is not known (no such key). Did you mean \"seed\"?"));
  std::string const content = files.refusal(sets({"desertoin.rate=1", "desertion.rate=a"}));
  CHECK(contains(content,
                 "--set desertoin.rate=1: desertoin: is not known (no such table). Did you mean "
                 "\"desertion\"?"));
  CHECK(contains(content,
                 "--set desertion.rate=a: desertion.rate: is the text \"a\" (a number is needed)"));
  CHECK(std::count(content.begin(), content.end(), '\n') == 1);
}

TEST_CASE("study: a scenario file is a study of one point") {
  Files const files;
  Study const loaded = load_study(files.path / "base.toml");
  CHECK(loaded.name == "base");
  CHECK(loaded.scenarios.size() == 1);
  CHECK(loaded.reference_of(0) == -1);
  CHECK(loaded.weeks == 30);
  CHECK(parse_study(loaded.resolved, "again").plan_hash == loaded.plan_hash);
  CHECK(load_study(files.path / "base.toml", sets({"weeks=5"})).weeks == 5);
}

TEST_CASE("study: files that are missing are named with the key that names them, all at once") {
  Files const files;
  files.write("study.toml",
              "[study]\nbase = \"base.toml\"\n[scenarios.a]\nplace = "
              "\"none.toml\"\nactors.un.preset = \"no.toml\"\n");
  std::string const refused = files.refusal();
  CHECK(contains(refused, "study.toml:4: place: cannot be used: "));
  CHECK(contains(refused, "study.toml:5: actors.un.preset: cannot be used: "));
  files.write("study.toml", "[study]\nbase = \"lost.toml\"\n[scenarios.a]\n");
  CHECK(contains(files.refusal(), "study.toml:2: study.base: cannot be used: "));
  files.write("study.toml", "[study]\nbase = \"study.toml\"\n[scenarios.a]\n");
  CHECK(contains(files.refusal(), "study.base: is a study itself"));
}

TEST_CASE("study: what scenarios must share is checked") {
  Files const files;
  auto const with = [&](std::string const& text) {
    files.write("study.toml", "[study]\nbase = \"base.toml\"\n" + text);
    return files.refusal();
  };
  CHECK(contains(with("[scenarios.a]\n[scenarios.b]\nweeks = 7\n"),
                 "scenarios.b.weeks: is 7, in a it is 30"));
  CHECK(contains(with("[scenarios.a]\n[scenarios.b]\nactors.un.kind = \"parallel_force\"\n"),
                 "scenarios.b.actors.un.kind: differs"));
  CHECK(contains(with("reference = \"c\"\n[scenarios.a]\n[scenarios.b]\n"),
                 "study.reference: \"c\" is no scenario"));
  CHECK(contains(with("replicates = 0\n[scenarios.a]\n"), "study.replicates: 0 is out of range"));
  CHECK(contains(with("name = \"a/b\"\n[scenarios.a]\n"), "cannot name a result file"));
  CHECK(contains(with("[scenarios.\"a b\"]\n"), "cannot be a name"));
  CHECK(contains(with(""), "scenarios: is missing"));
  CHECK(with("[scenarios.a]\n").empty());
}

TEST_CASE("study: shared and own parts put together are the whole trees again") {
  std::vector<TomlValue> const trees{
      parse_toml("a = 1\nonly_here = 2\n[t]\nx = 1\ny = 2\n[w]\nz = 1\n[e]\n", "f"),
      parse_toml("a = 1\n[t]\nx = 1\ny = 3\n[w]\nz = 1\nv = 2\n[e]\n", "f")};
  auto const shared = shared_part(trees, {"w"});
  CHECK(same(shared, parse_toml("a = 1\n[t]\nx = 1\n[e]\n", "f")));
  for (auto const& tree : trees) {
    auto const whole = merge(shared, own_part(tree, shared));
    std::string const difference = first_difference(tree, whole, "");
    CHECK((difference.empty() || difference == "root: another order of keys"));
  }
  CHECK(first_difference(trees[0], trees[1], "") == "only_here: the integer 2 here, nothing there");
}
