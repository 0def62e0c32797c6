/// Fields of a place on its land, by documented kernels.
#include "model/settlement.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "model/base/exact_math.hpp"

namespace disalign {
namespace {

// All assumed; see settlement.hpp.
constexpr std::array<double, 4> road_quality{0, 1.0, 0.7, 0.4};
constexpr double road_reach = 25;  // km
constexpr double town_access = 0.5;
constexpr double persons_per_radius = 10'000;
constexpr double rural_base = 0.15, rural_town = 0.35, rural_road = 0.5;
constexpr double rural_town_reach = 25;  // km
constexpr double rural_road_reach = 8;   // km

double decay(double x) { return static_cast<double>(exp(static_cast<float>(-x))); }

struct Line {
  Point from, to;
  int road_class;
};

std::vector<Line> road_lines(Place const& place, Land const& land) {
  std::map<std::string, Point> where;
  for (auto const& town : place.towns) where[town.name] = land.project(town.lon, town.lat);
  std::vector<Line> lines;
  for (auto const& road : place.roads) {
    for (std::size_t i = 1; i < road.towns.size(); ++i) {
      lines.push_back({where.at(road.towns[i - 1]), where.at(road.towns[i]), road.road_class});
    }
  }
  return lines;
}

std::vector<Point> town_points(Place const& place, Land const& land) {
  std::vector<Point> points;
  for (auto const& town : place.towns) points.push_back(land.project(town.lon, town.lat));
  return points;
}

int index_of(std::vector<Place::Region> const& regions, std::string const& name) {
  auto const found =
      std::find_if(regions.begin(), regions.end(), [&](auto const& r) { return r.name == name; });
  return static_cast<int>(found - regions.begin());
}

/// Spreads `total` over patches in proportion to `weight`, adding to `persons`.
void spread(double total, std::vector<double> const& weight, std::vector<double>& persons) {
  double sum = 0;
  for (double const w : weight) sum += w;
  if (!(sum > 0)) return;
  for (std::size_t i = 0; i < weight.size(); ++i) persons[i] += total * weight[i] / sum;
}

/// Rural persons of each region, in census persons; one entry for the country when none is known.
std::vector<double> rural_totals(Place const& place) {
  std::vector<double> rural;
  for (auto const& region : place.regions) rural.push_back(region.population);
  for (auto const& town : place.towns)
    rural[static_cast<std::size_t>(index_of(place.regions, town.region))] -= town.population;
  for (double& persons : rural) persons = std::max(persons, 0.0);
  return rural;
}

std::vector<double> rural_weights(Place const& place, Land const& land) {
  auto const lines = road_lines(place, land);
  auto const towns = town_points(place, land);
  std::vector<double> weights;
  for (Patch const& patch : land.patches) {
    double town_km = 1e9;
    double road_km = 1e9;
    for (Point const& town : towns) town_km = std::min(town_km, distance(patch.at, town));
    for (Line const& line : lines)
      road_km = std::min(road_km, distance_to_line(patch.at, line.from, line.to));
    weights.push_back(patch.sea ? 0.0
                                : patch.area_km2 *
                                      (rural_base + rural_town * decay(town_km / rural_town_reach) +
                                       rural_road * decay(road_km / rural_road_reach)));
  }
  return weights;
}

}  // namespace

std::vector<int> patch_regions(Place const& place, Land const& land) {
  std::vector<std::pair<Point, int>> signs;
  for (auto const& town : place.towns) {
    signs.emplace_back(land.project(town.lon, town.lat), index_of(place.regions, town.region));
  }
  for (auto const& village : place.villages) {
    signs.emplace_back(land.project(village.lon, village.lat),
                       index_of(place.regions, village.region));
  }
  std::vector<int> regions;
  for (Patch const& patch : land.patches) {
    auto const nearest =
        std::min_element(signs.begin(), signs.end(), [&](auto const& a, auto const& b) {
          return distance(patch.at, a.first) < distance(patch.at, b.first);
        });
    regions.push_back(nearest->second);
  }
  return regions;
}

std::vector<double> patch_road_access(Place const& place, Land const& land) {
  auto const lines = road_lines(place, land);
  auto const towns = town_points(place, land);
  std::vector<double> access;
  for (Patch const& patch : land.patches) {
    double best = 0;
    for (Line const& line : lines) {
      double const d = distance_to_line(patch.at, line.from, line.to);
      best = std::max(
          best, road_quality[static_cast<std::size_t>(line.road_class)] * decay(d / road_reach));
    }
    for (Point const& town : towns) {
      best = std::max(best, town_access * decay(distance(patch.at, town) / road_reach));
    }
    access.push_back(best);
  }
  return access;
}

std::vector<double> patch_population(Place const& place, Land const& land,
                                     std::vector<int> const& region) {
  std::size_t const count = land.patches.size();
  std::vector<double> persons(count, 0);
  std::vector<double> weight(count, 0);
  double in_towns = 0;
  for (auto const& town : place.towns) {
    Point const centre = land.project(town.lon, town.lat);
    double const radius = std::sqrt(town.population / persons_per_radius);
    double nearest = 1e30;
    for (Patch const& patch : land.patches) {
      if (!patch.sea) nearest = std::min(nearest, distance(centre, patch.at));
    }
    for (std::size_t i = 0; i < count; ++i) {
      // From the nearest patch, so that a small town between patches does not vanish.
      double const d = distance(centre, land.patches[i].at) - nearest;
      bool const nobody = !(radius > 0) || land.patches[i].sea;
      weight[i] = nobody ? 0 : land.patches[i].area_km2 * decay(d / radius);
    }
    spread(town.population, weight, persons);
    in_towns += town.population;
  }
  auto const rural = rural_weights(place, land);
  bool const census = place.regions.front().population > 0;
  if (census) {
    auto const totals = rural_totals(place);
    for (std::size_t r = 0; r < totals.size(); ++r) {
      for (std::size_t i = 0; i < count; ++i)
        weight[i] = region[i] == static_cast<int>(r) ? rural[i] : 0;
      spread(totals[r], weight, persons);
    }
  } else {
    spread(std::max(static_cast<double>(place.national_population) - in_towns, 0.0), rural,
           persons);
  }
  double sum = 0;
  for (double const p : persons) sum += p;
  for (double& p : persons) p *= static_cast<double>(place.national_population) / sum;
  return persons;
}

std::vector<double> patch_discs(std::vector<Place::Disc> const& discs, Land const& land) {
  std::vector<double> field;
  for (Patch const& patch : land.patches) {
    double absent = 1;
    for (auto const& disc : discs) {
      double const d = distance(patch.at, land.project(disc.lon, disc.lat)) / disc.radius_km;
      absent *= 1 - disc.value * decay(d * d / 2);
    }
    field.push_back(1 - absent);
  }
  return field;
}

}  // namespace disalign
