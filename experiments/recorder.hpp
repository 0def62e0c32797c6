/// The output file of a study: made from the declarations of observables, written run by run.
///
/// Root: series (scenario, replicate, week[, actor]), outcomes (scenario, replicate[, actor]), maps
/// (scenario, period, cell), sizes of events (scenario, event_size). /runs: one row a run. /events:
/// contiguous by run, one dataset a column. /parameters: resolved values. /provenance: all that is
/// volatile and nothing else.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/ensemble.hpp"
#include "experiments/hdf5.hpp"
#include "model/base/describe.hpp"
#include "model/disalignment.hpp"

namespace disalign {

/// How much of each run is kept.
enum class Level { summary, series, events };
inline constexpr std::array level_names{"summary", "series", "events"};

/// What a file says about its study; everything but `provenance` is the same for the same plan.
struct FileDescription {
  struct Scenario {
    std::string name, label;
    std::vector<ParameterRow> parameters;
    std::vector<PairIndices> against_un;  ///< per actor; meaningful for parallel forces present
    std::vector<bool> parallel;  ///< per actor: a parallel force present beside a UN mission
  };
  std::string title, summary, version, commit, plan_hash, configuration;
  std::string reference;  ///< scenario that the others are compared with, empty for none
  std::string start_date = "2015-01-05";  ///< Monday of week 0, for the coordinate `date`
  std::uint64_t seed = 0;
  int weeks = 0, replicates = 0;
  std::vector<Scenario> scenarios;
  std::vector<std::string> actors;  ///< names on the actor axis, splinters' rows included
  World const* world = nullptr;
  std::vector<std::pair<std::string, std::string>> provenance;
};

/// Writes `path`.part and, when told that the study is complete, makes it `path`.
class Recorder {
 public:
  /// Throws Error when the folder cannot be made or written; nothing is left behind then.
  Recorder(std::filesystem::path path, FileDescription description, Level level);
  /// Removes the .part file of a study that did not finish.
  ~Recorder();
  Recorder(Recorder const&) = delete;
  Recorder& operator=(Recorder const&) = delete;

  /// Takes the next run; runs come in the order of the ensemble.
  void add(FinishedRun&& run);
  /// Writes what is left, the study's digest and the volatile `wall_seconds`; renames.
  void finish(double wall_seconds);

  /// Hash of the run digests in (point, replicate) order so far.
  [[nodiscard]] std::uint64_t digest() const;
  [[nodiscard]] std::int64_t unit_steps() const { return unit_steps_; }

 private:
  void make_dimensions();
  void make_variables();
  void make_parameters();
  void write_block();
  void write_runs();
  void write_events();
  void write_totals();

  std::filesystem::path path_, part_;
  FileDescription about_;
  Level level_;
  hdf5::File file_;
  std::vector<FinishedRun> block_;  // runs of whole replicates, waiting to be written together
  int written_ = 0;                 // replicates in the file
  std::uint64_t events_written_ = 0;
  std::vector<std::uint64_t> digests_;  // per scenario: hash of its runs in order of replicates
  std::int64_t unit_steps_ = 0;
  std::vector<std::vector<std::int64_t>> maps_,
      event_sizes_;  // per scenario, summed over replicates
  bool finished_ = false;
};

}  // namespace disalign
