/// Thousands of trajectories on all cores: one task per run, results in order, bounded memory.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "agents/week.hpp"
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

struct EnsembleSettings {
  int threads = 1;
  int weeks = 1;
  int replicates = 1;
  std::uint64_t seed = 1;
  bool keep_events = false;
};

/// A finished run. Runs arrive replicate by replicate, within a replicate point by point.
struct FinishedRun {
  int point = 0;
  int replicate = 0;
  Record record;
};

/// Simulates replicates x points, the theatres of a group as one task, and hands every record to `consume`, one at a time and in order,
/// never more than 16 x threads waiting. An exception of a run, or of `consume`, stops the ensemble
/// and arrives here; that of a run says scenario, replicate, week and rule (RunFailure).
void run_ensemble(std::span<PointRules const> points, EnsembleSettings const& settings,
                  std::function<void(FinishedRun&&)> const& consume);

/// Simulates one run alone: the same record as in an ensemble.
FinishedRun run_alone(PointRules const& point, int index, int replicate,
                      EnsembleSettings const& settings);

/// How many points from `first` on are simulated together: the theatres of a group, or one.
int group_size(std::span<PointRules const> points, int first);

/// Simulates the theatres of the group that begins at `first` as one trajectory: one run for each.
/// `watch(theatre, state)`, if there is one, sees every closed week.
std::vector<FinishedRun> run_group(
    std::span<PointRules const> points, int first, int replicate, EnsembleSettings const& settings,
    std::function<void(std::size_t, State const&)> const& watch = nullptr);

}  // namespace disalign
