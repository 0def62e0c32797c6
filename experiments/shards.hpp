/// Shards: files of finished runs that follow one another, sealed by a checksum and a rename.
///
/// Layout, numbers little-endian as the machine has them:
///     head    "disalign shard 1", plan hash (u64), first run (u64)
///     run     its number (u64), 1 if it failed (u64), bytes (u64), the packed run (packed_run.hpp)
///     foot    runs (u64), failed (u64), seconds of work (f64), CRC-32 of all before (u64), "sealed shard end"
/// A file without a foot was never sealed; its runs are simulated again.
#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "experiments/disk.hpp"
#include "experiments/run_ranges.hpp"

namespace disalign {

/// A run of a shard, not yet unpacked.
struct StoredRun {
  std::int64_t number = 0;
  bool failed = false;
  std::vector<std::byte> packed;
};

/// What the name and the foot of a sealed shard say.
struct ShardInfo {
  std::filesystem::path path;
  RunRange runs;
  std::int64_t failed = 0;
  double seconds = 0;  ///< of work, by the clock of the wall
};

/// Writes one shard. Not sealed, it leaves no file.
class ShardWriter {
 public:
  ShardWriter(std::filesystem::path const& folder, disk::Scratch const& scratch,
              std::uint64_t plan_hash, std::int64_t first_run);
  /// Runs come in their order without a gap.
  void add(StoredRun const& run);
  /// The shard under its final name, durable.
  void seal(double seconds);
  [[nodiscard]] std::int64_t next_run() const { return runs_.last; }
  [[nodiscard]] RunRange runs() const { return runs_; }
  [[nodiscard]] bool empty() const { return runs_.size() == 0; }

 private:
  std::filesystem::path folder_;
  RunRange runs_;
  std::int64_t failed_ = 0;
  disk::Writer writer_;
};

/// The name of a sealed shard.
std::string shard_name(RunRange runs);

/// Reads the foot of a shard; nothing when it is not sealed or its name is another's.
std::optional<ShardInfo> shard_info(std::filesystem::path const& path);

/// The sealed shards of a folder, in the order of their runs; only their feet are read.
std::vector<ShardInfo> list_shards(std::filesystem::path const& folder);

/// What is wrong with a shard as a whole: "" when its checksum and plan are right.
std::string shard_damage(ShardInfo const& shard, std::uint64_t plan_hash);

/// Reads the runs of a shard one after the other.
class ShardReader {
 public:
  explicit ShardReader(ShardInfo shard);
  /// The next run; nothing after the last. Throws Error when the file is damaged.
  std::optional<StoredRun> next();

 private:
  ShardInfo shard_;
  std::ifstream file_;
  std::int64_t next_;
};

/// Calls `take` for each of the runs `wanted` once, in their order, wherever they lie. Throws Error
/// naming the runs that are in no shard.
void read_runs(std::vector<ShardInfo> const& shards, RunRange wanted,
               std::function<void(StoredRun const&)> const& take);

}  // namespace disalign
