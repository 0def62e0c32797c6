/// Runs a war for some weeks and prints its digest: what instruction counters are pointed at.
///     disalign_steps LEVEL SIDE UNITS WEEKS
#include <cstdio>
#include <cstdlib>

#include "agents/kernel.hpp"
#include "bench/workload.hpp"

int main(int count, char** words) {
  using namespace disalign;
  if (count != 5) {
    std::fprintf(stderr, "disalign_steps LEVEL SIDE UNITS WEEKS\n");
    return 2;
  }
  use_kernel(words[1]);
  int const weeks = std::atoi(words[4]);
  Workload const load = war(std::atoi(words[2]), std::atoi(words[3]), weeks);
  State state = found(load.cast, load.seed, 0);
  for (int week = 0; week < weeks; ++week) load.week.step(state, load.seed, 0);
  std::printf("%016llx\n", static_cast<unsigned long long>(digest(state)));
  return 0;
}
