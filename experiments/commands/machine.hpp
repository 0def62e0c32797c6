/// The machine a study runs on: how many threads to use, and what to remember of it.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace disalign {

/// Threads and what should be said about the choice ("" for nothing).
struct Threads {
  int count = 1;
  std::string warning;
};

/// Threads by, in this order: `asked` (-j), DISALIGN_THREADS, SLURM_CPUS_PER_TASK, OMP_NUM_THREADS,
/// the processors that this program may use (affinity and cgroup limit). Throws Error when
/// DISALIGN_THREADS is no whole number from 1 to 4096.
Threads choose_threads(std::optional<int> asked);

/// Host, processor, date, compiler and scheduler, as names and texts for `/provenance`.
std::vector<std::pair<std::string, std::string>> describe_machine(int threads);

}  // namespace disalign
