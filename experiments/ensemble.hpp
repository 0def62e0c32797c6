/// Thousands of trajectories on all cores: one task per run, results in order, bounded memory.
#pragma once
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "agents/week.hpp"
#include "experiments/checkpoint_file.hpp"
#include "experiments/frames.hpp"
#include "experiments/run_ranges.hpp"
#include "experiments/stop_request.hpp"
#include "model/trajectory.hpp"

namespace disalign {

/// One point of a study as the ensemble needs it.
struct PointRules {
  std::string name;
  Cast const* cast = nullptr;
  Week const* week = nullptr;
  std::string theatre = {};  ///< its name in the group; "" for a point alone
  int group = 0;             ///< neighbours of one group with theatres are one trajectory
};

/// A finished run. Runs arrive replicate by replicate, within a replicate point by point.
struct FinishedRun {
  int point = 0;
  int replicate = 0;
  Record record = {};  ///< empty for a failed run
  RunFault fault = {};
  Frames frames = {};                  ///< only with EnsembleSettings::keep_frames
  bool last_of_group = true;           ///< no run of the same trajectory follows
  std::vector<std::byte> packed = {};  ///< whatever `prepare` makes of it
  double watched = std::numeric_limits<double>::quiet_NaN();  ///< likewise: for the progress line

  [[nodiscard]] bool failed() const { return fault.code != FaultCode::none; }
};

struct EnsembleSettings {
  int threads = 1;
  int weeks = 1;
  int replicates = 1;
  std::uint64_t seed = 1;
  bool keep_events = false;
  /// Which runs (run_ranges.hpp), in this order; none: all. A range holds whole groups.
  std::vector<RunRange> runs = {};
  /// Called with every finished run by the thread that has simulated it.
  std::function<void(FinishedRun&)> prepare = {};
  StopRequest const* stop = nullptr;
  CheckpointPlan const* checkpoints = nullptr;  ///< runs in flight are kept there
  bool keep_frames = false;  ///< then no run in flight is kept: its past frames would be missing
};

/// Simulates replicates x points, the theatres of a group as one task, and hands every run to
/// `consume`, one at a time and in order, never more than 16 x threads waiting. A run that fails is
/// a run with a fault. When a stop is requested no more runs are issued, and what is not finished
/// when it is overdue is left out. An exception of `consume` stops the ensemble and arrives here.
void run_ensemble(std::span<PointRules const> points, EnsembleSettings const& settings,
                  std::function<void(FinishedRun&&)> const& consume);

/// Simulates one run alone: the same record as in an ensemble. Throws RunFailure.
FinishedRun run_alone(PointRules const& point, int index, int replicate,
                      EnsembleSettings const& settings);

/// How many points from `first` on are simulated together: the theatres of a group, or one.
int group_size(std::span<PointRules const> points, int first);

/// Simulates the theatres of the group that begins at `first` as one trajectory: one run for each.
/// Throws RunFailure with week and rule; a rule that broke an invariant is found by simulating again
/// with checks after every rule.
std::vector<FinishedRun> run_group(std::span<PointRules const> points, int first, int replicate,
                                   EnsembleSettings const& settings);

}  // namespace disalign
