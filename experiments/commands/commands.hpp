/// The commands of the program, one file each. Each returns the exit code of CONTRACT.md.
///
/// stdout carries what was asked for, stderr everything else.
#pragma once
#include "experiments/commands/arguments.hpp"

namespace disalign {

inline constexpr int complete = 0, internal_error = 1, usage_error = 2, differs = 3,
                     incomplete = 75;

/// A study stopped after computing began; the message says why and what to do.
class Interrupted : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

int run_study(Arguments const& arguments);
int check_study(Arguments const& arguments);
int show_file(Arguments const& arguments);
int replay_run(Arguments const& arguments);
int write_documents(Arguments const& arguments);
/// `report` and `export`, which are written in Python.
int hand_to_python(Arguments const& arguments);

/// The whole program: reads the command line, carries the command out, prints what went wrong.
int program(int count, char const* const* words);

}  // namespace disalign
