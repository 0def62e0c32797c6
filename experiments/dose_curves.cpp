/// Reads and writes `[dose]`.
#include "experiments/dose_curves.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "experiments/nearest.hpp"
#include "experiments/toml_fields.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

DoseCurves::Curve read_curve(TomlTable& table, std::string const& name,
                             std::vector<std::string> const& scenarios) {
  DoseCurves::Curve curve{name, {}};
  for (auto const& scenario : table.names()) {
    double dose = 0;
    if (std::find(scenarios.begin(), scenarios.end(), scenario) == scenarios.end()) {
      table.find(scenario);
      table.report(
          Rank::inconsistent, scenario,
          fmt::format("is no scenario of this study. {}", suggestion(scenario, scenarios)));
    } else if (table.read(scenario, dose, {-1e12, 1e12, "1"})) {
      curve.doses.emplace_back(scenario, dose);
    }
  }
  auto const same = [&](auto const& point) { return point.second == curve.doses.front().second; };
  if (table.problems().empty() && std::all_of(curve.doses.begin(), curve.doses.end(), same))
    table.report(Rank::inconsistent, "",
                 "has one dose (a slope needs two). Add a scenario with another.");
  table.close();
  return curve;
}

}  // namespace

std::optional<DoseCurves> read_dose_curves(TomlTable& root,
                                           std::vector<std::string> const& scenarios) {
  auto table = root.table("dose");
  if (!table) return std::nullopt;
  DoseCurves result;
  table->require("name", result.name);
  table->require("unit", result.unit);
  result.meaning = result.name;
  table->read("meaning", result.meaning);
  if (auto curves = table->require_table("curves")) {
    for (auto const& name : curves->names())
      if (auto curve = curves->table(name))
        result.curves.push_back(read_curve(*curve, name, scenarios));
    curves->close();
  }
  table->close();
  return result;
}

TomlValue write_dose_curves(DoseCurves const& from) {
  TomlValue table;
  table.put("name", toml_value(from.name));
  table.put("unit", toml_value(from.unit));
  table.put("meaning", toml_value(from.meaning));
  TomlValue curves;
  for (auto const& curve : from.curves) {
    TomlValue doses;
    for (auto const& [scenario, dose] : curve.doses) doses.put(scenario, toml_value(dose));
    curves.put(curve.name, std::move(doses));
  }
  table.put("curves", std::move(curves));
  return table;
}

}  // namespace disalign
