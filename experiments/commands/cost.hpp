/// What a study will cost: measured on its first weeks, here and now.
#pragma once
#include <string>

#include "experiments/recorder.hpp"
#include "experiments/study.hpp"

namespace disalign {

struct Cost {
  std::int64_t runs = 0, unit_steps = 0;
  double core_seconds = 0;  ///< of one thread
  double wall_seconds = 0;  ///< with the threads asked for
  double memory_bytes = 0;  ///< of states and records in flight
  double file_bytes = 0;    ///< before compression
  int measured_weeks = 0;   ///< of each scenario
};

/// Simulates the first weeks of replicate 0 of every scenario. Throws Error when one cannot be founded.
Cost estimate_cost(Study const& study, int threads, Level level);

std::string cost_text(Study const& study, Cost const& cost, int threads);

}  // namespace disalign
