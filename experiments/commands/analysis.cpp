/// Runs, prints and writes analyses.
#include "experiments/commands/analysis.hpp"

#include "experiments/commands/plan_file.hpp"
#include "experiments/json_text.hpp"
#include "experiments/nearest.hpp"
#include "experiments/statistics/planning.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"
#include "model/observables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace disalign {

namespace {

namespace fs = std::filesystem;

bool is_result_file(fs::path const& file) {
  auto const extension = file.extension();
  return extension == ".h5" || extension == ".hdf5" || extension == ".nc";
}

}  // namespace

std::string short_number(double value) {
  if (!std::isfinite(value)) return std::isnan(value) ? "-" : value > 0 ? "inf" : "-inf";
  double const size = std::abs(value);
  if (size >= 1000) return fmt::format("{:.0f}", value);
  if (size >= 10) return fmt::format("{:.1f}", value);
  return value == 0 ? "0" : fmt::format("{:.3g}", value);
}

std::string interval_text(double value, double lo, double hi) {
  return fmt::format("{} [{}, {}]", short_number(value), short_number(lo), short_number(hi));
}

std::string sample_text(StudyResults const& results) {
  std::string text = fmt::format("{} replicates of {} weeks, seed {}", results.replicates,
                                 results.study.weeks, results.study.seed);
  if (results.left_out > 0)
    text += fmt::format(" ({} more are left out: a run of them failed)", results.left_out);
  if (results.study.stop)
    text += "; ended by [stop]: intervals are confidence sequences, which hold whenever one stops";
  return text;
}

Contrast paired(StudyResults const& results, std::vector<double> const& treatment,
                std::vector<double> const& reference) {
  PairedMoments pairs;
  for (std::size_t r = 0; r < treatment.size(); ++r)
    if (std::isfinite(treatment[r]) && std::isfinite(reference[r]))
      pairs.add(treatment[r], reference[r]);
  auto const& stop = results.study.stop;
  return stop ? contrast_when_stopped(pairs, stop->n_min) : contrast(pairs);
}

Contrast mean_interval(StudyResults const& results, std::vector<double> const& values) {
  return paired(results, values, std::vector<double>(values.size(), 0.0));
}

Study study_to_vary(Arguments const& arguments) {
  if (is_result_file(arguments.file))
    throw Error(fmt::format(
        "{}: is a result file (disalign {} makes studies of its own from a study). Name "
        "the study, a TOML file.",
        arguments.file.string(), arguments.command));
  if (arguments.plan)
    throw Error(fmt::format(
        "--plan {}: a preregistration is of the study as it is (disalign {} changes it). "
        "Leave it out; what it finds explores.",
        arguments.plan->string(), arguments.command));
  return load_study(arguments.file, arguments.changes);
}

std::vector<std::string> wanted_outcomes(Arguments const& arguments, StudyResults const& results) {
  return arguments.outcomes.empty() ? results.asked_outcomes() : arguments.outcomes;
}

std::string scenario_asked_for(Arguments const& arguments, Study const& study) {
  std::vector<std::string> names;
  std::string last;
  for (auto const& scenario : study.scenarios) {
    std::size_t const suffix = scenario.theatre.empty() ? 0 : scenario.theatre.size() + 1;
    std::string const name = scenario.name.substr(0, scenario.name.size() - suffix);
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    auto const has = [&](Kind kind) {
      return std::any_of(scenario.cast.actors.begin(), scenario.cast.actors.end(),
                         [&](ActorPlan const& plan) { return plan.present && plan.kind == kind; });
    };
    if (has(Kind::un_mission) && has(Kind::parallel_force)) last = name;
  }
  if (arguments.row.empty()) {
    if (last.empty())
      throw Error(
          fmt::format("{}: no scenario has a UN mission beside a parallel force. Name one with "
                      "--row.",
                      arguments.file.string()));
    return last;
  }
  if (std::find(names.begin(), names.end(), arguments.row) == names.end())
    throw Error(fmt::format("--row {}: is no scenario of this study. {}", arguments.row,
                            suggestion(arguments.row, names)));
  return arguments.row;
}

fs::path find_data_file(fs::path const& name, fs::path const& study) {
  for (fs::path const& candidate : {study.parent_path() / ".." / name, study.parent_path() / name,
                                    fs::path("experiments") / name}) {
    if (fs::exists(candidate)) return candidate.lexically_normal();
  }
  throw Error(
      fmt::format("{}: is not found (looked beside the study, above it and in experiments). "
                  "Call disalign from the folder of the project.",
                  name.string()));
}

int report(Arguments const& arguments, StudyResults const& results, Analysis const& analysis) {
  TableOrigin const origin{results.plan_hash, results.study.preregistration};
  std::vector<fs::path> files;
  try {
    files = write_tables(results.file, analysis.tables, origin);
  } catch (Error const& error) {
    throw Interrupted(error.what());
  }
  if (arguments.json) {
    nlohmann::ordered_json object;
    object["command"] = arguments.command;
    object["file"] = results.file.string();
    object["plan_hash"] = results.plan_hash;
    object["preregistration"] = origin.preregistration;
    object["purpose"] = origin.purpose();
    object["digest"] = fmt::format("{:016x}", results.digest);
    object["replicates"] = results.replicates;
    for (auto const& table : analysis.tables) object["tables"][table.name] = table_json(table);
    object["failed_replicates"] = results.left_out;
    fmt::print("{}\n", json_text(object));
    return results.left_out > 0 ? with_failures : complete;
  }
  fmt::print("{}\n", analysis.answer);
  fmt::print("{} ({}), digest {:016x}\n", sample_text(results),
             origin.preregistration.empty() ? "explores: no preregistration"
                                            : "confirms preregistration " + origin.preregistration,
             results.digest);
  for (auto const& file : files) fmt::print("table {}\n", file.string());
  fmt::print("file {}\n", results.file.string());
  return results.left_out > 0 ? with_failures : complete;
}

void require_outcomes(std::vector<std::string> const& wanted) {
  std::vector<std::string> names;
  for (Observable const& o : observables()) names.push_back(o.outcome());
  for (DerivedOutcome const& d : derived_outcomes()) names.emplace_back(d.name);
  for (auto const& outcome : wanted) {
    std::string const name = outcome.substr(0, outcome.find(':'));
    if (std::find(names.begin(), names.end(), name) == names.end())
      throw Error(fmt::format("--outcome {}: is no outcome. {}", outcome, suggestion(name, names)));
  }
}

int analyse(Arguments const& arguments, std::function<Analysis(StudyResults&)> const& analysis,
            std::function<void(Study const&)> const& require) {
  fs::path file = arguments.file;
  if (!is_result_file(file)) {
    Study const study = load_planned(arguments);
    require_outcomes(arguments.outcomes);
    if (require) require(study);
    auto const made = finish_study(study, arguments);
    if (!made.file) return made.code;
    file = *made.file;
  } else if (arguments.dry_run) {
    tell("{}: is a finished file, nothing would be simulated\n", file.string());
    return complete;
  }
  StudyResults results(file);
  Analysis const found = analysis(results);
  return report(arguments, results, found);
}

}  // namespace disalign
