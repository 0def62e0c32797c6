/// Checkpoints on disk.
#include "experiments/checkpoint_file.hpp"

#include <fmt/format.h>

#include <charconv>
#include <fstream>
#include <string>
#include <vector>

#include "experiments/disk.hpp"
#include "experiments/tell.hpp"
#include "experiments/watched_week.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/checkpoint.hpp"

namespace disalign {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view prefix = "run_", suffix = ".checkpoint";

/// The bytes of a file within the limit. Throws Error.
std::string content(fs::path const& file) {
  std::error_code failed;
  auto const size = fs::file_size(file, failed);
  if (failed || size > checkpoint_size_limit)
    throw Error(fmt::format("{}: cannot be used ({}). Remove it.", file.string(),
                            failed ? failed.message() : "it is larger than 4 GiB"));
  std::string bytes(size, '\0');
  std::ifstream stream(file, std::ios::binary);
  if (!stream.read(bytes.data(), static_cast<std::streamsize>(size)))
    throw Error(
        fmt::format("{}: cannot be read. Check its permissions and the disk.", file.string()));
  return bytes;
}

}  // namespace

CheckpointFile::CheckpointFile(CheckpointPlan const& plan, std::int64_t run,
                               StopRequest const* stop)
    : plan_(plan),
      file_(plan.folder / fmt::format("{}{}{}", prefix, run, suffix)),
      identity_(mix(plan.identity ^ mix(static_cast<std::uint64_t>(run)))),
      stop_(stop) {}

int CheckpointFile::resume(std::span<State> states, std::span<Recording> recordings) {
  if (std::error_code none; !fs::exists(file_, none)) return 0;
  try {
    int const done = read_checkpoint(content(file_), file_.string(), identity_, states, recordings);
    tell("{}: the run goes on after week {}\n", file_.string(), done);
    return done;
  } catch (Error const& error) {
    tell("warning: {}\n", error.what());
    return 0;
  }
}

void CheckpointFile::keep(std::span<State const> states, std::span<Recording const> recordings) {
  kept_ = Clock::now();
  try {
    disk::write_text(file_, write_checkpoint(identity_, states, recordings));
  } catch (Error const& error) {
    tell("warning: a run in flight could not be kept: {}\n", error.what());
  }
}

void CheckpointFile::after_week(std::span<State const> states,
                                std::span<Recording const> recordings) {
  bool const overdue = stop_ != nullptr && stop_->overdue();
  std::chrono::duration<double> const since = Clock::now() - kept_;
  if (overdue || since.count() >= plan_.every_seconds) keep(states, recordings);
  if (overdue) throw RunAbandoned{};
}

void remove_checkpoints(fs::path const& folder, RunRange sealed) {
  std::error_code ignored;
  std::vector<fs::path> old;
  for (auto const& entry : fs::directory_iterator(folder, ignored)) {
    std::string const name = entry.path().filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(suffix)) continue;
    std::int64_t run = -1;
    char const* const last = name.data() + name.size() - suffix.size();
    auto const [end, error] = std::from_chars(name.data() + prefix.size(), last, run);
    if (error == std::errc{} && end == last && run >= sealed.first && run < sealed.last)
      old.push_back(entry.path());
  }
  for (auto const& path : old) fs::remove(path, ignored);
}

}  // namespace disalign
