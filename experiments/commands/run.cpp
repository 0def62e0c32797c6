/// `disalign run`: simulates what is missing of a study, seals it, makes its file, prints its answer.
#include <fmt/format.h>

#include <map>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/cost.hpp"
#include "experiments/commands/design_print.hpp"
#include "experiments/commands/final_file.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/progress.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/injected_faults.hpp"
#include "experiments/packed_run.hpp"
#include "experiments/parts.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

/// One study on its way to its file.
class Work {
 public:
  Work(Arguments const& arguments, Study const& study, fs::path const& file, int threads,
       StopRequest& stop)
      : arguments_(arguments),
        study_(study),
        file_(file),
        folder_(parts_folder(file)),
        threads_(threads),
        stop_(stop),
        points_(point_rules(study)),
        manifest_(manifest_of(study, arguments.level.value_or(default_level(study)))),
        checkpoints_{folder_, identity(manifest_), arguments.checkpoint_every} {}

  /// Everything that can be refused is refused here; nothing new is left behind then.
  void prepare() {
    // What cannot be founded is a mistake of the configuration: find it before any file is made.
    for (auto const& scenario : study_.scenarios)
      found(scenario.cast, theatre_seed(static_cast<std::uint64_t>(study_.seed), scenario.theatre),
            0);
    bool const new_folder = !fs::exists(folder_);
    try {
      disk::make_folder(folder_);
      locks_ = lock_parts(folder_, arguments_.part);
      if (arguments_.fresh) start_over();
      agree_with_manifest();
    } catch (Error const&) {
      std::error_code ignored;
      if (new_folder) fs::remove_all(folder_, ignored);
      throw;
    }
    if (alone()) remove_unsealed(folder_);
    std::vector<std::string> damaged;
    shards_ = sound_shards(folder_, manifest_.plan_hash, damaged);
    for (auto const& message : damaged) fmt::print(stderr, "warning: {}\n", message);
  }

  /// Simulates and seals. Throws Interrupted when runs are missing afterwards.
  void simulate() {
    try {
      if (arguments_.only_failed) {
        repeat_failed();
      } else {
        simulate_missing();
      }
    } catch (Error const& error) {
      throw Interrupted(fmt::format("{}\n{}", error.what(), progress_text()));
    }
    shards_ = list_shards(folder_);
    if (!missing().empty())
      throw Interrupted(fmt::format("{}: {}", stop_reason(), progress_text()));
  }

  [[nodiscard]] bool alone() const { return arguments_.part.of == 1; }

  /// The result file; the folder of parts goes, unless failed runs may be repeated.
  void finish() {
    try {
      if (write_final_file(study_, manifest_.level, file_, shards_, threads_, stop_) > 0) return;
    } catch (Error const& error) {
      throw Interrupted(fmt::format("{}\n{}", error.what(), progress_text()));
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }

  [[nodiscard]] std::int64_t failed() const {
    std::int64_t failed = 0;
    for (ShardInfo const& shard : shards_) failed += shard.failed;
    return failed;
  }

 private:
  [[nodiscard]] RunRange wanted() const {
    return arguments_.part.runs(study_.replicates, points_.size());
  }

  [[nodiscard]] std::vector<RunRange> missing() const {
    std::vector<RunRange> there;
    for (ShardInfo const& shard : shards_) there.push_back(shard.runs);
    return missing_runs(wanted(), std::move(there));
  }

  [[nodiscard]] std::string progress_text() {
    shards_ = list_shards(folder_);
    auto const left = count_runs(missing());
    return fmt::format("{}: {} of {} runs are sealed", folder_.string(), wanted().size() - left,
                       wanted().size());
  }

  [[nodiscard]] std::string stop_reason() const {
    auto const reason = stop_.reason();
    return reason.empty() ? "some runs are missing" : reason;
  }

  void start_over() {
    auto const sealed = list_shards(folder_);
    std::int64_t runs = 0;
    for (auto const& shard : sealed) runs += shard.runs.size();
    if (fs::exists(file_)) fmt::print(stderr, "--fresh: removes {}\n", file_.string());
    if (runs > 0)
      fmt::print(stderr, "--fresh: removes {} with {} sealed runs\n", folder_.string(), runs);
    std::error_code ignored;
    fs::remove(file_, ignored);
    std::vector<fs::path> old;
    for (auto const& entry : fs::directory_iterator(folder_)) {
      if (entry.path().stem() != "lock") old.push_back(entry.path());
    }
    for (auto const& path : old) fs::remove(path, ignored);
  }

  void agree_with_manifest() {
    auto const there = read_manifest(folder_);
    if (there) {
      std::string found = difference(manifest_, *there);
      int const replicates = parse_study(there->configuration, folder_.string()).replicates;
      if (found.empty() && study_.replicates < replicates)
        found = fmt::format("study.replicates: {} here, {} there; it can only grow",
                            study_.replicates, replicates);
      if (!found.empty()) {
        throw Error(fmt::format(
            "{}: holds unfinished runs of another plan ({}). Continue with that plan, name another "
            "file with -o, or start over with --fresh.",
            folder_.string(), found));
      }
      if (study_.replicates == replicates) return;
    }
    write_manifest(folder_, manifest_);
  }

  [[nodiscard]] EnsembleSettings settings(std::vector<RunRange> runs) const {
    EnsembleSettings settings{threads_, study_.weeks, study_.replicates,
                              static_cast<std::uint64_t>(study_.seed),
                              manifest_.level == Level::events};
    settings.runs = std::move(runs);
    settings.stop = &stop_;
    settings.checkpoints = &checkpoints_;
    settings.prepare = [level = manifest_.level,
                        design = study_.design.has_value()](FinishedRun& run) {
      if (design) {  // whose file has no maps
        run.record.maps = {};
        run.record.monthly_deaths = {};
        run.record.killed = {};
      }
      run.packed = pack_run(run, level);
      run.record = {};
    };
    return settings;
  }

  [[nodiscard]] std::int64_t number(FinishedRun const& run) const {
    return run_number(run.replicate, run.point, points_.size());
  }

  void note_failure(FinishedRun const& run) {
    constexpr int told = 5;
    if (!run.failed()) return;
    ++failures_;
    if (failures_ <= told) {
      fmt::print(stderr, "warning: run {} failed (scenario {}, replicate {}, {}){}\n", number(run),
                 points_[static_cast<std::size_t>(run.point)].name, run.replicate, run.fault.text(),
                 failures_ == told ? "; more failures are in /runs only" : "");
    }
    if (arguments_.stop_after && failures_ >= *arguments_.stop_after)
      stop_.request(fmt::format("{} runs failed (--on-error)", failures_));
  }

  void simulate_missing() {
    auto const left = missing();
    if (left.empty()) return;
    Progress progress(wanted().size(), wanted().size() - count_runs(left), arguments_.quiet);
    Sealer sealer(folder_, manifest_.plan_hash);
    run_ensemble(points_, settings(left), [&](FinishedRun&& run) {
      note_failure(run);
      auto const at = number(run);
      sealer.add(std::move(run), at);
      progress.add();
    });
    sealer.seal();
  }

  /// Simulates the failed runs of each shard again and puts the shard anew in its place.
  void repeat_failed() {
    if (shards_.empty()) {
      throw Error(
          fmt::format("{}: has no shards (--only-failed needs them). Start over with "
                      "--fresh.",
                      folder_.string()));
    }
    Progress progress(std::max<std::int64_t>(failed(), 1), 0, arguments_.quiet);
    for (ShardInfo const& shard : shards_) {
      if (shard.failed == 0 || stop_.requested()) continue;
      std::vector<RunRange> again;
      ShardReader old(shard);
      while (auto run = old.next()) {
        if (run->failed) again.push_back({run->number, run->number + 1});
      }
      std::map<std::int64_t, StoredRun> repeated;
      run_ensemble(points_, settings(joined(again)), [&](FinishedRun&& run) {
        note_failure(run);
        auto const at = number(run);
        repeated[at] = {at, run.failed(), std::move(run.packed)};
        progress.add();
      });
      ShardWriter anew(folder_, manifest_.plan_hash, shard.runs.first);
      ShardReader reader(shard);
      while (auto run = reader.next()) {
        auto const found = repeated.find(run->number);
        anew.add(found == repeated.end() ? *run : found->second);
      }
      anew.seal(shard.seconds);
    }
  }

  /// Neighbours as one range: the theatres of a group fail together and are simulated together.
  static std::vector<RunRange> joined(std::vector<RunRange> const& ranges) {
    std::vector<RunRange> result;
    for (RunRange const& range : ranges) {
      if (!result.empty() && result.back().last == range.first) {
        result.back().last = range.last;
      } else {
        result.push_back(range);
      }
    }
    return result;
  }

  Arguments const& arguments_;
  Study const& study_;
  fs::path file_, folder_;
  int threads_;
  StopRequest& stop_;
  std::vector<PointRules> points_;
  Manifest manifest_;
  CheckpointPlan checkpoints_;
  std::vector<disk::Lock> locks_;
  std::vector<ShardInfo> shards_;
  int failures_ = 0;  // of this invocation
};

/// True when the file is there, complete and of this plan. Throws Error for another plan's file,
/// unless it may be replaced, and always for a file that is none of ours.
bool already_there(Study const& study, Arguments const& arguments, fs::path const& file) {
  if (!fs::exists(file)) return false;
  std::string const difference = difference_to_file(study, arguments.level, file);
  if (arguments.fresh) return false;
  if (difference.empty()) return !(arguments.only_failed && fs::exists(parts_folder(file)));
  throw Error(fmt::format(
      "{}: holds another plan ({}). Name another file with -o, or replace it with --fresh.",
      file.string(), difference));
}

}  // namespace

Finished finish_study(Study const& study, Arguments const& arguments) {
  StopRequest stop(arguments.grace, arguments.walltime);
  injected_run_faults();  // a mistake in the variable is one of the configuration
  Threads const threads = choose_threads(arguments.threads);
  if (!threads.warning.empty()) fmt::print(stderr, "warning: {}\n", threads.warning);
  fs::path const file = arguments.output.value_or(fs::path("results") / (study.name + ".h5"));
  if (fs::is_directory(file))
    throw Error(fmt::format("{}: is a directory (a file is written). Add a file name to -o.",
                            file.string()));
  bool const there = already_there(study, arguments, file);
  if (arguments.dry_run) {
    Cost const cost =
        estimate_cost(study, threads.count, arguments.level.value_or(default_level(study)));
    if (study.design) fmt::print(stderr, "{}", design_text(*study.design));
    fmt::print(stderr, "{}file: {} ({})\n", cost_text(study, cost, threads.count), file.string(),
               there ? "complete already" : "not there yet");
    return {};
  }
  if (there) {
    if (!arguments.quiet)
      fmt::print(stderr, "{}: is complete already, nothing is simulated\n", file.string());
    return {file, complete};
  }
  StopRequest::listen();
  Work work(arguments, study, file, threads.count, stop);
  work.prepare();
  work.simulate();
  if (!work.alone()) {
    fmt::print(stderr, "part {} of {} is sealed. When all are: disalign merge {}\n",
               arguments.part.index, arguments.part.of, file.string());
    return {std::nullopt, work.failed() > 0 ? with_failures : complete};
  }
  work.finish();
  return {file, complete};
}

int run_study(Arguments const& arguments) {
  Finished const finished = finish_study(load_study(arguments.file, arguments.changes), arguments);
  return finished.file ? print_answer(*finished.file, arguments.json) : finished.code;
}

}  // namespace disalign
