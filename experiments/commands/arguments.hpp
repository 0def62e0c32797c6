/// What a user typed: the commands of the program and their flags.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "experiments/parts.hpp"
#include "experiments/recorder.hpp"
#include "experiments/study.hpp"

namespace disalign {

/// A command with its flags; a flag that a command does not have keeps its default.
struct Arguments {
  std::string command;  ///< its name, as in commands.hpp
  std::filesystem::path file;
  std::optional<std::filesystem::path> output;
  std::optional<int> threads;
  StudyChanges changes;
  std::optional<Level> level;
  std::int64_t run = 0;                                      ///< of `replay`
  std::optional<std::filesystem::path> deployments, frames;  ///< more outputs of `replay`
  std::int64_t sample = 10;                                  ///< of `verify`: how many runs
  StudyPart part;                                            ///< --shard
  std::optional<double> walltime;                            ///< --max-walltime [s]
  double grace = 20;              ///< [s]; schedulers kill 30 s after their signal
  std::optional<int> stop_after;  ///< --on-error: failed runs that stop the study
  bool only_failed = false;
  std::filesystem::path scratch;               ///< --scratch; empty for none
  double checkpoint_every = 60;                ///< [s]: how often a run in flight is kept
  std::string as;                              ///< of `export`: csv, ged, geopko or all
  std::string isa, workload;                   ///< of `bench`; "" for the usual
  std::vector<std::filesystem::path> compare;  ///< of `bench`: two reports, or none
  bool table = false;                          ///< of `bench`: the table of goals
  std::optional<int> bench_runs;               ///< of `bench`: an ensemble of so many runs
  bool dry_run = false, fresh = false, quiet = false, json = false;
  std::vector<std::string> outcomes;          ///< --outcome of analyses
  std::string reference;                      ///< --reference of `contrast`
  std::string row;                            ///< --row: the scenario that an analysis is about
  std::optional<std::filesystem::path> plan;  ///< --plan: the preregistration to confirm
  std::optional<int> pilot;                   ///< of `plan`: replicates
  bool csv = false;                           ///< of `check`: print the design
};

/// Either a command to carry out, or a text to print (`--help`, `--version`).
struct Request {
  std::optional<Arguments> arguments;
  std::string text;
};

/// Reads a command line. Throws Error with every mistake of it, one a line.
Request read_arguments(int count, char const* const* words);

/// The compiler that built the program.
std::string build_compiler();

/// Version, commit, compiler and HDF5, as `--version` prints them.
std::string version_text();

}  // namespace disalign
