/// Tests of designs in study files: every kind, its points as scenarios, and the resolved text.
#include "experiments/design/design.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <fstream>

#include "experiments/study.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"
#include "model/base/describe.hpp"

using namespace disalign;

namespace {

constexpr char const* base = R"(
weeks = 6
place = { kind = "small" }
[scenario]
name = "base"
[task_relations]
file = "relations.toml"
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
[actors.red]
kind = "armed_group"
homes = ["Corner"]
strength = 300
goals = { secure_resources = 0.5, extend_state_authority = 0.3, defeat_designated = 0.2 }
[actors.un]
kind = "un_mission"
homes = "bases"
goals = { protect_civilians = 1.0 }
[timeline.shock]
action = "surge"
actor = "army"
week = 2
amount = 1.0
)";

struct Folder {
  std::filesystem::path path = std::filesystem::temp_directory_path() /
                               ("disalign_design_test_" + std::to_string(::getpid()));
  Folder() {
    std::filesystem::create_directories(path);
    write("base.toml", base);
    write("relations.toml",
          "[clash.secure_resources]\nprotect_civilians = {value = 0.6, reason = \"t\"}\n"
          "[synergy.hold_site]\nprotect_civilians = {value = 0.5, reason = \"t\"}\n");
    write("anchors.toml",
          "[rival]\ngoals = { secure_resources = 1.0 }\nstances = { armed_groups = -1.0 }\n");
  }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  void write(char const* name, std::string const& text) const {
    std::ofstream(path / name) << text;
  }
  [[nodiscard]] Study load(std::string const& design) const {
    write("study.toml", "[study]\nbase = \"base.toml\"\nreplicates = 2\n" + design);
    return load_study(path / "study.toml");
  }
  [[nodiscard]] std::string mistakes(std::string const& design) const {
    try {
      (void)load(design);
    } catch (Error const& error) {
      return error.what();
    }
    return "";
  }
};

double rate(Scenario const& scenario) {
  double value = -1;
  scenario.week.each([&](char const* name, auto const& switched) {
    if (std::string_view(name) != "desertion") return;
    ParameterRows rows(name);
    switched.rule.describe(switched.rule, rows);
    for (auto const& row : rows.rows)
      if (row.key == "desertion.rate") value = row.value;
  });
  return value;
}

void check_same(Study const& a, Study const& b) {
  CHECK(a.resolved == b.resolved);
  CHECK(a.plan_hash == b.plan_hash);
  REQUIRE(a.scenarios.size() == b.scenarios.size());
  for (std::size_t s = 0; s < a.scenarios.size(); ++s) {
    CHECK(a.scenarios[s].name == b.scenarios[s].name);
    CHECK(rate(a.scenarios[s]) == rate(b.scenarios[s]));
    for (std::size_t k = 0; k < a.scenarios[s].cast.actors.size(); ++k) {
      CHECK(a.scenarios[s].cast.actors[k].declared.goals ==
            b.scenarios[s].cast.actors[k].declared.goals);
      CHECK(a.scenarios[s].cast.actors[k].declared.stances ==
            b.scenarios[s].cast.actors[k].declared.stances);
      CHECK(a.scenarios[s].cast.actors[k].attributes.strength ==
            b.scenarios[s].cast.actors[k].attributes.strength);
    }
  }
}

}  // namespace

TEST_CASE("design: a grid is the product of its levels, the last factor running fastest") {
  Folder const folder;
  Study const study = folder.load(
      "[design]\nkind = \"grid\"\nvary.\"desertion.rate\" = [0.001, 0.002, 0.004]\n"
      "vary.\"actors.un.strength\" = { low = 100, high = 300, whole = true, steps = 2 }\n"
      "vary.\"timeline.shock.week\" = [1, 3]\nvary.\"battles.enabled\" = [true, false]\n");
  REQUIRE(study.scenarios.size() == 24);
  CHECK(study.named() == 0);
  CHECK(study.design->grid() == std::vector<std::size_t>{3, 2, 2, 2});
  CHECK(rate(study.scenarios[0]) == 0.001);
  CHECK(rate(study.scenarios[8]) == 0.002);
  CHECK(study.scenarios[3].cast.actors[2].attributes.strength == 100);
  CHECK(study.scenarios[4].cast.actors[2].attributes.strength == 300);
  CHECK(study.scenarios[2].cast.timeline.front().week == 3.0F);
  CHECK(study.scenarios[2].world == study.scenarios[20].world);
  CHECK(study.scenarios[5].label.find("timeline_shock_week 1") != std::string::npos);
  check_same(study, parse_study(study.resolved, "again"));
}

TEST_CASE("design: a point changes what was written, doses too, and its text needs no other file") {
  Folder const folder;
  Study const study = folder.load(
      "[actors.partner]\nkind = \"parallel_force\"\nhomes = [\"Corner\"]\ncoordination = { un = "
      "0.1 }\n"
      "dose = { index = \"D1\", target = 0.1, anchors = \"anchors.toml\" }\n"
      "[design]\nkind = \"grid\"\nvary.\"actors.partner.dose.target\" = [0.0, 0.08, 0.16]\n"
      "vary.\"actors.partner.coordination.un\" = [0.0, 0.5]\n"
      "[scenarios.alone]\nlabel = \"Alone\"\nactors.partner.present = false\n");
  REQUIRE(study.scenarios.size() == 7);
  CHECK(study.named() == 1);
  CHECK(study.reference == "alone");
  CHECK(study.reference_of(0) == -1);
  CHECK(study.reference_of(3) == 0);
  CHECK_FALSE(study.scenarios[0].cast.actors[3].present);
  for (std::size_t p = 0; p < 6; ++p) {
    Scenario const& point = study.scenarios[1 + p];
    float distance = 0;  // D1: half the mean over government, group, communities
    for (std::size_t k : {std::size_t{0}, std::size_t{1}, static_cast<std::size_t>(communities)}) {
      distance += std::abs(point.cast.actors[3].declared.stances[k] -
                           point.cast.actors[2].declared.stances[k]) /
                  6;
    }
    CHECK(distance == doctest::Approx(0.08 * static_cast<double>(p / 2)).epsilon(1e-5));
    CHECK(point.cast.coordination[2][3] == (p % 2 == 0 ? 0.0F : 0.5F));
  }
  std::filesystem::remove(folder.path / "anchors.toml");
  std::filesystem::remove(folder.path / "base.toml");
  check_same(study, parse_study(study.resolved, "again"));
}

TEST_CASE("design: a weight of goals that varies leaves the rest to the others, in proportion") {
  Folder const folder;
  Study const study = folder.load(
      "[design]\nkind = \"grid\"\nvary.\"actors.red.goals.secure_resources\" = [0.0, 0.8]\n");
  auto const& goals = study.scenarios[1].cast.actors[1].declared.goals;
  float sum = 0;
  for (float const g : goals) sum += g;
  CHECK(sum == doctest::Approx(1.0));
  CHECK(goals[9] == doctest::Approx(0.8));   // secure_resources
  CHECK(goals[5] == doctest::Approx(0.12));  // extend_state_authority: 0.3 / 0.5 of 0.2
  CHECK(folder
            .mistakes(
                "[design]\nkind = \"grid\"\nvary.\"actors.red.goals.secure_resources\" = [0.8]\n"
                "vary.\"actors.red.goals.defeat_designated\" = [0.7]\n")
            .find("actors.red.goals: the weights that the design sets sum to 1.5") !=
        std::string::npos);
}

TEST_CASE("design: one factor at a time starts from the base and returns to it") {
  Folder const folder;
  Study const study = folder.load(
      "[design]\nkind = \"ofat\"\nvary.\"desertion.rate\" = [0.001, 0.002]\n"
      "vary.\"actors.red.strength\" = { low = 100, high = 500, whole = true, steps = 3 }\n");
  REQUIRE(study.scenarios.size() == 6);
  CHECK(rate(study.scenarios[0]) == 0.004);
  CHECK(rate(study.scenarios[1]) == 0.001);
  CHECK(rate(study.scenarios[3]) == 0.004);
  CHECK(study.scenarios[2].cast.actors[1].attributes.strength == 300);
  CHECK(study.scenarios[4].cast.actors[1].attributes.strength == 300);
  CHECK(study.scenarios[5].cast.actors[1].attributes.strength == 500);
  CHECK(study.design->numbers(0).front() == doctest::Approx(0.004));
  check_same(study, parse_study(study.resolved, "again"));
}

TEST_CASE(
    "design: a place in the unit interval is a value of the range, or the level whose share it "
    "is") {
  Factor factor;
  factor.ranged = true;
  factor.low = 0.001;
  factor.high = 0.1;
  auto const number = [&](double unit) { return std::get<double>(factor.at(unit).content); };
  CHECK(number(0.5) == doctest::Approx(0.0505));
  factor.logarithmic = true;
  CHECK(number(0) == doctest::Approx(0.001));
  CHECK(number(0.5) == doctest::Approx(0.01).epsilon(1e-12));  // the geometric mean
  CHECK(number(1) == doctest::Approx(0.1));
  // Whole numbers, and levels, have equal shares.
  Factor whole;
  whole.ranged = whole.whole = true;
  whole.low = 100;
  whole.high = 103;
  Factor words;
  for (std::int64_t k = 0; k < 4; ++k) words.levels.push_back(toml_value(100 + k));
  for (Factor const* f : {&whole, &words}) {
    auto const value = [&](double unit) { return std::get<std::int64_t>(f->at(unit).content); };
    for (int k = 0; k < 4; ++k) {
      CHECK(value(0.25 * k) == 100 + k);
      CHECK(value(0.25 * k + 0.249) == 100 + k);
    }
    CHECK(value(1) == 103);
  }
}

TEST_CASE("design: sampled kinds fill their ranges, with their own seed") {
  Folder const folder;
  for (std::string const kind : {"lhs", "sobol", "saltelli", "morris"}) {
    INFO(kind);
    std::string const text =
        "[design]\nkind = \"" + kind +
        "\"\npoints = 8\nseed = 5\n"
        "vary.\"desertion.rate\" = { low = 0.001, high = 0.1, log = true, name = \"leaving\" }\n"
        "vary.\"actors.red.strength\" = { low = 100, high = 103, whole = true }\n"
        "vary.\"battles.enabled\" = [true, false]\n";
    Study const study = folder.load(text);
    CHECK(study.scenarios.size() == (kind == "saltelli" ? 40U : kind == "morris" ? 32U : 8U));
    for (double const value : study.design->numbers(0)) {
      CHECK(value >= 0.001);
      CHECK(value <= 0.1);
    }
    for (double const value : study.design->numbers(1)) CHECK(value == std::floor(value));
    CHECK(study.design->factors[0].name == "leaving");
    check_same(study, parse_study(study.resolved, "again"));
    StudyChanges other;
    other.seed = 99;
    CHECK(load_study(folder.path / "study.toml", other).design->points.size() ==
          study.design->points.size());
    CHECK(load_study(folder.path / "study.toml", other).design->numbers(0) ==
          study.design->numbers(0));
    other.sets = {"design.seed=6"};
    CHECK(load_study(folder.path / "study.toml", other).design->numbers(0) !=
          study.design->numbers(0));
  }
}

TEST_CASE("design: its CSV is read back as a list with the same points") {
  Folder const folder;
  Study const sampled = folder.load(
      "[design]\nkind = \"lhs\"\npoints = 5\nvary.\"desertion.rate\" = { low = 0.001, high = 0.1 "
      "}\n"
      "vary.\"battles.enabled\" = [true, false]\nvary.\"actors.red.label\" = [\"a, b\", \"say "
      "\\\"c\\\"\"]\n");
  folder.write("points.csv", design_csv(*sampled.design));
  Study const listed = folder.load("[design]\nkind = \"list\"\nfile = \"points.csv\"\n");
  REQUIRE(listed.scenarios.size() == 5);
  for (std::size_t p = 0; p < 5; ++p) {
    CHECK(rate(listed.scenarios[p]) == rate(sampled.scenarios[p]));
    CHECK(listed.scenarios[p].cast.actors[1].label == sampled.scenarios[p].cast.actors[1].label);
  }
  CHECK(design_csv(*listed.design) == design_csv(*sampled.design));
  std::filesystem::remove(folder.path / "points.csv");
  check_same(listed, parse_study(listed.resolved, "again"));
}

TEST_CASE("design: mistakes name the key, the reason and the remedy") {
  Folder const folder;
  auto const says = [&](std::string const& design, std::string const& text) {
    auto const found = folder.mistakes(design);
    INFO(found);
    CHECK(found.find(text) != std::string::npos);
  };
  says("[design]\nkind = \"gird\"\nvary.\"desertion.rate\" = [0.1]\n", "Did you mean \"grid\"?");
  says("[design]\nkind = \"grid\"\nvary.\"desertion.rat\" = [0.1]\n", "Did you mean \"rate\"?");
  says("[design]\nkind = \"grid\"\nvary.\"desertion.rate\" = [7.0]\n",
       "desertion.rate: 7 is out of range");
  says("[design]\nkind = \"grid\"\nvary.\"desertion.rate\" = { low = 0.1, high = 0.2 }\n",
       "is a range without steps");
  says("[design]\nkind = \"lhs\"\nvary.\"desertion.rate\" = { low = 0.1, high = 0.2 }\n",
       "design.points: is missing");
  says("[design]\nkind = \"grid\"\n", "design.vary: is missing");
  says("[design]\nkind = \"grid\"\nvary.\"desertion.rate\" = 0.1\n", "levels [a, b, c] or a range");
  says("[design]\nkind = \"grid\"\nvary.\"place\" = [\"a.toml\"]\n", "names a file");
  says("[design]\nkind = \"grid\"\nvary.\"desertion.rate\" = { levels = [0.1], name = \"week\" }\n",
       "has something of that name already");
  says("[design]\nkind = \"grid\"\nvary.\"actors.red.strength.x\" = [1]\n", "a table is needed");
  says("[design]\nkind = \"list\"\nfile = \"nowhere.csv\"\n", "nowhere.csv: no such file");
  says("[design]\nkind = \"lhs\"\npoints = 200000\nvary.\"desertion.rate\" = [0.1]\n",
       "out of range");
  folder.write("short.csv", "desertion.rate,battles.enabled\n0.1\n");
  says("[design]\nkind = \"list\"\nfile = \"short.csv\"\n",
       "short.csv:2:1: the row has 1 of 2 fields");
}
