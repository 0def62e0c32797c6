/// Reads and writes the timeline of a scenario.
#include "experiments/timeline_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/actor_tables.hpp"
#include "experiments/nearest.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/describe.hpp"
#include "model/base/draws.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;
using Whom = ActionForm::Whom;

std::vector<std::string> action_names() {
  std::vector<std::string> names;
  for (auto const& form : timeline_actions) names.emplace_back(form.name);
  return names;
}

bool suits(Kind kind, Whom whom) {
  switch (whom) {
    case Whom::accountable:
      return kind != Kind::armed_group && kind != Kind::state_at_sea;
    case Whom::operation:
      return kind == Kind::un_mission || kind == Kind::parallel_force;
    case Whom::mission:
      return kind == Kind::un_mission;
    case Whom::parallel_force:
      return kind == Kind::parallel_force;
    case Whom::group:
      return kind == Kind::armed_group;
    case Whom::government:
      return kind == Kind::government;
    case Whom::anyone:
      return true;
    case Whom::nobody:
      return false;
  }
  return false;
}

}  // namespace

char const* words(Whom whom) {
  switch (whom) {
    case Whom::accountable:
      return "a government, UN mission or parallel force";
    case Whom::operation:
      return "a UN mission or parallel force";
    case Whom::mission:
      return "a UN mission";
    case Whom::parallel_force:
      return "a parallel force";
    case Whom::group:
      return "an armed group";
    case Whom::government:
      return "a government";
    case Whom::anyone:
      return "an actor";
    case Whom::nobody:
      return "nobody";
  }
  return "";
}

namespace {

/// The index of the actor that a key names; -1, reported, when it does not suit.
std::int32_t read_party(TomlTable& entry, char const* key, Whom whom, ActionForm const& form,
                        Cast const& cast) {
  if (!entry.has(key)) {
    entry.missing(key, fmt::format("Name {}: {} = \"NAME\".", words(whom), key));
    return -1;
  }
  std::vector<std::string> names;
  for (auto const& plan : cast.actors) names.push_back(plan.name);
  int a = -1;
  if (!entry.read_word(key, a, names)) return -1;
  if (suits(cast.actors[static_cast<std::size_t>(a)].kind, whom)) return a;
  entry.report(
      Rank::inconsistent, key,
      fmt::format(
          "{} is {} ({} concerns {}). Name another.", names[static_cast<std::size_t>(a)],
          kind_names[static_cast<std::size_t>(cast.actors[static_cast<std::size_t>(a)].kind)],
          form.name, words(whom)));
  return -1;
}

/// A key that an action has no use for would do nothing: refused.
void refuse(TomlTable& entry, char const* key, ActionForm const& form, bool refused) {
  if (!refused || entry.find(key) == nullptr) return;
  entry.report(Rank::inconsistent, key,
               fmt::format("has no meaning for {} ({}). Remove it.", form.name, form.meaning));
}

void read_time(TomlTable& entry, TimelineEntry& result) {
  bool const dated = entry.has("week");
  bool const risky = entry.has("hazard");
  if (!dated && !risky) {
    entry.missing("week", "Write week = N, or hazard = a rate per week.");
  } else if (dated && risky) {
    entry.report(Rank::inconsistent, "hazard",
                 "stands beside week (an entry has a date or a chance). Keep one of them.");
  }
  int week = -1;
  if (entry.read("week", week, {0, 50000, "week"})) result.week = static_cast<float>(week);
  entry.read("hazard", result.hazard, {0, 10, "1/week"});
}

void read_place(TomlTable& entry, World const& world, TimelineEntry& result) {
  std::string place;
  bool const named = entry.read("place", place);
  bool const wide = entry.has("radius_km");
  if (named != wide) {
    entry.report(Rank::inconsistent, named ? "place" : "radius_km",
                 "stands alone (a place has a radius). Give both place and radius_km, or neither "
                 "for the whole theatre.");
  }
  entry.read("radius_km", result.radius, {0, 5000, "km"});
  if (!named) return;
  std::vector<std::string> valid;
  for (auto const* sites : {&world.towns, &world.bases}) {
    for (auto const& site : *sites) {
      if (site.name == place && result.cell < 0) result.cell = site.cell;
      valid.push_back(site.name);
    }
  }
  if (result.cell >= 0) return;
  entry.report(Rank::inconsistent, "place",
               fmt::format("\"{}\" is no town of {} ({} are known). {}", place, world.name,
                           valid.size(), suggestion(place, valid)));
}

void read_entry(TomlTable& entry, ActionForm const& form, World const& world, Cast const& cast,
                TimelineEntry& result) {
  bool const acts = form.actor != Whom::nobody;
  if (acts) result.actor = read_party(entry, "actor", form.actor, form, cast);
  refuse(entry, "actor", form, !acts);
  if (form.other) {
    result.other = read_party(entry, "other", form.actor, form, cast);
    if (result.other >= 0 && result.other == result.actor) {
      entry.report(Rank::inconsistent, "other", "is the actor itself. Name another.");
    }
  }
  refuse(entry, "other", form, !form.other);
  bool const sized = form.unit[0] != '\0';
  result.amount = sized ? form.amount : 0.0F;
  if (sized) {
    if (form.amount < form.low && !entry.has("amount")) {
      entry.missing("amount", fmt::format("Give it: {}.", form.meaning));
    }
    entry.read("amount", result.amount, {shortest(form.low), shortest(form.high), form.unit});
  }
  refuse(entry, "amount", form, !sized);
  bool const lasts = form.weeks[0] != '\0';
  if (lasts) entry.read("weeks", result.weeks, {0, 5000, "week"});
  refuse(entry, "weeks", form, !lasts);
  bool const tasked = std::string_view(form.name) == "drop_task";
  if (tasked) {
    if (!entry.has("task")) entry.missing("task", "Name the task that the mandate loses.");
    entry.read_word("task", result.task, task_names);
  }
  refuse(entry, "task", form, !tasked);
  if (form.place) read_place(entry, world, result);
  refuse(entry, "place", form, !form.place);
  refuse(entry, "radius_km", form, !form.place);
}

}  // namespace

void read_timeline(TomlTable& timeline, World const& world, Cast& cast) {
  for (auto const& name : timeline.names()) {
    auto entry = timeline.table(name);
    if (!entry) continue;
    if (!is_plain_name(name)) {
      entry->report(Rank::inconsistent, "",
                    "cannot be a name (letters, digits, \"_\", \"-\" and \".\"). Rename it.");
    }
    TimelineEntry result;
    result.key = hash_name(name.c_str());
    read_time(*entry, result);
    if (!entry->has("action")) {
      entry->missing("action", "Choose what happens: action = \"budget\", for example.");
    }
    if (entry->read_word("action", result.action, action_names())) {
      read_entry(*entry, timeline_actions[static_cast<std::size_t>(result.action)], world, cast,
                 result);
      entry->close();
    }
    cast.timeline.push_back(result);
  }
}

TomlValue write_timeline(Cast const& cast, TomlValue const& read) {
  TomlValue result;
  for (std::size_t e = 0; e < cast.timeline.size(); ++e) {
    TimelineEntry const& entry = cast.timeline[e];
    ActionForm const& form = timeline_actions[static_cast<std::size_t>(entry.action)];
    auto const& [name, given] = read.table()[e];
    TomlValue table;
    table.put("action", toml_value(std::string(form.name)));
    if (entry.week >= 0) {
      table.put("week", toml_value(static_cast<std::int64_t>(entry.week)));
    } else {
      table.put("hazard", toml_number(entry.hazard));
    }
    auto const party = [&](char const* key, std::int32_t a) {
      if (a >= 0) table.put(key, toml_value(cast.actors[static_cast<std::size_t>(a)].name));
    };
    party("actor", entry.actor);
    party("other", entry.other);
    if (form.unit[0] != '\0') table.put("amount", toml_number(entry.amount));
    if (form.weeks[0] != '\0') table.put("weeks", toml_number(entry.weeks));
    if (entry.task >= 0) {
      table.put("task", toml_value(std::string(task_names[static_cast<std::size_t>(entry.task)])));
    }
    if (entry.cell >= 0) {
      table.put("place", *given.find("place"));
      table.put("radius_km", toml_number(entry.radius));
    }
    result.put(name, std::move(table));
  }
  return result;
}

}  // namespace disalign
