/// `disalign plan`: how many replicates a study needs, from a pilot, and its preregistration.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/commands/analysis.hpp"
#include "experiments/commands/cost.hpp"
#include "experiments/commands/design_print.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/plan_file.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/disk.hpp"
#include "experiments/statistics/planning.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

/// What is asked of a study unless the user says otherwise, relative to the mean of the reference.
constexpr double wanted_error = 0.02, wanted_half_width = 0.05;
constexpr double wanted_power = 0.9;

ResultTable plan_table() {
  return {"plan",
          "replicates that an outcome of a row needs, from a pilot",
          {{"outcome", "", "outcome"},
           {"unit", "", "its unit"},
           {"scenario", "", "scenario or point of the design"},
           {"mean", "1", "mean in the pilot"},
           {"standard_deviation", "1", "of single runs in the pilot"},
           {"standard_deviation_of_pairs", "1", "of paired differences to the reference"},
           {"effect", "1", "paired difference in the pilot"},
           {"replicates_for_error", "1",
            "for a Monte Carlo error of 2 % of the reference's mean; -1 where that is 0"},
           {"replicates_for_half_width", "1",
            "for an interval of the difference of 5 % of the reference's mean on either side; -1 "
            "where nothing is compared"},
           {"replicates_for_power", "1",
            "to find the pilot's effect with probability 0.9; -1 for an effect of 0"},
           {"core_hours", "h", "of the larger of error and half-width, for the whole study"}},
          {}};
}

double deviation(std::vector<double> const& values) {
  Moments moments;
  for (double const value : values)
    if (std::isfinite(value)) moments.add(value);
  return moments.n > 1 ? std::sqrt(moments.variance()) : 0.0;
}

/// A number of replicates; -1: the pilot does not tell.
std::string number_of(std::int64_t replicates) {
  return replicates < 0 ? "-" : fmt::format("{}", replicates);
}

struct Needs {
  Analysis analysis;
  /// For the first outcome's half-width in every row (without a reference, for its error); -1 where the
  /// pilot does not tell.
  std::int64_t replicates = -1;
};

Needs needs_of(Arguments const& arguments, StudyResults& results,
               double core_seconds_per_replicate) {
  Needs needs;
  ResultTable table = plan_table();
  std::string text = fmt::format("{}\n", results.study.title);
  bool first = true;
  for (auto const& name : wanted_outcomes(arguments, results)) {
    Outcome const outcome = results.outcome(name);
    text += fmt::format(
        "\n{} [{}]: replicates for an error of {:.0f} %, a half-width of {:.0f} %, a "
        "power of {}\n",
        name, outcome.unit, 100 * wanted_error, 100 * wanted_half_width, wanted_power);
    for (std::size_t s = 0; s < results.names.size(); ++s) {
      int const base = results.reference_of(s);
      auto const& reference = outcome.rows[base < 0 ? s : static_cast<std::size_t>(base)];
      Contrast const pair = paired(results, outcome.rows[s], reference);
      Contrast const own = mean_interval(results, outcome.rows[s]);
      Contrast const of_reference = mean_interval(results, reference);
      double const scale = std::abs(of_reference.effect);
      double const sd = deviation(outcome.rows[s]);
      std::vector<double> differences = outcome.rows[s];
      for (std::size_t r = 0; r < differences.size(); ++r) differences[r] -= reference[r];
      double const pairs_sd = deviation(differences);
      // Where nothing has happened, or nothing is compared, a pilot says nothing of how many.
      std::int64_t const error = scale > 0 ? replicates_for_error(sd, wanted_error * scale) : -1;
      std::int64_t const width =
          scale > 0 && base >= 0 ? replicates_for_half_width(pairs_sd, wanted_half_width * scale)
                                 : -1;
      std::int64_t const power =
          pair.effect != 0 ? replicates_for_power(pairs_sd, pair.effect, wanted_power) : -1;
      double const hours = error > 0 ? static_cast<double>(std::max(error, width)) *
                                           core_seconds_per_replicate / 3600
                                     : std::nan("");
      table.add({name, outcome.unit, results.names[s], own.effect, sd, pairs_sd, pair.effect, error,
                 width, power, hours});
      text += fmt::format(
          "  {:<28} mean {:>10}  error {:>7}  half-width {:>7}  power {:>9}  {} core-hours\n",
          results.names[s], short_number(own.effect), number_of(error), number_of(width),
          number_of(power), std::isnan(hours) ? "-" : fmt::format("{:.2f}", hours));
      if (first) {
        needs.replicates =
            std::max(needs.replicates, results.study.reference.empty() ? error : width);
      }
    }
    first = false;
  }
  needs.analysis = {std::move(text), {std::move(table)}};
  return needs;
}

Preregistration registration(Arguments const& arguments, int replicates, std::int64_t seed,
                             std::string const& pilot) {
  StudyChanges changes = arguments.changes;
  changes.seed = seed;
  changes.replicates = replicates;
  Study const study = load_study(arguments.file, changes);
  Preregistration plan;
  plan.study = study.name;
  plan.title = study.title;
  plan.question = study.question;
  plan.plan_hash = fmt::format("{:016x}", study.plan_hash);
  plan.configuration = study.resolved;
  plan.seed = seed;
  plan.replicates = replicates;
  auto outcomes = arguments.outcomes.empty() ? study.outcomes : arguments.outcomes;
  if (outcomes.empty())
    outcomes = {"total_civilian_deaths", "total_fighter_deaths", "total_deaths"};
  for (auto const& outcome : outcomes) {
    if (study.reference.empty()) {
      plan.estimands.push_back("mean of " + outcome + " at every row");
    } else {
      plan.estimands.push_back("paired difference of " + outcome + " to " + study.reference +
                               ", every row");
    }
  }
  plan.design = study.design ? design_text(*study.design)
                             : fmt::format("{} named scenarios, common random numbers",
                                           study.scenarios.size());
  plan.stopping = study.stop ? fmt::format("from {} replicates of every row, {}", replicates,
                                           study.stop->text())
                             : fmt::format("fixed at {} replicates of every row", replicates);
  plan.stopping += "; only replicates that finish at every row count";
  plan.analysis = fmt::format("disalign contrast ({} of paired differences, 95 %)",
                              study.stop ? "confidence sequence" : "Student t");
  plan.pilot = pilot;
  return plan;
}

}  // namespace

int plan_study(Arguments const& arguments) {
  Arguments pilot = arguments;
  int const pilot_replicates = arguments.pilot.value_or(0);
  Study const registered = load_study(arguments.file, arguments.changes);
  require_outcomes(arguments.outcomes);
  int replicates = registered.replicates;
  std::string pilot_text = "none";
  fs::path const artefact =
      arguments.output.value_or(fs::path("results") / (registered.name + ".plan.toml"));
  if (arguments.dry_run || pilot_replicates > 0) {
    pilot.changes.replicates = pilot_replicates > 0 ? pilot_replicates : replicates;
    pilot.changes.suffix = ".pilot";
    pilot.output = artefact.parent_path() / (registered.name + ".pilot.h5");
    if (!pilot.level) pilot.level = Level::summary;
    Study study = load_study(pilot.file, pilot.changes);
    study.stop.reset();  // a pilot has as many replicates as were asked for
    auto const made = finish_study(study, pilot);
    if (!made.file) return made.code;
    StudyResults results(*made.file);
    results.study.stop.reset();
    Cost const cost = estimate_cost(study, choose_threads(arguments.threads).count, Level::summary);
    Needs const needs =
        needs_of(arguments, results, cost.core_seconds / static_cast<double>(study.replicates));
    constexpr std::int64_t most = 100000;
    if (!arguments.changes.replicates && !registered.stop) {
      if (needs.replicates < 0) {
        throw Error(fmt::format(
            "{}: the pilot's {} is 0 in the reference (it does not tell how many replicates are "
            "needed). Say --replicates, run a longer pilot, or plan for another --outcome.",
            arguments.file.string(), wanted_outcomes(arguments, results).front()));
      }
      replicates = static_cast<int>(std::clamp<std::int64_t>(needs.replicates, 2, most));
    }
    pilot_text = fmt::format("{} replicates, seed {}, digest {:016x}", results.replicates,
                             results.study.seed, results.digest);
    int const code = report(pilot, results, needs.analysis);
    if (code != complete) return code;
  }
  // The pilot's runs must not confirm what they suggested: other seeds.
  std::int64_t const seed = registered.seed + (pilot_replicates > 0 ? 1 : 0);
  auto const text = preregistration_text(registration(arguments, replicates, seed, pilot_text));
  disk::make_folder(artefact.parent_path());
  disk::write_text(artefact, text);
  fmt::print(
      arguments.json ? stderr : stdout,
      "preregistration {}: {} replicates, seed {}, hash {}\nconfirm it with: disalign run {} "
      "--plan {}\n",
      artefact.string(), replicates, seed,
      preregistration_hash(*parse_toml(text, "plan").find("plan")), arguments.file.string(),
      artefact.string());
  return complete;
}

}  // namespace disalign
