/// Runs by number: a run of a study is numbered replicate by replicate, within one point by point.
///
/// So the number of a run does not depend on how many replicates there are, and an interruption leaves
/// a balanced design.
#pragma once
#include <algorithm>
#include <cstdint>
#include <vector>

namespace disalign {

/// The runs `first`, ..., `last` - 1.
struct RunRange {
  std::int64_t first = 0, last = 0;
  [[nodiscard]] std::int64_t size() const { return last - first; }
  bool operator==(RunRange const&) const = default;
};

inline std::int64_t run_number(int replicate, int point, std::size_t points) {
  return static_cast<std::int64_t>(replicate) * static_cast<std::int64_t>(points) + point;
}

/// How many runs there are in all ranges.
inline std::int64_t count_runs(std::vector<RunRange> const& ranges) {
  std::int64_t runs = 0;
  for (RunRange const& range : ranges) runs += range.size();
  return runs;
}

/// The runs of `wanted` that are in none of the ranges `there`, which may overlap.
inline std::vector<RunRange> missing_runs(RunRange wanted, std::vector<RunRange> there) {
  std::sort(there.begin(), there.end(),
            [](RunRange const& a, RunRange const& b) { return a.first < b.first; });
  std::vector<RunRange> missing;
  std::int64_t next = wanted.first;
  for (RunRange const& range : there) {
    if (range.first > next) missing.push_back({next, std::min(range.first, wanted.last)});
    next = std::max(next, range.last);
    if (next >= wanted.last) return missing;
  }
  if (next < wanted.last) missing.push_back({next, wanted.last});
  return missing;
}

}  // namespace disalign
