/// Streams the shards through the recorder.
#include "experiments/commands/final_file.hpp"

#include <fmt/format.h>

#include <chrono>

#include "experiments/answer.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/packed_run.hpp"
#include "experiments/recorder.hpp"

namespace disalign {

std::int64_t write_final_file(Study const& study, Level level, std::filesystem::path const& file,
                              std::vector<ShardInfo> const& shards, int threads,
                              StopRequest const& stop) {
  auto const start = std::chrono::steady_clock::now();
  double seconds = 0;
  for (ShardInfo const& shard : shards) seconds += shard.seconds;
  Recorder recorder(file, describe_file(study, threads), level);
  read_runs(shards, {0, study.runs()}, [&](StoredRun const& run) {
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
  fmt::print(stderr,
             "warning: {} of {} runs failed; /runs says why. `disalign run` with --only-failed "
             "simulates them again.\n",
             answer.failed, answer.runs);
  return with_failures;
}

}  // namespace disalign
