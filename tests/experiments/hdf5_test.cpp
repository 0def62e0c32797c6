/// The HDF5 layer: what is written is read back, two makings are the same bytes, and every failure
/// says what to do.
///
/// The sample file is written to the path in DISALIGN_HDF5_SAMPLE where that is set, with what was
/// written as JSON beside it: tests/experiments/hdf5_read_test.py compares the two from Python.
#include <doctest/doctest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

#include "experiments/hdf5.hpp"
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

namespace {

/// A folder that is removed with everything in it.
struct Folder {
  fs::path path;
  Folder() {
    string name = (fs::temp_directory_path() / "disalign_hdf5_XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
};

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

string const long_text = [] {
  string text;
  while (text.size() < 80'000) text += "resolved = \"grün ≥ 0\"\n";
  return text;
}();

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace

TEST_CASE("hdf5: the sample reads back as it was written") {
  Folder const folder;
  char const* wanted = std::getenv("DISALIGN_HDF5_SAMPLE");
  fs::path const path = wanted != nullptr ? fs::path(wanted) : folder.path / "sample.h5";
  json const said = write_sample(path);
  std::ofstream(path.string() + ".json") << said;
  CHECK_FALSE(fs::exists(path.string() + ".part"));

  File file = File::open(path);
  CHECK(file.groups() == vector<string>{"runs", "events"});
  for (string const group : {"/", "runs", "events"}) {
    json found;
    for (auto const& entry : file.entries(group)) {
      string const leaf = group == "/" ? entry.name : entry.name.substr(group.size() + 1);
      json attributes = json::object();
      for (auto const& [name, value] : entry.attributes)
        std::visit([&](auto const& content) { attributes[name] = content; }, value);
      json values;
      if (entry.type == Type::text)
        values = file.read<string>(entry.name);
      else if (entry.type == Type::uint64)
        values = file.read<std::uint64_t>(entry.name);
      else if (entry.type == Type::float32)
        values = file.read<float>(entry.name);
      else
        values = file.read<double>(entry.name);
      found[leaf] = {{"dimensions", entry.dimensions},
                     {"shape", entry.shape},
                     {"units", attributes.value("units", "")},
                     {"long_name", attributes["long_name"]},
                     {"values", json::parse(values.dump())}};
      CHECK(entry.is_coordinate == (entry.dimensions == vector<string>{leaf}));
    }
    CHECK(found == json::parse(said[group]["variables"].dump()));
    json attributes = json::object();
    for (auto const& [name, value] : file.attributes(group))
      std::visit([&](auto const& content) { attributes[name] = content; }, value);
    CHECK(attributes == said[group]["attributes"]);
  }
  CHECK(file.entries()[6].name == "deaths");  // in the order made, not by name
  CHECK(file.read<std::int32_t>("deaths", {1, 2, 1}, {2, 1, 3}) ==
        vector<std::int32_t>{121, 122, 123, 221, 222, 223});
  CHECK(file.read<string>("scenario", {1}, {1}) == vector<string>{"désaligné"});
  for (auto const& [name, value] : file.attributes("runs/status")) {
    if (name == "flag_values")
      CHECK(std::get<vector<std::int64_t>>(value) == vector<std::int64_t>{0, 1, 2});
    if (name == "flag_meanings") CHECK(std::get<string>(value) == "not_run complete failed");
  }
}

TEST_CASE("hdf5: two makings of one file are the same bytes") {
  Folder const folder;
  write_sample(folder.path / "a.h5");
  ::sleep(2);  // stored times have a resolution of one second
  write_sample(folder.path / "b.h5");
  string const first = bytes_of(folder.path / "a.h5");
  CHECK(first.size() > 80'000);
  CHECK(first == bytes_of(folder.path / "b.h5"));
}

TEST_CASE("hdf5: chunks hold half a megabyte, whole trailing axes first") {
  using disalign::hdf5::chunk_shape;
  CHECK(chunk_shape({4, 1000, 260}, 4) == Shape{1, 500, 260});  // 504 runs would fit
  CHECK(chunk_shape({4, 100, 260}, 4) == Shape{4, 100, 260});   // 416 kB
  CHECK(chunk_shape({4, 10'000, 260, 5}, 8) == Shape{1, 50, 260, 5});
  CHECK(chunk_shape({0}, 8) == Shape{65'536});
  CHECK(chunk_shape({7, 0, 100}, 4) == Shape{1, 1310, 100});
  CHECK(chunk_shape({1'000'000}, 4) == Shape{125'000});
  CHECK(chunk_shape({3, 3}, 1'000'000) == Shape{1, 1});
}

TEST_CASE("hdf5: a file under way is readable up to the last flush") {
  Folder const folder;
  fs::path const path = folder.path / "a.h5";
  fs::path const copy = folder.path / "copy.h5";  // what a kill at this moment would leave
  File file = File::create(path);
  file.coordinate({.name = "run", .units = "1", .long_name = "run"}, vector<std::int32_t>{0, 1},
                  Growth::unlimited);
  file.attribute("/", "n_complete", std::int64_t{2});
  file.flush();
  file.extend("run", 3);
  file.attribute("/", "n_complete", std::int64_t{3});
  fs::copy_file(path, copy);
  File reader = File::open(copy);
  CHECK(reader.read<std::int32_t>("run") == vector<std::int32_t>{0, 1});
  CHECK(std::get<std::int64_t>(reader.attributes().front().second) == 2);
}

TEST_CASE("hdf5: a file that cannot be opened says why and what to do") {
  Folder const folder;
  string const home = folder.path.string();
  says(error_of([&] { (void)File::open(home + "/none.h5"); }),
       {home + "/none.h5: cannot open the file (no such file or folder). Check"});
  says(error_of([&] { (void)File::open(home); }), {home, "it is a folder", "Name a file"});
  std::ofstream(home + "/text.h5") << "these are only words\n";
  says(error_of([&] { (void)File::open(home + "/text.h5"); }),
       {"text.h5", "it is not an HDF5 file", "Name a file"});
  std::ofstream(home + "/empty.h5").flush();
  says(error_of([&] { (void)File::open(home + "/empty.h5"); }),
       {"empty.h5", "it is not an HDF5 file"});
  write_sample(home + "/a.h5");
  fs::resize_file(home + "/a.h5", fs::file_size(home + "/a.h5") / 2);
  says(error_of([&] { (void)File::open(home + "/a.h5"); }),
       {"a.h5", "its end is missing", "Repeat"});
}

TEST_CASE("hdf5: a folder that cannot be written says why and what to do") {
  Folder const folder;
  string const home = folder.path.string();
  says(error_of([&] { (void)File::create(home + "/none/a.h5"); }),
       {home + "/none/a.h5", "no such file or folder"});
  std::ofstream(home + "/file") << "x";
  says(error_of([&] { (void)File::create(home + "/file/a.h5"); }),
       {"part of its path is a file", "Choose a folder"});
  if (::geteuid() == 0) {
    MESSAGE("skipped for root, whom permissions do not stop: a read-only folder");
  } else {
    fs::permissions(folder.path, fs::perms::owner_read | fs::perms::owner_exec);
    says(error_of([&] { (void)File::create(home + "/a.h5"); }),
         {"permission denied", "Choose a folder"});
    fs::permissions(folder.path, fs::perms::owner_all);
  }
}

TEST_CASE("hdf5: a file open elsewhere names the variable that turns locks off") {
  if (std::getenv("HDF5_USE_FILE_LOCKING") != nullptr) {
    MESSAGE("skipped: HDF5_USE_FILE_LOCKING is set");
    return;
  }
  Folder const folder;
  fs::path const path = folder.path / "a.h5";
  write_sample(path);
  // A lock of another open file description is what another process would hold.
  string const hold =
      "flock -x " + path.string() + " sleep 20 & echo $! > " + (folder.path / "pid").string();
  REQUIRE(std::system(hold.c_str()) == 0);
  ::usleep(500'000);
  string const message = error_of([&] { (void)File::open(path); });
  std::ignore = std::system(("kill $(cat " + (folder.path / "pid").string() + ")").c_str());
  says(message, {"a.h5", "another program has it open", "HDF5_USE_FILE_LOCKING=FALSE"});
}

TEST_CASE("hdf5: a write beyond the space left is an error, not silence") {
  Folder const folder;
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  auto* const handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit const small{200'000, before.rlim_max};
  // The long one fails while it is written; the short one waits in memory and fails when closing.
  for (std::size_t const length : {200'000U, 40'000U}) {
    CAPTURE(length);
    vector<double> noise(length);
    for (std::size_t i = 0; i < length; ++i) noise[i] = std::sin(static_cast<double>(i * i));
    string message;
    {
      File file = File::create(folder.path / "a.h5");
      file.coordinate({.name = "y", .units = "1", .long_name = "y"}, vector<double>(length));
      file.flush();
      REQUIRE(::setrlimit(RLIMIT_FSIZE, &small) == 0);
      message = error_of([&] {
        file.write("y", noise);
        CHECK(length < 100'000);
        file.finish(folder.path / "final.h5");
      });
    }  // the file cannot be closed either: the library must survive that, up to the program's end
    ::setrlimit(RLIMIT_FSIZE, &before);
    says(message, {"a.h5", "a limit on the size of files was reached", "ulimit -f"});
    CHECK_FALSE(fs::exists(folder.path / "final.h5"));
  }
  std::signal(SIGXFSZ, handler);
  // The program goes on: other files are made as before, and it ends without a crash.
  write_sample(folder.path / "b.h5");
}

TEST_CASE("hdf5: what readers would misread is refused") {
  Folder const folder;
  File file = File::create(folder.path / "a.h5");
  vector<std::int32_t> const three{1, 2, 3};
  Description const week{.name = "week", .units = "week", .long_name = "week"};
  file.coordinate(week, three);
  says(error_of([&] { file.coordinate({.name = "d", .units = "days", .long_name = "d"}, three); }),
       {"'d'", "'days'"});
  says(error_of([&] { file.coordinate({.name = "d", .units = "", .long_name = "d"}, three); }),
       {"no units"});
  says(error_of([&] { file.coordinate({.name = "d", .units = "1", .long_name = ""}, three); }),
       {"no long_name"});
  says(error_of([&] { file.coordinate(week, three); }), {"'week'", "the name is taken"});
  says(error_of([&] { file.attribute("week", "_FillValue", std::int64_t{-1}); }),
       {"_FillValue", "floats"});
  says(error_of([&] {
         file.variable({.name = "x", .units = "1", .long_name = "x"}, Type::int32, {"month"});
       }),
       {"'x'", "'month' is no dimension"});
  says(error_of([&] { file.write("week", vector<double>{1, 2, 3}); }), {"another element type"});
  says(error_of([&] { file.write("week", {1}, {2}, three); }), {"3 values for a block of 2"});
  says(error_of([&] { file.write("week", {1}, {3}, three); }), {"beyond the variable"});
  says(error_of([&] { file.write("week", {0, 0}, {1, 3}, three); }), {"2 offsets"});
  says(error_of([&] { file.extend("week", 9); }), {"its length is fixed"});
  says(error_of([&] { (void)file.read<string>("week"); }), {"another kind"});
  says(error_of([&] { (void)file.read<double>("month"); }),
       {"'month'", "no such name", "disalign show"});
}
