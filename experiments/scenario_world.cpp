/// Makes the world of a scenario, once for all scenarios that share place and grid.
#include "experiments/scenario_world.hpp"

#include <sstream>

#include "experiments/place_file.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

GridSpec read_grid(TomlTable& root) {
  GridSpec spec;
  auto grid = root.table("grid");
  if (!grid) return spec;
  int kind = 0;
  grid->read_word("kind", kind, std::array{"priogrid", "km"});
  spec.kind = kind == 0 ? GridSpec::Kind::priogrid : GridSpec::Kind::km;
  int border = 0;
  grid->read_word("border", border, std::array{"closed", "open"});
  spec.border = border == 0 ? GridSpec::Border::closed : GridSpec::Border::open;
  bool const sized = grid->read("cell_km", spec.cell_km, {1, 200, "km"});
  if (sized && spec.kind == GridSpec::Kind::priogrid) {
    grid->report(Rank::inconsistent, "cell_km",
                 "goes with kind = \"km\" only (PRIO-GRID cells are half a degree). Remove it.");
  }
  grid->close();
  return spec;
}

Place read_synthetic(TomlTable& place) {
  std::int64_t seed = 1;
  SyntheticSpec spec;
  place.require("seed", seed, Bounds{0, 9.2e18, "1"});
  place.read("radius_km", spec.radius_km, {30, 2000, "km"});
  place.read("lon", spec.lon, {-170, 170, "degree"});
  place.read("lat", spec.lat, {-60, 60, "degree"});
  place.read("population", spec.population, {1000, 2e9, "person"});
  place.read("towns", spec.towns, {2, 1000, "1"});
  place.read("regions", spec.regions, {1, 200, "1"});
  place.read("resources", spec.resources, {0, 200, "1"});
  place.read("bases", spec.bases, {1, 1000, "1"});
  place.close();
  return place.problems().empty() ? synthetic_country(static_cast<std::uint64_t>(seed), spec)
                                  : Place{};
}

/// The same facts in the same cells make the same world.
std::string identity(TomlTable& root) {
  TomlValue key;
  for (char const* name : {"place", "grid"}) {
    if (TomlValue const* value = root.find(name)) key.put(name, *value);
  }
  return to_text(key);
}

}  // namespace

std::shared_ptr<World const> read_world(TomlTable& root, Worlds& worlds) {
  if (!root.has("place")) {
    root.missing("place", R"(Write place = "../places/NAME.toml" or place = {kind = "small"}.)");
    root.find("place");
    root.find("grid");
    return nullptr;
  }
  auto const key = identity(root);
  if (auto const known = worlds.find(key); known != worlds.end()) return known->second;
  Problems own;  // a world is made only from a place without mistakes
  auto table = root.table("place");
  GridSpec const grid = read_grid(root);
  if (!table) return nullptr;
  TomlTable place(*root.find("place"), "place", own);
  int kind = -1;
  std::shared_ptr<World const> world;
  try {
    if (!place.has("kind")) {
      Place const facts = read_place(place);
      if (own.empty()) world = std::make_shared<World const>(make_world(facts, grid));
    } else if (place.read_word("kind", kind, std::array{"small", "synthetic"}) && kind == 0) {
      place.close();
      if (root.has("grid"))
        root.report(Rank::inconsistent, "grid",
                    "goes with no small place (it has its own 3 x 3 cells). Remove it.");
      if (own.empty()) world = std::make_shared<World const>(small_world());
    } else if (kind == 1) {
      Place const facts = read_synthetic(place);
      if (own.empty()) world = std::make_shared<World const>(make_world(facts, grid));
    }
  } catch (Error const& error) {
    std::istringstream lines(error.what());
    for (std::string line; std::getline(lines, line);) {
      own.add(Rank::inconsistent, root.find("place")->origin, "place", line);
    }
  }
  root.problems().add(own);
  if (world) worlds[key] = world;
  return world;
}

}  // namespace disalign
