/// Lays base, own tables, differences and `--set` over each other.
#include "experiments/study_drafts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/actor_tables.hpp"
#include "experiments/nearest.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

/// Reads `[study]`; without `reference`, the first scenario is the reference.
void read_heading(TomlTable& heading, std::vector<std::string> const& names, Study& study) {
  heading.read("name", study.name);
  heading.read("title", study.title);
  heading.read("question", study.question);
  heading.read("outcomes", study.outcomes);
  heading.read("preregistration", study.preregistration);
  heading.read("replicates", study.replicates, Bounds{1, 1e7, "run"});
  heading.read("seed", study.seed, Bounds{0, 9.2e18, "1"});
  if (names.size() > 1) study.reference = names.front();
  std::string reference;
  if (!heading.read("reference", reference)) return;
  study.reference = reference;
  if (std::find(names.begin(), names.end(), reference) == names.end()) {
    heading.report(Rank::inconsistent, "reference",
                   fmt::format("\"{}\" is no scenario of this study. {}", reference,
                               suggestion(reference, names)));
  }
}

/// The tree that all scenarios of a study lie on: the base file, then the study's own tables.
TomlValue read_base(TomlValue const& file, TomlTable* heading) {
  TomlValue base;
  std::string path;
  if (heading != nullptr && heading->read("base", path)) {
    try {
      base = load_toml(heading->find("base")->origin.resolve(path));
    } catch (Error const& error) {
      heading->report(Rank::missing, "base", fmt::format("cannot be used: {}", error.what()));
    }
    if (base.find("study") != nullptr || base.find("scenarios") != nullptr) {
      heading->report(Rank::inconsistent, "base",
                      "is a study itself (a scenario file is needed). Name its base instead.");
      base = {};
    }
  }
  base.origin = file.origin;
  for (auto const& [name, value] : file.table()) {
    if (is_study_key(name)) continue;
    TomlValue part;
    part.put(name, value);
    base = merge(std::move(base), part);
  }
  return base;
}

TomlValue scenario_heading(std::string const& name, TomlValue const* label) {
  TomlValue heading;
  TomlValue about;
  about.put("name", toml_value(name));
  if (label != nullptr) about.put("label", *label);
  heading.put("scenario", std::move(about));
  return heading;
}

/// An actor of another theatre: its row in the output, and nothing that could act here.
TomlValue stranger(TomlValue const& actor) {
  if (!actor.is_table()) return actor;
  TomlValue result;
  result.origin = actor.origin;
  for (char const* key : {"kind", "label"}) {
    if (TomlValue const* value = actor.find(key)) result.put(key, *value);
  }
  result.put("homes", toml_value(std::string("towns")));
  TomlValue goals;
  goals.put(task_names.front(), toml_value(1.0));
  result.put("goals", std::move(goals));
  return result;
}

}  // namespace

bool is_study_key(std::string_view name) {
  return name == "study" || name == "scenarios" || name == "design" || name == "dose" ||
         name == "stop";
}

TomlValue write_heading(Study const& study) {
  TomlValue heading;
  heading.put("name", toml_value(study.name));
  heading.put("title", toml_value(study.title));
  heading.put("question", toml_value(study.question));
  if (!study.reference.empty()) heading.put("reference", toml_value(study.reference));
  if (!study.outcomes.empty()) {
    TomlValue::Array outcomes;
    for (auto const& name : study.outcomes) outcomes.push_back(toml_value(name));
    heading.put("outcomes", toml_value(std::move(outcomes)));
  }
  if (!study.preregistration.empty())
    heading.put("preregistration", toml_value(study.preregistration));
  heading.put("weeks", toml_value(std::int64_t{study.weeks}));
  heading.put("seed", toml_value(study.seed));
  heading.put("replicates", toml_value(std::int64_t{study.replicates}));
  return heading;
}

std::vector<Draft> draft_study(TomlValue const& file, std::vector<TomlValue> const& sets,
                               Study& study, Problems& problems) {
  TomlTable root(file, "", problems);
  auto heading = root.table("study");
  study.design = read_design(root);
  study.stop = read_stop(root);
  bool const designed = root.has("design");
  auto scenarios = designed ? root.table("scenarios") : root.require_table("scenarios");
  TomlValue const base = read_base(file, heading ? &*heading : nullptr);
  std::vector<Draft> drafts;
  std::vector<std::string> names;
  auto* const named = scenarios ? &*scenarios : nullptr;
  static TomlValue::Table const none;
  auto const draft_of = [&](std::string const& name, TomlValue const& differences) {
    TomlValue own = differences;
    own.remove("label");
    Draft draft{name, base};
    draft.tree.remove("scenario");
    draft.tree = merge(std::move(draft.tree), scenario_heading(name, differences.find("label")));
    if (TomlValue const* weeks = heading ? heading->find("weeks") : nullptr)
      draft.tree.put("weeks", *weeks);
    draft.tree = merge(std::move(draft.tree), own);
    for (auto const& set : sets) draft.tree = merge(std::move(draft.tree), set);
    return draft;
  };
  for (auto const& [name, differences] : named ? file.find("scenarios")->table() : none) {
    if (!is_plain_name(name)) {
      named->report(Rank::inconsistent, name,
                    "cannot be a name (letters, digits, \"_\", \"-\" and \".\"). Rename it and "
                    "give it a label.");
    }
    if (!differences.is_table()) {
      named->table(name);  // reports it
      continue;
    }
    drafts.push_back(draft_of(name, differences));
    names.push_back(name);
  }
  if (scenarios && names.empty() && !designed) {
    scenarios->report(Rank::missing, "",
                      "names no scenario (nothing would be run). Add [scenarios.NAME].");
  }
  if (designed) drafts.push_back(draft_of("base", {}));
  study.dose = read_dose_curves(root, names);
  if (heading) {
    read_heading(*heading, names, study);
    heading->close();
  }
  if (designed && study.reference.empty() && !names.empty()) study.reference = names.front();
  return drafts;
}

std::vector<Draft> draft_scenario(TomlValue file, std::vector<TomlValue> const& sets,
                                  Study& study) {
  for (auto const& set : sets) file = merge(std::move(file), set);
  auto const text = [&](char const* key) -> std::string {
    TomlValue const* about = file.find("scenario");
    TomlValue const* value = about != nullptr ? about->find(key) : nullptr;
    auto const* found = value != nullptr ? std::get_if<std::string>(&value->content) : nullptr;
    return found != nullptr ? *found : "";
  };
  if (!text("name").empty()) study.name = text("name");
  study.title = text("label");
  study.question = text("question");
  return {{study.name, std::move(file)}};
}

void unite_actors(std::vector<Draft>& drafts) {
  struct Found {
    std::string name, theatre;
    TomlValue actor;
  };
  std::vector<Found> all;  // the first of every name in every theatre
  std::vector<std::string> order;
  for (auto& draft : drafts) {
    TomlValue const* actors = draft.tree.find("actors");
    if (actors == nullptr || !actors->is_table()) return;  // reported when it is read
    for (auto const& entry : actors->table()) {
      std::string const& name = entry.name;
      auto const same = [&](Found const& found) {
        return found.name == name && found.theatre == draft.theatre;
      };
      if (std::none_of(all.begin(), all.end(), same)) {
        all.push_back({name, draft.theatre, entry.value});
      }
      if (std::find(order.begin(), order.end(), name) == order.end()) order.push_back(name);
    }
  }
  auto const absent = [&](std::string const& name, std::string const& theatre) {
    auto const named = [&](Found const& found) { return found.name == name; };
    auto const here = std::find_if(all.begin(), all.end(), [&](Found const& found) {
      return named(found) && found.theatre == theatre;
    });
    TomlValue actor = here != all.end()
                          ? here->actor
                          : stranger(std::find_if(all.begin(), all.end(), named)->actor);
    if (actor.is_table()) actor.put("present", toml_value(false));
    return actor;
  };
  for (auto& draft : drafts) {
    TomlValue united;
    TomlValue const own = *draft.tree.find("actors");
    united.origin = own.origin;
    for (auto const& name : order) {
      TomlValue const* mine = own.find(name);
      united.put(name, mine != nullptr ? *mine : absent(name, draft.theatre));
    }
    draft.tree.put("actors", std::move(united));
  }
}

}  // namespace disalign
