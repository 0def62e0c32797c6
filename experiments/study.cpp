/// Reads studies: base, differences, the union of actors, the resolved text and its hash.
#include "experiments/study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/actor_tables.hpp"
#include "experiments/nearest.hpp"
#include "experiments/study_design.hpp"
#include "experiments/study_drafts.hpp"
#include "experiments/study_text.hpp"
#include "experiments/theatre_drafts.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/observables.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

std::vector<TomlValue> read_sets(std::vector<std::string> const& sets, Problems& problems) {
  std::vector<TomlValue> trees;
  for (auto const& set : sets) {
    try {
      trees.push_back(parse_assignment(set));
    } catch (Error const& error) {
      problems.add(Rank::wrong_type, error.what());
    }
  }
  return trees;
}

/// Kinds must agree: an actor is one row of the output, whatever the scenario.
void check_agreement(Study& study, Problems& problems) {
  Scenario const& first = study.scenarios.front();
  study.weeks = first.weeks;
  for (auto const& other : study.scenarios) {
    if (other.weeks != first.weeks) {
      problems.add(
          Rank::inconsistent,
          fmt::format("scenarios.{}.weeks: is {}, in {} it is {} (all scenarios of a study "
                      "last equally long). Set study.weeks.",
                      other.name, other.weeks, first.name, first.weeks));
    }
    auto const& same_theatre =
        *std::find_if(study.scenarios.begin(), study.scenarios.end(),
                      [&](Scenario const& scenario) { return scenario.theatre == other.theatre; });
    if (other.world != same_theatre.world) {
      problems.add(
          Rank::inconsistent,
          fmt::format("scenarios.{}.place: place or grid differs from that in {} (a {} has "
                      "one map). Make two studies.",
                      other.name, same_theatre.name,
                      other.theatre.empty() ? "study" : "theatre of a study"));
    }
    for (std::size_t a = 0; a < std::min(first.cast.actors.size(), other.cast.actors.size()); ++a) {
      if (other.cast.actors[a].kind == first.cast.actors[a].kind) continue;
      problems.add(
          Rank::inconsistent,
          fmt::format("scenarios.{}.actors.{}.kind: differs from that in {} (an actor is of "
                      "one kind in all scenarios). Give it another name.",
                      other.name, other.cast.actors[a].name, first.name));
    }
  }
}

/// Outcomes that the heading names must exist, for an actor or pair where they are by actor or pair.
void check_outcomes(Study const& study, TomlOrigin const& origin, Problems& problems) {
  std::vector<std::string> valid;
  for (auto const& o : observables()) {
    auto const& actors = study.scenarios.front().cast.actors;
    for (auto const& a : actors) {
      if (o.axis == Axis::actor) valid.push_back(o.outcome() + ":" + a.name);
      for (auto const& b : actors)
        if (o.axis == Axis::pair) valid.push_back(o.outcome() + ":" + a.name + ":" + b.name);
    }
    if (o.axis == Axis::none) valid.push_back(o.outcome());
  }
  for (auto const& d : derived_outcomes()) valid.push_back(d.name);
  auto names = study.outcomes;
  if (study.stop) names.push_back(study.stop->outcome);
  for (auto const& name : names) {
    if (std::find(valid.begin(), valid.end(), name) != valid.end()) continue;
    auto const close = nearest(name, valid);
    problems.add(
        Rank::inconsistent, origin, "study.outcomes",
        fmt::format("\"{}\" is no outcome (write total_deaths, or mean_trust:ACTOR for one by "
                    "actor). {}",
                    name,
                    close.empty() ? "docs/OBSERVABLES.md lists all."
                                  : fmt::format("Did you mean \"{}\"?", close)));
  }
}

TomlValue resolve(Study const& study, std::vector<Draft> const& drafts) {
  std::vector<TomlValue> trees;
  for (std::size_t s = 0; s < drafts.size(); ++s) {
    TomlValue tree = write_scenario(study.scenarios[s], drafts[s].tree);
    tree.remove("weeks");
    tree.remove("scenario");
    bool const alone = drafts[s].theatre.empty();
    tree.put("label", toml_value(alone ? study.scenarios[s].label : drafts[s].theatre_label));
    trees.push_back(std::move(tree));
  }
  TomlValue shared = shared_part(trees, {"place", "label"});
  shared.remove("label");
  TomlValue heading = write_heading(study);
  TomlValue scenarios;
  for (std::size_t s = 0; s < drafts.size(); ++s) {
    Draft const& draft = drafts[s];
    if (draft.theatre.empty()) {
      scenarios.put(draft.scenario, own_part(trees[s], shared));
      continue;
    }
    std::string const& label = study.scenarios[s].label;  // "SCENARIO, THEATRE"
    TomlValue one;
    TomlValue theatre;
    theatre.put(draft.theatre, own_part(trees[s], shared));
    one.put("label", toml_value(label.substr(0, label.size() - draft.theatre_label.size() - 2)));
    one.put("theatres", std::move(theatre));
    TomlValue part;
    part.put(draft.scenario, std::move(one));
    scenarios = merge(std::move(scenarios), part);
  }
  TomlValue result;
  result.put("study", std::move(heading));
  if (study.dose) result.put("dose", write_dose_curves(*study.dose));
  if (study.stop) result.put("stop", write_stop(*study.stop));
  result = merge(std::move(result), shared);
  result.put("scenarios", std::move(scenarios));
  return result;
}

/// A plan without the keys of `[study]` that it is not judged by.
TomlValue without(TomlValue plan, std::initializer_list<char const*> keys) {
  if (TomlValue* heading = plan.find("study"); heading != nullptr && heading->is_table())
    for (char const* key : keys) heading->remove(key);
  return plan;
}

/// The file of the study whose scenarios are the variants.
TomlValue with_variants(TomlValue file, StudyChanges const& changes) {
  if (changes.variants.empty()) return file;
  TomlValue const old = file.find("scenarios") != nullptr ? *file.find("scenarios") : TomlValue{};
  TomlValue scenarios;
  for (Variant const& variant : changes.variants) {
    TomlValue const* from = variant.from.empty() ? nullptr : old.find(variant.from);
    TomlValue scenario = merge(from != nullptr ? *from : TomlValue{}, variant.overlay);
    scenario.put("label", toml_value(variant.label));
    scenarios.put(variant.name, std::move(scenario));
  }
  file.put("scenarios", std::move(scenarios));
  file.remove("design");
  file.remove("dose");
  TomlValue heading = file.find("study") != nullptr ? *file.find("study") : TomlValue{};
  heading.put("reference", toml_value(changes.variants.front().name));
  file.put("study", std::move(heading));
  return file;
}

void reverse_actors(std::vector<Draft>& drafts) {
  for (auto& draft : drafts) {
    if (TomlValue* actors = draft.tree.find("actors"); actors != nullptr && actors->is_table())
      std::reverse(actors->table().begin(), actors->table().end());
  }
}

Study build(TomlValue file, std::string const& stem, StudyChanges const& changes) {
  Problems problems;
  Study study;
  study.name = stem;
  if (TomlValue const* about = file.find("scenario");
      !changes.variants.empty() && about != nullptr) {
    if (TomlValue const* name = about->find("name");  // a scenario file has its name there
        name != nullptr && std::holds_alternative<std::string>(name->content))
      study.name = std::get<std::string>(name->content);
  }
  file = with_variants(std::move(file), changes);
  std::vector<TomlValue> scenario_sets;
  bool const is_study = file.find("study") != nullptr || file.find("scenarios") != nullptr ||
                        file.find("design") != nullptr;
  for (auto& set : read_sets(changes.sets, problems)) {
    if (is_study && is_study_key(set.table().front().name)) {
      file = merge(std::move(file), set);
    } else {
      scenario_sets.push_back(std::move(set));
    }
  }
  auto drafts = is_study ? draft_study(file, scenario_sets, study, problems)
                         : draft_scenario(std::move(file), scenario_sets, study);
  study.name += changes.suffix;
  if (changes.replicates) study.replicates = *changes.replicates;
  if (study.stop && !changes.replicates) {
    study.replicates = std::clamp(study.replicates, study.stop->n_min, study.stop->n_max);
  }
  if (changes.seed) study.seed = *changes.seed;
  if (!changes.preregistration.empty()) study.preregistration = changes.preregistration;
  if (!is_plain_name(study.name)) {
    problems.add(
        Rank::inconsistent,
        fmt::format("name: \"{}\" cannot name a result file (letters, digits, \"_\", \"-\" "
                    "and \".\"). Choose another name and keep it as the title.",
                    study.name));
  }
  drafts = split_theatres(std::move(drafts), problems);
  if (study.design && !drafts.empty() && !drafts.front().theatre.empty()) {
    problems.add(Rank::inconsistent, file.origin, "design",
                 "stands beside theatres (a design varies one theatre). Write scenarios instead.");
  }
  for (auto& draft : drafts) {
    inline_files(draft.tree, problems, changes.data);
    if (study.design) inline_anchors(draft.tree, problems);
  }
  problems.raise();  // with a file missing, everything in it would be reported as missing too
  unite_actors(drafts);
  if (changes.reversed_actors) reverse_actors(drafts);
  Worlds worlds;
  for (auto const& draft : drafts) {
    if (study.design && &draft == &drafts.back()) {
      lay_out(study, draft, problems, worlds);
      problems.raise();
      break;
    }
    study.scenarios.push_back(read_scenario(draft.tree, problems, worlds));
    study.scenarios.back().theatre = draft.theatre;
    study.scenarios.back().group = draft.group;
  }
  check_agreement(study, problems);
  check_outcomes(study, file.origin, problems);
  problems.raise();
  TomlValue const plan = study.design ? resolve_design(study, drafts) : resolve(study, drafts);
  study.resolved = to_text(plan);
  study.plan_hash = hash_name(to_text(without(plan, {"replicates", "preregistration"})).c_str());
  return study;
}

}  // namespace

int Study::reference_of(std::size_t row) const {
  if (reference.empty()) return -1;
  std::string const wanted = row_name(reference, scenarios[row].theatre);
  for (std::size_t s = 0; s < scenarios.size(); ++s)
    if (s != row && scenarios[s].name == wanted) return static_cast<int>(s);
  return -1;
}

std::size_t Study::named() const { return scenarios.size() - (design ? design->points.size() : 0); }

std::int64_t Study::runs() const {
  return static_cast<std::int64_t>(scenarios.size()) * replicates;
}

Study load_study(std::filesystem::path const& file, StudyChanges const& changes) {
  return build(load_toml(file), file.stem().string(), changes);
}

Study parse_study(std::string const& resolved, std::string const& name,
                  StudyChanges const& changes) {
  return build(parse_toml(resolved, name), "study", changes);
}

std::string plan_difference(std::string const& here, std::string const& there) {
  return first_difference(without(parse_toml(here, "here"), {"replicates"}),
                          without(parse_toml(there, "there"), {"replicates"}), "");
}

}  // namespace disalign
