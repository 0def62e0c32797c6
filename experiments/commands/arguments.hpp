/// What a user typed: the commands of the program and their flags.
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "experiments/recorder.hpp"
#include "experiments/study.hpp"

namespace disalign {

/// A command with its flags; a flag that a command does not have keeps its default.
struct Arguments {
  std::string command;  ///< its name, as typed
  std::filesystem::path file;
  std::optional<std::filesystem::path> output;
  std::optional<int> threads;
  StudyChanges changes;
  std::optional<Level> level;
  std::int64_t run = 0;  ///< of `replay`
  std::string as;        ///< of `export`: csv, ged, geopko or all
  bool dry_run = false, fresh = false, quiet = false, json = false;
};

/// Either a command to carry out, or a text to print (`--help`, `--version`).
struct Request {
  std::optional<Arguments> arguments;
  std::string text;
};

/// Reads a command line. Throws Error with every mistake of it, one a line.
Request read_arguments(int count, char const* const* words);

/// Version, commit, compiler and HDF5, as `--version` prints them.
std::string version_text();

}  // namespace disalign
