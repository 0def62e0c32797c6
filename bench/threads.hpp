/// What two threads, or all, make of an ensemble.
#pragma once
#include "bench/workload.hpp"

namespace disalign {

/// An ensemble on two threads beside the same on one.
///     capacity = 2 t(1 spinning thread) / t(2 spinning threads)
///     efficiency = wall time of one thread / wall time of two / capacity
/// A window counts only when the capacity before and after it is above 1.8; medians are over those.
struct TwoThreads {
  int windows = 0;  ///< that counted
  int tried = 0;
  double capacity = 0, efficiency = 0;
  double cpu_ratio = 0;  ///< CPU time of two threads over that of one; of all windows
  bool equal = true;     ///< the digests are those of one thread
};

/// Tries until `wanted` windows have counted or `most` were tried.
TwoThreads measure_two_threads(Workload const& load, int runs, int wanted, int most);

/// One run that has the machine to itself: its steps on one thread and shared among several.
struct SharedSteps {
  int threads = 1, cells = 0;
  double units = 0;                  ///< living, at the end
  double one_us = 0, shared_us = 0;  ///< wall time of a week's rules, mean of the least of two
  bool equal = true;                 ///< the states are the same
  [[nodiscard]] double speed_up() const { return shared_us > 0 ? one_us / shared_us : 0; }
};

/// Steps the workload for some weeks both ways, week by week in turn.
SharedSteps measure_shared_steps(Workload const& load, int weeks, int threads);

/// Wall time of an ensemble.
struct EnsembleTime {
  int runs = 0, threads = 1;
  double seconds = 0;
  double units = 0;  ///< living, mean over weeks and runs
  /// Of so many runs in proportion [minutes].
  [[nodiscard]] double minutes_for(int many) const { return seconds / runs * many / 60; }
};

/// Simulates and packs `runs` replicates on `threads` threads.
EnsembleTime time_ensemble(Workload const& load, int runs, int threads);

}  // namespace disalign
