/// Faults on demand, so that tests can see what a study does when runs fail and disks fill.
///
/// The environment variable DISALIGN_FAULT holds faults divided by ";":
///     run point=1 replicate=3 week=10 kind=error        one run fails (point and replicate from 0)
///     run ... kind=invariant rule=grievance             that rule leaves a state that cannot be
///     run ... kind=memory | kind=kill | kind=slow       no memory; SIGKILL; every week takes 50 ms
///     write bytes=100000                                the disk is full after so many bytes of shards
/// A key that is left out matches everything (rule: the last of the week). It is for tests only.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

namespace disalign {

/// A fault of runs.
struct InjectedFault {
  enum class Kind { error, invariant, memory, kill, slow };
  int point = -1, replicate = -1, week = -1;  ///< -1: any
  Kind kind = Kind::error;
  std::string rule;

  [[nodiscard]] bool matches(int of_point, int of_replicate, int in_week) const {
    auto const fits = [](int wanted, int is) { return wanted < 0 || wanted == is; };
    return fits(point, of_point) && fits(replicate, of_replicate) && fits(week, in_week);
  }
};

/// The faults of runs asked for. Throws Error when DISALIGN_FAULT cannot be read; none without it.
std::vector<InjectedFault> const& injected_run_faults();

/// The errno with which the writing of `bytes` more is to fail, 0 for none.
int injected_write_error(std::size_t bytes);

}  // namespace disalign
