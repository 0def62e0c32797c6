/// Declares commands and flags: this is the text of every --help.
#include "experiments/commands/command_line.hpp"

namespace disalign {

namespace {

constexpr char const* footer =
    "Examples:\n"
    "  disalign run experiments/studies/quick.toml                 the default study\n"
    "  disalign run experiments/studies/quick.toml --replicates 10 -o try.h5\n"
    "  disalign check experiments/studies/quick.toml --set desertion.rate=0.02\n"
    "  disalign show results/quick.h5\n"
    "  disalign replay results/quick.h5 --run 7 -o events.csv\n"
    "  disalign report results/quick.h5 -o quick.html\n"
    "Exit codes: 0 complete, 1 internal error, 2 usage or configuration, 3 complete with failed\n"
    "runs or a digest differs, 75 incomplete: the same command continues.";

void add_study_flags(CLI::App& command, Typed& typed) {
  command.add_option("--seed", typed.seed, "Seed of all random numbers (default: the study's)");
  command.add_option("--replicates", typed.replicates,
                     "Runs of each scenario (default: the study's)");
  command
      .add_option("--set", typed.sets,
                  "key=value: change a parameter in every scenario, or study.KEY; repeatable")
      ->allow_extra_args(false)
      ->take_all();
  command.add_option("--data", typed.data,
                     "Folder of the data files that a place names (default: DISALIGN_DATA)");
  command.add_option("-j,--threads", typed.threads,
                     "Threads (default: DISALIGN_THREADS, SLURM_CPUS_PER_TASK, OMP_NUM_THREADS, "
                     "all processors); they "
                     "share the runs, or the steps of a single large run");
}

void add_scratch_flag(CLI::App& command, Typed& typed) {
  command.add_option("--scratch", typed.scratch,
                     "Folder for files until they are sealed, such as a node's own disk (default: "
                     "DISALIGN_SCRATCH, else beside the output)");
}

void add_durability_flags(CLI::App& run, Typed& typed) {
  run.add_flag("--fresh", typed.fresh, "Start over: remove what is there, after saying what");
  run.add_option("--shard", typed.shard,
                 "i/n: simulate only part i of n, for `disalign merge` to join");
  run.add_option("--max-walltime", typed.walltime,
                 "H:MM:SS: after this time issue no more runs, seal, exit 75");
  run.add_option("--checkpoint-every", typed.checkpoint_every,
                 "Seconds after which a run in flight is kept again (default 60; 0: every week); "
                 "the same command goes on from there");
  run.add_option("--grace", typed.grace,
                 "Seconds that runs in flight have after a signal or the walltime (default 20)");
  run.add_option("--on-error", typed.on_error,
                 "continue, stop or stop-after=N failed runs (default continue)");
  run.add_flag("--only-failed", typed.only_failed, "Simulate the failed runs again, nothing else");
}

}  // namespace

void declare_commands(CLI::App& app, Typed& typed) {
  app.footer(footer);
  auto const command = [&](char const* name, char const* about, char const* file,
                           char const* examples) {
    CLI::App* added = app.add_subcommand(name, about);
    added->add_option("FILE", typed.file, file);
    added->add_flag("--json", typed.json, "One JSON object on stdout, everything else on stderr");
    added->footer(examples);
    return added;
  };
  CLI::App* run = command(
      "run", "Simulate a study or scenario and print its answer", "Study or scenario, a TOML file",
      "Examples:\n  disalign run experiments/studies/quick.toml -j 2\n"
      "  disalign run study.toml --set actors.un.strength=9000 -o results/fewer.h5\n"
      "  disalign run study.toml --max-walltime 3:50:00     stops in time; the same command "
      "continues\n"
      "A complete file of the same plan is not simulated again: its answer is printed. What is "
      "not\n"
      "finished lies in OUT.h5.parts; the same command continues it. More --replicates simulate "
      "only\n"
      "the new ones.");
  run->add_option("-o,--output", typed.output, "Result file (default results/STUDY.h5)");
  add_study_flags(*run, typed);
  run->add_option("--plan", typed.plan,
                  "Preregistration (made by `disalign plan`) that this run confirms");
  run->add_option(
      "--level", typed.level,
      "How much of each run is kept: summary, series, events or replay (who stood where, "
      "week by week; default series)");
  run->add_flag("--dry-run", typed.dry_run,
                "Say what would be run and what it costs; write nothing");
  add_durability_flags(*run, typed);
  add_scratch_flag(*run, typed);
  run->add_flag("--quiet", typed.quiet, "No progress on stderr");
  auto const analysis = [&](char const* name, char const* about, char const* examples,
                            char const* file =
                                "Study (TOML; simulated as far as needed) or its result file") {
    CLI::App* added = command(name, about, file, examples);
    added->add_option("-o,--output", typed.output, "Result file (default results/STUDY.h5)");
    add_study_flags(*added, typed);
    added->add_option("--level", typed.level,
                      "How much of each run is kept: summary, series, events or replay");
    added
        ->add_option("--outcome", typed.outcomes,
                     "Outcome to report, such as total_deaths or mean_legitimacy:un; repeatable")
        ->allow_extra_args(false)
        ->take_all();
    added->add_option("--plan", typed.plan,
                      "Preregistration (made by `disalign plan`) that this run confirms");
    added->add_flag("--dry-run", typed.dry_run, "Print the design and its cost; write nothing");
    added->add_flag("--fresh", typed.fresh, "Replace a result file of another plan");
    add_scratch_flag(*added, typed);
    added->add_flag("--quiet", typed.quiet, "No progress on stderr");
    return added;
  };
  CLI::App* contrast = analysis(
      "contrast", "Compare every row of a study with its reference, paired by replicate",
      "Example:\n  disalign contrast experiments/studies/quick.toml --outcome total_deaths");
  contrast->add_option("--reference", typed.reference,
                       "Scenario to compare with (default: the study's reference)");
  analysis(
      "dose",
      "Dose and response: an outcome against the first factor of a grid, or the doses of named "
      "scenarios, curve by curve",
      "Examples:\n  disalign dose experiments/studies/dose.toml -j 2\n"
      "  disalign dose experiments/studies/south_sudan_transition.toml   deaths by weeks of delay");
  analysis("sa", "Sensitivity: Sobol' indices, Morris' effects, one factor at a time or ranks",
           "Example:\n  disalign sa experiments/studies/sensitivity.toml\n"
           "What is computed follows from the kind of the study's design.");
  constexpr char const* varied = "Study (TOML) from which it makes and simulates its own";
  auto const about_row = [&](CLI::App* added) {
    added->add_option(
        "--row", typed.row,
        "Scenario of the study to act on (default: its last one with a UN mission and "
        "a parallel force)");
  };
  about_row(analysis(
      "levers", "Policy levers L1 to L13, singly and together, on one scenario",
      "Example:\n  disalign levers experiments/studies/quick.toml --row un_disaligned", varied));
  about_row(analysis(
      "ablate", "Channels of disalignment: each one off, each alone, and Shapley values",
      "Example:\n  disalign ablate experiments/studies/quick.toml --row un_disaligned", varied));
  analysis("robust", "The study's contrasts under other choices of the modeller",
           "Example:\n  disalign robust experiments/studies/quick.toml --replicates 50", varied);
  CLI::App* plan = command(
      "plan", "Replicates that a study needs, from a pilot, and its preregistration",
      "Study, a TOML file",
      "Example:\n  disalign plan experiments/studies/quick.toml --pilot 50 -o quick.plan.toml\n"
      "  disalign run experiments/studies/quick.toml --plan quick.plan.toml");
  plan->add_option("-o,--output", typed.output,
                   "Preregistration to write (default results/STUDY.plan.toml)");
  add_study_flags(*plan, typed);
  plan->add_option("--pilot", typed.pilot, "Replicates of a pilot to run first");
  plan->add_option("--outcome", typed.outcomes, "Outcome to plan for; repeatable")
      ->allow_extra_args(false)
      ->take_all();
  plan->add_flag("--dry-run", typed.dry_run, "Print the pilot's design and cost; write nothing");
  plan->add_flag("--fresh", typed.fresh, "Replace a pilot of another plan");
  add_scratch_flag(*plan, typed);
  plan->add_flag("--quiet", typed.quiet, "No progress on stderr");
  CLI::App* check = command(
      "check", "Validate a file, print the resolved configuration and the cost; write nothing",
      "Study or scenario, a TOML file",
      "Example:\n  disalign check experiments/studies/quick.toml > resolved.toml");
  add_study_flags(*check, typed);
  check->add_option("--level", typed.level,
                    "Level the file size is estimated for (default series)");
  check->add_flag("--quiet", typed.quiet, "Validate only; print neither configuration nor cost");
  check->add_flag("--csv", typed.csv,
                  "Print the study's design as CSV, readable as kind = \"list\"");
  command("show", "Print dimensions, variables, provenance and the answer of a result file",
          "Result file, HDF5", "Example:\n  disalign show results/quick.h5");
  CLI::App* replay = command(
      "replay",
      "Simulate one run of a result file again, compare digests, write its events, deployments and "
      "frames",
      "Result file, HDF5",
      "Example:\n  disalign replay results/quick.h5 --run 7 -o events.csv --frames run7.h5\n"
      "The events have the columns of UCDP GED. Runs are numbered as in /runs.");
  replay->add_option("--run", typed.run, "Number of the run, from 0");
  replay->add_option("-j,--threads", typed.threads, "Threads that share the steps of a large run");
  replay->add_option("-o,--output", typed.output, "CSV file of the events (default: stdout)");
  replay->add_option("--deployments", typed.deployments,
                     "CSV file of operations by place and month, in the columns of Geo-PKO");
  replay->add_option("--frames", typed.frames,
                     "HDF5 file of who stood where and who was killed, by week and cell");
  command("status", "Say how far an unfinished study is; reads the disk only",
          "Result file or its .parts folder", "Example:\n  disalign status results/quick.h5");
  CLI::App* merge =
      command("merge", "Join the parts that `run --shard i/n` has made into the result file",
              "Result file or its .parts folder",
              "Example:\n  disalign run study.toml -o s.h5 --shard 1/2\n"
              "  disalign run study.toml -o s.h5 --shard 2/2\n  disalign merge s.h5");
  merge->add_flag("--quiet", typed.quiet, "No progress on stderr");
  add_scratch_flag(*merge, typed);
  CLI::App* verify = command(
      "verify", "Simulate a sample of a result file's runs again and compare digests and outcomes",
      "Result file, HDF5", "Example:\n  disalign verify results/quick.h5 --sample 20");
  verify->add_option("--sample", typed.sample, "How many runs, spread over all (default 10)");
  verify->add_option("-j,--threads", typed.threads, "Threads");
  CLI::App* report =
      command("report", "Write a result file's report: one HTML page that needs nothing else",
              "Result file, HDF5",
              "Example:\n  disalign report results/quick.h5 -o quick.html\n"
              "Needs Python with the packages that scripts/quickstart installs, and "
              "python3-statsmodels.");
  report->add_option("-o,--output", typed.output, "The page (default: FILE with .html)");
  CLI::App* exporting = command(
      "export", "Write a result file's tables as CSV, also in the columns of UCDP GED and Geo-PKO",
      "Result file, HDF5",
      "Examples:\n  disalign export results/quick.h5 -o tables\n"
      "  disalign export results/quick.h5 --as ged -o tables");
  exporting->add_option("-o,--output", typed.output, "Folder of the tables (default: FILE_tables)");
  exporting->add_option("--as", typed.as, "csv, ged, geopko or all (default all)");
  CLI::App* bench = app.add_subcommand("bench", "Measure the speed of this build on this machine");
  bench->add_flag("--json", typed.json, "One JSON object on stdout, everything else on stderr");
  bench->add_flag("--quiet", typed.quiet, "No progress on stderr");
  bench->add_option("--isa", typed.isa,
                    "Instruction set: scalar, v2, v3 or v4 (default: the best)");
  bench->add_option(
      "--workload", typed.workload,
      "S (what users run), S20 (the same on cells of 20 km), M (64 x 64 cells, 8,192 units) or L "
      "(512 x 512, 10^6 units)");
  bench->add_option("--runs", typed.bench_runs,
                    "Time so many runs of 64 x 64 cells, 4,096 units, 520 weeks on all cores");
  bench->add_flag("--table", typed.table,
                  "Measure everything (about 10 minutes) and print the table of goals");
  bench->add_option("-o,--output", typed.output,
                    "With --table: page to put the table into, docs/PERFORMANCE.md");
  bench->add_option("--compare", typed.compare, "Two reports written with --json: their ratio")
      ->expected(2);
  bench->footer(
      "Examples:\n  disalign bench\n  disalign bench --workload M --isa v3 --json > v3.json\n"
      "  disalign bench --compare v3.json v4.json\n"
      "Alone: S, the cost of units and cells, two threads, and Epstein's civil violence. Run it "
      "from the project's root.");
  command("documents", "Write the documents that are made from the declarations in the code",
          "Folder of the documents, with odd.md and coverage.toml",
          "Example:\n  disalign documents docs");
}

}  // namespace disalign
