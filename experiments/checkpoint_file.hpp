/// Runs in flight, kept in the folder of parts: a run that takes long goes on where it was cut off.
#pragma once
#include <chrono>
#include <cstdint>
#include <filesystem>

#include "experiments/run_ranges.hpp"
#include "experiments/stop_request.hpp"
#include "model/trajectory.hpp"

namespace disalign {

/// Largest checkpoint that is read [bytes]; the largest maps take a tenth.
inline constexpr std::uintmax_t checkpoint_size_limit = std::uintmax_t{4} << 30U;

/// Where and how often runs in flight are kept.
struct CheckpointPlan {
  std::filesystem::path folder;
  std::uint64_t identity = 0;  ///< of all that a run's result depends on, but its number
  double every_seconds = 60;   ///< of the wall; 0: after every week
};

/// Keeps one trajectory. A checkpoint that cannot be used is told on stderr, and the run starts from
/// its first week; one that cannot be written is told, and the run goes on.
class CheckpointFile : public Keeper {
 public:
  /// `run`: number of the trajectory's first run. `stop` may be nullptr.
  CheckpointFile(CheckpointPlan const& plan, std::int64_t run, StopRequest const* stop);

  int resume(std::span<State> states, std::span<Recording> recordings) override;
  /// Throws RunAbandoned, after keeping the run, when its time is over.
  void after_week(std::span<State const> states, std::span<Recording const> recordings) override;

 private:
  using Clock = std::chrono::steady_clock;
  void keep(std::span<State const> states, std::span<Recording const> recordings);

  CheckpointPlan plan_;
  std::filesystem::path file_;
  std::uint64_t identity_;
  StopRequest const* stop_;
  Clock::time_point kept_ = Clock::now();
};

/// Removes the checkpoints of runs that are sealed.
void remove_checkpoints(std::filesystem::path const& folder, RunRange sealed);

}  // namespace disalign
