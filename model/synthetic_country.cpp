/// A country that does not exist, from a seed.
#include <fmt/format.h>

#include <boost/random/uniform_real_distribution.hpp>

#include <algorithm>
#include <cmath>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/place.hpp"

namespace disalign {
namespace {

/// Uniform numbers of one purpose: a change of one kind of fact leaves the others as they were.
class Dice {
 public:
  Dice(std::uint64_t seed, char const* purpose) : engine_(seed, purpose) {}
  double operator()(double low, double high) {
    return boost::random::uniform_real_distribution<double>(low, high)(engine_);
  }

 private:
  AddressedEngine engine_;
};

constexpr int corners = 36;

/// Radius of the country in a direction: a closed chain of draws, smoothed three times.
std::vector<double> radii(std::uint64_t seed, double mean) {
  Dice dice(seed, "outline");
  std::vector<double> r(corners);
  for (double& value : r) value = mean * dice(0.6, 1.4);
  for (int pass = 0; pass < 3; ++pass) {
    auto const old = r;
    for (std::size_t i = 0; i < r.size(); ++i)
      r[i] = (old[(i + r.size() - 1) % r.size()] + 2 * old[i] + old[(i + 1) % r.size()]) / 4;
  }
  return r;
}

double direction(int corner) { return 360.0 / corners * corner; }

/// A point inside the country: at most 95 % of the way to the border, evenly over the area.
Point inside(Dice& dice, std::vector<double> const& radius) {
  auto const corner = static_cast<int>(dice(0, corners));
  double const r = 0.95 * radius[static_cast<std::size_t>(corner)] * std::sqrt(dice(0, 1));
  return {r * cosine(direction(corner)), r * sine(direction(corner))};
}

/// Roads: every town joins the nearest larger one, so that all are linked; towns are in order of size.
void add_roads(Place& place, std::vector<Point> const& where) {
  for (std::size_t i = 1; i < where.size(); ++i) {
    auto const last = where.begin() + static_cast<std::ptrdiff_t>(i);
    auto const nearest = std::min_element(where.begin(), last, [&](Point const& a, Point const& b) {
      return distance(a, where[i]) < distance(b, where[i]);
    });
    auto const& other = place.towns[static_cast<std::size_t>(nearest - where.begin())].name;
    int const road_class = i < 4 ? 1 : (i < where.size() / 2 ? 2 : 3);
    place.roads.push_back({"R" + std::to_string(i), road_class, {other, place.towns[i].name}});
  }
}

}  // namespace

Place synthetic_country(std::uint64_t seed, SyntheticSpec const& spec) {
  if (!(spec.radius_km >= 20 && spec.radius_km <= 2000) || spec.towns < 2 || spec.regions < 1 ||
      spec.regions > spec.towns || spec.resources < 0 || spec.bases < 1 ||
      spec.bases > spec.towns || spec.population < 1000 || !(spec.lat >= -60 && spec.lat <= 60)) {
    throw Error(fmt::format(
        "synthetic country: radius {} km, {} towns, {} regions, {} resources, {} bases, {} persons "
        "cannot be made "
        "(radius 20 to 2000 km, regions and bases from 1 to the number of towns, 2 towns, 1000 "
        "persons, "
        "latitude -60 to 60 at least). Change the sizes",
        spec.radius_km, spec.towns, spec.regions, spec.resources, spec.bases, spec.population));
  }
  Place place;
  place.name = "synthetic";
  place.title = fmt::format("Synthetic country {}", seed);
  place.iso3 = "XXX";
  place.national_population = spec.population;
  place.sources = {"drawn from seed " + std::to_string(seed)};
  Projection const project(spec.lat);
  auto const lon = [&](Point const& p) { return spec.lon + p.x / project.km_per_degree_east(); };
  auto const lat = [&](Point const& p) { return spec.lat + p.y / km_per_degree; };

  auto const radius = radii(seed, spec.radius_km);
  Ring ring;
  for (int k = 0; k < corners; ++k) {
    double const r = radius[static_cast<std::size_t>(k)];
    Point const p{r * cosine(direction(k)), r * sine(direction(k))};
    ring.push_back({lon(p), lat(p)});
  }
  place.outline = {ring};

  // Zipf's law: town k has 1/k of the largest; three in ten people live in towns (assumed).
  double harmonic = 0;
  for (int k = 1; k <= spec.towns; ++k) harmonic += 1.0 / k;
  double const largest = 0.3 * static_cast<double>(spec.population) / harmonic;
  Dice town_dice(seed, "towns");
  std::vector<Point> where;
  for (int k = 0; k < spec.towns; ++k) {
    Point best;
    double apart = -1;
    for (int attempt = 0; attempt < 8; ++attempt) {  // the loneliest of eight: towns keep apart
      Point const p = inside(town_dice, radius);
      double nearest = 1e30;
      for (Point const& other : where) nearest = std::min(nearest, distance(p, other));
      if (nearest > apart) {
        apart = nearest;
        best = p;
      }
    }
    where.push_back(best);
    place.towns.push_back(
        {fmt::format("Town {}", k + 1), "", lon(best), lat(best), largest / (k + 1), true});
  }
  place.capital = "Town 1";
  // The largest towns are seats of regions; a town belongs to the nearest seat.
  for (int r = 0; r < spec.regions; ++r)
    place.regions.push_back({fmt::format("Region {}", r + 1), 0});
  auto const seats = where.begin() + spec.regions;
  for (std::size_t k = 0; k < where.size(); ++k) {
    auto const seat = std::min_element(where.begin(), seats, [&](Point const& a, Point const& b) {
      return distance(a, where[k]) < distance(b, where[k]);
    });
    place.towns[k].region = place.regions[static_cast<std::size_t>(seat - where.begin())].name;
  }
  add_roads(place, where);

  Dice resource_dice(seed, "resources");
  for (int k = 0; k < spec.resources; ++k) {
    Point const p = inside(resource_dice, radius);
    double const value = resource_dice(0.3, 1.0);
    place.resources.push_back(
        {fmt::format("Field {}", k + 1), "mineral", lon(p), lat(p), value, resource_dice(20, 60)});
  }
  for (int k = 0; k < spec.bases; ++k) {
    place.bases.push_back({place.towns[static_cast<std::size_t>(k)].name, 1.0 / (k + 1), 0});
  }
  for (int k = 0; k < std::max(1, spec.bases / 3); ++k) {
    place.protection_sites.push_back({place.towns[static_cast<std::size_t>(k)].name, 10'000});
  }
  return place;
}

}  // namespace disalign
