/// A study on its way to its file: what is missing is simulated and sealed, then all is joined.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/commands/arguments.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/parts.hpp"
#include "experiments/stop_request.hpp"

namespace disalign {

/// The work of one `disalign run` on one output.
class StudyWork {
 public:
  StudyWork(Arguments const& arguments, Study const& study, std::filesystem::path const& file,
            Level level, int threads, StopRequest& stop);

  /// Everything that can be refused is refused here, with Error; nothing new is left behind then.
  void prepare();
  /// Simulates and seals. Throws Interrupted when runs are missing afterwards.
  void simulate();
  /// Whether the study's stopping rule, if it has one, is satisfied by the runs that are sealed.
  [[nodiscard]] bool enough();
  /// Makes the result file; the folder of parts goes, unless failed runs may be repeated. Throws
  /// Interrupted.
  void finish();
  /// Runs that failed, of those that are sealed.
  [[nodiscard]] std::int64_t failed() const;

 private:
  void start_over();
  /// Whether there was no manifest before. Throws Error for another plan.
  bool agree_with_manifest();
  void simulate_missing();
  void repeat_failed();
  void repeat_failed(ShardInfo const& shard);
  void note(FinishedRun const& run);
  [[nodiscard]] RunRange wanted() const;
  [[nodiscard]] std::vector<RunRange> missing() const;
  [[nodiscard]] EnsembleSettings settings(std::vector<RunRange> runs) const;
  [[nodiscard]] std::int64_t number(FinishedRun const& run) const;
  /// How many runs are sealed, for messages.
  [[nodiscard]] std::string sealed_text();

  Arguments const& arguments_;
  Study const& study_;
  std::filesystem::path file_, folder_;
  int threads_;
  StopRequest& stop_;
  std::vector<PointRules> points_;
  Manifest manifest_;
  CheckpointPlan checkpoints_;
  std::vector<disk::Lock> locks_;
  disk::Scratch scratch_;
  int kept_ = 0;  // replicates that the complete file has already
  std::vector<ShardInfo> shards_;
  int failures_ = 0;  // of this invocation
};

}  // namespace disalign
