/// Tests of theatres in files: expansion, one trajectory a group, the Council as the only link.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include "experiments/commands/study_file.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/study.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

/// A study with theatres north (3 x 3 cells) and south (a synthetic country); in `vetoed` the draft
/// on north's partner fails in week 4; south votes in week 12.
std::string const text = R"(
[study]
name = "pair"
reference = "quiet"
replicates = 3
weeks = 30
[task_relations.clash.secure_resources]
protect_civilians = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.army]
kind = "government"
homes = "towns"
goals = { extend_state_authority = 1.0 }
[actors.red]
kind = "armed_group"
homes = "towns"
goals = { secure_resources = 1.0 }
stances = { army = -1.0 }
[mandate_renewal]
nine_votes = 0
[retaliation]
early_review = 0
[security_council]
base = 20
nine_votes = 0
contested = 0
grudge = 50
[theatres.north]
label = "North"
place = { kind = "small" }
security_council = { base = 10, distance = 50 }
[theatres.north.actors.west]
kind = "parallel_force"
homes = ["Middle"]
goals = { hold_site = 1.0 }
sponsor_x = 1.0
authorised = 0
[theatres.south]
place = { kind = "synthetic", seed = 3, radius_km = 120, towns = 4, regions = 2, bases = 2 }
grid = { kind = "km", cell_km = 60 }
[theatres.south.actors.east]
kind = "parallel_force"
homes = "towns"
goals = { hold_site = 1.0 }
sponsor_x = -1.0
authorised = 0
[theatres.south.timeline.late]
action = "draft"
actor = "east"
week = 12
[scenarios.quiet]
label = "Quiet"
[scenarios.vetoed.theatres.north.timeline.early]
action = "draft"
actor = "west"
week = 4
)";

std::string refusal(std::string const& study) {
  try {
    parse_study(study, "test.toml");
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

/// The study's text with `from` replaced.
std::string changed(std::string const& from, std::string const& to) {
  std::string result = text;
  auto const at = result.find(from);
  REQUIRE(at != std::string::npos);
  return result.replace(at, from.size(), to);
}

std::vector<FinishedRun> run(Study const& study, int threads) {
  std::vector<FinishedRun> runs;
  EnsembleSettings const settings{threads, study.weeks, study.replicates, 1, false};
  run_ensemble(point_rules(study), settings,
               [&](FinishedRun&& finished) { runs.push_back(std::move(finished)); });
  return runs;
}

std::vector<std::uint64_t> digests(std::vector<FinishedRun> const& runs) {
  std::vector<std::uint64_t> result;
  for (auto const& finished : runs) result.push_back(finished.record.digest);
  return result;
}

/// Sum over weeks of an observable of the whole theatre.
double total(Record const& record, std::string const& name) {
  auto const weeks = static_cast<std::size_t>(record.weeks);
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    double sum = 0;
    for (std::size_t w = 0; w < weeks; ++w) sum += record.series[column * weeks + w];
    if (o.name == name) return sum;
    column += static_cast<std::size_t>(record.width(o.axis));
  }
  FAIL("no observable " << name);
  return 0;
}

}  // namespace

TEST_CASE("theatres: every scenario becomes one a theatre, with its own place, actors, timeline") {
  Study const study = parse_study(text, "test.toml");
  REQUIRE(study.scenarios.size() == 4);
  std::vector<std::string> names, labels;
  for (auto const& scenario : study.scenarios) {
    names.push_back(scenario.name);
    labels.push_back(scenario.label);
  }
  CHECK(names ==
        std::vector<std::string>{"quiet.north", "quiet.south", "vetoed.north", "vetoed.south"});
  CHECK(labels ==
        std::vector<std::string>{"Quiet, North", "Quiet, south", "vetoed, North", "vetoed, south"});
  CHECK(study.scenarios[1].theatre == "south");
  CHECK(study.scenarios[1].group == study.scenarios[0].group);
  CHECK(study.scenarios[2].group != study.scenarios[0].group);
  CHECK(study.scenarios[0].world == study.scenarios[2].world);
  CHECK(study.scenarios[0].world != study.scenarios[1].world);
  CHECK(study.scenarios[0].cast.timeline.empty());
  CHECK(study.scenarios[2].cast.timeline.size() == 1);
  auto const& plans = study.scenarios[1].cast.actors;
  REQUIRE(plans.size() == 4);
  CHECK(plans[2].name == "west");
  CHECK_FALSE(plans[2].present);
  CHECK(plans[3].present);
  CHECK(study.reference_of(0) == -1);
  CHECK(study.reference_of(3) == 1);  // in its own theatre
  CHECK(study.runs() == 12);
}

TEST_CASE("theatres: the resolved text is the same study again") {
  Study const study = parse_study(text, "test.toml");
  Study const again = parse_study(study.resolved, "resolved.toml");
  CHECK(again.resolved == study.resolved);
  CHECK(again.plan_hash == study.plan_hash);
  CHECK(again.scenarios[3].label == "vetoed, south");
  CHECK(digests(run(again, 1)) == digests(run(study, 1)));
}

TEST_CASE("theatres: a group is one trajectory, whatever the threads") {
  Study const study = parse_study(text, "test.toml");
  auto const runs = run(study, 1);
  REQUIRE(runs.size() == 12);
  CHECK(digests(run(study, 2)) == digests(runs));
  std::vector<Theatre<Week>> theatres;
  for (std::size_t s : {2U, 3U}) {
    auto const& scenario = study.scenarios[s];
    theatres.push_back({scenario.theatre, &scenario.cast, &scenario.week});
  }
  auto const records = simulate_theatres(std::span<Theatre<Week> const>(theatres), study.weeks,
                                         RunAddress{1, 2}, false);
  for (std::size_t t : {0U, 1U}) {
    auto const& finished = runs[4 * 2 + 2 + t];
    CHECK(finished.point == static_cast<int>(2 + t));
    CHECK(finished.replicate == 2);
    CHECK(finished.record.digest == records[t].digest);
    CHECK(finished.record.outcomes == records[t].outcomes);
  }
}

TEST_CASE("theatres: a veto in one changes the vote in the other") {
  auto const runs = run(parse_study(text, "test.toml"), 1);
  CHECK(total(runs[0].record, "vetoes") == 0);
  CHECK(total(runs[1].record, "vetoes") == 0);  // south's draft passes
  CHECK(total(runs[2].record, "vetoes") == 1);
  CHECK(total(runs[3].record, "vetoes") == 1);  // and is vetoed after the slight in north
}

TEST_CASE("theatres: a study of one theatre a scenario is as it was") {
  std::string const alone = R"(
weeks = 20
place = { kind = "small" }
[scenario]
name = "small"
[task_relations.clash.secure_resources]
protect_civilians = { value = 0.6, reason = "test" }
[task_relations.synergy.hold_site]
protect_civilians = { value = 0.5, reason = "test" }
[actors.army]
kind = "government"
homes = ["Middle"]
goals = { extend_state_authority = 1.0 }
)";
  Study const study = parse_study(alone, "test.toml");
  REQUIRE(study.scenarios.size() == 1);
  CHECK(study.scenarios[0].name == "small");
  CHECK(study.scenarios[0].theatre.empty());
  CHECK(study.resolved.find("theatres") == std::string::npos);
  auto const points = point_rules(study);
  CHECK(run_alone(points[0], 0, 1, {1, 20, 2, 1, false}).record.digest ==
        simulate(study.scenarios[0].cast, study.scenarios[0].week, 20, {1, 1}, false).digest);
}

TEST_CASE("theatres: a scenario file with theatres is a study of them") {
  std::string file = text.substr(text.find("[task_relations"));
  file = "weeks = 5\n[scenario]\nname = \"two\"\n" + file.substr(0, file.find("[scenarios.quiet]"));
  Study const study = parse_study(file, "two.toml");
  REQUIRE(study.scenarios.size() == 2);
  CHECK(study.scenarios[0].name == "two.north");
  CHECK(study.reference.empty());
}

TEST_CASE("theatres: bad tables are refused by name") {
  auto const refused = [](std::string const& study, std::string const& words) {
    CAPTURE(study);
    auto const message = refusal(study);
    CAPTURE(message);
    CHECK(message.find(words) != std::string::npos);
  };
  std::string const quiet = "[scenarios.quiet]\n";
  refused(changed(quiet, "[theatres.east]\nbattle.rate = 1\n" + quiet), "battle");
  refused(changed("[theatres.north]\n", "[theatres.north]\nweeks = 3\n"), "theatres.north.weeks");
  refused(changed("[theatres.north]\n", "[theatres.north]\nbase = \"no.toml\"\n"),
          "theatres.north.base");
  refused(changed(quiet, "[theatres.\"a b\"]\n" + quiet), "theatres.a b");
  refused(changed(quiet, "[scenarios.quiet.theatres.nrth]\nplace.kind = \"small\"\n" + quiet),
          "theatres.nrth");
  refused("theatres = 3\n" + quiet, "theatres: is the integer 3");
  refused(changed("theatres.north.timeline.early", "theatres.nort.timeline.early"), "\"north\"");
  refused(changed(quiet, quiet + "theatres.south.place.seed = 4\n"),
          "scenarios.vetoed.south.place");
}
