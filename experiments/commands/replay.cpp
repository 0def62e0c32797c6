/// `disalign replay`: simulates one run of a result file again and writes its events, deployments, frames.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/disk.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/event_log.hpp"
#include "experiments/frames.hpp"
#include "experiments/json_text.hpp"
#include "experiments/tell.hpp"
#include "model/base/check.hpp"
#include "model/base/parallel.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

/// What texts of a run need to know of its world.
struct RunTexts {
  std::vector<std::string> names;
  LogContext context;

  RunTexts(Scenario const& scenario, Record const& record, std::string const& start,
           int first_cell) {
    for (int a = 0; a < record.actors; ++a) names.push_back(actor_name(scenario.cast, a));
    context = log_context(*scenario.world, start, names, first_cell);
  }
};

/// Fatal events of types 1 to 3 in the columns of UCDP GED, with `week` added.
std::string events_csv(Record const& record, LogContext const& context) {
  std::string text = ged_header() + "\n";
  std::int64_t id = 0;
  for (RecordedEvent const& recorded : record.events) {
    if (recorded.type_of_violence == 0 || recorded.event.deaths() == 0) continue;
    text += ged_row(true_row(recorded), ++id, context) + "\n";
  }
  return text;
}

/// Operations by place at the end of each month in the columns of Geo-PKO, with `week` added.
std::string deployments_csv(Record const& record, LogContext const& context) {
  std::string text = geopko_header() + "\n";
  for (RecordedDeployment const& row : record.deployments) text += geopko_row(row, context) + "\n";
  return text;
}

/// A text file that is opened before any compute and has its name when all of it is written; what is no
/// regular file, such as /dev/null, is written as it is. Throws Error when it cannot be.
class TextFile {
 public:
  explicit TextFile(std::optional<fs::path> path) : path_(std::move(path)) {
    if (!path_) return;
    std::error_code none;
    if (fs::exists(*path_, none) && !fs::is_regular_file(*path_, none)) {
      device_.open(*path_, std::ios::binary);
      if (!device_)
        throw Error(
            fmt::format("{}: cannot be written (it is no file). Choose another.", path_->string()));
    } else {
      file_.emplace(disk::Scratch().part_of(*path_));
    }
  }
  /// Throws Interrupted.
  void write(std::string const& text) {
    if (!path_) return;
    if (!file_ && !(device_ << text).flush())
      throw Interrupted(fmt::format("{}: cannot be written. Choose another.", path_->string()));
    if (!file_) return;
    try {
      file_->write(std::as_bytes(std::span(text)));
      file_->seal(*path_);
    } catch (Error const& error) {
      throw Interrupted(error.what());
    }
  }

 private:
  std::optional<fs::path> path_;
  std::ofstream device_;
  std::optional<disk::Writer> file_;
};

}  // namespace

int replay_run(Arguments const& arguments) {
  Study const study = study_of_file(arguments.file);
  hdf5::File file = hdf5::File::open(arguments.file);
  auto const digests = file.read<std::uint64_t>("runs/digest");
  auto const runs = static_cast<std::int64_t>(digests.size());
  if (arguments.run >= runs) {
    throw Error(fmt::format(
        "--run {}: is no run of {} ({} are there, numbered from 0). Choose one of 0 to {}.",
        arguments.run, arguments.file.string(), runs, runs - 1));
  }
  auto const row = static_cast<std::size_t>(arguments.run);
  int const point = file.read_shaped<std::int32_t>("runs/point", {digests.size()})[row];
  int const replicate = file.read_shaped<std::int32_t>("runs/replicate", {digests.size()})[row];
  if (point < 0 || point >= std::ssize(study.scenarios) || replicate < 0) {
    throw Error(fmt::format(
        "{}: run {} is of scenario {}, replicate {} (there is no such one: the file is damaged). "
        "Repeat the command that wrote it.",
        arguments.file.string(), arguments.run, point, replicate));
  }
  Scenario const& scenario = study.scenarios[static_cast<std::size_t>(point)];
  TextFile events(arguments.output);
  TextFile deployments(arguments.deployments);
  EnsembleSettings settings{1, study.weeks, study.replicates,
                            static_cast<std::uint64_t>(study.seed), true};
  settings.keep_frames = arguments.frames.has_value();
  if (arguments.frames) {  // a folder that is closed is found before any compute
    disk::Writer const probe(disk::Scratch().part_of(*arguments.frames));
  }
  StepThreads const crew(choose_threads(arguments.threads).count);
  FileDescription const about = describe_file(study, 1);
  auto const points = point_rules(study);
  int head = 0;  // theatres are simulated together: find the first of this run's group
  while (head + group_size(points, head) <= point) head += group_size(points, head);
  auto const theatre = static_cast<std::size_t>(point - head);
  std::vector<FinishedRun> runs_of_group;
  try {
    runs_of_group = run_group(points, head, replicate, settings);
  } catch (RunFailure const& failure) {
    tell("run {}: scenario {}, replicate {} fails: {}\n", arguments.run, scenario.name, replicate,
         failure.what());
    return with_failures;
  }
  Record const& record = runs_of_group[theatre].record;
  RunTexts const texts(scenario, record, about.start_date,
                       about.first_cell(static_cast<std::size_t>(point)));
  std::string const log = events_csv(record, texts.context);
  if (!arguments.output && !arguments.json) fmt::print("{}", log);
  events.write(log);
  deployments.write(deployments_csv(record, texts.context));
  try {
    if (arguments.frames)
      runs_of_group[theatre].frames.write(
          *arguments.frames,
          fmt::format("{}, {}, replicate {}", study.title, scenario.label, replicate),
          *scenario.world, texts.names, about.start_date);
  } catch (Error const& error) {
    std::error_code ignored;
    fs::remove(disk::Scratch().part_of(*arguments.frames), ignored);
    throw Interrupted(error.what());
  }
  bool const same = record.digest == digests[row];
  if (arguments.json) {
    nlohmann::ordered_json const object{{"run", arguments.run},
                                        {"scenario", scenario.name},
                                        {"replicate", replicate},
                                        {"digest", fmt::format("{:016x}", record.digest)},
                                        {"same", same}};
    fmt::print("{}\n", json_text(object));
  }
  tell("run {}: scenario {}, replicate {}, digest {:016x} {} the file's\n", arguments.run,
       scenario.name, replicate, record.digest, same ? "equals" : "DIFFERS from");
  return same ? complete : differs;
}

}  // namespace disalign
