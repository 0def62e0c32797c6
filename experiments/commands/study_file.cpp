/// From a study to the description of its file, and back.
#include "experiments/commands/study_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <disalign/build_info.hpp>

#include "experiments/answer.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/hdf5_version.hpp"
#include "model/base/check.hpp"
#include "model/disalignment.hpp"
#include "model/theatre_indices.hpp"

namespace disalign {

namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

FileDescription::Scenario describe_scenario(Scenario const& scenario) {
  FileDescription::Scenario result;
  result.name = scenario.name;
  result.label = scenario.label;
  result.theatre = scenario.theatre;
  for (auto const& row : parameter_rows(scenario)) result.parameters.push_back(row.value);
  Cast const& cast = scenario.cast;
  result.tilt = mean_tilt(cast);
  result.tilts = tilts(cast);
  int const un = un_mission(cast);
  bool const beside = un >= 0 && cast.actors[idx(un)].present;
  for (int a = 0; a < static_cast<int>(cast.actors.size()); ++a) {
    auto const& plan = cast.actors[idx(a)];
    bool const parallel = beside && plan.present && plan.kind == Kind::parallel_force;
    bool const foreign = plan.kind == Kind::un_mission || plan.kind == Kind::parallel_force;
    result.local.push_back(plan.present && !foreign);
    result.parallel.push_back(parallel);
    result.against_un.push_back(parallel ? compare(cast, un, a) : PairIndices{});
  }
  return result;
}

/// A text attribute at the root of a finished file.
std::string text_of(hdf5::File& file, std::string const& name) {
  for (auto const& [key, value] : file.attributes()) {
    if (key == name && std::holds_alternative<std::string>(value))
      return std::get<std::string>(value);
  }
  throw Error(fmt::format(
      "{}: is no finished result file of disalign (it has no attribute \"{}\"). Name a file that "
      "\"disalign run\" wrote.",
      file.path().string(), name));
}

}  // namespace

std::vector<ParameterRow> parameter_rows(Scenario const& scenario) {
  Cast const& cast = scenario.cast;
  ParameterRows scales("scales");
  Scales::describe(cast.scales, scales);
  std::vector<ParameterRow> rows = std::move(scales.rows);
  ParameterRows reporting("reporting");
  Reporting::describe(cast.reporting, reporting);
  rows.insert(rows.end(), reporting.rows.begin(), reporting.rows.end());
  auto const append = [&](std::vector<ParameterRow> const& more) {
    rows.insert(rows.end(), more.begin(), more.end());
  };
  scenario.week.each([&](char const* name, auto const& switched) {
    rows.push_back({fmt::format("{}.enabled", name), switched.enabled ? 1.0 : 0.0, "1", 0, 1,
                    "whether the rule acts", "scenario"});
    ParameterRows fields(name);
    switched.rule.describe(switched.rule, fields);
    append(fields.rows);
  });
  for (std::size_t a = 0; a < cast.actors.size(); ++a) {
    ActorPlan const& plan = cast.actors[a];
    std::string const table = "actors." + plan.name;
    rows.push_back({table + ".present", plan.present ? 1.0 : 0.0, "1", 0, 1,
                    "whether it takes part", "scenario"});
    ParameterRows attributes(table);
    Attributes::describe(plan.attributes, attributes);
    append(attributes.rows);
    for (int k = 0; k < task_count; ++k) {
      rows.push_back({fmt::format("{}.goals.{}", table, task_names[idx(k)]),
                      static_cast<double>(plan.declared.goals[idx(k)]), "1", 0, 1,
                      "weight of the task among its goals", "scenario"});
    }
    auto const stance = [&](std::string const& party, int index) {
      rows.push_back({fmt::format("{}.stances.{}", table, party),
                      static_cast<double>(plan.declared.stances[idx(index)]), "1", -1, 1,
                      "stance it declares", "scenario"});
    };
    for (std::size_t p = 0; p < cast.actors.size(); ++p) {
      auto const kind = cast.actors[p].kind;
      if (p != a && (kind == Kind::government || kind == Kind::armed_group))
        stance(cast.actors[p].name, static_cast<int>(p));
    }
    stance("communities", communities);
  }
  return rows;
}

FileDescription describe_file(Study const& study, int threads) {
  FileDescription about;
  about.title = study.title.empty() ? study.name : study.title;
  about.summary = study.question;
  about.version = build_info::version;
  about.commit = build_info::commit;
  about.plan_hash = fmt::format("{:016x}", study.plan_hash);
  about.configuration = study.resolved;
  about.preregistration = study.preregistration;
  about.reference = study.reference;
  about.seed = static_cast<std::uint64_t>(study.seed);
  about.weeks = study.weeks;
  about.replicates = study.replicates;
  about.design = study.design;
  about.parameters = parameter_rows(study.scenarios.front());
  for (auto const& scenario : study.scenarios)
    about.scenarios.push_back(describe_scenario(scenario));
  Cast const& cast = study.scenarios.front().cast;
  int const rows = std::min(max_actors, static_cast<int>(cast.actors.size()) + cast.spare_actors);
  for (int a = 0; a < rows; ++a) about.actors.push_back(actor_name(cast, a));
  for (std::size_t i = 0; i < cast.actors.size(); ++i) {
    for (std::size_t j = 0; j < cast.actors.size(); ++j) {
      auto const operation = [&](std::size_t a) {
        return cast.actors[a].kind == Kind::un_mission ||
               cast.actors[a].kind == Kind::parallel_force;
      };
      if (i != j && operation(i) && operation(j))
        about.pairs.push_back(cast.actors[i].name + ":" + cast.actors[j].name);
    }
  }
  for (std::size_t s = 0; s < study.scenarios.size(); ++s) {
    World const* const world = study.scenarios[s].world.get();
    auto const known = std::find(about.worlds.begin(), about.worlds.end(), world);
    about.scenarios[s].world = static_cast<std::size_t>(known - about.worlds.begin());
    if (known == about.worlds.end()) about.worlds.push_back(world);
  }
  about.provenance = describe_machine(threads);
  about.provenance.emplace_back("hdf5", hdf5::library_version());
  return about;
}

std::size_t outcome_column(Record const& record, Cast const& cast, std::string const& name) {
  auto const colon = name.find(':');
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    if (o.outcome() == name.substr(0, colon)) {
      if (o.axis == Axis::none) return column;
      for (std::size_t a = 0; o.axis == Axis::actor && a < cast.actors.size(); ++a)
        if (cast.actors[a].name == name.substr(colon + 1)) return column + a;
      throw Error(fmt::format(
          "{}: is no outcome of the run or of one of its actors. Choose another.", name));
    }
    column += static_cast<std::size_t>(record.width(o.axis));
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    if (d.name == name) return column;
    ++column;
  }
  throw Error(fmt::format("{}: is no outcome. See docs/OBSERVABLES.md.", name));
}

Level default_level(Study const& study) { return study.design ? Level::summary : Level::series; }

std::vector<PointRules> point_rules(Study const& study) {
  std::vector<PointRules> points;
  for (auto const& scenario : study.scenarios)
    points.push_back(
        {scenario.name, &scenario.cast, &scenario.week, scenario.theatre, scenario.group});
  return points;
}

Study study_of_file(std::filesystem::path const& file) {
  Manifest const manifest = plan_of_file(file).manifest;
  Study study = parse_study(manifest.configuration, file.string() + " (configuration)");
  if (study.plan_hash != manifest.plan_hash) {
    throw Error(fmt::format(
        "{}: its configuration has plan hash {:016x}, the file says {:016x} (it is damaged, or "
        "another version of the program wrote it). Use that version, or repeat the command that "
        "wrote it.",
        file.string(), study.plan_hash, manifest.plan_hash));
  }
  return study;
}

StoredPlan plan_of_file(std::filesystem::path const& file) {
  hdf5::File opened = hdf5::File::open(file);
  require_result(opened);
  StoredPlan stored;
  Manifest& manifest = stored.manifest;
  manifest.plan_hash = std::strtoull(text_of(opened, "plan_hash").c_str(), nullptr, 16);
  manifest.version = text_of(opened, "program_version");
  manifest.commit = text_of(opened, "commit");
  manifest.configuration = text_of(opened, "configuration");
  std::string const level = text_of(opened, "level");
  auto const found = std::find(level_names.begin(), level_names.end(), level);
  if (found == level_names.end()) {
    throw Error(fmt::format("{}: level: \"{}\" is not known (damaged?). Make it again.",
                            file.string(), level));
  }
  manifest.level = static_cast<Level>(found - level_names.begin());
  stored.replicates = static_cast<int>(opened.read<std::int32_t>("replicate").size());
  for (auto const& [name, value] : opened.attributes()) {
    if (name == "failed" && std::holds_alternative<std::int64_t>(value))
      stored.failed = std::get<std::int64_t>(value);
  }
  return stored;
}

std::string difference_to_file(Study const& study, std::optional<Level> level,
                               StoredPlan const& stored) {
  auto found = plan_difference(study.resolved, stored.manifest.configuration);
  if (!found.empty()) return found;
  if (study.replicates < stored.replicates && !study.stop) {  // else where its rule said
    return fmt::format("study.replicates: {} here, {} there; they can only grow", study.replicates,
                       stored.replicates);
  }
  if (level && *level != stored.manifest.level) {
    return fmt::format("--level: {} here, {} there", level_names[static_cast<std::size_t>(*level)],
                       level_names[static_cast<std::size_t>(stored.manifest.level)]);
  }
  return "";
}

std::string actor_name(Cast const& cast, int actor) {
  auto const named = static_cast<int>(cast.actors.size());
  return actor < named ? cast.actors[idx(actor)].name
                       : fmt::format("splinter_{}", actor - named + 1);
}

}  // namespace disalign
