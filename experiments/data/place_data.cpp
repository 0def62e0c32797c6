/// Reads population rasters and deployments into the tree of a place.
#include "experiments/data/place_data.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <sstream>

#include "experiments/data/geopko.hpp"
#include "experiments/data/population_raster.hpp"
#include "experiments/toml_fields.hpp"
#include "experiments/toml_table.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace fs = std::filesystem;

namespace {

using Rank = Problems::Rank;

/// A base may lie this far from the town that names it [km]; as far as a town from the outline.
constexpr double town_tolerance = 25;

/// Reads the file that a table names with `read`; says what is wrong with it under the table's key.
void with_file(TomlTable& table, fs::path const& data, auto const& read) {
  std::string name;
  if (!table.require("file", name)) return;
  fs::path const path(name);
  if (path.is_relative() && data.empty()) {
    return table.report(Rank::missing, "file",
                        fmt::format("\"{}\" cannot be found (no folder of data is given). Give "
                                    "--data DIR or set DISALIGN_DATA.",
                                    name));
  }
  fs::path const full = path.is_relative() ? data / path : path;
  try {
    CsvReader csv(full);
    read(csv);
  } catch (Error const& error) {
    std::string const text = error.what();
    bool const named = text.starts_with(full.string());
    table.report(Rank::inconsistent, "file",
                 "cannot be used: " + (named ? text : full.string() + ": " + text));
  }
}

void inline_population(TomlValue& place, fs::path const& data, Problems& problems) {
  TomlValue* population = place.find("population");
  if (population == nullptr || population->find("file") == nullptr) return;
  TomlTable table(*population, "place.population", problems);
  std::string source;
  RasterColumns columns;
  if (TomlValue const* iso3 = place.find("iso3")) {
    if (auto const* text = std::get_if<std::string>(&iso3->content)) columns.iso3 = *text;
  }
  table.require("source", source);
  table.read("iso3", columns.iso3);
  table.read("lon", columns.lon);
  table.read("lat", columns.lat);
  table.read("persons", columns.persons);
  table.read("country", columns.country);
  TomlValue::Array rows;
  with_file(table, data, [&](CsvReader& csv) {
    for (auto const& cell : read_population_raster(csv, columns)) {
      TomlValue row;
      row.content =
          TomlValue::Array{toml_value(cell.lon), toml_value(cell.lat), toml_value(cell.persons)};
      rows.push_back(std::move(row));
    }
  });
  table.close();
  TomlValue inlined;
  inlined.origin = population->origin;
  inlined.put("source", toml_value(source));
  inlined.put("cells", TomlValue{}).content = std::move(rows);
  *population = std::move(inlined);
}

struct NamedPoint {
  std::string name;
  double lon = 0, lat = 0;
};

/// The towns of the tree, as far as they are well written; the others are reported when it is read.
std::vector<NamedPoint> towns_of(TomlValue const& place) {
  std::vector<NamedPoint> towns;
  TomlValue const* list = place.find("towns");
  if (list == nullptr || !list->is_array()) return towns;
  for (TomlValue const& entry : std::get<TomlValue::Array>(list->content)) {
    Problems reported_later;
    TomlTable table(entry, "", reported_later);
    NamedPoint town;
    if (table.read("name", town.name) && table.read("lon", town.lon) && table.read("lat", town.lat))
      towns.push_back(town);
  }
  return towns;
}

/// The nearest town within the tolerance, or nullptr.
NamedPoint const* town_near(std::vector<NamedPoint> const& towns, double lon, double lat) {
  Projection const project(lat);
  NamedPoint const* best = nullptr;
  double least = town_tolerance;
  for (NamedPoint const& town : towns) {
    double const km = distance(project(lon, lat), project(town.lon, town.lat));
    if (km <= least) {
      least = km;
      best = &town;
    }
  }
  return best;
}

void inline_deployments(TomlValue& place, fs::path const& data, Problems& problems) {
  TomlValue* deployments = place.find("deployments");
  if (deployments == nullptr) return;
  TomlTable table(*deployments, "place.deployments", problems);
  std::string source;
  std::string mission;
  int first_year = 1945;
  int last_year = 2200;
  table.require("source", source);
  table.require("mission", mission);
  table.read("first_year", first_year, {1945, 2200, "year"});
  table.read("last_year", last_year, {1945, 2200, "year"});
  if (place.find("bases") != nullptr)
    table.report(
        Rank::inconsistent, "",
        "stands beside place.bases (both say where the mission has its bases). Remove one.");
  std::vector<std::pair<std::string, GeoPkoBase>> bases;  // by town
  with_file(table, data, [&](CsvReader& csv) {
    auto const towns = towns_of(place);
    std::string unknown;
    for (auto const& base : bases_of(read_geopko(csv, mission), first_year, last_year)) {
      NamedPoint const* town = town_near(towns, base.lon, base.lat);
      if (town == nullptr) {
        unknown += fmt::format("{}{} ({:.2f}, {:.2f})", unknown.empty() ? "" : ", ", base.location,
                               base.lon, base.lat);
        continue;
      }
      auto const same = std::find_if(bases.begin(), bases.end(),
                                     [&](auto const& known) { return known.first == town->name; });
      if (same == bases.end()) {
        bases.emplace_back(town->name, base);
      } else {
        same->second.share += base.share;
        same->second.first_year = std::min(same->second.first_year, base.first_year);
      }
    }
    if (!unknown.empty())
      throw Error(fmt::format("no town of the place lies within {} km of {}. Add these towns.",
                              town_tolerance, unknown));
    if (bases.empty())
      throw Error(fmt::format("{} has no troops from {} to {}. Correct the years.", mission,
                              first_year, last_year));
  });
  table.close();
  TomlValue::Array rows;
  for (auto const& [town, base] : bases) {
    TomlValue row;
    row.put("town", toml_value(town));
    row.put("weight", toml_value(base.share));
    row.put("first_year", toml_value(std::int64_t{base.first_year}));
    row.put("source", toml_value(source));
    rows.push_back(std::move(row));
  }
  place.remove("deployments");
  place.put("bases", TomlValue{}).content = std::move(rows);
}

}  // namespace

void inline_place_data(TomlValue& place, fs::path const& data, Problems& problems) {
  if (!place.is_table()) return;
  inline_population(place, data, problems);
  inline_deployments(place, data, problems);
}

}  // namespace disalign
