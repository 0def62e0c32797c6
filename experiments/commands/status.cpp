/// `disalign status`: how far a study is, from the disk alone.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/answer.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/json_text.hpp"
#include "experiments/parts.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

struct Status {
  std::int64_t runs = 0, sealed = 0, failed = 0;
  std::size_t shards = 0;
  std::vector<std::string> workers;
  double runs_per_second = 0;  ///< of all who work now, or of one if nobody does; 0 if not known
  bool has_file = false;

  [[nodiscard]] std::int64_t left() const { return runs - sealed; }
  [[nodiscard]] double seconds_left() const {
    return static_cast<double>(left()) / runs_per_second;
  }
};

Status status_of(fs::path const& file, fs::path const& folder) {
  Status status;
  status.has_file = fs::exists(file);
  auto const manifest = read_manifest(folder);
  if (!manifest) {
    if (!status.has_file) {
      throw Error(
          fmt::format("{}: no study is there (neither the file nor {}). Name the -o of "
                      "`disalign run`.",
                      file.string(), folder.filename().string()));
    }
    Answer const answer = read_answer(file);
    status.runs = status.sealed = answer.runs;
    status.failed = answer.failed;
    return status;
  }
  status.runs = parse_study(manifest->configuration, folder.string()).runs();
  std::vector<RunRange> there;
  std::int64_t in_shards = 0;
  double seconds = 0;
  for (ShardInfo const& shard : list_shards(folder)) {
    there.push_back(shard.runs);
    in_shards += shard.runs.size();
    status.failed += shard.failed;
    seconds += shard.seconds;
    ++status.shards;
  }
  if (status.has_file) there.push_back({0, read_answer(file).runs});
  status.sealed = status.runs - count_runs(missing_runs({0, status.runs}, there));
  status.workers = workers_of(folder);
  if (seconds > 0) {
    status.runs_per_second = static_cast<double>(in_shards) / seconds *
                             static_cast<double>(std::max<std::size_t>(1, status.workers.size()));
  }
  return status;
}

}  // namespace

int show_status(Arguments const& arguments) {
  bool const named_folder = fs::is_directory(arguments.file);
  fs::path const folder = named_folder ? arguments.file : parts_folder(arguments.file);
  fs::path const file = named_folder ? file_of_parts(arguments.file) : arguments.file;
  Status const status = status_of(file, folder);
  bool const known = status.runs_per_second > 0;
  if (arguments.json) {
    nlohmann::ordered_json object;
    object["runs"] = status.runs;
    object["sealed"] = status.sealed;
    object["failed"] = status.failed;
    object["left"] = status.left();
    object["shards"] = status.shards;
    object["running"] = status.workers;
    object["runs_per_s"] =
        known ? nlohmann::ordered_json(status.runs_per_second) : nlohmann::ordered_json(nullptr);
    object["eta_s"] =
        known ? nlohmann::ordered_json(status.seconds_left()) : nlohmann::ordered_json(nullptr);
    object["file"] = status.has_file;
    fmt::print("{}\n", json_text(object));
    return complete;
  }
  fmt::print("{}: {} of {} runs sealed in {} shards, {} failed, {} left\n", file.string(),
             status.sealed, status.runs, status.shards, status.failed, status.left());
  fmt::print("running: {}\n", status.workers.empty()
                                  ? "nobody"
                                  : fmt::format("{}", fmt::join(status.workers, "; ")));
  if (known)
    fmt::print("{:.2f} runs/s; {:.0f} s for the rest\n", status.runs_per_second,
               status.seconds_left());
  char const* file_is = "not there yet";
  if (status.has_file) file_is = status.left() > 0 ? "there, of fewer replicates" : "complete";
  fmt::print("file: {}\n", file_is);
  return complete;
}

}  // namespace disalign
