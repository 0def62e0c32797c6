/// Reads a place file into facts.
#include "experiments/place_file.hpp"

#include <fmt/format.h>

#include <cmath>

#include "experiments/toml.hpp"
#include "experiments/toml_table.hpp"

namespace disalign {
namespace {

constexpr Bounds longitude{-180, 180, "degree"};
constexpr Bounds latitude{-90, 90, "degree"};
constexpr Bounds persons{0, 2e9, "person"};
constexpr Bounds share{0, 1, "1"};
constexpr Bounds km{0.1, 5000, "km"};
constexpr Bounds sites{1, 1e7, "person"};
constexpr Bounds classes{1, 3, "1"};
constexpr Bounds years{1900, 2200, "year"};

void read_spot(TomlTable& table, auto& spot) {
  table.require("name", spot.name);
  table.require("lon", spot.lon, longitude);
  table.require("lat", spot.lat, latitude);
}

/// Where a fact comes from, for readers of the file: the program only checks that it is a text.
void read_origin(TomlTable& table) {
  bool assumed = false;
  std::string source;
  table.read("assumed", assumed);
  table.read("source", source);
}

void read_rings(TomlTable& root, char const* key, bool required, std::vector<Ring>& result) {
  TomlValue const* rings = root.find(key);
  if (rings == nullptr) {
    if (required) root.missing(key, "Add a list of rings, each a list of [longitude, latitude].");
    return;
  }
  if (!rings->is_array()) {
    return root.report(
        Problems::Rank::wrong_type, key,
        "is " + rings->describe() + " (a list of rings is needed). Write [[[lon, lat], ...]]");
  }
  for (TomlValue const& value : std::get<TomlValue::Array>(rings->content)) {
    // Each ring is read as a table of one key, so that its numbers are checked like all others.
    TomlValue holder;
    holder.origin = value.origin;
    holder.put(key, value);
    std::vector<std::vector<double>> points;
    if (!TomlTable(holder, "", root.problems()).read(key, points, 2)) continue;
    Ring ring;
    for (auto const& p : points) ring.push_back({p[0], p[1]});
    result.push_back(ring);
  }
}

std::vector<Place::Disc> read_discs(TomlTable& root, char const* key) {
  std::vector<Place::Disc> discs;
  for (TomlTable& table : root.tables(key)) {
    Place::Disc disc;
    read_spot(table, disc);
    table.read("kind", disc.kind);
    table.require("value", disc.value, share);
    table.require("radius_km", disc.radius_km, km);
    read_origin(table);
    table.close();
    discs.push_back(disc);
  }
  return discs;
}

void read_population(TomlTable& root, Place& place) {
  auto table = root.table("population");
  if (!table) return;
  std::string source;
  std::vector<std::vector<double>> rows;
  table->require("source", source);
  table->require("cells", rows, std::size_t{3});
  table->close();
  for (auto const& row : rows) {
    if (std::abs(row[0]) > 180 || std::abs(row[1]) > 90 || row[2] < 0 || row[2] > persons.high) {
      return table->report(
          Problems::Rank::out_of_range, "cells",
          fmt::format("[{}, {}, {}] is no cell (longitude, latitude, 0 to {} persons). Correct it.",
                      row[0], row[1], row[2], persons.high));
    }
    place.population.push_back({row[0], row[1], row[2]});
  }
}

void read_settlements(TomlTable& root, Place& place) {
  for (TomlTable& table : root.tables("regions")) {
    Place::Region region;
    table.require("name", region.name);
    table.read("population", region.population, persons);
    read_origin(table);
    table.close();
    place.regions.push_back(region);
  }
  for (TomlTable& table : root.tables("towns")) {
    Place::Town town;
    read_spot(table, town);
    table.require("region", town.region);
    table.require("population", town.population, persons);
    town.assumed = false;
    table.read("assumed", town.assumed);
    read_origin(table);
    table.close();
    place.towns.push_back(town);
  }
  for (TomlTable& table : root.tables("villages")) {
    Place::Village village;
    read_spot(table, village);
    table.require("region", village.region);
    read_origin(table);
    table.close();
    place.villages.push_back(village);
  }
}

void read_structures(TomlTable& root, Place& place) {
  for (TomlTable& table : root.tables("roads")) {
    Place::Road road;
    table.require("name", road.name);
    table.require("class", road.road_class, classes);
    table.require("towns", road.towns);
    read_origin(table);
    table.close();
    place.roads.push_back(road);
  }
  place.resources = read_discs(root, "resources");
  place.uplands = read_discs(root, "uplands");
  for (TomlTable& table : root.tables("bases")) {
    Place::Base base;
    table.require("town", base.town);
    table.require("weight", base.weight, Bounds{1e-6, 1e6, "1"});
    table.read("first_year", base.first_year, years);
    read_origin(table);
    table.close();
    place.bases.push_back(base);
  }
  for (TomlTable& table : root.tables("protection_sites")) {
    Place::ProtectionSite site;
    table.require("town", site.town);
    table.require("persons", site.persons, sites);
    read_origin(table);
    table.close();
    place.protection_sites.push_back(site);
  }
}

}  // namespace

Place read_place(TomlTable& root) {
  Place place;
  root.require("name", place.name);
  root.require("title", place.title);
  root.read("iso3", place.iso3);
  root.require("capital", place.capital);
  root.require("national_population", place.national_population, Bounds{1, 2147483647, "person"});
  root.read("sources", place.sources);
  read_rings(root, "outline", true, place.outline);
  read_rings(root, "sea", false, place.sea);
  read_settlements(root, place);
  read_population(root, place);
  read_structures(root, place);
  root.close();
  return place;
}

Place read_place(std::filesystem::path const& file) {
  TomlValue const tree = load_toml(file);
  Problems problems;
  TomlTable root(tree, "", problems);
  Place place = read_place(root);
  problems.raise();
  return place;
}

}  // namespace disalign
