/// `disalign levers`: the policy levers L1 to L13, singly and together, on a scenario of a study.
#include <fmt/format.h>

#include "experiments/commands/analysis.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

struct Lever {
  std::string name, label;
  TomlValue un, partner, rules;
};

std::vector<Lever> read_levers(std::filesystem::path const& file) {
  TomlValue const tree = load_toml(file);
  Problems problems;
  TomlTable root(tree, "", problems);
  std::vector<Lever> levers;
  for (auto const& name : root.names()) {
    auto table = root.table(name);
    if (!table) continue;
    Lever lever;
    lever.name = lever.label = name;
    table->read("label", lever.label);
    for (auto const& [key, part] :
         {std::pair{"un", &lever.un}, {"partner", &lever.partner}, {"rules", &lever.rules}}) {
      if (TomlValue const* value = table->find(key)) *part = *value;
    }
    table->close();
    levers.push_back(std::move(lever));
  }
  problems.raise();
  return levers;
}

/// What a lever changes in one theatre: its operations' attributes.
TomlValue actors_under(Lever const& lever, Cast const& cast) {
  TomlValue actors;
  for (auto const& plan : cast.actors) {
    bool const un = plan.kind == Kind::un_mission;
    if (!plan.present || (!un && plan.kind != Kind::parallel_force)) continue;
    TomlValue changes = un ? lever.un : lever.partner;
    if (!changes.table().empty()) actors.put(plan.name, std::move(changes));
  }
  return actors;
}

/// The lever over a scenario, whose theatres are neighbours in the study.
TomlValue overlay_of(Lever const& lever, Study const& study, std::string const& scenario) {
  TomlValue overlay = lever.rules;
  for (auto const& part : study.scenarios) {
    if (part.name != row_name(scenario, part.theatre)) continue;
    TomlValue actors = actors_under(lever, part.cast);
    if (actors.table().empty()) continue;
    TomlValue inside;
    inside.put("actors", std::move(actors));
    if (!part.theatre.empty()) {
      TomlValue theatre;
      theatre.put(part.theatre, std::move(inside));
      inside = {};
      inside.put("theatres", std::move(theatre));
    }
    overlay = merge(std::move(overlay), inside);
  }
  return overlay;
}

}  // namespace

int compare_levers(Arguments const& arguments) {
  Study const study = study_to_vary(arguments);
  if (study.design)
    throw Error(
        fmt::format("{}: has a design (levers act on a named scenario). Name a study without.",
                    arguments.file.string()));
  auto const shared = find_data_file("variants/levers.toml", arguments.file);
  std::string const row = scenario_asked_for(arguments, study);
  Arguments derived = arguments;
  auto& variants = derived.changes.variants;
  std::string const from = study.reference.empty() && study.scenarios.size() == 1 ? "" : row;
  variants.push_back({"without", "Without levers", from, {}});
  TomlValue all;
  for (Lever const& lever : read_levers(shared)) {
    TomlValue const overlay = overlay_of(lever, study, row);
    all = merge(std::move(all), overlay);
    variants.push_back({lever.name, lever.label, from, overlay});
  }
  variants.push_back({"all", "All levers together", from, all});
  derived.changes.suffix = "." + row + ".levers";
  derived.command = "contrast";
  if (!derived.level) derived.level = Level::summary;  // the table needs outcomes alone
  return contrast_study(derived);
}

}  // namespace disalign
