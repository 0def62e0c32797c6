/// `disalign merge`: joins the shards of a study into its file.
#include <fmt/format.h>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/final_file.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/parts.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace fs = std::filesystem;

int merge_parts(Arguments const& arguments) {
  StopRequest const stop(0, std::nullopt);
  bool const named_folder = fs::is_directory(arguments.file);
  fs::path const folder = named_folder ? arguments.file : parts_folder(arguments.file);
  fs::path const file = named_folder ? file_of_parts(arguments.file) : arguments.file;
  auto const manifest = read_manifest(folder);
  if (!manifest && fs::exists(file)) return print_answer(file, arguments.json);  // merged already
  if (!manifest) {
    throw Error(
        fmt::format("{}: is no folder of parts (it has no manifest). Name the -o of "
                    "`disalign run --shard`.",
                    folder.string()));
  }
  Study const study = parse_study(manifest->configuration, folder.string());
  if (auto const found = difference(manifest_of(study, manifest->level), *manifest);
      !found.empty()) {
    throw Error(fmt::format("{}: cannot be joined by this program ({}). Use the one that made it.",
                            folder.string(), found));
  }
  auto const locks = lock_parts(folder, {});
  auto const scratch = scratch_for(arguments.scratch, file, {});
  remove_unsealed(folder);
  std::vector<std::string> damaged;
  auto const shards = sound_shards(folder, manifest->plan_hash, {0, study.runs()}, damaged);
  for (auto const& message : damaged) tell("warning: {}\n", message);
  int const kept = replicates_to_keep(file, study, manifest->level, shards);
  std::vector<RunRange> there{{0, run_number(kept, 0, study.scenarios.size())}};
  for (ShardInfo const& shard : shards) there.push_back(shard.runs);
  if (auto const missing = missing_runs({0, study.runs()}, there); !missing.empty()) {
    throw Interrupted(fmt::format(
        "{}: {} of {} runs are in no shard (the first are runs {} to {}). Make the part "
        "that is missing with `disalign run --shard i/n`, or all with `disalign run`",
        folder.string(), count_runs(missing), study.runs(), missing.front().first,
        missing.front().last - 1));
  }
  StopRequest::listen();
  std::int64_t failed = 0;
  try {
    failed = write_final_file(study, manifest->level, file, shards, scratch, kept,
                              choose_threads(std::nullopt).count, stop);
  } catch (Error const& error) {
    throw Interrupted(error.what());
  }
  std::error_code ignored;
  if (failed == 0) fs::remove_all(folder, ignored);
  return print_answer(file, arguments.json);
}

}  // namespace disalign
