/// The commands of the program, one file each. Each returns the exit code of CONTRACT.md.
///
/// stdout carries what was asked for, stderr everything else.
#pragma once
#include "experiments/commands/arguments.hpp"

namespace disalign {

inline constexpr int complete = 0, internal_error = 1, usage_error = 2, with_failures = 3,
                     differs = 3, incomplete = 75;

/// A study stopped after computing began; the message says why and what to do.
class Interrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What has become of a study.
struct Finished {
  std::optional<std::filesystem::path> file;  ///< nothing after a dry run, or a part of the runs
  int code = complete;                        ///< exit code when there is no file to look at
};

/// Simulates what is missing of a study and makes its file, as `run` does. A dry run prints the design
/// and the cost instead. Throws Interrupted when runs are missing afterwards.
Finished finish_study(Study const& study, Arguments const& arguments);

int run_study(Arguments const& arguments);
int check_study(Arguments const& arguments);
int show_file(Arguments const& arguments);
int contrast_study(Arguments const& arguments);
int dose_study(Arguments const& arguments);
int analyse_sensitivity(Arguments const& arguments);
int compare_levers(Arguments const& arguments);
int ablate_channels(Arguments const& arguments);
int check_robustness(Arguments const& arguments);
int plan_study(Arguments const& arguments);
int replay_run(Arguments const& arguments);
int show_status(Arguments const& arguments);
int merge_parts(Arguments const& arguments);
int verify_file(Arguments const& arguments);
int write_documents(Arguments const& arguments);
/// `report` and `export`, which are written in Python.
int hand_to_python(Arguments const& arguments);
int run_bench(Arguments const& arguments);  // in bench/

/// The whole program: reads the command line, carries the command out, prints what went wrong.
int program(int count, char const* const* words);

}  // namespace disalign
