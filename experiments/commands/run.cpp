/// `disalign run`: finds out what is there, lets what is missing be simulated, prints the answer.
#include <fmt/format.h>

#include <algorithm>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/cost.hpp"
#include "experiments/commands/design_print.hpp"
#include "experiments/commands/final_file.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/plan_file.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/commands/study_work.hpp"
#include "experiments/injected_faults.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

struct Found {
  bool complete = false;  ///< the file has all that is asked for
  bool failures = false;  ///< runs in it have failed
  Level level = Level::series;
};

/// What is there. Throws Error for another plan's file, unless it may be replaced, and always for a
/// file that is none of ours.
Found look(Study const& study, Arguments const& arguments, fs::path const& file) {
  Found found;
  found.level = arguments.level.value_or(default_level(study));
  if (fs::exists(file)) {
    StoredPlan const stored = plan_of_file(file);
    std::string const difference = difference_to_file(study, arguments.level, stored);
    if (arguments.fresh) return found;
    if (!difference.empty()) {
      throw Error(fmt::format(
          "{}: holds another plan ({}). Name another file with -o, or replace it with --fresh.",
          file.string(), difference));
    }
    found.level = stored.manifest.level;
    found.failures = stored.failed > 0;
    bool const repeat = arguments.only_failed && found.failures;
    bool const enough =
        study.stop ? stored.replicates >= study.replicates : stored.replicates == study.replicates;
    found.complete = enough && !repeat;
  } else if (auto const manifest = read_manifest(parts_folder(file));
             manifest && !arguments.level && !arguments.fresh) {
    found.level = manifest->level;
  }
  return found;
}

}  // namespace

Finished finish_study(Study const& study, Arguments const& arguments) {
  StopRequest stop(arguments.grace, arguments.walltime);
  injected_run_faults();  // a mistake in the variable is one of the configuration
  Threads const threads = choose_threads(arguments.threads);
  if (!threads.warning.empty()) tell("warning: {}\n", threads.warning);
  fs::path const file = arguments.output.value_or(fs::path("results") / (study.name + ".h5"));
  if (fs::is_directory(file))
    throw Error(fmt::format("{}: is a directory (a file is written). Add a file name to -o.",
                            file.string()));
  if (arguments.only_failed && !read_manifest(parts_folder(file)) &&
      !(fs::exists(file) && plan_of_file(file).failed == 0)) {
    throw Error(
        fmt::format("--only-failed: {} is not there (it holds the runs that have failed). "
                    "Leave the flag out.",
                    parts_folder(file).string()));
  }
  Found const found = look(study, arguments, file);
  if (arguments.dry_run) {
    Cost const cost = estimate_cost(study, threads.count, found.level);
    if (study.design) tell("{}", design_text(*study.design));
    tell("{}file: {} ({})\n", cost_text(study, cost, threads.count), file.string(),
         found.complete ? "complete already" : "not complete yet");
    return {};
  }
  if (found.complete) {
    if (!arguments.quiet) tell("{}: is complete already, nothing is simulated\n", file.string());
    std::string const left =
        found.failures ? "" : remove_leftovers(parts_folder(file), study.plan_hash);
    if (!left.empty()) tell("warning: {}\n", left);
    return {file, complete};
  }
  StopRequest::listen();
  Study grown = study;  // by its stopping rule
  for (;;) {
    StudyWork work(arguments, grown, file, found.level, threads.count, stop);
    work.prepare();
    work.simulate();
    if (arguments.part.of > 1) {
      tell("part {} of {} is sealed. When all are: disalign merge {}\n", arguments.part.index,
           arguments.part.of, file.string());
      return {std::nullopt, work.failed() > 0 ? with_failures : complete};
    }
    if (work.enough()) {
      work.finish();
      return {file, complete};
    }
    StudyChanges more;
    more.replicates = std::min(grown.replicates + grown.stop->batch, grown.stop->n_max);
    grown = parse_study(grown.resolved, grown.name, more);
  }
}

int run_study(Arguments const& arguments) {
  StopRequest::listen();  // a signal while the study is read is no other than a later one
  Finished const finished = finish_study(load_planned(arguments), arguments);
  return finished.file ? print_answer(*finished.file, arguments.json) : finished.code;
}

}  // namespace disalign
