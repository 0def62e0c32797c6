/// Runs a war for some weeks and prints its digest: what instruction counters are pointed at.
///     disalign_steps LEVEL SIDE UNITS WEEKS [FIRST]
/// With FIRST, callgrind writes a dump, named by the rule, after every rule from week FIRST on.
#include <cstdio>
#include <cstdlib>

#include "agents/kernel.hpp"
#include "bench/workload.hpp"

#if __has_include(<valgrind/callgrind.h>)
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_ZERO_STATS
#define CALLGRIND_DUMP_STATS_AT(name) static_cast<void>(name)
#endif

int main(int count, char** words) {
  using namespace disalign;
  if (count != 5 && count != 6) {
    std::fprintf(stderr, "disalign_steps LEVEL SIDE UNITS WEEKS [FIRST]\n");
    return 2;
  }
  use_kernel(words[1]);
  int const weeks = std::atoi(words[4]);
  int const first = count == 6 ? std::atoi(words[5]) : weeks;
  Workload const load = war(std::atoi(words[2]), std::atoi(words[3]), weeks);
  State state = found(load.cast, load.seed, 0);
  for (int week = 0; week < first; ++week) load.week.step(state, load.seed, 0);
  Lap const dump = [](char const* rule) { CALLGRIND_DUMP_STATS_AT(rule); };
  if (first < weeks) CALLGRIND_ZERO_STATS;
  for (int week = first; week < weeks; ++week) load.week.step(state, load.seed, 0, dump);
  std::printf("%016llx\n", static_cast<unsigned long long>(digest(state)));
  return 0;
}
