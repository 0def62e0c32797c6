/// Streams the shards through the recorder.
#include "experiments/commands/final_file.hpp"

#include <fmt/format.h>

#include <chrono>

#include "experiments/answer.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/packed_run.hpp"
#include "experiments/recorder.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"

namespace disalign {

int replicates_to_keep(std::filesystem::path const& file, Study const& study, Level level,
                       std::vector<ShardInfo> const& shards) {
  if (!std::filesystem::exists(file)) return 0;
  StoredPlan const stored = plan_of_file(file);
  std::string found = difference_to_file(study, level, stored);
  if (found.empty()) found = difference(manifest_of(study, level), stored.manifest);
  if (found.empty() && stored.failed == 0) return stored.replicates;
  if (found.empty()) {
    std::vector<RunRange> there;
    for (ShardInfo const& shard : shards) there.push_back(shard.runs);
    RunRange const all{0, run_number(stored.replicates, 0, study.scenarios.size())};
    if (missing_runs(all, std::move(there)).empty()) return 0;
    found = fmt::format("{} of its runs failed, and the shards that hold the others are gone",
                        stored.failed);
  }
  throw Error(fmt::format(
      "{}: cannot be continued ({}). Name another file with -o, or start over with --fresh.",
      file.string(), found));
}

std::int64_t write_final_file(Study const& study, Level level, std::filesystem::path const& file,
                              std::vector<ShardInfo> const& shards, disk::Scratch const& scratch,
                              int kept, int threads, StopRequest const& stop) {
  auto const start = std::chrono::steady_clock::now();
  double seconds = 0;
  for (ShardInfo const& shard : shards) seconds += shard.seconds;
  Recorder recorder(file, describe_file(study, threads), level, scratch);
  if (kept > 0) {
    hdf5::File old = hdf5::File::open(file);
    recorder.adopt(old, kept);
    for (auto const& [name, value] : old.attributes("provenance")) {
      if (name == "wall_seconds" && std::holds_alternative<double>(value))
        seconds += std::get<double>(value);
    }
  }
  RunRange const rest{run_number(kept, 0, study.scenarios.size()), study.runs()};
  read_runs(shards, rest, [&](StoredRun const& run) {
    if (stop.requested()) throw Interrupted(stop.reason());
    recorder.add(unpack_run(run.packed));
  });
  recorder.finish(seconds +
                  std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  return recorder.failed();
}

int print_answer(std::filesystem::path const& file, bool json) {
  Answer const answer = read_answer(file);
  fmt::print("{}\n", json ? answer_json(answer, file) : answer_text(answer, file));
  if (answer.failed == 0) return complete;
  std::fflush(stdout);
  tell(
      "warning: {} of {} runs failed; /runs says why. `disalign run` with --only-failed "
      "simulates them again.\n",
      answer.failed, answer.runs);
  return with_failures;
}

}  // namespace disalign
