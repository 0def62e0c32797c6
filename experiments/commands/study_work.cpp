/// Locks, seals, and never removes what cannot be had again before something better is there.
#include "experiments/commands/study_work.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/final_file.hpp"
#include "experiments/commands/progress.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/packed_run.hpp"
#include "experiments/results.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace fs = std::filesystem;

StudyWork::StudyWork(Arguments const& arguments, Study const& study, fs::path const& file,
                     Level level, int threads, StopRequest& stop)
    : arguments_(arguments),
      study_(study),
      file_(file),
      folder_(parts_folder(file)),
      threads_(threads),
      stop_(stop),
      points_(point_rules(study)),
      manifest_(manifest_of(study, level)),
      checkpoints_{folder_, identity(manifest_), arguments.checkpoint_every} {}

void StudyWork::prepare() {
  // What cannot be founded is a mistake of the configuration: find it before any file is made.
  for (auto const& scenario : study_.scenarios)
    found(scenario.cast, theatre_seed(static_cast<std::uint64_t>(study_.seed), scenario.theatre),
          0);
  bool manifest_is_new = false;
  try {
    disk::make_folder(folder_);
    locks_ = lock_parts(folder_, arguments_.part);
    scratch_ = scratch_for(arguments_.scratch, file_, arguments_.part);
    if (arguments_.fresh) start_over();
    manifest_is_new = agree_with_manifest();
    if (arguments_.part.of == 1) remove_unsealed(folder_);
    std::vector<std::string> damaged;
    shards_ = sound_shards(folder_, manifest_.plan_hash, wanted(), damaged);
    for (auto const& message : damaged) tell("warning: {}\n", message);
    kept_ = replicates_to_keep(file_, study_, manifest_.level, list_shards(folder_));
  } catch (Error const&) {
    locks_.clear();
    remove_unused(folder_, manifest_is_new);
    throw;
  }
}

void StudyWork::simulate() {
  try {
    if (arguments_.only_failed) {
      repeat_failed();
    } else {
      simulate_missing();
    }
  } catch (Error const& error) {
    throw Interrupted(fmt::format("{}\n{}", error.what(), sealed_text()));
  }
  shards_ = list_shards(folder_);
  if (missing().empty()) return;
  auto const reason = stop_.reason();
  throw Interrupted(
      fmt::format("{}: {}", reason.empty() ? "some runs are missing" : reason, sealed_text()));
}

bool StudyWork::enough() {
  if (!study_.stop) return true;
  auto const replicates = static_cast<std::size_t>(study_.replicates);
  std::vector outcomes(points_.size(), std::vector<double>(replicates, std::nan("")));
  std::vector<bool> whole(replicates, true);  // finished at every row
  if (kept_ > 0) {  // replicates that are in the file already, whose shards are gone
    Outcome const known = StudyResults(file_).outcome(study_.stop->outcome);
    for (std::size_t s = 0; s < outcomes.size(); ++s) {
      auto const n = std::min(known.rows[s].size(), static_cast<std::size_t>(kept_));
      std::copy_n(known.rows[s].begin(), n, outcomes[s].begin());
    }
  }
  read_runs(
      shards_, {run_number(kept_, 0, points_.size()), study_.runs()}, [&](StoredRun const& stored) {
        FinishedRun const run = unpack_run(stored.packed);
        if (run.failed()) {
          whole[static_cast<std::size_t>(run.replicate)] = false;
          return;
        }
        Cast const& cast = study_.scenarios[static_cast<std::size_t>(run.point)].cast;
        outcomes[static_cast<std::size_t>(run.point)][static_cast<std::size_t>(run.replicate)] =
            run.record.outcomes[outcome_column(run.record, cast, study_.stop->outcome)];
      });
  for (auto& row : outcomes)
    for (std::size_t r = 0; r < replicates; ++r)
      if (!whole[r]) row[r] = std::nan("");
  std::vector<int> references;
  for (std::size_t s = 0; s < points_.size(); ++s) references.push_back(study_.reference_of(s));
  bool const enough = study_.stop->satisfied(outcomes, references);
  bool const last = study_.replicates >= study_.stop->n_max;
  if (!arguments_.quiet)
    tell("{} replicates: {} is {}\n", study_.replicates, study_.stop->outcome,
         enough ? "known well enough"
         : last ? "not known well enough, and n_max is reached"
                : "not known well enough, going on");
  return enough || last;
}

void StudyWork::finish() {
  std::int64_t failed_runs = 0;
  try {
    failed_runs =
        write_final_file(study_, manifest_.level, file_, shards_, scratch_, kept_, threads_, stop_);
  } catch (Error const& error) {
    throw Interrupted(fmt::format("{}\n{}", error.what(), sealed_text()));
  }
  std::error_code ignored;
  if (failed_runs == 0) fs::remove_all(folder_, ignored);
}

std::int64_t StudyWork::failed() const {
  std::int64_t failed = 0;
  for (ShardInfo const& shard : shards_) {
    if (shard.runs.first >= wanted().first && shard.runs.last <= wanted().last)
      failed += shard.failed;
  }
  return failed;
}

RunRange StudyWork::wanted() const {
  return arguments_.part.runs(study_.replicates, points_.size());
}

std::vector<RunRange> StudyWork::missing() const {
  std::vector<RunRange> there{{0, run_number(kept_, 0, points_.size())}};
  for (ShardInfo const& shard : shards_) there.push_back(shard.runs);
  return missing_runs(wanted(), std::move(there));
}

std::string StudyWork::sealed_text() {
  shards_ = list_shards(folder_);
  auto const left = count_runs(missing());
  return fmt::format("{}: {} of {} runs are sealed", folder_.string(), wanted().size() - left,
                     wanted().size());
}

void StudyWork::start_over() {
  std::int64_t runs = 0;
  for (auto const& shard : list_shards(folder_)) runs += shard.runs.size();
  if (fs::exists(file_)) tell("--fresh: removes {}\n", file_.string());
  if (runs > 0) tell("--fresh: removes {} with {} sealed runs\n", folder_.string(), runs);
  std::error_code ignored;
  fs::remove(file_, ignored);
  std::vector<fs::path> old;
  for (auto const& entry : fs::directory_iterator(folder_)) {
    if (entry.path().stem() != "lock") old.push_back(entry.path());
  }
  for (auto const& path : old) fs::remove(path, ignored);
}

bool StudyWork::agree_with_manifest() {
  disk::Lock const one_at_a_time = lock_manifest(folder_);
  auto const there = read_manifest(folder_);
  if (there) {
    std::string found = difference(manifest_, *there);
    int const replicates = parse_study(there->configuration, folder_.string()).replicates;
    if (found.empty() && study_.replicates < replicates)
      found = fmt::format("study.replicates: {} here, {} there; they can only grow",
                          study_.replicates, replicates);
    if (!found.empty()) {
      throw Error(fmt::format(
          "{}: holds unfinished runs of another plan ({}). Continue with that plan, name another "
          "file with -o, or start over with --fresh.",
          folder_.string(), found));
    }
    if (study_.replicates == replicates) return false;
  }
  write_manifest(folder_, manifest_);
  return !there;
}

EnsembleSettings StudyWork::settings(std::vector<RunRange> runs) const {
  EnsembleSettings settings{threads_, study_.weeks, study_.replicates,
                            static_cast<std::uint64_t>(study_.seed),
                            manifest_.level >= Level::events};
  settings.runs = std::move(runs);
  settings.keep_frames = manifest_.level == Level::replay;
  settings.stop = &stop_;
  settings.checkpoints = &checkpoints_;
  settings.prepare = [level = manifest_.level,
                      design = study_.design.has_value()](FinishedRun& run) {
    if (design) {  // whose file has no maps
      run.record.maps = {};
      run.record.monthly_deaths = {};
      run.record.killed = {};
    }
    if (!run.failed()) run.watched = watched_outcome(run.record);
    run.packed = pack_run(run, level);
    run.record = {};
    run.frames = {};
  };
  return settings;
}

std::int64_t StudyWork::number(FinishedRun const& run) const {
  return run_number(run.replicate, run.point, points_.size());
}

void StudyWork::note(FinishedRun const& run) {
  constexpr int told = 5;
  if (!run.failed()) return;
  ++failures_;
  if (failures_ <= told) {
    tell("warning: run {} failed (scenario {}, replicate {}): {}{}\n", number(run),
         points_[static_cast<std::size_t>(run.point)].name, run.replicate, run.fault.text(),
         failures_ == told ? "; more failures are in /runs only" : "");
  }
  if (arguments_.stop_after && failures_ >= *arguments_.stop_after)
    stop_.request(fmt::format("{} runs failed (--on-error)", failures_));
}

void StudyWork::simulate_missing() {
  auto const left = missing();
  if (left.empty()) return;
  Progress progress(wanted().size(), wanted().size() - count_runs(left), arguments_.quiet, study_);
  Sealer sealer(folder_, scratch_, manifest_.plan_hash);
  run_ensemble(points_, settings(left), [&](FinishedRun&& run) {
    note(run);
    auto const at = number(run);
    auto const [point, replicate, watched] = std::tuple(run.point, run.replicate, run.watched);
    sealer.add(std::move(run), at);
    progress.add(point, replicate, watched);
  });
  sealer.seal();
}

void StudyWork::repeat_failed() {
  for (ShardInfo const& shard : shards_) {
    if (shard.failed > 0 && !stop_.requested()) repeat_failed(shard);
  }
}

/// Puts the shard anew in its place.
void StudyWork::repeat_failed(ShardInfo const& shard) {
  std::vector<RunRange> again;  // neighbours in one range: theatres of a group fail together
  ShardReader failed_ones(shard);
  while (auto run = failed_ones.next()) {
    if (!run->failed) continue;
    if (again.empty() || again.back().last != run->number)
      again.push_back({run->number, run->number});
    again.back().last = run->number + 1;
  }
  std::map<std::int64_t, StoredRun> repeated;
  run_ensemble(points_, settings(again), [&](FinishedRun&& run) {
    note(run);
    auto const at = number(run);
    repeated[at] = {at, run.failed(), std::move(run.packed)};
  });
  ShardWriter anew(folder_, scratch_, manifest_.plan_hash, shard.runs.first);
  ShardReader old(shard);
  while (auto run = old.next()) {
    auto const found = repeated.find(run->number);
    anew.add(found == repeated.end() ? *run : found->second);
  }
  anew.seal(shard.seconds);
}

}  // namespace disalign
