/// The commands and flags of the program as CLI11 knows them, with their help.
#pragma once
#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace disalign {

/// Flags as they were typed; numbers are read afterwards, so that all mistakes come at once.
struct Typed {
  std::string file, output, threads, seed, replicates, level, run, deployments, frames, sample,
      shard, walltime, grace, on_error, data, checkpoint_every, row, plan, pilot, reference, as,
      isa, workload, bench_runs, scratch;
  std::vector<std::string> sets, outcomes, compare;
  bool dry_run = false, fresh = false, only_failed = false, quiet = false, json = false,
       csv = false, table = false;
};

/// Declares every command; what is typed goes to `typed`, which must outlive the parsing.
void declare_commands(CLI::App& app, Typed& typed);

}  // namespace disalign
