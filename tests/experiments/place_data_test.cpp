/// Tests of importers: rasters, events and deployments arrive whole, contradictions are refused.
#include "experiments/data/place_data.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <sstream>

#include "experiments/data/ged_events.hpp"
#include "experiments/data/geopko.hpp"
#include "experiments/data/population_raster.hpp"
#include "experiments/place_file.hpp"
#include "experiments/study.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

namespace fs = std::filesystem;

/// A folder that goes with its files.
struct Folder {
  Folder() : path(fs::temp_directory_path() / ("disalign_place_data_" + std::to_string(getpid()))) {
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  void write(char const* name, std::string const& text) const {
    std::ofstream(path / name) << text;
  }
  fs::path path;
};

/// A square of 2 x 2 degrees with two towns.
std::string const square = R"(name = "p"
title = "P"
iso3 = "PPP"
capital = "A"
national_population = 1000
outline = [[[0, 0], [2, 0], [2, 2], [0, 2]]]
regions = [{name = "R"}]
towns = [{name = "A", lon = 0.5, lat = 0.5, region = "R", population = 10}, {name = "B", lon = 1.5, lat = 1.5, region = "R", population = 10}]
)";

struct Read {
  Place place;
  std::string mistakes;
};

Read read(std::string const& text, fs::path const& data) {
  TomlValue tree = parse_toml(text, "p.toml");
  Problems problems;
  inline_place_data(tree, data, problems);
  TomlTable root(tree, "", problems);
  Read result;
  result.place = read_place(root);
  for (auto const& message : problems.messages()) result.mistakes += message + "\n";
  return result;
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

char const* data_folder() {
  char const* const folder = std::getenv("DISALIGN_DATA");
  if (folder == nullptr) std::puts("SKIPPED: DISALIGN_DATA is not set (folder of the real data)");
  return folder;
}

std::string const raster =
    "lon_center,lat_center,iso3,pop_count_est\n"
    "0.5,0.5,PPP,300\n1.5,0.5,PPP,0\n0.5,1.5,PPP,\n1.5,1.5,PPP,100\n0.25,0.25,QQQ,5000\n";
std::string const population = R"([population]
source = "a survey"
file = "pop.csv"
)";

}  // namespace

TEST_CASE("place data: people live where the raster has them, scaled to the nation") {
  Folder const folder;
  folder.write("pop.csv", raster);
  auto const [place, mistakes] = read(square + population, folder.path);
  CHECK(mistakes == "");
  REQUIRE(place.population.size() == 2);  // two cells have people, one is another country's
  World const world = make_world(place, GridSpec{});
  std::int64_t south_west = 0;
  std::int64_t north_east = 0;
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    if (world.lon[i] < 1 && world.lat[i] < 1) south_west += world.population[i];
    if (world.lon[i] > 1 && world.lat[i] > 1) north_east += world.population[i];
  }
  CHECK(std::accumulate(world.population.begin(), world.population.end(), 0) == 1000);
  // Each of the two takes half of the land, with three quarters and one quarter of the people.
  CHECK(std::abs(south_west - 3 * north_east) <= 4);
  CHECK(south_west > 350);
}

TEST_CASE("place data: a fine raster leaves nobody out, one abroad is refused") {
  Folder const folder;
  std::string fine = "lon_center,lat_center,iso3,pop_count_est\n";
  for (int i = 0; i < 200; ++i) {
    for (int j = 0; j < 100; ++j)
      fine +=
          std::to_string(0.005 + 0.01 * i) + "," + std::to_string(0.005 + 0.01 * j) + ",PPP,1\n";
  }
  folder.write("pop.csv", fine);
  auto const [place, mistakes] = read(square + population, folder.path);
  CHECK(mistakes == "");
  World const world = make_world(place, GridSpec{});
  std::int64_t south = 0;
  for (int const c : world.grid.cells) {
    auto const i = static_cast<std::size_t>(c);
    if (world.lat[i] < 1) south += world.population[i];
  }
  CHECK(south > 980);  // all of them, but for patches on the line
  folder.write("pop.csv", "lon_center,lat_center,iso3,pop_count_est\n50,50,PPP,10\n");
  // The nearest cell is far abroad: its people still live in the country, as it has no other.
  CHECK(read(square + population, folder.path).mistakes == "");
}

TEST_CASE("place data: mistakes name the key, the file, the line and what to do") {
  Folder const folder;
  folder.write("pop.csv", raster);
  auto const no_source = read(square + "[population]\nfile = \"pop.csv\"\n", folder.path);
  CHECK(contains(no_source.mistakes, "place.population.source: is missing"));
  auto const no_folder = read(square + population, {});
  CHECK(contains(no_folder.mistakes, "Give --data DIR or set DISALIGN_DATA"));
  auto const other = read(square + population + "iso3 = \"XXX\"\n", folder.path);
  CHECK(contains(other.mistakes, "no row with people has iso3 = \"XXX\""));
  auto const misspelt = read(square + population + "colour = 1\n", folder.path);
  CHECK(contains(misspelt.mistakes, "place.population.colour: is not known"));
  folder.write("pop.csv", raster + "0.5,0.5,PPP,1\n");
  CHECK(contains(read(square + population, folder.path).mistakes, "pop.csv:7:1: lon_center and"));
  folder.write("pop.csv", raster + "0.5,95,PPP,1\n");
  CHECK(contains(read(square + population, folder.path).mistakes,
                 "pop.csv:7:5: lat_center 95 is out of range (-90 to 90)"));
  auto const rows = read(square + "[population]\nsource = \"s\"\ncells = [[0.5, 0.5, -1]]\n", {});
  CHECK(contains(rows.mistakes, "[0.5, 0.5, -1] is no cell"));
}

TEST_CASE("place data: a mission's bases are the towns near its locations, by share of troops") {
  Folder const folder;
  std::string const header = "mission,year,country,location,latitude,longitude,hq,ave.no.troops\n";
  folder.write("g.csv", header +
                            "M,2014,P,Alpha,0.5,0.52,3,100\nM,2015,P,Alpha,0.5,0.52,3,200\n"
                            "M,2015,P,Camp,0.55,0.5,0,100\nM,2016,P,Beta,1.5,1.5,0,600\n"
                            "M,2016,P,Empty,9,9,0,0\nN,2016,P,Far,9,9,0,50\n");
  std::string const wanted =
      "[deployments]\nsource = \"Geo-PKO\"\nfile = \"g.csv\"\nmission = \"M\"\n";
  auto const [place, mistakes] = read(square + wanted, folder.path);
  CHECK(mistakes == "");
  REQUIRE(place.bases.size() == 2);
  CHECK(place.bases[0].town == "B");
  CHECK(place.bases[0].weight == doctest::Approx(0.6));
  CHECK(place.bases[1].town == "A");
  CHECK(place.bases[1].weight == doctest::Approx(0.4));
  CHECK(place.bases[1].first_year == 2014);
  CHECK(make_world(place, GridSpec{}).bases.size() == 2);
  CHECK(contains(read(square + wanted + "last_year = 2013\n", folder.path).mistakes,
                 "M has no troops from 1945 to 2013"));
  CHECK(contains(read(square + "[deployments]\nsource = \"s\"\nfile = \"g.csv\"\nmission = \"N\"\n",
                      folder.path)
                     .mistakes,
                 "no town of the place lies within 25 km of Far (9.00, 9.00)"));
  CHECK(contains(
      read("bases = [{town = \"A\", weight = 1}]\n" + square + wanted, folder.path).mistakes,
      "stands beside place.bases"));
  folder.write("g.csv", header + "M,2014,P,Alpha,0.5,0.52,3,many\n");
  CHECK(contains(read(square + wanted, folder.path).mistakes,
                 "g.csv:2:27: ave.no.troops \"many\" is no finite number"));
}

TEST_CASE("place data: events that contradict themselves are refused") {
  std::string const header =
      "id,type_of_violence,side_a,side_b,country,date_start,date_end,date_prec,where_prec,"
      "longitude,"
      "latitude,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,low,high,priogrid_gid\n";
  std::string const good =
      "7,1,Government,\"Rebels, "
      "northern\",P,2015-01-01,2015-01-03,2,1,18.58,4.36,1,2,3,4,10,8,12,135758\n";
  auto const events = [&](std::string const& text) {
    std::istringstream input(header + text);
    CsvReader csv(input, "ged.csv");
    return read_ged_events(csv);
  };
  auto const read_good = events(good);
  REQUIRE(read_good.size() == 1);
  CHECK(read_good[0].side_b == "Rebels, northern");
  CHECK(read_good[0].best == 10);
  CHECK(read_good[0].end == CivilDate{2015, 1, 3});
  auto const with = [&](std::string const& from, std::string const& to) -> std::string {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    try {
      events(text);
    } catch (Error const& error) {
      return error.what();
    }
    return "";
  };
  CHECK(
      contains(with("2015-01-03", "2014-12-31"), "ged.csv:2:48: date_end 2014-12-31 lies before"));
  CHECK(contains(with(",10,8,", ",11,8,"), "best is 11, its parts sum to 10"));
  CHECK(
      contains(with("135758", "135759"), "priogrid_gid is 135759, its coordinates lie in 135758"));
  CHECK(contains(with("7,1,", "7,4,"), "type_of_violence 4 is out of range (1 to 3)"));
  CHECK(contains(with("4.36", "94"), "latitude 94 is out of range"));
  CHECK_THROWS_WITH_AS(events(good + good), doctest::Contains("ged.csv:3:1: id 7 is that of an"),
                       Error);
}

TEST_CASE("place data: the real files are read whole") {
  char const* const folder = data_folder();
  if (folder == nullptr) return;
  fs::path const data(folder);
  CsvReader ged(data / "ucdp_ged231_caf.csv");
  auto const events = read_ged_events(ged);
  CHECK(events.size() == 1848);
  std::int64_t deaths = 0;
  for (auto const& event : events) deaths += event.best;
  CHECK(deaths == 14948);
  CsvReader geopko(data / "geopko_v2.3_mission_location_year.csv");
  auto const rows = read_geopko(geopko);
  CHECK(rows.size() == 7366);
  for (auto const& [country, cells] :
       {std::pair{"caf", 1832}, std::pair{"mli", 3792}, std::pair{"ssd", 1847}}) {
    CAPTURE(country);
    CsvReader csv(data / ("pop2020_20km_" + std::string(country) + "_bbox.csv"));
    RasterColumns columns;
    for (char const c : std::string(country)) columns.iso3 += static_cast<char>(c - 'a' + 'A');
    auto const read_cells = read_population_raster(csv, columns);
    CHECK(read_cells.size() <= static_cast<std::size_t>(cells));
    CHECK(read_cells.size() > static_cast<std::size_t>(cells) * 9 / 10);
  }
}

TEST_CASE("place data: MINUSCA's bases from Geo-PKO are those that the shipped place states") {
  char const* const folder = data_folder();
  if (folder == nullptr) return;
  fs::path const file = "experiments/places/central_african_republic.toml";
  TomlValue tree = load_toml(file);
  tree.remove("bases");
  TomlValue const wanted = parse_toml(
      "file = \"geopko_v2.3_mission_location_year.csv\"\nsource = \"Geo-PKO 2.3\"\n"
      "mission = \"MINUSCA\"\nfirst_year = 2014\nlast_year = 2022\n",
      "wanted");
  tree.put("deployments", wanted);
  Problems problems;
  inline_place_data(tree, folder, problems);
  TomlTable root(tree, "", problems);
  Place const imported = read_place(root);
  problems.raise();
  for (Place::Base const& stated : read_place(file).bases) {
    if (stated.weight < 0.01) continue;  // listed without counted troops, or nearly
    CAPTURE(stated.town);
    bool found = false;
    for (Place::Base const& base : imported.bases) {
      if (base.town != stated.town) continue;
      found = true;
      CHECK(base.weight == doctest::Approx(stated.weight).epsilon(0.1));
      CHECK(base.first_year == stated.first_year);
    }
    CHECK(found);
  }
}

TEST_CASE("place data: a study with a raster keeps it in its resolved text") {
  Folder const folder;
  folder.write("pop.csv", raster);
  std::string const scenario = R"(weeks = 2
[scenario]
name = "s"
[task_relations.clash]
[task_relations.synergy]
[actors.army]
kind = "government"
homes = "towns"
goals = { hold_site = 1 }
[place]
)" + square + "[place.population]\nsource = \"a survey\"\nfile = \"pop.csv\"\n";
  folder.write("s.toml", scenario);
  StudyChanges changes;
  changes.data = folder.path;
  Study const study = load_study(folder.path / "s.toml", changes);
  CHECK(contains(study.resolved, "source = \"a survey\""));
  CHECK(parse_study(study.resolved, "again").plan_hash == study.plan_hash);
  folder.write("pop.csv", "lon_center,lat_center,iso3,pop_count_est\n0.5,0.5,PPP,1\n");
  CHECK(load_study(folder.path / "s.toml", changes).plan_hash != study.plan_hash);
}
