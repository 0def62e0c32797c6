/// From a design to scenarios.
#include "experiments/study_design.hpp"

#include <fmt/format.h>

#include "experiments/study_text.hpp"
#include "experiments/toml_fields.hpp"
#include "model/attributes.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

/// The base with every parameter that stands on its own: rules, scales, attributes of actors.
TomlValue fill_in(TomlValue tree, Scenario const& base) {
  TomlValue const written = write_scenario(base, tree);
  TomlValue full;
  for (auto const& [name, value] : written.table()) {
    bool const depends = name == "scenario" || name == "weeks" || name == "place" ||
                         name == "grid" || name == "actors" || name == "timeline" ||
                         name == "task_relations";
    if (!depends) full.put(name, value);
  }
  full = merge(std::move(full), tree);
  full.put("weeks", toml_value(std::int64_t{base.weeks}));
  TomlValue& actors = *full.find("actors");
  for (auto const& plan : base.cast.actors) {
    TomlFields attributes;
    Attributes::describe(plan.attributes, attributes);
    TomlValue& actor = *actors.find(plan.name);
    // A table on top of its defaults: what was written keeps its place and wins.
    actor = merge(std::move(attributes.table), actor);
  }
  return full;
}

/// Values that the design leaves as in the base.
void fill_base_values(Design& design, TomlValue const& tree, TomlValue const& full,
                      Problems& problems) {
  if (design.kind != Design::Kind::ofat) return;
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    auto const& factor = design.factors[f];
    TomlValue const* value = find_key(tree, factor.key);
    if (value == nullptr) value = find_key(full, factor.key);
    if (value == nullptr || value->is_table()) {
      problems.add(
          Rank::inconsistent, factor.origin, "design.vary." + factor.key,
          "has no value in the base (one factor at a time starts from it). Write it in the "
          "base.");
      continue;
    }
    for (auto& point : design.points)
      if (point[f].is_table()) point[f] = *value;
  }
}

/// The first key of `base` that `tree` does not have; "" when it has all.
std::string lacking(TomlValue const& tree, TomlValue const& base, std::string const& key) {
  if (!base.is_table()) return "";
  for (auto const& [name, value] : base.table()) {
    std::string const full = key.empty() ? name : key + "." + name;
    TomlValue const* mine = tree.find(name);
    if (mine == nullptr) return full;
    if (auto found = lacking(*mine, value, full); !found.empty()) return found;
  }
  return "";
}

/// Tables that say nothing are left where two tables differ in the order of their keys alone.
void prune(TomlValue& tree) {
  for (auto& [name, value] : tree.table())
    if (value.is_table()) prune(value);
  std::erase_if(tree.table(), [](TomlEntry const& entry) {
    return entry.value.is_table() && entry.value.table().empty();
  });
}

/// What a named scenario says that the base does not.
TomlValue differences(Draft const& named, TomlValue const& raw_base, TomlValue const& full_base) {
  TomlValue tree = named.tree;
  tree.put("scenario", *raw_base.find("scenario"));
  for (auto& [name, actor] : tree.find("actors")->table()) {
    TomlValue const* in_base = raw_base.find("actors")->find(name);
    if (in_base->find("present") != nullptr && actor.find("present") == nullptr)
      actor.put("present", toml_value(true));
  }
  if (auto const key = lacking(tree, raw_base, ""); !key.empty()) {
    throw Error(
        fmt::format("scenarios.{}: takes {} away from the base (beside a design it can only add "
                    "and change). Write the value out.",
                    named.name, key));
  }
  tree.remove("scenario");
  tree.remove("weeks");
  TomlValue own = own_part(tree, full_base);
  prune(own);
  return own;
}

std::string label_of(Design const& design, std::size_t point) {
  std::string label;
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    Design one;
    one.points = {design.points[point]};
    label += fmt::format("{}{} {}", label.empty() ? "" : ", ", design.factors[f].name,
                         one.words(f).front());
  }
  return label;
}

}  // namespace

void lay_out(Study& study, Draft const& base, Problems& problems, Worlds& worlds) {
  Design& design = *study.design;
  Scenario const plain = read_scenario(base.tree, problems, worlds);
  if (!problems.empty()) return;
  if (design.kind == Design::Kind::ofat)
    fill_base_values(design, base.tree, write_scenario(plain, base.tree), problems);
  if (!problems.empty()) return;
  auto const width = std::to_string(design.points.size() - 1).size();
  for (std::size_t p = 0; p < design.points.size(); ++p) {
    TomlValue tree;
    try {
      tree = at_point(base.tree, design, p);
    } catch (Error const& error) {
      problems.add(Rank::inconsistent, error.what());
      return;
    }
    TomlValue about;
    about.put("name", toml_value(fmt::format("p{:0{}}", p, width)));
    about.put("label", toml_value(label_of(design, p)));
    tree.put("scenario", std::move(about));
    study.scenarios.push_back(read_scenario(tree, problems, worlds));
    study.scenarios.back().group = static_cast<int>(study.scenarios.size()) - 1;
    if (!problems.empty()) return;
  }
}

TomlValue resolve_design(Study const& study, std::vector<Draft> const& drafts) {
  Worlds worlds;
  Problems none;
  TomlValue base = drafts.back().tree;
  base.put("weeks", toml_value(std::int64_t{study.weeks}));
  base = fill_in(std::move(base), read_scenario(base, none, worlds));
  base.remove("scenario");
  TomlValue heading = write_heading(study);
  base.remove("weeks");
  TomlValue scenarios;
  for (std::size_t s = 0; s + 1 < drafts.size(); ++s) {
    TomlValue own = differences(drafts[s], drafts.back().tree, base);
    own.put("label", toml_value(study.scenarios[s].label));
    scenarios.put(drafts[s].name, std::move(own));
  }
  TomlValue result;
  result.put("study", std::move(heading));
  if (study.dose) result.put("dose", write_dose_curves(*study.dose));
  if (study.stop) result.put("stop", write_stop(*study.stop));
  result.put("design", write_design(*study.design));
  result = merge(std::move(result), base);
  if (!scenarios.table().empty()) result.put("scenarios", std::move(scenarios));
  return result;
}

}  // namespace disalign
