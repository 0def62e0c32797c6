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

/// Writes the result file of a study from the shards, which must hold every run, each run once and in
/// order, in constant memory; the bytes outside /provenance depend on the runs alone. Returns how many
/// runs failed. Throws Error; what was there before is still there then.
std::int64_t write_final_file(Study const& study, Level level, std::filesystem::path const& file,
                              std::vector<ShardInfo> const& shards, int threads,
                              StopRequest const& stop);

/// Prints the answer of a complete file, and says which runs failed. Returns the exit code.
int print_answer(std::filesystem::path const& file, bool json);

}  // namespace disalign
