/// How long the parts of a run take, and what each compiled form of the step takes for the same weeks.
///
/// Machines are shared: a run is made several times, and the least time of each week is kept; means are
/// over those. In some weeks of the run the state is copied and every form goes on from the copy for a
/// slice of weeks, one form after the other, so that all see the same load of the machine; the first
/// week of a slice warms caches and is not kept. All forms must end in the same state. No rule is ever
/// timed alone on one state: that trains the branch predictor.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "bench/roofline.hpp"
#include "bench/workload.hpp"

namespace disalign {

/// One part of a week, in microseconds a week.
struct Phase {
  std::string name;
  double least = 0;   ///< mean over weeks of the least of all repetitions
  double median = 0;  ///< over weeks and repetitions
};

/// One compiled form of the step on the timed weeks.
struct FormTimes {
  std::string level;
  double step_us = 0;                   ///< the week's rules: mean over weeks of the least
  double median = 0, p05 = 0, p95 = 0;  ///< over weeks and repetitions [us]
  bool equal = true;                    ///< ended every slice in the first form's state
};

/// Which weeks are timed, and how often.
struct MeasurePlan {
  int repetitions = 1;
  int every = 1;          ///< a slice begins every so many weeks
  int slice = 1;          ///< weeks timed in a slice
  bool all_forms = true;  ///< false: the kernel in use alone
};

struct Measurement {
  int cells = 0, weeks = 0, timed_weeks = 0, repetitions = 0;
  double units = 0;              ///< living, mean over the run's weeks
  double timed_units = 0;        ///< the same over the timed weeks
  std::uint64_t digest = 0;      ///< of the run
  double found_us = 0;           ///< set-up of a run
  double check_us = 0;           ///< invariants
  double observe_us = 0;         ///< the row of the record, its digest included
  double digest_us = 0;          ///< of this, the digest of the state
  std::vector<FormTimes> forms;  ///< the kernel in use first, then the others from scalar on
  std::vector<Phase> phases;     ///< rules and bookkeeping, the costliest first
  WeeklyWork work;               ///< of the timed weeks

  [[nodiscard]] FormTimes const& main() const { return forms.front(); }
  /// The form of a level; null when it was not measured.
  [[nodiscard]] FormTimes const* form(std::string const& level) const;
  [[nodiscard]] bool equal() const;
  [[nodiscard]] double week_us(FormTimes const& form) const {
    return form.step_us + check_us + observe_us;
  }
  /// Living units times weeks in a second of one core, everything of a week included.
  [[nodiscard]] double unit_steps_per_second(FormTimes const& form) const {
    return 1e6 * timed_units / week_us(form);
  }
};

/// Runs the workload with the kernel in use and times it by the plan.
Measurement measure(Workload const& load, MeasurePlan const& plan);

/// Rules of the workload that are switched on.
int rules_on(Workload const& load);

}  // namespace disalign
