/// What a run's output costs: packing (in the thread that simulated), its shard, its part of the file.
#pragma once
#include "bench/workload.hpp"

namespace disalign {

/// CPU time of one run's output at level `series` [us].
struct OutputCost {
  double pack = 0;   ///< by the simulating thread
  double shard = 0;  ///< by the writer, while runs are simulated
  double file = 0;   ///< by the writer, at the end: the result file from its shards
  [[nodiscard]] double total() const { return pack + shard + file; }
};

/// Simulates one run and writes it as a study of so many replicates, in a temporary folder.
OutputCost measure_output(Workload const& load, int replicates);

}  // namespace disalign
