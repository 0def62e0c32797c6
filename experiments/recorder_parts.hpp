/// What the parts of the recorder share.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "experiments/hdf5.hpp"
#include "model/observables.hpp"

namespace disalign::recorder {

/// Replicates that are written together: chunks of a series hold whole runs.
inline constexpr int block_replicates = 16;

/// Chunk of outcomes over (scenario, replicate) and the axes `behind`, filled block by block of
/// replicates. Many blocks share a chunk of at most 64 KiB, which HDF5 keeps in memory until it is
/// full; what one block alone makes larger is written whole.
inline hdf5::Shape outcome_chunk(std::size_t scenarios, int replicates, hdf5::Shape const& behind) {
  constexpr std::size_t target = 64 * 1024 / sizeof(double);
  unsigned long long per_block = scenarios * block_replicates;
  for (auto const extent : behind) per_block *= extent;
  auto const together = std::clamp(target / per_block, 1ULL, 64ULL) * block_replicates;
  hdf5::Shape chunk{scenarios, std::min(together, static_cast<unsigned long long>(replicates))};
  chunk.insert(chunk.end(), behind.begin(), behind.end());
  return chunk;
}

/// Chunk of a column of /runs, filled block by block.
inline hdf5::Shape run_chunk(std::size_t runs) {
  return {std::min<unsigned long long>(runs, 4096)};
}

/// One log: a group whose rows stand together run by run.
struct Log {
  char const* group;
  char const* row;   ///< name of its dimension, and of the counts in /runs
  char const* rows;  ///< what a row is
};
inline constexpr Log logs[] = {
    {"events", "event", "event; the events of a run stand together"},
    {"observed_events", "observed_event", "event of types 1-3 as the observer lists it"},
    {"deployments", "deployment", "operation in a cell in the last week of a month"}};

/// What a whole variable holds for a failed run: no count is so low, and no mean passes over it.
template <class T>
inline constexpr T missing_whole = std::numeric_limits<T>::min();

inline std::string outcome_meaning(Observable const& o) {
  char const* how = o.fold == Fold::sum
                        ? "total over the run: "
                        : (o.fold == Fold::mean ? "mean over weeks: " : "in the last week: ");
  return how + o.meaning;
}

/// Values in the type of the file; NaN, of a failed run, becomes missing_whole.
template <class Out>
std::vector<Out> converted(std::vector<double> const& values) {
  std::vector<Out> out;
  out.reserve(values.size());
  for (double const value : values) {
    if constexpr (std::is_integral_v<Out>) {
      out.push_back(std::isnan(value) ? missing_whole<Out> : static_cast<Out>(value));
    } else {
      out.push_back(static_cast<Out>(value));
    }
  }
  return out;
}

inline std::vector<std::int32_t> counting(int n, int step = 1, int first = 0) {
  std::vector<std::int32_t> values;
  for (int k = 0; k < n; ++k) values.push_back(first + k * step);
  return values;
}

}  // namespace disalign::recorder
