/// How fast the civil-violence yardstick runs.
#pragma once
#include <cstdint>
#include <string>

namespace disalign {

/// One size of the yardstick (bench/epstein.hpp): agent-updates per second of CPU time, median of slices.
struct EpsteinSpeed {
  int side = 0, agents = 0, steps = 0;
  std::string level;  ///< of the kernel that drew
  double scalar = 0;
  double planes = 0;  ///< 0 where the kernel in use, or the machine, lacks the instructions
  bool equal = true;  ///< both forms end in the same state
  std::uint64_t digest = 0;
};

/// Measures both forms with the kernel in use: after the burn-in 11 slices of so many steps.
EpsteinSpeed measure_epstein(int side, int burn_in, int steps);

}  // namespace disalign
