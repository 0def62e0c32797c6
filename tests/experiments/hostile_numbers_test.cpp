/// Hostile numbers: every parameter at its bounds and beyond, worlds and casts of extreme size. Each is
/// refused with a message, or runs with every invariant intact.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "experiments/commands/study_file.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/study.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

/// A small war in which most rules have something to do.
std::string const war = R"(weeks = 6
place = { kind = "small" }
[scenario]
name = "war"
[task_relations.clash.secure_resources]
protect_civilians = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.army]
kind = "government"
strength = 900
homes = ["Middle"]
goals = { extend_state_authority = 0.6, defeat_designated = 0.4 }
stances = { armed_groups = -1.0 }
[actors.red]
kind = "armed_group"
strength = 800
homes = ["Corner"]
designated = true
goals = { secure_resources = 0.5, extend_state_authority = 0.5 }
stances = { army = -1.0 }
[actors.un]
kind = "un_mission"
strength = 1200
arrival_week = 0
homes = "bases"
goals = { protect_civilians = 0.5, mediate = 0.2, monitor_human_rights = 0.2, separate_parties = 0.1 }
stances = { communities = 0.4 }
[actors.partner]
kind = "parallel_force"
strength = 600
arrival_week = 0
homes = ["Middle"]
goals = { secure_resources = 0.4, defeat_designated = 0.4, hold_site = 0.2 }
stances = { army = 1.0, armed_groups = -1.0, communities = -0.2 }
[timeline.surge]
action = "surge"
actor = "red"
week = 2
amount = 2
)";

/// The study with one change; "" when it was simulated, else the message of its refusal.
std::string outcome(std::vector<std::string> const& sets, std::string const& text = war) {
  Study study;
  try {
    study = parse_study(text, "war.toml", {sets, {}, {}, {}});
  } catch (Error const& error) {
    return error.what();
  }
  auto const points = point_rules(study);
  EnsembleSettings const settings{1, study.weeks, 1, 1, false};
  try {
    FinishedRun const run = run_alone(points.front(), 0, 0, settings);
    for (double const value : run.record.series)
      if (!std::isfinite(value)) return "a series is not finite";
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

/// A number as the shortest text that reads back; a whole one as an integer, which every number takes.
std::string written(double value) {
  if (std::floor(value) == value && std::abs(value) < 9e15)
    return fmt::format("{}", static_cast<std::int64_t>(value));
  return fmt::format("{}", value);
}

std::vector<ParameterRow> parameters() {
  return parameter_rows(parse_study(war, "war.toml").scenarios.front());
}

/// Sets every n-th parameter to its bounds, from the first-th on; each must run or be refused.
void try_bounds(std::size_t first, std::size_t n) {
  std::size_t ran = 0;
  std::size_t refused = 0;
  auto const rows = parameters();
  for (std::size_t k = first; k < rows.size(); k += n) {
    for (double const bound : {rows[k].low, rows[k].high}) {
      std::string const set = rows[k].key + "=" + written(bound);
      CAPTURE(set);
      std::string result;
      CHECK_NOTHROW(result = outcome({set}));  // a broken invariant is a RunFailure
      (result.empty() ? ran : refused) += 1;
      // A goal's weight is refused with the goals that it belongs to.
      if (!result.empty()) CHECK(contains(result, rows[k].key.substr(0, rows[k].key.rfind('.'))));
      CHECK(!contains(result, "a series is not finite"));
    }
  }
  CHECK(ran > 3 * refused);  // weights of goals that no longer sum to 1, words and truth values
}

}  // namespace

TEST_CASE("hostile numbers: NaN, infinities and overflows are refused for every parameter") {
  auto const rows = parameters();
  CHECK(rows.size() > 300);
  std::vector<std::string> sets;
  for (auto const& row : rows) {
    for (char const* value : {"nan", "inf", "-inf", "9223372036854775807", "-1e300"}) {
      if (row.key.ends_with(".enabled") || row.key.ends_with(".present")) continue;
      // Tried one by one for few, for all at once below.
      sets.push_back(row.key + "=" + value);
    }
  }
  for (std::size_t k = 0; k < sets.size(); k += 101) {
    CAPTURE(sets[k]);
    CHECK(contains(outcome({sets[k]}), sets[k].substr(0, sets[k].find('='))));
  }
  for (char const* value : {"nan", "-inf", "-1e300"}) {
    std::vector<std::string> every;
    for (auto const& row : rows) every.push_back(row.key + "=" + value);
    std::string const text = outcome(every);
    for (auto const& row : rows) {
      CAPTURE(row.key);
      CHECK(contains(text, row.key));  // all mistakes at once
    }
  }
  CHECK(contains(outcome({"desertion.rate=99999999999999999999"}), "desertion.rate"));
}

TEST_CASE("hostile numbers: parameters at their bounds run with invariants intact, a sample") {
  try_bounds(0, 9);
  CHECK(outcome({"support_shift.rate=1"}) == "");  // killings took more support than there was
}

TEST_CASE("hostile numbers: subnormal and negative zero are numbers like others") {
  for (std::string const value : {"1e-320", "4.9e-324", "1e-42", "-0.0"}) {
    CAPTURE(value);
    CHECK(outcome({"desertion.rate=" + value}) == "");
    CHECK(outcome({"actors.red.support=" + value}) == "");
    CHECK(outcome({"actors.un.detection=" + value}) == "");
  }
  CHECK(contains(outcome({"scales.reference_area=1e-320"}), "out of range"));
}

TEST_CASE("hostile numbers: huge counts are refused or handled") {
  CHECK(contains(outcome({"weeks=9223372036854775807"}), "weeks"));
  CHECK(contains(outcome({"weeks=0"}), "weeks"));
  CHECK(contains(outcome({"actors.red.strength=1e30"}), "actors.red.strength"));
  CHECK(contains(outcome({"actors.red.strength=-1"}), "actors.red.strength"));
  CHECK(outcome({"actors.red.strength=0"}) == "");
  CHECK(outcome({"actors.red.unit_size=1", "actors.red.strength=3000"}) == "");
}

TEST_CASE("hostile numbers: a world of one cell, and none, and too many") {
  auto const with_place = [](std::string const& place, std::string const& grid) {
    std::string text = war;
    std::string const small = "place = { kind = \"small\" }\n";
    text.replace(text.find(small), small.size(), "place = " + place + "\ngrid = " + grid + "\n");
    for (char const* home : {"[\"Middle\"]", "[\"Corner\"]"}) {
      for (auto at = text.find(home); at != std::string::npos; at = text.find(home))
        text.replace(at, std::string(home).size(), "\"towns\"");
    }
    return text;
  };
  std::string const island =
      R"({ name = "i", title = "I", capital = "A", national_population = 5000, outline = [[[0, 0], [0.4, 0], [0.4, 0.4], [0, 0.4]]], regions = [{ name = "R" }], towns = [{ name = "A", lon = 0.2, lat = 0.2, region = "R", population = 50 }], bases = [{ town = "A", weight = 1 }] })";
  CHECK(outcome({}, with_place(island, "{ kind = \"priogrid\" }")) == "");  // 1 x 1
  CHECK(outcome({"place.national_population=1",
                 "place.towns=[{name = \"A\", lon = 0.2, lat = 0.2, "
                 "region = \"R\", population = 1}]"},
                with_place(island, "{ kind = \"priogrid\" }")) == "");
  CHECK(contains(outcome({}, with_place(island, "{ kind = \"km\", cell_km = 1e-9 }")), "cell_km"));
  CHECK(contains(outcome({"place.outline=[]"}, with_place(island, "{ kind = \"priogrid\" }")),
                 "outline"));
  CHECK(contains(outcome({"place.outline=[[[0, 0], [1, 1], [2, 2]]]"},
                         with_place(island, "{ kind = \"priogrid\" }")),
                 "has no area"));
  CHECK(contains(outcome({"place.outline=[[[0, 0], [1e-9, 0], [0, 1e-9]]]"},
                         with_place(island, "{ kind = \"priogrid\" }")),
                 "place"));
  CHECK(contains(outcome({"place.outline=[[[nan, 0], [1, 0], [0, 1]]]"},
                         with_place(island, "{ kind = \"priogrid\" }")),
                 "outline"));
  CHECK(contains(outcome({"place.outline=[[[-1e300, 0], [1e300, 0], [0, 1e300]]]"},
                         with_place(island, "{ kind = \"priogrid\" }")),
                 "place"));
  CHECK(contains(outcome({"place.outline=[[[-180, -80], [180, -80], [180, 80], [-180, 80]]]"},
                         with_place(island, "{ kind = \"km\", cell_km = 1 }")),
                 "place"));
}

TEST_CASE("hostile numbers: no actor, one, thirty-two and thirty-three") {
  std::string const nobody = R"(weeks = 3
place = { kind = "small" }
[scenario]
name = "n"
[task_relations.clash]
[task_relations.synergy]
[actors]
)";
  auto const with = [&](int groups) {
    std::string text = nobody;
    for (int g = 0; g < groups; ++g)
      text += fmt::format(
          "[actors.g{}]\nkind = \"armed_group\"\nstrength = 100\nhomes = \"towns\"\n"
          "goals = {{ secure_resources = 1.0 }}\nstances = {{ armed_groups = -1.0 }}\n",
          g);
    return text;
  };
  CHECK(contains(outcome({}, with(0)), "0 actors are named (1 to 32 fit into a theatre)"));
  CHECK(outcome({}, with(1)) == "");
  CHECK(outcome({"group_splits.rate=10"}, with(32)) == "");  // no row is left for a splinter
  CHECK(contains(outcome({}, with(33)), "32"));
}

TEST_SUITE("full") {
  TEST_CASE("hostile numbers: every parameter at its bounds runs with invariants intact") {
    try_bounds(0, 1);
  }
}
