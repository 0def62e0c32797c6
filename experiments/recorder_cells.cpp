/// The recorder's cell axis: the cells of every world of the study, one world after the other.
#include <algorithm>

#include "experiments/recorder.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;

World const& FileDescription::world_of(std::size_t scenario) const {
  return *worlds[scenarios[scenario].world];
}

int FileDescription::first_cell(std::size_t scenario) const {
  std::size_t before = 0;
  for (std::size_t w = 0; w < scenarios[scenario].world; ++w)
    before += worlds[w]->grid.cells.size();
  return static_cast<int>(before);
}

std::size_t FileDescription::cells() const {
  std::size_t all = 0;
  for (World const* const world : worlds) all += world->grid.cells.size();
  return all;
}

void Recorder::make_cells() {
  auto const column = [&](char const* name, char const* units, char const* meaning,
                          auto World::* values) {
    using Element = std::ranges::range_value_t<decltype(about_.worlds.front()->*values)>;
    file_.variable(Description{.name = name, .units = units, .long_name = meaning},
                   hdf5::type_of<Element>(), {"cell"});
    std::vector<Element> inside;
    for (World const* const world : about_.worlds) {
      for (int const c : world->grid.cells)
        inside.push_back((world->*values)[static_cast<std::size_t>(c)]);
    }
    file_.write(name, inside);
  };
  column("lon", "degrees_east", "longitude of the cell's centre", &World::lon);
  column("lat", "degrees_north", "latitude of the cell's centre", &World::lat);
  column("priogrid_gid", "1", "PRIO-GRID cell of the cell's centre", &World::priogrid_gid);
  column("area", "km2", "land inside the outline", &World::area_km2);
  column("population", "person", "residents at the start", &World::population);
  column("road_access", "1", "access by road, mean over the land", &World::road_access);
  column("resource", "1", "lootable resource value, mean over the land", &World::resource);
  auto const label = [&](char const* name, char const* meaning, auto text) {
    file_.variable(Description{.name = name, .units = "", .long_name = meaning}, Type::text,
                   {"cell"});
    std::vector<std::string> texts;
    for (World const* const world : about_.worlds) {
      for (int const c : world->grid.cells) texts.push_back(text(*world, c));
    }
    file_.write(name, texts);
  };
  label("country", "country or stylised place that the cell lies in",
        [](World const& world, int) { return world.title; });
  label("admin_region", "administrative region of the cell's centre; empty: unknown",
        [](World const& world, int c) { return region_name(world, c); });
  label("nearest_town", "town of the place file nearest to the cell's centre",
        [](World const& world, int c) { return nearest_town(world, c); });
}

void Recorder::make_theatres() {
  std::vector<std::string> of_scenario;
  std::vector<std::string> of_world(about_.worlds.size());
  for (auto const& scenario : about_.scenarios) {
    of_scenario.push_back(scenario.theatre);
    std::string& names = of_world[scenario.world];
    // Theatres in one place and grid share its cells.
    if ((" " + names + " ").find(" " + scenario.theatre + " ") == std::string::npos)
      names += (names.empty() ? "" : " ") + scenario.theatre;
  }
  if (of_scenario.front().empty()) return;  // a study without theatres
  file_.variable(Description{.name = "theatre",
                             .units = "",
                             .long_name = "theatre; runs of one replicate of the theatres of a "
                                          "scenario are one trajectory under one Security Council"},
                 Type::text, {"scenario"});
  file_.write("theatre", of_scenario);
  file_.variable(Description{.name = "cell_theatre",
                             .units = "",
                             .long_name = "theatres that the cell lies in; maps of others are NaN"},
                 Type::text, {"cell"});
  std::vector<std::string> of_cell;
  for (std::size_t w = 0; w < about_.worlds.size(); ++w)
    of_cell.insert(of_cell.end(), about_.worlds[w]->grid.cells.size(), of_world[w]);
  file_.write("cell_theatre", of_cell);
}

}  // namespace disalign
