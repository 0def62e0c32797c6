/// The kernel: the week's step, compiled once for every instruction set and chosen when the program
/// starts. All give the same bytes.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "model/base/lanes.hpp"

namespace disalign {

class Week;
struct State;

/// What is told when a rule, or bookkeeping between rules, has ended: its name.
using Lap = std::function<void(char const*)>;
/// Whether a lap's name is that of bookkeeping.
inline bool is_bookkeeping(std::string_view name) {
  return name == "begin_week" || name == "tally" || name == "compact";
}

/// One compiled form of the step. Everything else in its object file is private to it (CMakeLists.txt),
/// so no library's inline code can come from a set that the machine lacks.
struct Kernel {
  char const* level;  ///< "scalar", or "v2", "v3", "v4" of x86-64: SSE4, AVX2, AVX-512
  int lanes;          ///< numbers in a pack
  void (*step)(Week const& week, State& state, std::uint64_t seed, std::uint64_t replicate);
  void (*step_in_laps)(Week const& week, State& state, std::uint64_t seed, std::uint64_t replicate,
                       Lap const& lap);
  /// Draws::blocks, for at most `block_size` entities.
  void (*draw)(Draws const& draws, std::uint64_t const* entities, std::size_t n,
               std::array<std::array<std::uint32_t, block_size>, 4>& words);
  /// e^x in place.
  void (*exponentials)(float* values, std::size_t n);
  Work const* work;  ///< what this form has done; null where it is not metered
};

/// Those that were built and that this machine can run, the fastest last.
std::vector<Kernel const*> kernels();

/// The scalar form that counts its work; null where it was not built.
Kernel const* metered_kernel();

/// The one in use: that of `DISALIGN_ISA`, else the fastest. Throws Error for a level that is unknown or
/// that the machine lacks.
Kernel const& kernel();

/// Uses another one from now on. Throws Error for a level that is unknown or that the machine lacks.
void use_kernel(std::string_view level);

}  // namespace disalign
