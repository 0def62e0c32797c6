/// A finished run as bytes: what a shard keeps of it, compressed.
///
/// Only the program that packed a run unpacks it (the manifest of the shards sees to that), so values
/// are stored as they lie in memory.
#pragma once
#include <cstddef>
#include <span>
#include <vector>

#include "experiments/ensemble.hpp"
#include "experiments/level.hpp"

namespace disalign {

/// What the output file will hold of the run at this level; series already in its precision.
std::vector<std::byte> pack_run(FinishedRun const& run, Level level);

/// The run again. Throws Error when the bytes are none of pack_run's.
FinishedRun unpack_run(std::span<std::byte const> bytes);

}  // namespace disalign
