/// From the words of a command line to its arguments, with every mistake at once.
#include "experiments/commands/arguments.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <disalign/build_info.hpp>

#include "experiments/commands/command_line.hpp"
#include "experiments/commands/flag_values.hpp"
#include "experiments/hdf5_version.hpp"
#include "experiments/nearest.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

std::vector<std::string> command_names(CLI::App const& app) {
  std::vector<std::string> names;
  for (auto const* command : app.get_subcommands([](CLI::App const*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> flag_names(CLI::App const& command) {
  std::vector<std::string> names;
  for (auto const* option : command.get_options()) {
    for (auto const& name : option->get_lnames()) names.push_back("--" + name);
    for (auto const& name : option->get_snames()) names.push_back("-" + name);
  }
  return names;
}

Arguments convert(CLI::App const& command, Typed const& typed, std::vector<std::string>& mistakes) {
  Arguments arguments;
  arguments.command = command.get_name();
  arguments.file = typed.file;
  if (typed.file.empty() && arguments.command != "bench") {
    mistakes.push_back(
        fmt::format("FILE: is missing (disalign {} needs one). See disalign {} --help.",
                    arguments.command, arguments.command));
  }
  if (!typed.output.empty()) arguments.output = typed.output;
  if (!typed.deployments.empty()) arguments.deployments = typed.deployments;
  if (!typed.frames.empty()) arguments.frames = typed.frames;
  arguments.threads = whole_number<int>("--threads", typed.threads, 1, 4096, mistakes);
  arguments.changes.sets = typed.sets;
  char const* const data = std::getenv("DISALIGN_DATA");
  arguments.changes.data = typed.data.empty() && data != nullptr ? data : typed.data;
  if (std::error_code code;
      !typed.data.empty() && !std::filesystem::is_directory(typed.data, code)) {
    mistakes.push_back(
        fmt::format("--data {}: is no folder. Name the folder of your data files.", typed.data));
  }
  char const* const scratch = std::getenv("DISALIGN_SCRATCH");
  arguments.scratch = typed.scratch.empty() && scratch != nullptr ? scratch : typed.scratch;
  if (std::error_code code;
      !arguments.scratch.empty() && !std::filesystem::is_directory(arguments.scratch, code)) {
    mistakes.push_back(fmt::format(
        "{} {}: is no folder. Name one that exists, such as $TMPDIR, or leave it out.",
        typed.scratch.empty() ? "DISALIGN_SCRATCH" : "--scratch", arguments.scratch.string()));
  }
  arguments.changes.seed =
      whole_number<std::int64_t>("--seed", typed.seed, 0, 9'000'000'000'000'000'000, mistakes);
  arguments.changes.replicates =
      whole_number<int>("--replicates", typed.replicates, 1, 10'000'000, mistakes);
  if (!typed.level.empty()) {
    auto const found = std::find(level_names.begin(), level_names.end(), typed.level);
    if (found == level_names.end()) {
      mistakes.push_back(
          fmt::format("--level {}: is no level. {}", typed.level,
                      suggestion(typed.level, {level_names.begin(), level_names.end()})));
    } else {
      arguments.level = static_cast<Level>(found - level_names.begin());
    }
  }
  if (arguments.command == "replay") {
    if (typed.run.empty())
      mistakes.emplace_back("--run: is missing (which run?). Write for example --run 0.");
    arguments.run =
        whole_number<std::int64_t>("--run", typed.run, 0, 1'000'000'000'000, mistakes).value_or(0);
  }
  arguments.sample =
      whole_number<std::int64_t>("--sample", typed.sample, 1, 1'000'000'000'000, mistakes)
          .value_or(arguments.sample);
  arguments.part = study_part(typed.shard, mistakes);
  arguments.walltime = walltime(typed.walltime, mistakes);
  arguments.checkpoint_every =
      whole_number<int>("--checkpoint-every", typed.checkpoint_every, 0, 1'000'000, mistakes)
          .value_or(static_cast<int>(arguments.checkpoint_every));
  arguments.grace = whole_number<int>("--grace", typed.grace, 0, 1'000'000, mistakes)
                        .value_or(static_cast<int>(arguments.grace));
  arguments.stop_after = stop_after(typed.on_error, mistakes);
  arguments.only_failed = typed.only_failed;
  if (typed.fresh && (typed.only_failed || !typed.shard.empty())) {
    mistakes.emplace_back(
        "--fresh: removes what --only-failed or another --shard needs. Remove the file and its "
        ".parts folder yourself, or leave it out.");
  }
  std::vector<std::string> const formats{"all", "csv", "ged", "geopko"};
  if (!typed.as.empty() && std::find(formats.begin(), formats.end(), typed.as) == formats.end())
    mistakes.push_back(
        fmt::format("--as {}: is no format. {}", typed.as, suggestion(typed.as, formats)));
  arguments.as = typed.as;
  arguments.isa = typed.isa;
  arguments.workload = typed.workload;
  arguments.table = typed.table;
  arguments.bench_runs = whole_number<int>("--runs", typed.bench_runs, 1, 1'000'000, mistakes);
  arguments.compare.assign(typed.compare.begin(), typed.compare.end());
  arguments.dry_run = typed.dry_run;
  arguments.fresh = typed.fresh;
  arguments.quiet = typed.quiet;
  arguments.json = typed.json;
  arguments.csv = typed.csv;
  arguments.outcomes = typed.outcomes;
  arguments.row = typed.row;
  arguments.reference = typed.reference;
  arguments.pilot = whole_number<int>("--pilot", typed.pilot, 2, 100'000, mistakes);
  if (!typed.plan.empty()) arguments.plan = typed.plan;
  return arguments;
}

/// A word that is no command is a mistake even beside --help: scripts must notice.
void check_command(CLI::App const& app, int count, char const* const* words) {
  auto const names = command_names(app);
  for (int i = 1; i < count; ++i) {
    std::string const word = words[i];
    if (word.empty() || word.front() != '-') {
      if (std::find(names.begin(), names.end(), word) != names.end()) return;
      throw Error(fmt::format("disalign {}: is no command. {} See disalign --help.", word,
                              suggestion(word, names)));
    }
    if (word != "--help" && word != "-h" && word != "--version") {
      throw Error(fmt::format(
          "{}: stands before the command (or is not known). Commands: {}. See disalign --help.",
          word, fmt::join(names, ", ")));
    }
  }
  if (count < 2)
    throw Error(fmt::format("disalign: no command is given. Commands: {}. See disalign --help.",
                            fmt::join(names, ", ")));
}

}  // namespace

std::string build_compiler() { return std::string(build_info::compiler); }

std::string version_text() {
  return fmt::format("disalign {} (commit {}, {}, HDF5 {})", build_info::version,
                     build_info::commit, build_info::compiler, hdf5::library_version());
}

Request read_arguments(int count, char const* const* words) {
  Typed typed;
  CLI::App app("disalign: a laboratory for peace operations whose partners want different things",
               "disalign");
  app.set_version_flag("--version", version_text, "Version, commit, compiler and HDF5");
  declare_commands(app, typed);
  check_command(app, count, words);
  for (auto* command : app.get_subcommands([](CLI::App*) { return true; })) command->allow_extras();
  try {
    app.parse(count, words);
  } catch (CLI::CallForVersion const& version) {
    return {std::nullopt, std::string(version.what()) + "\n"};
  } catch (CLI::CallForHelp const&) {
    auto const used = app.get_subcommands();
    return {std::nullopt, used.empty() ? app.help() : used.front()->help()};
  } catch (CLI::ParseError const& error) {
    throw Error(fmt::format("disalign: {}. See disalign --help.", error.what()));
  }
  auto const used = app.get_subcommands();
  std::vector<std::string> mistakes;
  CLI::App const& command = *used.front();
  for (auto const& extra : command.remaining()) {
    if (!extra.empty() && extra.front() == '-') {
      auto const flag = extra.substr(0, extra.find('='));
      mistakes.push_back(fmt::format("{}: is no flag of disalign {}. {}", flag, command.get_name(),
                                     suggestion(flag, flag_names(command))));
    } else {
      mistakes.push_back(fmt::format(
          "{}: is one word too many (disalign {} takes one file). Remove it, or quote it.", extra,
          command.get_name()));
    }
  }
  for (auto const* option : command.get_options()) {
    auto const& given = option->results();
    if (std::find(given.begin(), given.end(), "") != given.end())
      mistakes.push_back(fmt::format(
          "{}: has an empty value (a variable that is not set?). Give one, or leave it out.",
          option->get_name()));
  }
  Arguments arguments = convert(command, typed, mistakes);
  if (!mistakes.empty()) throw Error(fmt::format("{}", fmt::join(mistakes, "\n")));
  return {std::move(arguments), ""};
}

}  // namespace disalign
