/// From sealed runs to the result file: the same for `run` and `merge`.
#pragma once
#include <filesystem>
#include <optional>
#include <vector>

#include "experiments/level.hpp"
#include "experiments/shards.hpp"
#include "experiments/stop_request.hpp"
#include "experiments/study.hpp"

namespace disalign {

/// How many replicates of this very plan a complete file holds already, which then need not be
/// simulated: 0 without a file, and 0 for one with failed runs, whose shards are still there. Throws
/// Error when they are not, or when the file is of another plan, level or program.
int replicates_to_keep(std::filesystem::path const& file, Study const& study, Level level,
                       std::vector<ShardInfo> const& shards);

/// Writes the result file of a study: first the `kept` replicates of the file that is there, then
/// those of the shards, which must hold all others; each run once and in order, in constant memory.
/// The bytes outside /provenance depend on the runs alone. Returns how many runs failed. Throws Error
/// or, on a stop, Interrupted; what was there before is still there then.
std::int64_t write_final_file(Study const& study, Level level, std::filesystem::path const& file,
                              std::vector<ShardInfo> const& shards, disk::Scratch const& scratch,
                              int kept, int threads, StopRequest const& stop);

/// Prints the answer of a complete file, and says which runs failed. Returns the exit code.
int print_answer(std::filesystem::path const& file, bool json);

}  // namespace disalign
