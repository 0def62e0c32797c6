/// The roofline: how fast the week could be if its elementary work were all there is.
///
/// What a week does is counted by the metered scalar form while it runs: random words, exponentials,
/// loads and additions at indices that depend on data, values of cells read in order. What each costs is
/// measured in the same process with the form in question: loops that do nothing else. The bound is the sum
/// of count times cost. It leaves out all other arithmetic, branches and rare rules, so 1 is out of
/// reach; as a ratio of two times on one machine it hardly depends on how busy the machine is.
#pragma once
#include "model/base/work.hpp"

namespace disalign {

struct Kernel;

/// Cost of one piece of work [ns]; the least of many short loops.
struct Probe {
  double word = 0, exp = 0, load = 0, scatter = 0, value = 0;
};
/// With the draws and exponentials of a form.
Probe probe_machine(Kernel const& form);

/// Elementary work, of a week or of many.
struct WeeklyWork {
  double words = 0, exps = 0, loads = 0, scatters = 0, values = 0;

  WeeklyWork() = default;
  /// What was done between two readings of a meter.
  WeeklyWork(Work const& before, Work const& after);
  WeeklyWork& operator+=(WeeklyWork const& more);
  [[nodiscard]] WeeklyWork operator/(double weeks) const;
};

/// Least time of a week's work [us].
double roofline_us(WeeklyWork const& work, Probe const& probe);

}  // namespace disalign
