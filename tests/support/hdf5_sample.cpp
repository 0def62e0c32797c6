/// How the sample file of the HDF5 layer is written.
#include "tests/support/hdf5_sample.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "model/base/check.hpp"

namespace fs = std::filesystem;
using disalign::hdf5::Description;
using disalign::hdf5::File;
using disalign::hdf5::Growth;
using disalign::hdf5::Shape;
using disalign::hdf5::Type;
using nlohmann::json;
using std::string;
using std::vector;

namespace disalign::test {
namespace {

string const long_text = [] {
  string text;
  while (text.size() < 80'000) text += "resolved = \"grün ≥ 0\"\n";
  return text;
}();

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

}  // namespace

Folder::Folder() {
  string name = (fs::temp_directory_path() / "disalign_hdf5_XXXXXX").string();
  path = ::mkdtemp(name.data());
}

string bytes_of(fs::path const& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

string error_of(std::function<void()> const& act) {
  try {
    act();
  } catch (disalign::Error const& error) {
    return error.what();
  }
  return "";
}

bool says(string const& message, vector<string> const& parts) {
  INFO(message);
  bool all = true;
  for (auto const& part : parts) all = all && message.find(part) != string::npos;
  CHECK(all);
  return all;
}

/// Writes every kind of thing the layer knows and returns what was written.
json write_sample(fs::path const& path) {
  fs::path const part = path.string() + ".part";
  File file = File::create(part);
  json said;
  auto const note = [&](string const& group, string const& name, vector<string> const& dimensions,
                        Shape const& shape, string const& units, string const& long_name,
                        auto const& values) {
    json rows = json::array();
    for (auto const& value : values) rows.push_back(value);  // NaN becomes null
    said[group]["variables"][name] = {{"dimensions", dimensions},
                                      {"shape", shape},
                                      {"units", units},
                                      {"long_name", long_name},
                                      {"values", rows}};
  };
  file.attribute("/", "title", "Sample of every kind");
  file.attribute("/", "configuration", long_text);
  file.attribute("/", "seed", std::uint64_t{18'446'744'073'709'551'615U});
  file.attribute("/", "balance", std::int64_t{-9'007'199'254'740'993});
  file.attribute("/", "step", 0.1);
  file.attribute("/", "empty", "");
  said["/"]["attributes"] = {{"title", "Sample of every kind"},
                             {"configuration", long_text},
                             {"seed", 18'446'744'073'709'551'615U},
                             {"balance", -9'007'199'254'740'993},
                             {"step", 0.1},
                             {"empty", ""}};

  vector<string> const scenarios{"UN alone", "désaligné", "mit Verbündeten"};
  vector<std::int32_t> const replicates{0, 1, 2, 3};
  vector<std::int32_t> const weeks{1, 2, 3, 4, 5};
  vector<std::int32_t> const dates{7, 14, 21, 28, 35};
  vector<double> const longitudes{14.25, 14.75};
  vector<float> const latitudes{2.5F, 3.5F, 4.5F};
  file.coordinate({.name = "scenario", .units = "", .long_name = "scenario"}, scenarios);
  file.coordinate({.name = "replicate", .units = "1", .long_name = "replicate"}, replicates);
  file.coordinate({.name = "week", .units = "week", .long_name = "week of the run", .valid_min = 1},
                  weeks, Growth::unlimited);
  file.coordinate({.name = "lon", .units = "degrees_east", .long_name = "longitude"}, longitudes);
  file.coordinate({.name = "lat", .units = "degrees_north", .long_name = "latitude"}, latitudes);
  note("/", "scenario", {"scenario"}, {3}, "", "scenario", scenarios);
  note("/", "replicate", {"replicate"}, {4}, "1", "replicate", replicates);
  note("/", "week", {"week"}, {5}, "week", "week of the run", weeks);
  note("/", "lon", {"lon"}, {2}, "degrees_east", "longitude", longitudes);
  note("/", "lat", {"lat"}, {3}, "degrees_north", "latitude", latitudes);
  file.variable({.name = "date",
                 .units = "days since 2013-01-01",
                 .long_name = "date at the end of the week",
                 .attributes = {{"calendar", "standard"}}},
                Type::int32, {"week"});
  file.write("date", dates);
  note("/", "date", {"week"}, {5}, "days since 2013-01-01", "date at the end of the week", dates);

  // Written run by run as the recorder does; one run is left out, so that its floats are missing.
  file.variable({.name = "deaths",
                 .units = "person",
                 .long_name = "deaths of the week",
                 .valid_min = 0,
                 .attributes = {{"coordinates", "date"}}},
                Type::int32, {"scenario", "replicate", "week"});
  file.variable({.name = "violence",
                 .units = "event week-1",
                 .long_name = "rate of events",
                 .valid_min = 0,
                 .valid_max = 0.1},
                Type::float32, {"scenario", "replicate", "week"});
  vector<std::int32_t> deaths;
  vector<float> violence;
  for (unsigned s = 0; s < 3; ++s)
    for (unsigned r = 0; r < 4; ++r) {
      bool const ran = !(s == 2 && r == 3);
      vector<std::int32_t> counts;
      vector<float> rates;
      for (unsigned w = 0; w < 5; ++w) {
        counts.push_back(ran ? static_cast<std::int32_t>(100 * s + 10 * r + w) : 0);
        rates.push_back(ran ? 0.125F * static_cast<float>(s + r + w) : static_cast<float>(nan));
      }
      deaths.insert(deaths.end(), counts.begin(), counts.end());
      violence.insert(violence.end(), rates.begin(), rates.end());
      if (!ran) continue;
      file.write("deaths", {s, r, 0}, {1, 1, 5}, counts);
      file.write("violence", {s, r, 0}, {1, 1, 5}, rates);
    }
  note("/", "deaths", {"scenario", "replicate", "week"}, {3, 4, 5}, "person", "deaths of the week",
       deaths);
  note("/", "violence", {"scenario", "replicate", "week"}, {3, 4, 5}, "event week-1",
       "rate of events", violence);
  vector<double> const heights{1.5, -2.25, nan, 4, 5, 1e300};
  file.variable({.name = "height", .units = "m", .long_name = "height"}, Type::float64,
                {"lat", "lon"});
  file.write("height", heights);
  note("/", "height", {"lat", "lon"}, {3, 2}, "m", "height", heights);
  vector<double> const covariance{4, 0.5, 0.5, 9};
  file.variable({.name = "covariance", .units = "1", .long_name = "the same dimension twice"},
                Type::float64, {"lon", "lon"});
  file.write("covariance", covariance);
  note("/", "covariance", {"lon", "lon"}, {2, 2}, "1", "the same dimension twice", covariance);
  file.variable({.name = "n_complete", .units = "1", .long_name = "runs written"}, Type::int64, {});
  file.write("n_complete", std::array{std::int64_t{11}});
  note("/", "n_complete", {}, {}, "1", "runs written", std::array{11});

  file.group("runs");
  file.attribute("runs", "title", "One row a run");
  said["runs"]["attributes"] = {{"title", "One row a run"}};
  file.coordinate({.name = "runs/run", .units = "1", .long_name = "run"}, vector<std::int32_t>{},
                  Growth::unlimited);
  file.variable({.name = "runs/status",
                 .units = "",
                 .long_name = "status",
                 .flag_meanings = {"not_run", "complete", "failed"}},
                Type::int8, {"run"});
  file.variable({.name = "runs/digest", .units = "1", .long_name = "digest"}, Type::uint64,
                {"run"});
  file.variable({.name = "runs/error", .units = "", .long_name = "why it failed"}, Type::text,
                {"run"});
  vector<std::int32_t> const runs{0, 1, 2};
  vector<std::int8_t> const status{1, 2, 0};
  vector<std::uint64_t> const digests{18'446'744'073'709'551'615U, 7, 0};
  vector<string> const errors{"", "week 3: a unit left the map", ""};
  file.extend("runs/run", 2);
  file.write("runs/status", {0}, {2}, std::array<std::int8_t, 2>{1, 2});
  file.write("runs/digest", {0}, {2}, std::array<std::uint64_t, 2>{digests[0], digests[1]});
  file.write("runs/error", {1}, {1}, vector<string>{errors[1]});  // the others are never written
  file.flush();
  file.extend("runs/run", 3);
  file.write("runs/run", runs);
  note("runs", "run", {"run"}, {3}, "1", "run", runs);
  note("runs", "status", {"run"}, {3}, "", "status", status);
  note("runs", "digest", {"run"}, {3}, "1", "digest", digests);
  note("runs", "error", {"run"}, {3}, "", "why it failed", errors);

  file.group("events");
  file.coordinate({.name = "events/event", .units = "1", .long_name = "event"},
                  vector<std::int64_t>{});
  file.variable({.name = "events/week", .units = "week", .long_name = "week"}, Type::int32,
                {"event"});
  said["events"]["attributes"] = json::object();
  note("events", "event", {"event"}, {0}, "1", "event", vector<int>{});
  note("events", "week", {"event"}, {0}, "week", "week", vector<int>{});
  file.finish(path);
  return said;
}

}  // namespace disalign::test
