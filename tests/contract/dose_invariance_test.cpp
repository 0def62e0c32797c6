/// A dose acts through channels alone: on the real map, with all of them off, nothing depends on it.
#include <doctest/doctest.h>

#include <fmt/format.h>

#include <cstdio>

#include "experiments/scenario.hpp"
#include "experiments/toml.hpp"
#include "model/disalignment.hpp"
#include "model/trajectory.hpp"
#include "tests/support/channels.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 52;  // the partner comes after half of them
constexpr int seeds = 20;

/// The Central African Republic with a partner at its dose.
struct DosedScenario {
  explicit DosedScenario(std::string const& partner) {
    Problems problems;
    Worlds worlds;
    std::string const text =
        "[actors.partner]\n"
        "preset = \"experiments/presets/expeditionary_force.toml\"\n" +
        partner;
    TomlValue tree = merge(load_toml("experiments/scenarios/central_african_republic.toml"),
                           parse_toml(text, "dose"));
    inline_files(tree, problems);
    scenario = read_scenario(tree, problems, worlds);
    problems.raise();
    for (std::size_t a = 0; a < scenario.cast.actors.size(); ++a) {
      if (scenario.cast.actors[a].name == "un") un = static_cast<int>(a);
      if (scenario.cast.actors[a].name == "partner") partner_row = static_cast<int>(a);
    }
  }

  [[nodiscard]] PairIndices indices() const { return compare(scenario.cast, un, partner_row); }

  [[nodiscard]] Record run(std::uint64_t seed, bool channels) const {
    Week week = scenario.week;
    if (!channels) each_channel(week, [](auto& switched) { switched.enabled = false; });
    return simulate(scenario.cast, week, weeks, RunAddress{seed, 0}, false);
  }

  Scenario scenario;
  int un = -1, partner_row = -1;
};

std::string dose(char const* index, double target) {
  return fmt::format(
      "dose = {{ index = \"{}\", target = {}, anchors = "
      "\"experiments/presets/dose_anchors.toml\" }}\n",
      index, target);
}

struct Range {
  double low = 0, high = 0;
};

/// What the anchors reach, as the refusal of an impossible dose says it.
Range range_of(char const* index) {
  std::string refusal;
  try {
    DosedScenario const impossible(dose(index, 1));
  } catch (Error const& error) {
    refusal = error.what();
  }
  INFO(refusal);
  std::size_t const from = refusal.find("goes from ");
  REQUIRE(from != std::string::npos);
  Range range;
  REQUIRE(std::sscanf(refusal.c_str() + from, "goes from %lf to %lf", &range.low, &range.high) ==
          2);
  REQUIRE(range.low < range.high);
  return range;
}

}  // namespace

TEST_CASE("dose: with all channels off, its lowest and highest value give the same run") {
  for (char const* index : {"D1", "D2", "D3"}) {
    CAPTURE(std::string(index));
    Range const range = range_of(index);
    DosedScenario const lowest(dose(index, range.low));
    DosedScenario const highest(dose(index, range.high));
    CHECK(highest.indices().disalignment > lowest.indices().disalignment + 0.05);
    double deaths = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      Record const low = lowest.run(seed, false);
      Record const high = highest.run(seed, false);
      CHECK(outcomes_of(low) == outcomes_of(high));
      CHECK(low.maps == high.maps);
      deaths += total(low, "deaths");
    }
    CHECK(deaths > 100);
    CHECK(outcomes_of(lowest.run(1, true)) != outcomes_of(highest.run(1, true)));
  }
}
