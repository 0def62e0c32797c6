/// How long the parts of a run take.
///
/// Machines are shared: every week of a run is timed in several repetitions of the same run, which do
/// exactly the same work, and the least time of each week is kept; means are over those. The spread is
/// that of all repetitions. The first repetition warms caches and is not kept. No rule is ever timed
/// alone on one state: that trains the branch predictor.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bench/workload.hpp"

namespace disalign {

/// One part of a week, in microseconds a week.
struct Phase {
  std::string name;
  double least = 0;   ///< mean over weeks of the least of all repetitions
  double median = 0;  ///< over weeks and repetitions
};

struct Measurement {
  int cells = 0, weeks = 0, repetitions = 0;
  double units = 0;          ///< living, mean over weeks
  std::uint64_t digest = 0;  ///< of the run
  double found_us = 0;       ///< set-up of a run
  double step_us = 0;        ///< the week's rules: mean over weeks of the least
  double step_median = 0, step_p05 = 0, step_p95 = 0;  ///< over weeks and repetitions
  double check_us = 0;                                 ///< invariants
  double observe_us = 0;  ///< the row of the record, its digest included
  std::vector<Phase>
      phases;  ///< rules and bookkeeping, the costliest first; empty if not asked for

  [[nodiscard]] double week_us() const { return step_us + check_us + observe_us; }
  /// Living units times weeks in a second of one core, everything of a week included.
  [[nodiscard]] double unit_steps_per_second() const { return 1e6 * units / week_us(); }
};

/// Runs the workload `repetitions` + 1 times with the kernel in use, for at most `weeks` weeks, and once
/// more rule by rule when `in_phases`.
Measurement measure(Workload const& load, int repetitions, int weeks, bool in_phases);

/// Rules of the workload that are switched on.
int rules_on(Workload const& load);

/// step = per_unit units + per_cell cells + constant [us]
struct CostFit {
  double per_unit = 0, per_cell = 0, constant = 0;
  double doubled_units = 0;  ///< time at twice the units over time, 64 x 64 cells
  double doubled_cells = 0;  ///< time at twice the cells over time, 16,384 units
  double bytes_per_unit = 0, bytes_per_cell = 0;  ///< of a founded state
};

/// Fits wars of 4 to 32 thousand units on 64^2 to 128^2 cells.
CostFit fit_cost(int weeks);

}  // namespace disalign
