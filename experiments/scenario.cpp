/// Reads and writes scenarios.
#include "experiments/scenario.hpp"

#include <fmt/format.h>

#include "experiments/actor_tables.hpp"
#include "experiments/data/place_data.hpp"
#include "experiments/scenario_world.hpp"
#include "experiments/task_relations.hpp"
#include "experiments/timeline_table.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

/// Loads the file that a text value names; a table value stands for itself.
TomlValue load_named(TomlValue const& value, std::string const& key, Problems& problems) {
  auto const* path = std::get_if<std::string>(&value.content);
  if (path == nullptr) {
    problems.add(Rank::wrong_type, value.origin, key,
                 fmt::format("is {} (the path of a TOML file is needed). Write it in quotes.",
                             value.describe()));
    return {};
  }
  try {
    return load_toml(value.origin.resolve(*path));
  } catch (Error const& error) {
    problems.add(Rank::missing, value.origin, key, fmt::format("cannot be used: {}", error.what()));
    return {};
  }
}

void inline_preset(TomlValue& actor, std::string const& key, Problems& problems) {
  TomlValue const* preset = actor.find("preset");
  if (preset == nullptr) return;
  TomlValue base = load_named(*preset, key + ".preset", problems);
  actor.remove("preset");
  TomlOrigin const origin = actor.origin;
  actor = merge(std::move(base), actor);
  actor.origin = origin;
}

}  // namespace

void inline_files(TomlValue& scenario, Problems& problems, std::filesystem::path const& data) {
  if (TomlValue* place = scenario.find("place"); place != nullptr && !place->is_table()) {
    *place = load_named(*place, "place", problems);
  }
  if (TomlValue* place = scenario.find("place")) inline_place_data(*place, data, problems);
  if (TomlValue* relations = scenario.find("task_relations")) {
    if (TomlValue const* file = relations->find("file")) {
      TomlValue base = load_named(*file, "task_relations.file", problems);
      relations->remove("file");
      *relations = merge(std::move(base), *relations);
    }
  }
  TomlValue* actors = scenario.find("actors");
  if (actors == nullptr || !actors->is_table()) return;
  for (auto& [name, actor] : actors->table()) inline_preset(actor, "actors." + name, problems);
}

void inline_anchors(TomlValue& scenario, Problems& problems) {
  TomlValue* actors = scenario.find("actors");
  if (actors == nullptr || !actors->is_table()) return;
  for (auto& [name, actor] : actors->table()) {
    TomlValue* dose = actor.find("dose");
    TomlValue const* anchors = dose != nullptr ? dose->find("anchors") : nullptr;
    if (anchors == nullptr) continue;
    TomlValue file = load_named(*anchors, "actors." + name + ".dose.anchors", problems);
    dose->remove("anchors");
    for (auto& [anchor, value] : file.table()) {
      // A table of an anchor in the dose itself replaces the file's, table by table (dose_table.hpp).
      if (TomlValue const* own = dose->find(anchor); own != nullptr && own->is_table())
        for (auto const& [key, replaced] : own->table()) value.put(key, replaced);
      dose->put(anchor, value);
    }
  }
}

Scenario read_scenario(TomlValue const& tree, Problems& problems, Worlds& worlds) {
  Scenario result;
  TomlTable root(tree, "", problems);
  if (auto about = root.require_table("scenario")) {
    about->require("name", result.name);
    result.label = result.name;
    about->read("label", result.label);
    about->read("question", result.question);
    about->close();
  }
  root.require("weeks", result.weeks, Bounds{1, 50000, "week"});
  read_task_relations(root, result.cast.clash, result.cast.synergy);
  if (auto scales = root.table("scales")) {
    Scales::describe(result.cast.scales, *scales);
    scales->close();
  }
  if (auto reporting = root.table("reporting")) {
    Reporting::describe(result.cast.reporting, *reporting);
    reporting->close();
  }
  if (auto week = root.table("week")) {
    int order = 0;
    week->read_word("order", order, week_orders);
    result.week.order = static_cast<WeekOrder>(order);
    week->close();
  }
  result.week.each([&](char const* name, auto& switched) {
    auto table = root.table(name);
    if (!table) return;
    table->read("enabled", switched.enabled);
    switched.rule.describe(switched.rule, *table);
    table->close();
  });
  result.world = read_world(root, worlds);
  result.cast.world = result.world.get();
  auto actors = root.require_table("actors");
  auto timeline = root.table("timeline");
  root.close();
  // Without a world no home can be looked up, and its own problem is already reported.
  if (actors && result.world) {
    read_actors(*actors, *result.world, result.cast);
    if (timeline) read_timeline(*timeline, *result.world, result.cast);
  }
  return result;
}

TomlValue write_scenario(Scenario const& scenario, TomlValue const& read) {
  TomlValue result;
  TomlValue about;
  about.put("name", toml_value(scenario.name));
  about.put("label", toml_value(scenario.label));
  about.put("question", toml_value(scenario.question));
  result.put("scenario", std::move(about));
  result.put("weeks", toml_value(std::int64_t{scenario.weeks}));
  for (char const* key : {"place", "grid"}) {
    if (TomlValue const* value = read.find(key)) result.put(key, *value);
  }
  result.put("task_relations", write_task_relations(scenario.cast, read));
  TomlFields scales;
  Scales::describe(scenario.cast.scales, scales);
  result.put("scales", std::move(scales.table));
  TomlFields reporting;
  Reporting::describe(scenario.cast.reporting, reporting);
  result.put("reporting", std::move(reporting.table));
  if (scenario.week.order != WeekOrder::as_listed) {  // only where it differs: no plan hash moves
    TomlValue week;
    week.put("order",
             toml_value(std::string(week_orders[static_cast<std::size_t>(scenario.week.order)])));
    result.put("week", std::move(week));
  }
  scenario.week.each([&](char const* name, auto const& switched) {
    TomlFields fields;
    fields.table.put("enabled", toml_value(switched.enabled));
    switched.rule.describe(switched.rule, fields);
    result.put(name, std::move(fields.table));
  });
  result.put("actors", write_actors(scenario.cast, *read.find("actors")));
  if (TomlValue const* timeline = read.find("timeline")) {
    result.put("timeline", write_timeline(scenario.cast, *timeline));
  }
  return result;
}

}  // namespace disalign
