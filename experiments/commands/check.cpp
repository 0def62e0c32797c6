/// `disalign check`: validates a file, prints what it resolves to and what it costs. Writes nothing.
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/cost.hpp"
#include "experiments/commands/design_print.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/json_text.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"

namespace disalign {

int check_study(Arguments const& arguments) {
  Threads const threads = choose_threads(arguments.threads);
  if (!threads.warning.empty()) tell("warning: {}\n", threads.warning);
  Study const study = load_study(arguments.file, arguments.changes);
  if (arguments.csv) {
    if (!study.design)
      throw Error(fmt::format("{}: has no design (--csv prints one). Add [design].",
                              arguments.file.string()));
    fmt::print("{}", design_csv(*study.design));
    return complete;
  }
  Cost const cost =
      estimate_cost(study, threads.count, arguments.level.value_or(default_level(study)));
  if (arguments.json) {
    nlohmann::ordered_json object;
    object["study"] = study.name;
    object["plan_hash"] = fmt::format("{:016x}", study.plan_hash);
    object["scenarios"] = nlohmann::ordered_json::array();
    for (auto const& scenario : study.scenarios) object["scenarios"].push_back(scenario.name);
    if (study.design) object["design"] = design_json(*study.design);
    object["replicates"] = study.replicates;
    object["weeks"] = study.weeks;
    object["runs"] = cost.runs;
    object["unit_steps"] = cost.unit_steps;
    object["core_s"] = cost.core_seconds;
    object["wall_s"] = cost.wall_seconds;
    object["memory_bytes"] = cost.memory_bytes;
    object["file_bytes"] = cost.file_bytes;
    object["configuration"] = study.resolved;
    fmt::print("{}\n", json_text(object));
    return complete;
  }
  if (arguments.quiet) return complete;
  if (study.design) tell("{}", design_text(*study.design));
  // The configuration alone on stdout is a study file again.
  fmt::print("{}", study.resolved);
  std::fflush(stdout);
  tell("\n{}plan {:016x}: no mistake found\n", cost_text(study, cost, threads.count),
       study.plan_hash);
  return complete;
}

}  // namespace disalign
