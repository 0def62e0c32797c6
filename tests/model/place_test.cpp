/// Tests of places: facts to worlds, cell-size invariance, the Central African map against a raster.
#include "model/place.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <numeric>
#include <sstream>

#include "experiments/place_file.hpp"
#include "model/base/check.hpp"
#include "tests/support/skip.hpp"

using namespace disalign;

namespace {

constexpr auto priogrid = GridSpec::Kind::priogrid;
constexpr auto km = GridSpec::Kind::km;

/// A square of 2 x 2 degrees at the equator with two towns, a road and a mine.
Place square() {
  Place place;
  place.name = "square";
  place.title = "A square";
  place.national_population = 1'000'003;
  place.capital = "West";
  place.outline = {{{10, 0}, {12, 0}, {12, 2}, {10, 2}}};
  place.regions = {{"Left", 300'000}, {"Right", 100'000}};
  place.towns = {{"West", "Left", 10.3, 0.8, 100'000, false},
                 {"East", "Right", 11.7, 1.2, 10'000, false}};
  place.roads = {{"R1", 1, {"West", "East"}}};
  place.resources = {{"Mine", "gold", 11.2, 1.7, 0.9, 20}};
  place.bases = {{"East", 2, 2015}};
  place.protection_sites = {{"West", 700}};
  return place;
}

Place central_africa() { return read_place("experiments/places/central_african_republic.toml"); }

std::int64_t people(World const& world) {
  return std::accumulate(world.population.begin(), world.population.end(), std::int64_t{0});
}

/// Sum over cells of a mean times the area.
double amount(World const& world, std::vector<float> const& mean) {
  double sum = 0;
  for (int const c : world.grid.cells) {
    sum += double{mean[static_cast<std::size_t>(c)]} *
           double{world.area_km2[static_cast<std::size_t>(c)]};
  }
  return sum;
}

double total_area(World const& world) {
  return amount(world, std::vector<float>(world.area_km2.size(), 1.0F));
}

std::string refusal(Place const& place, GridSpec const& spec = {}) {
  try {
    make_world(place, spec);
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

/// Ranks with ties sharing their mean rank.
std::vector<double> ranks(std::vector<double> const& x) {
  std::vector<std::size_t> order(x.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return x[a] < x[b]; });
  std::vector<double> rank(x.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t j = i;
    while (j < order.size() && !(x[order[i]] < x[order[j]])) ++j;
    for (std::size_t k = i; k < j; ++k) rank[order[k]] = 0.5 * static_cast<double>(i + j - 1);
    i = j;
  }
  return rank;
}

double rank_correlation(std::vector<double> const& x, std::vector<double> const& y) {
  auto const a = ranks(x);
  auto const b = ranks(y);
  double const mean = 0.5 * static_cast<double>(x.size() - 1);
  double ab = 0;
  double aa = 0;
  double bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean) * (b[i] - mean);
    aa += (a[i] - mean) * (a[i] - mean);
    bb += (b[i] - mean) * (b[i] - mean);
  }
  return ab / std::sqrt(aa * bb);
}

struct RasterCell {
  double lon, lat, density, count;
};

/// The population raster's cells of the Central African Republic; empty where there is no data.
std::vector<RasterCell> raster() {
  std::vector<RasterCell> cells;
  char const* const folder = std::getenv("DISALIGN_DATA");
  if (folder == nullptr) {
    test::skip("DISALIGN_DATA is not set (the comparison needs pop2020_20km_caf_bbox.csv)");
    return cells;
  }
  std::ifstream file(std::string(folder) + "/pop2020_20km_caf_bbox.csv");
  REQUIRE_MESSAGE(file.is_open(), "DISALIGN_DATA holds no pop2020_20km_caf_bbox.csv");
  std::string line;
  std::getline(file, line);
  while (std::getline(file, line)) {
    std::vector<std::string> column;
    std::istringstream row(line);
    for (std::string cell; std::getline(row, cell, ',');) column.push_back(cell);
    if (column.size() < 8 || column[4] != "CAF" || column[6].empty()) continue;
    cells.push_back(
        {std::stod(column[2]), std::stod(column[3]), std::stod(column[6]), std::stod(column[7])});
  }
  REQUIRE(cells.size() == 1832);
  return cells;
}

}  // namespace

TEST_CASE("place: residents are whole and sum exactly to the national population on every grid") {
  for (auto const& place : {square(), central_africa(), synthetic_country(3)}) {
    for (GridSpec const& spec : {GridSpec{priogrid, 0}, GridSpec{km, 20}, GridSpec{km, 37}}) {
      World const world = make_world(place, spec);
      CHECK(people(world) == place.national_population);
      CHECK(*std::min_element(world.population.begin(), world.population.end()) ==
            0);  // border of the plane
      for (int const c : world.grid.cells)
        CHECK(world.population[static_cast<std::size_t>(c)] >= 0);
    }
  }
}

TEST_CASE("place: regions keep their shares of the people, towns theirs of the region") {
  World const world = make_world(square(), {km, 5});
  double left = 0;
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    if (world.lon[i] < 11) left += world.population[i];
  }
  // 300,000 of 400,000, but for the people of a town who live beyond the border.
  CHECK(left / 1'000'003 == doctest::Approx(0.75).epsilon(0.02));
  Place bare = square();
  bare.regions = {{"Left", 0}, {"Right", 0}};
  World const even = make_world(bare, {km, 5});
  double near_west = 0;
  for (int const c : even.grid.cells) {
    if (even.grid.distance_km(c, even.towns[0].cell) < 20)
      near_west += even.population[static_cast<std::size_t>(c)];
  }
  CHECK(near_west > 95'000);
  CHECK(near_west < 250'000);
}

TEST_CASE("place: area and amounts of a field do not depend on the size of the cells") {
  for (auto const& place : {square(), central_africa(), synthetic_country(11)}) {
    World const coarse = make_world(place, {priogrid, 0});
    for (double const size : {20.0, 27.5, 40.0}) {
      World const fine = make_world(place, {km, size});
      CHECK(total_area(fine) == doctest::Approx(total_area(coarse)).epsilon(0.005));
      CHECK(amount(fine, fine.resource) ==
            doctest::Approx(amount(coarse, coarse.resource)).epsilon(0.01));
      CHECK(amount(fine, fine.road_access) ==
            doctest::Approx(amount(coarse, coarse.road_access)).epsilon(0.01));
      CHECK(amount(fine, fine.ruggedness) ==
            doctest::Approx(amount(coarse, coarse.ruggedness)).epsilon(0.01));
    }
  }
}

TEST_CASE("place: the square has the area of the sphere, and fields lie where the facts are") {
  World const world = make_world(square(), {priogrid, 0});
  CHECK(world.grid.cells.size() == 16);
  CHECK(total_area(world) ==
        doctest::Approx(4 * km_per_degree * km_per_degree * 0.99985).epsilon(1e-4));
  auto const at = [&](double lon, double lat) {
    for (int const c : world.grid.cells) {
      if (world.priogrid_gid[static_cast<std::size_t>(c)] == priogrid_gid(lon, lat))
        return static_cast<std::size_t>(c);
    }
    return std::size_t{0};
  };
  CHECK(world.towns[0].cell == static_cast<int>(at(10.3, 0.8)));
  CHECK(world.capital == world.towns[0].cell);
  CHECK(world.bases[0].cell == static_cast<int>(at(11.7, 1.2)));
  CHECK(world.bases[0].first_year == 2015);
  CHECK(world.protection_site[at(10.3, 0.8)] == 700);
  CHECK(std::max_element(world.resource.begin(), world.resource.end()) - world.resource.begin() ==
        static_cast<std::ptrdiff_t>(at(11.2, 1.7)));
  CHECK(world.road_access[at(11.1, 0.9)] > 0.25F);
  CHECK(world.road_access[at(10.1, 1.9)] < 0.15F);
  CHECK(world.region[at(10.1, 1.9)] == 0);
  CHECK(world.region[at(11.9, 0.1)] == 1);
  for (auto const* field : {&world.road_access, &world.resource, &world.ruggedness}) {
    CHECK(*std::min_element(field->begin(), field->end()) >= 0.0F);
    CHECK(*std::max_element(field->begin(), field->end()) <= 1.0F);
  }
}

TEST_CASE("place: an open border is a ring of empty land, and the country inside stays as it is") {
  for (auto const& [place, spec] :
       {std::pair{square(), GridSpec{priogrid, 20}}, {central_africa(), GridSpec{km, 60}}}) {
    GridSpec beyond = spec;
    beyond.border = GridSpec::Border::open;
    World const closed = make_world(place, spec);
    World const open = make_world(place, beyond);
    std::map<std::pair<int, int>, int> country;  // by row and column of the open grid
    for (int const c : closed.grid.cells)
      country[{closed.grid.row_of(c) + 1, closed.grid.column_of(c) + 1}] = c;
    std::size_t ring = 0;
    bool same = true;
    for (int const c : open.grid.cells) {
      auto const i = static_cast<std::size_t>(c);
      auto const there = country.find({open.grid.row_of(c), open.grid.column_of(c)});
      if (there != country.end()) {
        auto const j = static_cast<std::size_t>(there->second);
        same = same && open.population[i] == closed.population[j] &&
               open.resource[i] == closed.resource[j] && open.area_km2[i] == closed.area_km2[j] &&
               open.lon[i] == doctest::Approx(closed.lon[j]) &&
               open.priogrid_gid[i] == closed.priogrid_gid[j];
        continue;
      }
      ++ring;
      same = same && open.population[i] == 0 && open.resource[i] == 0 && open.region[i] == -1 &&
             region_name(open, c).empty() &&
             open.area_km2[i] ==
                 doctest::Approx(open.grid.km_per_column * open.grid.km_per_row).epsilon(1e-6);
      // It touches the country.
      bool touches = false;
      for (int k = open.grid.neighbour_start[i]; k < open.grid.neighbour_start[i + 1]; ++k) {
        int const n = open.grid.neighbours[static_cast<std::size_t>(k)];
        touches = touches || country.contains({open.grid.row_of(n), open.grid.column_of(n)});
      }
      same = same && touches;
    }
    CHECK(same);
    CHECK(ring > 4);
    CHECK(open.grid.cells.size() == closed.grid.cells.size() + ring);
    CHECK(people(open) == people(closed));
  }
}

TEST_CASE("place: all contradictions are told at once, each with place, key, reason and remedy") {
  Place place = square();
  place.capital = "Nowhere";
  place.towns[1].region = "Middle";
  place.roads[0].towns = {"West", "Easst"};
  place.regions[1].population = 0;
  place.bases[0].weight = 0;
  auto const text = refusal(place, {km, 0.1});
  CHECK(contains(text, "square: capital: \"Nowhere\" is no town"));
  CHECK(contains(
      text,
      "square: towns, East: \"Middle\" is no region of the place (regions are: Left, Right)"));
  CHECK(contains(text, "square: roads, R1: \"Easst\" is no town"));
  CHECK(contains(text, "square: regions: 1 of 2 have a population"));
  CHECK(contains(text, "square: bases, East: weight 0"));
  CHECK(contains(text, "square: cell_km: 0.1 is out of range"));
  CHECK(std::count(text.begin(), text.end(), '\n') == 5);
  place = square();
  place.towns[0].lon = 8;
  CHECK(contains(refusal(place), "towns, West: it lies"));
  place = square();
  place.outline = {{{10, 0}, {12, 0}}};
  CHECK(contains(refusal(place), "has no area"));
  place = square();
  place.towns[0].population = 500'000;
  CHECK(contains(refusal(place), "live in towns"));
  CHECK(refusal(square()).empty());
}

TEST_CASE("synthetic country: the seed decides, each kind of fact by its own draws") {
  auto const a = make_world(synthetic_country(5), {km, 20});
  auto const b = make_world(synthetic_country(5), {km, 20});
  auto const c = make_world(synthetic_country(6), {km, 20});
  CHECK(a.population == b.population);
  CHECK(a.grid.cells == b.grid.cells);
  CHECK(a.population != c.population);
  SyntheticSpec more;
  more.resources = 9;
  auto const richer = synthetic_country(5, more);
  CHECK(richer.towns[7].lon == doctest::Approx(synthetic_country(5).towns[7].lon));
  CHECK(richer.resources[3].lon == doctest::Approx(synthetic_country(5).resources[3].lon));
  SyntheticSpec wrong;
  wrong.regions = 100;
  CHECK_THROWS_AS(synthetic_country(5, wrong), Error);
}

TEST_CASE("synthetic country: any seed and size makes a world") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    SyntheticSpec spec;
    spec.radius_km = 60 + 20 * static_cast<double>(seed);
    spec.towns = 2 + static_cast<int>(seed);
    spec.regions = 1 + static_cast<int>(seed) / 2;
    spec.bases = spec.regions;
    World const world = make_world(synthetic_country(seed, spec), {km, 30});
    CHECK(people(world) == spec.population);
    CHECK(world.bases.size() == static_cast<std::size_t>(spec.bases));
  }
}

TEST_CASE("small world: nine cells of 10,000 people, reachable without any file") {
  World const world = small_world();
  CHECK(world.grid.cells.size() == 9);
  CHECK(people(world) == 90'000);
  CHECK(world.capital == world.grid.cell(1, 1));
}

TEST_CASE("Central African Republic: the file has the facts that were promised") {
  Place const place = central_africa();
  CHECK(place.towns.size() >= 40);
  CHECK(place.regions.size() == 17);
  CHECK(place.bases.size() >= 20);
  double census = 0;
  for (auto const& region : place.regions) census += region.population;
  CHECK(census == doctest::Approx(3'895'139));
  World const half_degree = make_world(place, {priogrid, 0});
  World const fine = make_world(place, {km, 20});
  CHECK(half_degree.grid.cells.size() ==
        239);  // 248 touch the outline, 205 have half their area in it
  CHECK(fine.grid.cells.size() == 1655);
  CHECK(total_area(fine) == doctest::Approx(623'000).epsilon(0.01));  // official figure 622,984 km2
}

TEST_CASE(
    "Central African Republic: half-degree cells rank like the population raster, 0.6 or more") {
  auto const cells = raster();
  if (cells.empty()) return;
  World const world = make_world(central_africa(), {priogrid, 0});
  std::map<std::int32_t, double> counted;
  for (auto const& cell : cells) counted[priogrid_gid(cell.lon, cell.lat)] += cell.count;
  std::vector<double> model;
  std::vector<double> reference;
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    if (!counted.contains(world.priogrid_gid[i])) continue;
    model.push_back(world.population[i]);
    reference.push_back(counted[world.priogrid_gid[i]]);
  }
  double const correlation = rank_correlation(model, reference);
  MESSAGE("rank correlation with the raster, 0.5 degrees: " << correlation << " over "
                                                            << model.size() << " cells");
  CHECK(model.size() > 220);
  CHECK(correlation >= 0.6);
  std::reverse(model.begin(), model.end());  // the twin: the same numbers on the wrong cells
  CHECK(rank_correlation(model, reference) < 0.6);
}

TEST_CASE("Central African Republic: 20-km cells against the raster are reported") {
  auto const cells = raster();
  if (cells.empty()) return;
  World const world = make_world(central_africa(), {km, 20});
  std::vector<double> model;
  std::vector<double> reference;
  for (auto const& cell : cells) {  // density of the model's cell nearest to each raster cell
    std::size_t best = 0;
    double least = 1e30;
    for (int const c : world.grid.cells) {
      auto const i = static_cast<std::size_t>(c);
      double const d = distance({cell.lon, cell.lat}, {double{world.lon[i]}, double{world.lat[i]}});
      if (d < least) {
        least = d;
        best = i;
      }
    }
    model.push_back(double{static_cast<float>(world.population[best])} /
                    double{world.area_km2[best]});
    reference.push_back(cell.density);
  }
  double const correlation = rank_correlation(model, reference);
  MESSAGE("rank correlation with the raster, 20 km: " << correlation << " over " << model.size()
                                                      << " cells");
  CHECK(correlation >= 0.6);
}

TEST_CASE("place: water is where the sea rings say, and nobody lives there") {
  Place place = square();
  World const dry = make_world(place, {km, 20});
  CHECK(std::count(dry.sea.begin(), dry.sea.end(), 1) == 0);
  place.sea = {{{11, -1}, {13, -1}, {13, 1}, {11, 1}}};  // the south-eastern quarter
  World const world = make_world(place, {km, 20});
  CHECK(people(world) == place.national_population);
  double water = 0;
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    bool const quarter = world.lon[i] > 11 && world.lat[i] < 1;
    if (std::abs(world.lon[i] - 11) > 0.1F && std::abs(world.lat[i] - 1) > 0.1F)
      CHECK((world.sea[i] != 0) == quarter);
    if (world.sea[i] == 0) continue;
    water += double{world.area_km2[i]};
    if (world.lon[i] > 11.1F && world.lat[i] < 0.9F) CHECK(world.population[i] <= 1);
  }
  CHECK(water / total_area(world) == doctest::Approx(0.25).epsilon(0.1));
  CHECK(world.area_km2 == dry.area_km2);
}

TEST_CASE("place: a sea over the whole outline is refused") {
  Place place = square();
  place.sea = {{{9, -1}, {13, -1}, {13, 3}, {9, 3}}};
  CHECK_THROWS_AS(make_world(place, {km, 20}), Error);
}
