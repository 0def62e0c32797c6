/// The output file of a study: made from the declarations of observables, written run by run.
///
/// A run that failed is a row of /runs that says why; its values elsewhere are missing: NaN, or the
/// least number of whole variables, which `missing_value` then names. Means over runs leave it out.
///
/// A design's rows stand on `point`, or on a dimension for each factor of a grid, instead of `scenario`;
/// /design holds its table, and maps and who killed whom are left out, which nobody reads by the
/// thousand.
///
/// Root: series (scenario, replicate, week[, actor|pair]), outcomes (scenario, replicate[, actor|
/// pair]), maps (scenario, period, cell; NaN where the cell is another theatre's), sizes of events
/// (scenario, event_size), who killed whom (scenario, replicate, actor, victim) and by cell and
/// month. /runs: one row a run. /events, /observed_events and /deployments: contiguous by run, one
/// dataset a column. /frames: who stood where, week by week, of every run. /parameters: resolved values. /provenance: all that is volatile and nothing
/// else.
#pragma once
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/design/design.hpp"
#include "experiments/disk.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/hdf5.hpp"
#include "experiments/level.hpp"
#include "experiments/study_digest.hpp"
#include "model/base/describe.hpp"
#include "model/disalignment.hpp"

namespace disalign {

/// What a file says about its study; everything but `provenance` is the same for the same plan.
struct FileDescription {
  struct Scenario {
    std::string name, label;
    std::vector<double> parameters;       ///< in the order of FileDescription::parameters
    std::vector<PairIndices> against_un;  ///< per actor; meaningful for parallel forces present
    std::vector<bool> local;              ///< per actor: a party to the conflict present in it
    std::vector<bool> parallel;  ///< per actor: a parallel force present beside a UN mission
    double tilt = 0;             ///< how far operations together lean to one side, 0..1
    std::array<double, max_parties> tilts{};  ///< T_p: on whose side they are together, -1..1
    std::string theatre;                      ///< "" for a study without theatres
    std::size_t world = 0;                    ///< index into `worlds`
  };
  std::string title, summary, version, commit, plan_hash, configuration;
  std::string
      preregistration;    ///< hash of the artefact that the study confirms; "" when it explores
  std::string reference;  ///< scenario that the others are compared with, empty for none
  std::string start_date = "2015-01-05";  ///< Monday of week 0, for the coordinate `date`
  std::uint64_t seed = 0;
  int weeks = 0, replicates = 0;
  std::vector<Scenario> scenarios;
  std::vector<ParameterRow> parameters;  ///< of the first scenario; all have the same ones
  std::optional<Design> design;          ///< its points are the last scenarios
  std::vector<std::string> actors;       ///< names on the actor axis, splinters' rows included
  std::vector<std::string> pairs;  ///< names on the pair axis, in the order of operation_pairs()
  /// The distinct worlds of the scenarios; their cells stand one after the other on the cell axis.
  std::vector<World const*> worlds;
  std::vector<std::pair<std::string, std::string>> provenance;

  [[nodiscard]] World const& world_of(std::size_t scenario) const;
  /// Where the cells of a scenario's world begin on the cell axis.
  [[nodiscard]] int first_cell(std::size_t scenario) const;
  [[nodiscard]] std::size_t cells() const;
};

/// Writes a temporary file and, when told that the study is complete, makes it `path`.
class Recorder {
 public:
  /// Throws Error when the folder cannot be made or written; nothing is left behind then.
  Recorder(std::filesystem::path path, FileDescription description, Level level,
           disk::Scratch const& scratch = {});
  /// Removes the .part file of a study that did not finish.
  ~Recorder();
  Recorder(Recorder const&) = delete;
  Recorder& operator=(Recorder const&) = delete;

  /// Takes over the runs of a complete file of the same plan and level with fewer replicates and
  /// without a failed run, before any other run.
  void adopt(hdf5::File& old, int replicates);
  /// Takes the next run; runs come in the order of the ensemble.
  void add(FinishedRun&& run);
  /// Writes what is left, the study's digest and the volatile `wall_seconds`; renames.
  void finish(double wall_seconds);

  /// Hash of the run digests in (point, replicate) order so far.
  [[nodiscard]] std::uint64_t digest() const { return digest_.value(); }
  [[nodiscard]] std::int64_t unit_steps() const { return unit_steps_; }
  [[nodiscard]] std::int64_t failed() const { return failed_; }

 private:
  void make_attributes();
  void make_dimensions();
  void make_rows();
  void make_points();
  void make_cells();
  void make_theatres();
  void make_variables();
  void make_totals();
  void make_indices();
  void make_runs();
  void make_tables();
  void make_parameters();
  void write_block();
  void write_series();
  void write_runs();
  void write_tables();
  void write_totals();
  void make_frames();
  /// Where the frames of a run lie: offset and count.
  [[nodiscard]] std::pair<hdf5::Shape, hdf5::Shape> frame_block(FrameVariable const& frame,
                                                                std::size_t run) const;
  /// At once: the frames of a block of runs would fill the memory.
  void write_frames(FinishedRun const& run);
  /// Says in the file which number stands for a failed run's.
  void mark_missing();
  void fill_missing(Record& record) const;
  [[nodiscard]] std::vector<FinishedRun> read_block(hdf5::File& old, int first,
                                                    int replicates) const;
  void read_sums(hdf5::File& old, int replicates);
  /// Axes of an observable: the first ones, then its own.
  [[nodiscard]] std::vector<std::string> axes(std::vector<std::string> first,
                                              Observable const& o) const;
  [[nodiscard]] std::size_t width(Axis axis) const;
  [[nodiscard]] std::size_t months() const;
  [[nodiscard]] std::size_t periods() const;
  [[nodiscard]] bool keeps_maps() const { return !about_.design; }
  /// An observable of pairs exists only in studies with two operations.
  [[nodiscard]] bool has(Observable const& o) const { return width(o.axis) > 0; }

  std::filesystem::path path_, part_;
  FileDescription about_;
  Level level_;
  hdf5::File file_;
  std::vector<FinishedRun> block_;  // runs of whole replicates, waiting to be written together
  int written_ = 0;                 // replicates in the file
  std::size_t adopted_ = 0;         // runs of another file
  std::array<std::uint64_t, 3> rows_written_{};  // of events, reported events, deployments
  StudyDigest digest_;
  std::int64_t unit_steps_ = 0, failed_ = 0;
  std::vector<int> complete_;  // per scenario: runs that did not fail
  std::vector<std::vector<std::int64_t>> maps_, event_sizes_, monthly_deaths_,
      monthly_troops_;  // per scenario, summed over replicates
  bool finished_ = false;
};

}  // namespace disalign
