/// The HDF5 layer: what is written is read back, two makings are the same bytes, and what readers
/// would misread is refused.
///
/// The sample file is written to the path in DISALIGN_HDF5_SAMPLE where that is set, with what was
/// written as JSON beside it: tests/experiments/hdf5_read_test.py compares the two from Python.
#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "tests/support/hdf5_sample.hpp"

namespace fs = std::filesystem;
using disalign::hdf5::Description;
using disalign::hdf5::File;
using disalign::hdf5::Growth;
using disalign::hdf5::Shape;
using disalign::hdf5::Type;
using nlohmann::json;
using std::string;
using std::vector;
using namespace disalign::test;

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

TEST_CASE("hdf5: a dimension unfolds into others, block by block") {
  Folder const folder;
  File file = File::create(folder.path / "unfolded.h5");
  file.coordinate(Description{.name = "a", .units = "1", .long_name = "first"},
                  vector<double>{1, 2});
  file.coordinate(Description{.name = "b", .units = "1", .long_name = "second"},
                  vector<double>{1, 2, 3});
  file.coordinate(Description{.name = "r", .units = "1", .long_name = "behind"},
                  vector<double>{0, 1});
  file.unfold("row", {"a", "b"});
  file.variable(Description{.name = "x", .units = "1", .long_name = "x"}, Type::int32,
                {"row", "r"});
  file.write("x", Shape{0, 0}, Shape{6, 1}, vector<std::int32_t>{0, 1, 2, 3, 4, 5});
  file.write("x", Shape{4, 1}, Shape{1, 1}, vector<std::int32_t>{40});
  CHECK(
      says(error_of([&] { file.write("x", Shape{1, 0}, Shape{2, 1}, vector<std::int32_t>{7, 8}); }),
           {"neither one place nor all"}));
  CHECK(file.read<std::int32_t>("x", Shape{1, 1, 0}, Shape{1, 1, 2}) ==
        vector<std::int32_t>{4, 40});
  CHECK(file.read<std::int32_t>("x") == vector<std::int32_t>{0, 0, 1, 0, 2, 0, 3, 0, 4, 40, 5, 0});
}
