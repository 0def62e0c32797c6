/// Reads a factor: its levels or its range, and the name of its coordinate.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/design/read_parts.hpp"
#include "model/observables.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

/// "actors.partner.dose.target" -> "partner_dose_target"
std::string name_of(std::string const& key) {
  std::string name = key.starts_with("actors.") ? key.substr(7) : key;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-' || c == '"'; }, '_');
  return name;
}

/// Names that the file already uses at its root.
bool is_taken(std::string const& name) {
  constexpr std::array fixed{"scenario",   "point",        "replicate",
                             "week",       "actor",        "victim",
                             "pair",       "month",        "period",
                             "cell",       "event_size",   "label",
                             "date",       "killed",       "lon",
                             "lat",        "area",         "population",
                             "resource",   "road_access",  "tilt",
                             "theatre",    "killer_kind",  "victim_kind",
                             "force_kind", "disalignment", "complementarity",
                             "goal_clash", "parameters",   "runs"};
  if (std::find(fixed.begin(), fixed.end(), name) != fixed.end()) return true;
  auto const same_name = [&](auto const& o) { return o.name == name; };
  return std::any_of(observables().begin(), observables().end(),
                     [&](auto const& o) { return o.name == name || o.outcome() == name; }) ||
         std::any_of(map_observables().begin(), map_observables().end(), same_name) ||
         std::any_of(derived_outcomes().begin(), derived_outcomes().end(), same_name);
}

void read_range(TomlTable& table, Factor& factor) {
  factor.ranged = true;
  table.require("low", factor.low);
  table.require("high", factor.high);
  table.read("log", factor.logarithmic);
  table.read("whole", factor.whole);
  int steps = 0;
  table.read("steps", steps, {2, 10000, "1"});
  if (factor.high <= factor.low)
    table.report(Rank::inconsistent, "high", "is not above low (a range is needed). Raise it.");
  if (factor.logarithmic && (factor.low <= 0 || factor.whole))
    table.report(Rank::inconsistent, "log",
                 "needs a range above 0 that is not whole. Remove it, or raise low.");
  if (factor.whole &&
      (factor.low != std::floor(factor.low) || factor.high != std::floor(factor.high)))
    table.report(Rank::inconsistent, "whole", "needs whole ends. Change low or high.");
  if (!table.problems().empty()) return;
  for (int s = 0; s < steps; ++s) {
    double const at = s / static_cast<double>(steps - 1);
    TomlValue level = factor.at(at);
    if (factor.whole) level.content = std::llround(std::lerp(factor.low, factor.high, at));
    factor.levels.push_back(std::move(level));
  }
}

}  // namespace

Factor factor_of_key(std::string const& key) {
  Factor factor;
  factor.key = key;
  factor.name = name_of(key);
  if (is_taken(factor.name)) factor.name = "factor_" + factor.name;
  return factor;
}

Factor read_factor(TomlTable& vary, std::string const& key) {
  Factor factor;
  factor.key = key;
  factor.name = name_of(key);
  TomlValue const& value = *vary.find(key);
  factor.origin = value.origin;
  if (auto const* plain = std::get_if<TomlValue::Array>(&value.content)) {
    factor.levels = *plain;
  } else if (value.is_table()) {
    auto table = vary.table(key);
    table->read("name", factor.name);
    if (TomlValue const* levels = table->find("levels")) {
      if (auto const* array = std::get_if<TomlValue::Array>(&levels->content)) {
        factor.levels = *array;
      } else {
        table->report(
            Rank::wrong_type, "levels",
            fmt::format("is {} (an array is needed). Write [a, b, c].", levels->describe()));
      }
    } else {
      read_range(*table, factor);
    }
    table->close();
  } else {
    vary.report(
        Rank::wrong_type, key,
        fmt::format("is {} (levels [a, b, c] or a range {{ low = a, high = b }} are needed). "
                    "Change the value.",
                    value.describe()));
    return factor;
  }
  for (auto& level : factor.levels)
    if (level.origin.line == 0) level.origin = factor.origin;
  if (!factor.ranged && factor.levels.empty())
    vary.report(Rank::inconsistent, key, "has no levels (nothing would vary). Name some.");
  auto const last = key.substr(key.rfind('.') + 1);
  if (key == "place" || last == "preset" || last == "file" || last == "anchors") {
    vary.report(Rank::inconsistent, key,
                "names a file (files are read before a design varies anything). Write "
                "[scenarios.NAME] with each file instead.");
  }
  bool const plain =
      !factor.name.empty() && std::all_of(factor.name.begin(), factor.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
      });
  if (!plain || is_taken(factor.name)) {
    vary.report(
        Rank::inconsistent, key,
        fmt::format("is called \"{}\" in the file (which {}). Give it another: {{ ..., name = "
                    "\"NAME\" }}.",
                    factor.name,
                    plain ? "has something of that name already"
                          : "takes letters, digits and \"_\" in a name"));
  }
  return factor;
}

}  // namespace disalign
