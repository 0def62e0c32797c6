/// Reads and writes the actors of a scenario.
#include "experiments/actor_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "experiments/dose_table.hpp"
#include "experiments/nearest.hpp"
#include "experiments/profile_tables.hpp"
#include "experiments/toml_fields.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

void add_sites(std::vector<World::Site> const& sites, ActorPlan& plan) {
  for (auto const& site : sites) {
    plan.home_cells.push_back(site.cell);
    plan.home_weights.push_back(site.weight);
  }
}

std::vector<std::string> site_names(World const& world) {
  std::vector<std::string> names;
  for (auto const* sites : {&world.towns, &world.bases}) {
    for (auto const& site : *sites) {
      if (std::find(names.begin(), names.end(), site.name) == names.end())
        names.push_back(site.name);
    }
  }
  return names;
}

/// `homes` by a word ("bases", "towns") with the weights of the place, or by names of towns.
void read_homes(TomlTable& actor, World const& world, ActorPlan& plan) {
  TomlValue const* homes = actor.find("homes");
  std::vector<double> weights;
  bool const weighted = actor.read("home_weights", weights, {0, 1e9, "1"});
  if (homes == nullptr) {
    actor.missing("homes", R"(Name towns, homes = ["Bria"], or write homes = "bases" or "towns".)");
    return;
  }
  if (std::holds_alternative<std::string>(homes->content)) {
    int word = 0;
    if (!actor.read_word("homes", word, std::array{"bases", "towns"})) return;
    auto const& sites = word == 0 ? world.bases : world.towns;
    add_sites(sites, plan);
    if (sites.empty()) {
      actor.report(Rank::inconsistent, "homes", "the place has none of these. Name towns.");
    } else if (weighted) {
      actor.report(Rank::inconsistent, "home_weights",
                   "goes with named towns only (the place gives the weights here). Remove it.");
    }
    return;
  }
  std::vector<std::string> names;
  if (!actor.read("homes", names)) return;
  auto const valid = site_names(world);
  for (std::string const& name : names) {
    auto const called = [&](World::Site const& site) { return site.name == name; };
    auto found = std::find_if(world.towns.begin(), world.towns.end(), called);
    if (found == world.towns.end()) {
      found = std::find_if(world.bases.begin(), world.bases.end(), called);
      if (found == world.bases.end()) {
        actor.report(Rank::inconsistent, "homes",
                     fmt::format("\"{}\" is no town of {} ({} are known). {}", name, world.name,
                                 valid.size(), suggestion(name, valid)));
        continue;
      }
    }
    plan.home_cells.push_back(found->cell);
  }
  if (names.empty()) {
    actor.report(Rank::inconsistent, "homes", "names no town (nothing can be founded). Name one.");
  }
  if (weighted && weights.size() != names.size()) {
    actor.report(Rank::inconsistent, "home_weights",
                 fmt::format("has {} values for {} homes (one for each is needed). Change one of "
                             "them.",
                             weights.size(), names.size()));
  } else if (weighted && !names.empty() &&
             !(std::accumulate(weights.begin(), weights.end(), 0.0) > 0)) {
    actor.report(Rank::inconsistent, "home_weights",
                 "sum to 0 (somebody must be somewhere). Raise one.");
  }
  if (!weighted) weights.assign(names.size(), 1.0);
  for (double const weight : weights) plan.home_weights.push_back(static_cast<float>(weight));
}

/// Symmetric command coupling c_ij of two operations, named by either of them.
void read_coordination(TomlTable& actor, int self, Cast& cast, ActorMatrix<std::uint8_t>& given) {
  auto coordination = actor.table("coordination");
  if (!coordination) return;
  for (int j = 0; j < static_cast<int>(cast.actors.size()); ++j) {
    ActorPlan const& other = cast.actors[idx(j)];
    bool const possible = is_operation(cast.actors[idx(self)]) && is_operation(other) && j != self;
    float coupling = 0;
    if (!possible) {
      if (coordination->find(other.name) == nullptr) continue;
      coordination->report(Rank::inconsistent, other.name,
                           "is no pair of operations (only UN missions and parallel forces "
                           "coordinate). Remove it.");
      continue;
    }
    if (!coordination->read(other.name, coupling, {0, 1, "1"})) continue;
    float& stored = cast.coordination[idx(self)][idx(j)];
    if (given[idx(self)][idx(j)] != 0 && stored != coupling) {
      coordination->report(Rank::inconsistent, other.name,
                           fmt::format("is {} here and {} in the table of {} (coordination is "
                                       "mutual). Keep one of them.",
                                       coupling, stored, other.name));
    }
    stored = cast.coordination[idx(j)][idx(self)] = coupling;
    given[idx(self)][idx(j)] = given[idx(j)][idx(self)] = 1;
  }
  coordination->close();
}

/// Name, kind, label and presence: what every other actor's table may refer to.
/// Clears `kind_known` when the kind cannot be read.
ActorPlan read_identity(TomlTable& actor, std::string const& name, bool& kind_known) {
  ActorPlan plan;
  plan.name = name;
  plan.label = name;
  if (!is_plain_name(name) ||
      std::find(stance_words.begin(), stance_words.end(), name) != stance_words.end()) {
    actor.report(Rank::inconsistent, "",
                 "cannot be a name (letters, digits, \"_\", \"-\" and \".\"; not governments, "
                 "armed_groups or communities). Rename it and give it a label.");
  }
  int kind = static_cast<int>(Kind::armed_group);
  if (!actor.has("kind")) {
    actor.missing("kind",
                  "Write kind = \"government\", \"armed_group\", \"un_mission\", "
                  "\"parallel_force\" or \"state_at_sea\".");
  }
  kind_known &= actor.read_word("kind", kind, kind_names);
  plan.kind = static_cast<Kind>(kind);
  actor.read("label", plan.label);
  actor.read("present", plan.present);
  return plan;
}

}  // namespace

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && name.front() != '.' && name.front() != '-' &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '_' || c == '-' || c == '.';
         });
}

void read_actors(TomlTable& actors, World const& world, Cast& cast) {
  auto const names = actors.names();
  if (names.empty() || names.size() > idx(max_actors)) {
    actors.report(Rank::inconsistent, "",
                  fmt::format("{} actors are named (1 to {} fit into a theatre). {}.", names.size(),
                              max_actors, names.empty() ? "Add [actors.NAME]" : "Remove some"));
    return;
  }
  std::vector<TomlTable> tables;
  bool kinds_known = true;
  for (auto const& name : names) {
    auto table = actors.table(name);
    if (!table) continue;
    cast.actors.push_back(read_identity(*table, name, kinds_known));
    tables.push_back(std::move(*table));
  }
  ActorMatrix<std::uint8_t> given{};
  DoseTables doses;
  for (int a = 0; a < static_cast<int>(cast.actors.size()); ++a) {
    TomlTable& table = tables[idx(a)];
    ActorPlan& plan = cast.actors[idx(a)];
    Attributes::describe(plan.attributes, table);
    bool const dosed = table.has("dose");
    if (!dosed && !table.has("goals"))
      table.missing("goals", fmt::format("Add a table [{}].", table.full_key("goals")));
    read_goals(table, plan.declared.goals);
    read_homes(table, world, plan);
    table.read("designated", plan.designated);
    if (kinds_known) {
      read_stances(table, cast.actors, a, plan.declared.stances);
      read_coordination(table, a, cast, given);
    } else {  // who may be named there depends on kinds: judge it when they are mended
      table.find("stances");
      table.find("coordination");
    }
    if (dosed) doses.read(table, a, cast.actors, kinds_known);
    if (kinds_known && plan.designated && plan.kind != Kind::armed_group) {
      table.report(Rank::inconsistent, "designated", "only armed groups are listed. Remove it.");
    }
    if (plan.attributes.joint_strategy > 0 && plan.kind != Kind::parallel_force) {
      table.report(Rank::inconsistent, "joint_strategy",
                   "only parallel forces move towards the UN's profile. Remove it.");
    }
    table.close();
  }
  // A dose is a number about the whole cast: it means nothing while any part of it is wrong.
  if (actors.problems().empty()) doses.solve(cast);
}

TomlValue write_actors(Cast const& cast, TomlValue const& read) {
  TomlValue result;
  for (int a = 0; a < static_cast<int>(cast.actors.size()); ++a) {
    ActorPlan const& plan = cast.actors[idx(a)];
    TomlValue table;
    table.put("kind", toml_value(std::string(kind_names[static_cast<std::size_t>(plan.kind)])));
    table.put("label", toml_value(plan.label));
    table.put("present", toml_value(plan.present));
    table.put("designated", toml_value(plan.designated));
    TomlValue const* given = read.find(plan.name);
    for (char const* key : {"homes", "home_weights"}) {
      if (TomlValue const* value = given->find(key)) table.put(key, *value);
    }
    TomlFields fields;
    Attributes::describe(plan.attributes, fields);
    table = merge(std::move(table), fields.table);
    TomlValue goals;
    for (int k = 0; k < task_count; ++k)
      goals.put(task_names[idx(k)], toml_number(plan.declared.goals[idx(k)]));
    TomlValue stances;
    TomlValue coordination;
    for (int p = 0; p < static_cast<int>(cast.actors.size()); ++p) {
      ActorPlan const& party = cast.actors[idx(p)];
      if (p == a) continue;
      if (!is_operation(party)) {
        stances.put(party.name, toml_number(plan.declared.stances[idx(p)]));
      } else if (is_operation(plan)) {
        coordination.put(party.name, toml_number(cast.coordination[idx(a)][idx(p)]));
      }
    }
    stances.put("communities", toml_number(plan.declared.stances[communities]));
    table.put("goals", std::move(goals));
    table.put("stances", std::move(stances));
    if (!coordination.table().empty()) table.put("coordination", std::move(coordination));
    result.put(plan.name, std::move(table));
  }
  return result;
}

}  // namespace disalign
