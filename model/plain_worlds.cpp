/// Worlds without facts, for tests and theory.
#include "model/place.hpp"

namespace disalign {

World plain_world(int rows, int columns, float cell_km, std::int32_t people, bool torus) {
  World world;
  world.name = "plain";
  world.title = "A plain rectangle";
  std::vector<std::uint8_t> const full(
      static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 1);
  world.grid = Grid(rows, columns, cell_km, cell_km, full, torus);
  auto const plane = static_cast<std::size_t>(world.grid.plane_size());
  world.area_km2.assign(plane, cell_km * cell_km);
  for (auto* column :
       {&world.lon, &world.lat, &world.road_access, &world.ruggedness, &world.resource})
    column->assign(plane, 0.0F);
  for (auto* column :
       {&world.population, &world.region, &world.protection_site, &world.priogrid_gid})
    column->assign(plane, 0);
  world.sea.assign(plane, 0);
  world.regions = {"plain"};
  world.capital = world.grid.cells.front();
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    world.population[i] = people;
    world.road_access[i] = 0.5F;
    world.lon[i] =
        static_cast<float>(world.grid.column_of(c)) * cell_km / static_cast<float>(km_per_degree);
    world.lat[i] =
        static_cast<float>(world.grid.row_of(c)) * cell_km / static_cast<float>(km_per_degree);
  }
  return world;
}

World small_world() {
  World world = plain_world(3, 3, 50, 10000);
  world.name = "small";
  world.title = "The 3 x 3 world of tests";
  int const middle = world.grid.cell(1, 1);
  int const corner = world.grid.cell(0, 0);
  world.resource[static_cast<std::size_t>(middle)] = 0.5F;
  world.protection_site[static_cast<std::size_t>(corner)] = 5000;
  world.towns = {{"Middle", middle, 10000}, {"Corner", corner, 5000}};
  world.bases = {{"Middle", middle, 1}};
  world.capital = middle;
  return world;
}

}  // namespace disalign
