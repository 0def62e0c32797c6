/// Counts of elementary work, for the bench's roofline: only the metered form of the step has them
/// (agents/CMakeLists.txt); elsewhere the macro is nothing.
#pragma once
#include <cstdint>

namespace disalign {

/// What was done since the start.
struct Work {
  std::uint64_t words = 0;  ///< random words
  std::uint64_t exps = 0;   ///< exponentials
  std::uint64_t loads = 0;  ///< loads at an index that depends on data: a unit's cell, a way's end
  std::uint64_t scatters = 0;  ///< additions at such an index
  std::uint64_t values = 0;    ///< values of cells, read one after the other
};

#ifdef DISALIGN_METERED
inline Work work_done;
#define DISALIGN_WORK(kind, n) (::disalign::work_done.kind += static_cast<std::uint64_t>(n))
#else
#define DISALIGN_WORK(kind, n) static_cast<void>(0)
#endif

}  // namespace disalign
