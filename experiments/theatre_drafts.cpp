/// Splits scenarios into their theatres.
#include "experiments/theatre_drafts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/actor_tables.hpp"
#include "experiments/nearest.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

/// Names of its theatres; `written`: those of files alone.
std::vector<std::string> theatres_of(Draft const& draft, bool written = false) {
  std::vector<std::string> names;
  TomlValue const* theatres = draft.tree.find("theatres");
  if (theatres == nullptr || !theatres->is_table()) return names;
  for (auto const& entry : theatres->table()) {
    // Only a --set has no line: it changes theatres, it makes none.
    if (!written || entry.value.origin.line > 0) names.push_back(entry.name);
  }
  return names;
}

/// The scenario file that a theatre names, without its heading.
TomlValue load_base(TomlTable& table) {
  std::string path;
  if (!table.read("base", path)) return {};
  TomlValue base;
  try {
    base = load_toml(table.find("base")->origin.resolve(path));
  } catch (Error const& error) {
    table.report(Rank::missing, "base", fmt::format("cannot be used: {}", error.what()));
  }
  for (char const* key : {"study", "scenarios", "theatres"}) {
    if (base.find(key) == nullptr) continue;
    table.report(Rank::inconsistent, "base",
                 fmt::format("has a table \"{}\" (a scenario file of one theatre is needed). Name "
                             "another.",
                             key));
  }
  base.remove("scenario");
  return base;
}

/// A name that can follow a dot, and nothing in the table that all theatres have in common.
void check_table(TomlTable const& theatres, TomlTable const& table, std::string const& name) {
  if (!is_plain_name(name) || name.find('.') != std::string::npos) {
    theatres.report(Rank::inconsistent, name,
                    "cannot name a theatre (letters, digits, \"_\" and \"-\"). Rename it and give "
                    "it a label.");
  }
  for (char const* key : {"scenario", "study", "scenarios", "theatres", "weeks"}) {
    if (!table.has(key)) continue;
    table.report(Rank::inconsistent, key,
                 "is common to all theatres (they run in step). Move it out of the theatre.");
  }
}

/// The heading of a theatre's scenario: what it belongs to, and where.
TomlValue heading_of(TomlValue const* about, Draft const& draft) {
  TomlValue heading = about != nullptr ? *about : TomlValue{};
  if (!heading.is_table()) return heading;  // reported when it is read
  TomlValue const* label = heading.find("label");
  std::string text = draft.scenario;
  if (label != nullptr) {
    if (auto const* given = std::get_if<std::string>(&label->content)) text = *given;
  }
  heading.put("name", toml_value(draft.name));
  heading.put("label", toml_value(text + ", " + draft.theatre_label));
  return heading;
}

/// One theatre: its base file, the scenario's common part, its own table, each over the one before.
Draft split(Draft const& whole, TomlValue const& common, TomlTable& table, TomlValue own) {
  Draft draft = whole;
  draft.theatre_label = draft.theatre;
  table.read("label", draft.theatre_label);
  TomlValue base = load_base(table);
  for (char const* key : {"base", "label"}) own.remove(key);
  draft.tree = merge(merge(std::move(base), common), own);
  draft.tree.origin = own.origin;
  draft.tree.put("scenario", heading_of(common.find("scenario"), draft));
  return draft;
}

}  // namespace

std::vector<Draft> split_theatres(std::vector<Draft> drafts, Problems& problems) {
  std::vector<Draft> result;
  if (drafts.empty()) return result;
  std::vector<std::string> const names = theatres_of(drafts.front(), true);
  for (std::size_t k = 0; k < drafts.size(); ++k) {
    Draft& draft = drafts[k];
    draft.scenario = draft.name;
    draft.group = static_cast<int>(k);
    TomlTable root(draft.tree, "", problems);
    auto theatres = root.table("theatres");
    if (!theatres && names.empty()) {
      draft.tree.remove("theatres");
      result.push_back(std::move(draft));
      continue;
    }
    TomlValue common = draft.tree;
    common.remove("theatres");
    for (auto const& name : theatres_of(draft)) {
      auto table = theatres->table(name);
      if (!table) continue;
      check_table(*theatres, *table, name);
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        theatres->report(Rank::inconsistent, name,
                         fmt::format("is no theatre of scenario {} (all scenarios of a study have "
                                     "the same theatres). {}",
                                     drafts.front().scenario, suggestion(name, names)));
      }
      Draft one = draft;
      one.theatre = name;
      one.name = row_name(draft.name, name);
      result.push_back(split(one, common, *table, *theatres->find(name)));
    }
    for (auto const& name : names) {
      if (theatres && theatres->has(name)) continue;
      problems.add(Rank::missing, draft.tree.origin,
                   "scenarios." + draft.name + ".theatres." + name,
                   fmt::format("is missing (scenario {} has it, and all scenarios of a study have "
                               "the same theatres). Add it, or write it in the common part.",
                               drafts.front().scenario));
    }
    if (theatres && theatres->names().empty()) {
      root.report(Rank::missing, "theatres",
                  "names no theatre (nothing would be run). Add [theatres.NAME] or remove it.");
    }
  }
  return result;
}

}  // namespace disalign
