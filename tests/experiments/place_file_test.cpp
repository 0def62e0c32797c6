/// Tests of the reading of place files: every mistake is told with its line.
#include "experiments/place_file.hpp"

#include <doctest/doctest.h>

#include <string>

#include "model/base/check.hpp"

using namespace disalign;

namespace {

/// The mistakes of a place, joined by new lines; the place is read from text.
std::string mistakes(std::string const& text, Place* read = nullptr) {
  TomlValue const tree = parse_toml(text, "p.toml");
  Problems problems;
  TomlTable root(tree, "", problems);
  Place const place = read_place(root);
  if (read != nullptr) *read = place;
  std::string all;
  for (auto const& message : problems.messages()) all += message + "\n";
  return all;
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

std::string const good = R"(name = "p"
title = "P"
capital = "A"
national_population = 10
outline = [[[1, 2], [3, 4], [5, 2]], [[7.5, 8], [9, 8], [9, 9]]]
regions = [{name = "R", population = 9}]
towns = [{name = "A", lon = 2, lat = 2.5, region = "R", population = 4, assumed = true, source = "memory"}]
roads = [{name = "N1", class = 2, towns = ["A", "A"]}]
bases = [{town = "A", weight = 0.5, first_year = 2014}]
)";

}  // namespace

TEST_CASE("place file: facts arrive as they stand") {
  Place place;
  CHECK(mistakes(good, &place).empty());
  CHECK(place.outline.size() == 2);
  CHECK(place.outline[1][0].x == 7.5);
  CHECK(place.towns.at(0).lat == 2.5);
  CHECK(place.towns.at(0).assumed);
  CHECK(place.roads.at(0).road_class == 2);
  CHECK(place.bases.at(0).first_year == 2014);
  CHECK(place.regions.at(0).population == 9);
}

TEST_CASE("place file: unknown keys, missing keys and numbers out of range are told together") {
  auto const text = mistakes(good + R"(capitol = "B"
villages = [{name = "V", lon = 200, region = "R"}]
)");
  CHECK(contains(text, "capitol"));
  CHECK(contains(text, "p.toml:10"));
  CHECK(contains(text, "lon"));
  CHECK(contains(text, "200"));
  CHECK(contains(text, "lat"));
  CHECK_THROWS_AS(read_place("no/such/place.toml"), Error);
}
