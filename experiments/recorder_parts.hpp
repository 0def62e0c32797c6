/// What the parts of the recorder share.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "experiments/hdf5.hpp"
#include "model/observables.hpp"

namespace disalign::recorder {

/// Replicates that are written together: chunks of a series hold whole runs.
inline constexpr int block_replicates = 16;

inline std::string outcome_meaning(Observable const& o) {
  char const* how = o.fold == Fold::sum
                        ? "total over the run: "
                        : (o.fold == Fold::mean ? "mean over weeks: " : "in the last week: ");
  return how + o.meaning;
}

template <class Out, class In>
std::vector<Out> converted(std::vector<In> const& values) {
  std::vector<Out> out;
  out.reserve(values.size());
  for (In const value : values) out.push_back(static_cast<Out>(value));
  return out;
}

inline std::vector<std::int32_t> counting(int n, int step = 1, int first = 0) {
  std::vector<std::int32_t> values;
  for (int k = 0; k < n; ++k) values.push_back(first + k * step);
  return values;
}

}  // namespace disalign::recorder
