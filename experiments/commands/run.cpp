/// `disalign run`: simulates a study, writes its file, prints its answer.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>

#include "experiments/answer.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/commands/cost.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/ensemble.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Runs done, speed and time left on stderr: one line that renews itself on a terminal, a line for
/// every tenth of the study elsewhere.
class Progress {
 public:
  Progress(std::int64_t runs, bool quiet)
      : runs_(runs), quiet_(quiet), terminal_(isatty(STDERR_FILENO) != 0) {}

  void add() {
    ++done_;
    if (quiet_) return;
    double const elapsed = seconds_since(start_);
    bool const tenth = done_ * 10 / runs_ != (done_ - 1) * 10 / runs_;
    if (terminal_ ? elapsed < shown_ + 0.2 && done_ < runs_ : !tenth) return;
    shown_ = elapsed;
    double const rate = static_cast<double>(done_) / std::max(elapsed, 1e-6);
    fmt::print(stderr, "{}{} of {} runs, {:.1f} runs/s, {:.0f} s left{}", terminal_ ? "\r" : "",
               done_, runs_, rate, static_cast<double>(runs_ - done_) / rate,
               terminal_ ? "   " : "\n");
    if (terminal_ && done_ == runs_) fmt::print(stderr, "\n");
  }

 private:
  std::int64_t runs_;
  std::int64_t done_ = 0;
  bool quiet_, terminal_;
  double shown_ = -1;
  Clock::time_point start_ = Clock::now();
};

void print_answer(Arguments const& arguments, fs::path const& file) {
  Answer const answer = read_answer(file);
  fmt::print("{}\n", arguments.json ? answer_json(answer, file) : answer_text(answer, file));
}

/// True when the file is there, complete and of this plan. Throws Error for another plan's file,
/// unless it may be replaced, and always for a file that is none of ours.
bool already_there(Study const& study, Arguments const& arguments, fs::path const& file) {
  if (!fs::exists(file)) return false;
  std::string const difference = difference_to_file(study, arguments.level, file);
  if (arguments.fresh) return false;
  if (difference.empty()) return true;
  throw Error(fmt::format(
      "{}: holds another plan ({}). Name another file with -o, or replace it with --fresh.",
      file.string(), difference));
}

void simulate_study(Study const& study, Arguments const& arguments, int threads,
                    fs::path const& file) {
  // What cannot be founded is a mistake of the configuration: find it before any file is made.
  for (auto const& scenario : study.scenarios)
    found(scenario.cast, theatre_seed(static_cast<std::uint64_t>(study.seed), scenario.theatre), 0);
  Level const level = arguments.level.value_or(Level::series);
  auto const points = point_rules(study);
  auto const start = Clock::now();
  Recorder recorder(file, describe_file(study, threads), level);
  EnsembleSettings const settings{threads, study.weeks, study.replicates,
                                  static_cast<std::uint64_t>(study.seed), level == Level::events};
  Progress progress(study.runs(), arguments.quiet);
  try {
    run_ensemble(points, settings, [&](FinishedRun&& run) {
      recorder.add(std::move(run));
      progress.add();
    });
    recorder.finish(seconds_since(start));
  } catch (Error const& error) {
    throw Interrupted(error.what());
  }
}

}  // namespace

int run_study(Arguments const& arguments) {
  Threads const threads = choose_threads(arguments.threads);
  if (!threads.warning.empty()) fmt::print(stderr, "warning: {}\n", threads.warning);
  Study const study = load_study(arguments.file, arguments.changes);
  fs::path const file = arguments.output.value_or(fs::path("results") / (study.name + ".h5"));
  if (fs::is_directory(file))
    throw Error(fmt::format("{}: is a directory (a file is written). Add a file name to -o.",
                            file.string()));
  bool const there = already_there(study, arguments, file);
  if (arguments.dry_run) {
    Cost const cost = estimate_cost(study, threads.count, arguments.level.value_or(Level::series));
    fmt::print(stderr, "{}file: {} ({})\n", cost_text(study, cost, threads.count), file.string(),
               there ? "complete already" : "not there yet");
    return complete;
  }
  if (!there) {
    simulate_study(study, arguments, threads.count, file);
  } else if (!arguments.quiet) {
    fmt::print(stderr, "{}: is complete already, nothing is simulated\n", file.string());
  }
  print_answer(arguments, file);
  return complete;
}

}  // namespace disalign
