/// One trajectory: from the founding to the last week, with its record.
#pragma once
#include <exception>
#include <string>

#include "model/base/check.hpp"
#include "model/founding.hpp"
#include "model/observables.hpp"

namespace disalign {

/// What a run needs beside its cast and its week.
struct RunAddress {
  std::uint64_t seed = 1;
  std::uint64_t replicate = 0;
};

/// Simulates `weeks` weeks. `week_rules.step(state, seed, replicate)` moves one week on. The state is
/// checked each week: a broken invariant says which week broke it.
template <class WeekRules>
Record simulate(Cast const& cast, WeekRules const& week_rules, int weeks, RunAddress run,
                bool keep_events) {
  State state = found(cast, run.seed, run.replicate);
  Recording recording(state, weeks, keep_events);
  for (int week = 0; week < weeks; ++week) {
    try {
      week_rules.step(state, run.seed, run.replicate);
      check_invariants(state);
    } catch (std::exception const& error) {
      throw RunFailure("week " + std::to_string(week) + ", " + error.what());
    }
    recording.add(state);
  }
  return recording.finish(state);
}

}  // namespace disalign
