/// From the facts of a place to the world of cells.
#include "model/place.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include "model/base/check.hpp"
#include "model/land.hpp"
#include "model/settlement.hpp"

namespace disalign {
namespace {

/// Farthest a town may lie outside the (coarse) outline [km].
constexpr double border_tolerance = 25;
/// Features times patches: each feature's distance to each patch is asked for; some ten seconds.
constexpr double most_distances = 5e8;

std::size_t idx(int c) { return static_cast<std::size_t>(c); }

/// Every contradiction of a place, as "<place>: <key>: problem (why). what to do".
class Review {
 public:
  explicit Review(Place const& place) : place_(place) {
    name_names();
    check_facts();
    check_links();
  }
  [[nodiscard]] std::vector<std::string> const& problems() const { return problems_; }

 private:
  template <class... Arguments>
  void say(fmt::format_string<Arguments...> text, Arguments&&... arguments) {
    problems_.push_back(place_.name + ": " +
                        fmt::format(text, std::forward<Arguments>(arguments)...));
  }

  void name_names() {
    for (auto const& region : place_.regions) {
      if (!regions_.insert(region.name).second)
        say("regions: \"{}\" stands twice (names tie facts together). Rename one", region.name);
    }
    for (auto const& town : place_.towns) {
      if (!towns_.insert(town.name).second)
        say("towns: \"{}\" stands twice (names tie facts together). Rename one", town.name);
    }
  }

  void check_facts() {
    if (place_.national_population < 1 ||
        place_.national_population > std::numeric_limits<std::int32_t>::max()) {
      say("national_population: {} is out of range (1 to 2147483647 persons). Give the residents "
          "of the country",
          place_.national_population);
    }
    if (place_.regions.empty()) say("regions: there is none (every town belongs to one). Add one");
    if (place_.towns.empty())
      say("towns: there is none (population and roads start from them). Add one");
    if (place_.outline.empty())
      say("outline: there is none (it says which cells belong to the country). Add a ring of "
          "points");
    for (Ring const& ring : place_.outline) {
      if (ring.size() < 3 || !(area(ring) > 0))
        say("outline: a ring of {} points has no area (at least 3 are needed). Complete it",
            ring.size());
    }
    auto const known = std::count_if(place_.regions.begin(), place_.regions.end(),
                                     [](auto const& r) { return r.population > 0; });
    if (known != 0 && known != std::ssize(place_.regions)) {
      say("regions: {} of {} have a population (the others would be empty). Give all or none",
          known, place_.regions.size());
    }
    double in_towns = 0;
    double in_regions = 0;
    for (auto const& town : place_.towns) in_towns += town.population;
    for (auto const& region : place_.regions) in_regions += region.population;
    double const all = known != 0 ? in_regions : static_cast<double>(place_.national_population);
    if (!(in_towns > 0) || in_towns > all) {
      say("towns: {:.0f} persons live in towns (more than 0, at most {:.0f} of the regions or the "
          "country). Correct the figures",
          in_towns, all);
    }
    double in_cells = 0;
    for (auto const& cell : place_.population) in_cells += cell.persons;
    if (!place_.population.empty() && !(in_cells > 0))
      say("population: no cell has people (they are scaled to the national population). Correct "
          "the raster");
    for (auto const* discs : {&place_.resources, &place_.uplands}) {
      for (auto const& disc : *discs) {
        if (!(disc.radius_km > 0) || disc.value < 0 || disc.value > 1) {
          say("{}: value {} and radius {} km make no sense (value 0 to 1, radius above 0). Correct "
              "them",
              disc.name, disc.value, disc.radius_km);
        }
      }
    }
  }

  void need_town(std::string const& key, std::string const& town) {
    if (!towns_.contains(town))
      say("{}: \"{}\" is no town of the place (names must be equal letter by letter). Add the town "
          "or correct the name",
          key, town);
  }
  void need_region(std::string const& name, std::string const& region) {
    if (!regions_.contains(region))
      say("{}: \"{}\" is no region of the place (regions are: {}). Correct the name", name, region,
          fmt::join(regions_, ", "));
  }

  void check_links() {
    need_town("capital", place_.capital);
    for (auto const& town : place_.towns) need_region("towns, " + town.name, town.region);
    for (auto const& village : place_.villages)
      need_region("villages, " + village.name, village.region);
    for (auto const& road : place_.roads) {
      if (road.towns.size() < 2)
        say("roads, {}: it has {} towns (a road needs two ends). Add towns", road.name,
            road.towns.size());
      if (road.road_class < 1 || road.road_class > 3)
        say("roads, {}: class {} is unknown (1 paved, 2 main earth road, 3 track). Choose one",
            road.name, road.road_class);
      for (auto const& town : road.towns) need_town("roads, " + road.name, town);
    }
    for (auto const& base : place_.bases) {
      need_town("bases", base.town);
      if (!(base.weight > 0))
        say("bases, {}: weight {} (it is a share of the troops, above 0). Correct it", base.town,
            base.weight);
    }
    for (auto const& site : place_.protection_sites) {
      need_town("protection_sites", site.town);
      if (site.persons < 1)
        say("protection_sites, {}: {} persons (a site holds at least 1). Correct it", site.town,
            site.persons);
    }
  }

  Place const& place_;
  std::set<std::string> regions_, towns_;
  std::vector<std::string> problems_;
};

/// Mean of a field over the land of each cell.
std::vector<float> cell_means(Land const& land, std::vector<double> const& field) {
  std::vector<double> sum(idx(land.grid.plane_size()), 0);
  for (std::size_t i = 0; i < field.size(); ++i)
    sum[idx(land.patches[i].cell)] += field[i] * land.patches[i].area_km2;
  std::vector<float> means(sum.size(), 0.0F);
  for (int const c : land.grid.cells)
    means[idx(c)] = static_cast<float>(sum[idx(c)] / land.area_km2[idx(c)]);
  return means;
}

/// Whole persons per cell: differences of the floor of the running sum, so that the total is exact.
std::vector<std::int32_t> whole_persons(Land const& land, std::vector<double> const& persons,
                                        std::int64_t total) {
  std::vector<double> sum(idx(land.grid.plane_size()), 0);
  for (std::size_t i = 0; i < persons.size(); ++i) sum[idx(land.patches[i].cell)] += persons[i];
  std::vector<std::int32_t> whole(sum.size(), 0);
  double running = 0;
  std::int64_t given = 0;
  for (int const c : land.grid.cells) {
    running += sum[idx(c)];
    std::int64_t const up_to_here =
        c >= land.patches.back().cell  // the last cell with land of the country
            ? total
            : std::min(total, static_cast<std::int64_t>(std::floor(running)));
    whole[idx(c)] = static_cast<std::int32_t>(up_to_here - given);
    given = up_to_here;
  }
  return whole;
}

/// Marks the patches whose centre is water.
void flood(Land& land, std::vector<Ring> const& sea) {
  for (Ring const& water : sea) {
    Ring flat;
    for (Point const& p : water) flat.push_back(land.project(p.x, p.y));
    for (Patch& patch : land.patches) patch.sea = patch.sea || is_inside(patch.at, flat);
  }
}

/// 1 where at least half of the cell is water.
std::vector<std::uint8_t> sea_cells(Land const& land) {
  std::vector<double> share;
  for (Patch const& patch : land.patches) share.push_back(patch.sea ? 1 : 0);
  std::vector<std::uint8_t> sea;
  for (float const mean : cell_means(land, share)) sea.push_back(mean >= 0.5F ? 1 : 0);
  return sea;
}

/// The region that holds most of each cell's land; -1 beyond the border.
std::vector<std::int32_t> cell_regions(Land const& land, std::vector<int> const& regions,
                                       std::size_t count) {
  std::vector<double> share(idx(land.grid.plane_size()) * count, 0);
  for (std::size_t i = 0; i < regions.size(); ++i)
    share[idx(land.patches[i].cell) * count + idx(regions[i])] += land.patches[i].area_km2;
  std::vector<std::int32_t> best(idx(land.grid.plane_size()), 0);
  for (int const c : land.grid.cells) {
    auto const first = share.begin() + static_cast<std::ptrdiff_t>(idx(c) * count);
    auto const most = std::max_element(first, first + static_cast<std::ptrdiff_t>(count));
    best[idx(c)] = *most > 0 ? static_cast<std::int32_t>(most - first) : -1;
  }
  return best;
}

}  // namespace

World make_world(Place const& place, GridSpec const& spec) {
  auto problems = Review(place).problems();
  if (spec.kind == GridSpec::Kind::km && !(spec.cell_km >= 1 && spec.cell_km <= 500)) {
    problems.push_back(fmt::format("{}: cell_km: {} is out of range (1 to 500 km). Choose another",
                                   place.name, spec.cell_km));
  }
  if (!problems.empty()) throw Error(fmt::format("{}", fmt::join(problems, "\n")));

  Land land = cut_land(place.outline, spec, place.name);
  flood(land, place.sea);
  if (std::all_of(land.patches.begin(), land.patches.end(), [](auto const& p) { return p.sea; })) {
    throw Error(place.name +
                ": sea: it covers the whole outline (people live on land, homes lie there). Leave "
                "some land");
  }
  auto const features = static_cast<double>(
      place.towns.size() + place.villages.size() + place.resources.size() + place.uplands.size() +
      place.regions.size() +
      std::accumulate(place.roads.begin(), place.roads.end(), std::size_t{0},
                      [](std::size_t sum, auto const& road) { return sum + road.towns.size(); }));
  if (features * static_cast<double>(land.patches.size()) > most_distances) {
    throw Error(
        fmt::format("{}: {} towns, villages, roads and discs on {} patches of land take too long "
                    "(their product: at most {}). Leave the smallest away",
                    place.name, features, land.patches.size(), most_distances));
  }
  World world;
  world.name = place.name;
  world.title = place.title;
  world.grid = land.grid;
  std::size_t const plane = idx(world.grid.plane_size());
  world.area_km2.assign(land.area_km2.begin(), land.area_km2.end());
  auto const regions = patch_regions(place, land);
  auto const persons = place.population.empty() ? patch_population(place, land, regions)
                                                : patch_raster_population(place, land);
  world.population = whole_persons(land, persons, place.national_population);
  world.road_access = cell_means(land, patch_road_access(place, land));
  world.ruggedness = cell_means(land, patch_discs(place.uplands, land));
  world.resource = cell_means(land, patch_discs(place.resources, land));
  world.region = cell_regions(land, regions, place.regions.size());
  for (auto const& region : place.regions) world.regions.push_back(region.name);
  world.sea = sea_cells(land);
  world.lon.assign(plane, 0);
  world.lat.assign(plane, 0);
  world.priogrid_gid.assign(plane, 0);
  for (int const c : world.grid.cells) {
    double const lon = land.west + (world.grid.column_of(c) + 0.5) * land.degrees_east;
    double const lat = land.south + (world.grid.row_of(c) + 0.5) * land.degrees_north;
    world.lon[idx(c)] = static_cast<float>(lon);
    world.lat[idx(c)] = static_cast<float>(lat);
    world.priogrid_gid[idx(c)] = priogrid_gid(lon, lat);
  }

  for (auto const& town : place.towns) {
    double km = 0;
    auto const patch = land.nearest_patch(town.lon, town.lat, km);
    if (km > border_tolerance) {
      problems.push_back(fmt::format(
          "{}: towns, {}: it lies {:.0f} km outside the outline (at most {} are tolerated). "
          "Correct its coordinates or the outline",
          place.name, town.name, km, border_tolerance));
    }
    world.towns.push_back(
        {town.name, land.patches[patch].cell, static_cast<float>(town.population)});
  }
  if (!problems.empty()) throw Error(fmt::format("{}", fmt::join(problems, "\n")));
  auto const cell_of = [&](std::string const& name) {
    return std::find_if(world.towns.begin(), world.towns.end(),
                        [&](auto const& t) { return t.name == name; })
        ->cell;
  };
  world.capital = cell_of(place.capital);
  for (auto const& base : place.bases) {
    world.bases.push_back(
        {base.town, cell_of(base.town), static_cast<float>(base.weight), base.first_year});
  }
  world.protection_site.assign(plane, 0);
  for (auto const& site : place.protection_sites)
    world.protection_site[idx(cell_of(site.town))] += site.persons;
  return world;
}

std::string region_name(World const& world, int cell) {
  int const region = world.region.empty() ? -1 : world.region[static_cast<std::size_t>(cell)];
  return region < 0 ? "" : world.regions[static_cast<std::size_t>(region)];
}

std::string nearest_town(World const& world, int cell) {
  auto const nearer = [&](World::Site const& a, World::Site const& b) {
    return world.grid.distance_km(a.cell, cell) < world.grid.distance_km(b.cell, cell);
  };
  auto const nearest = std::min_element(world.towns.begin(), world.towns.end(), nearer);
  return nearest == world.towns.end() ? "" : nearest->name;
}

}  // namespace disalign
