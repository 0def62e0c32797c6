/// The folder FILE.h5.parts: all that an unfinished study has. Its manifest says which plan it is, its
/// shards hold the finished runs; there is no list of shards beside the shards themselves, so none can
/// disagree with them. A complete study leaves no such folder, unless runs of it have failed.
#pragma once
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "experiments/disk.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/level.hpp"
#include "experiments/shards.hpp"
#include "experiments/study.hpp"

namespace disalign {

/// What the shards of a folder were made from. Runs of two programs are never mixed.
struct Manifest {
  std::uint64_t plan_hash = 0;
  std::string version, commit;
  Level level = Level::series;
  std::string configuration;  ///< the resolved study, with its number of replicates
};

std::filesystem::path parts_folder(std::filesystem::path const& file);

/// The output file of a folder of parts.
std::filesystem::path file_of_parts(std::filesystem::path const& folder);

Manifest manifest_of(Study const& study, Level level);

/// The manifest of a folder; nothing when there is none. Throws Error when it cannot be read.
std::optional<Manifest> read_manifest(std::filesystem::path const& folder);
void write_manifest(std::filesystem::path const& folder, Manifest const& manifest);

/// A hash of all that a run's state depends on: program, plan, level.
std::uint64_t identity(Manifest const& manifest);

/// How two plans differ ("study.seed: 1 here, 2 there"); "" for the same. The number of replicates
/// does not count.
std::string difference(Manifest const& here, Manifest const& there);

/// One part of n of a study: replicates part * (index - 1) to part * index.
struct StudyPart {
  int index = 1, of = 1;
  /// The runs of this part.
  [[nodiscard]] RunRange runs(int replicates, std::size_t points) const;
};

/// The folder in `scratch` (none if empty) for the files that a part of the study of `file` writes;
/// another file or part has another one. Throws Error.
disk::Scratch scratch_for(std::filesystem::path const& scratch, std::filesystem::path const& file,
                          StudyPart const& part);

/// Locks on a folder: one program alone, or any number of programs with different parts.
std::vector<disk::Lock> lock_parts(std::filesystem::path const& folder, StudyPart const& part);
/// The lock under which a manifest is compared and written: parts of a study start at the same moment,
/// as tasks of a job array do, and the first one says which plan it is. Throws Error.
disk::Lock lock_manifest(std::filesystem::path const& folder);
/// Who works in the folder now.
std::vector<std::string> workers_of(std::filesystem::path const& folder);

/// Removes a folder that holds nothing but locks, and a manifest if the caller has made it. The caller
/// has let go of its locks; where someone else works the folder stays.
void remove_unused(std::filesystem::path const& folder, bool with_manifest);

/// Removes what a killed program has left unsealed. Only under a lock on the whole folder.
void remove_unsealed(std::filesystem::path const& folder);

/// Removes the folder that a program killed at its very end has left beside a complete file of this
/// plan. Returns why it stays, "" when it is gone.
std::string remove_leftovers(std::filesystem::path const& folder, std::uint64_t plan_hash);

/// The sealed shards with runs of `wanted` that are whole. A damaged one is set aside under another
/// name, and `damaged` gets a message about it.
std::vector<ShardInfo> sound_shards(std::filesystem::path const& folder, std::uint64_t plan_hash,
                                    RunRange wanted, std::vector<std::string>& damaged);

/// Takes finished runs in their order and seals shards of them: at first every half second, then when
/// a tenth of the time so far has passed, at least every 10 minutes. So much a kill can cost, and a day
/// of work has about 200 shards.
class Sealer {
 public:
  Sealer(std::filesystem::path folder, disk::Scratch const& scratch, std::uint64_t plan_hash);
  void add(FinishedRun&& run, std::int64_t number);
  /// Seals what is there.
  void seal();

 private:
  using Clock = std::chrono::steady_clock;
  std::filesystem::path folder_;
  disk::Scratch const& scratch_;
  std::uint64_t plan_hash_;
  std::optional<ShardWriter> shard_;
  Clock::time_point start_ = Clock::now(), sealed_ = start_;
};

}  // namespace disalign
