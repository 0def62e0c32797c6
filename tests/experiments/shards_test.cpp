/// Shards and packed runs: what goes in comes out, each run once; what was harmed is noticed.
#include "experiments/shards.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <fstream>

#include "experiments/packed_run.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

namespace fs = std::filesystem;

constexpr int weeks = 12;
constexpr std::uint64_t plan = 77;

/// A folder that goes with the test.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("disalign_shards_" + std::to_string(getpid()));
  Folder() {
    fs::remove_all(path);
    fs::create_directories(path);
  }
  ~Folder() { fs::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
};

StoredRun stored(std::int64_t number) {
  StoredRun run;
  run.number = number;
  run.failed = number % 5 == 3;
  run.packed.assign(static_cast<std::size_t>(10 + number), static_cast<std::byte>(number));
  return run;
}

void make_shard(fs::path const& folder, RunRange runs) {
  ShardWriter shard(folder, {}, plan, runs.first);
  for (std::int64_t k = runs.first; k < runs.last; ++k) shard.add(stored(k));
  shard.seal(1.5);
}

std::vector<std::int64_t> numbers_read(fs::path const& folder, RunRange wanted) {
  std::vector<std::int64_t> numbers;
  read_runs(list_shards(folder), wanted, [&](StoredRun const& run) {
    CHECK(run.packed == stored(run.number).packed);
    CHECK(run.failed == stored(run.number).failed);
    numbers.push_back(run.number);
  });
  return numbers;
}

}  // namespace

TEST_CASE("missing runs: what no range covers, whatever their order and overlap") {
  using Ranges = std::vector<RunRange>;
  CHECK(missing_runs({0, 10}, {}) == Ranges{{0, 10}});
  CHECK(missing_runs({0, 10}, {{0, 10}}).empty());
  CHECK(missing_runs({0, 10}, {{6, 8}, {2, 4}, {3, 4}}) == Ranges{{0, 2}, {4, 6}, {8, 10}});
  CHECK(missing_runs({5, 9}, {{0, 6}, {8, 20}}) == Ranges{{6, 8}});
  CHECK(missing_runs({0, 3}, {{7, 9}}) == Ranges{{0, 3}});
  CHECK(count_runs({{0, 2}, {4, 9}}) == 7);
}

TEST_CASE("shards: every run once and in order, though shards overlap; a gap is named") {
  Folder const folder;
  make_shard(folder.path, {0, 4});
  make_shard(folder.path, {2, 9});
  make_shard(folder.path, {9, 12});
  CHECK(numbers_read(folder.path, {0, 12}).size() == 12);
  CHECK(numbers_read(folder.path, {3, 10}) == std::vector<std::int64_t>{3, 4, 5, 6, 7, 8, 9});
  CHECK(list_shards(folder.path)[1].failed == 2);  // runs 3 and 8
  CHECK(list_shards(folder.path)[1].seconds == 1.5);
  fs::remove(folder.path / shard_name({2, 9}));
  CHECK_THROWS_WITH_AS(numbers_read(folder.path, {0, 12}),
                       doctest::Contains("the first are 4 to 8"), Error);
}

TEST_CASE("shards: one that is not sealed leaves no file") {
  Folder const folder;
  {
    ShardWriter(folder.path, {}, plan, 0).add(stored(0));
  }
  CHECK(fs::is_empty(folder.path));
}

TEST_CASE("shards: every flipped bit is noticed, and so are another plan and a lost end") {
  Folder const folder;
  make_shard(folder.path, {0, 4});
  fs::path const path = folder.path / shard_name({0, 4});
  auto const info = shard_info(path);
  REQUIRE(info);
  CHECK(shard_damage(*info, plan).empty());
  CHECK(shard_damage(*info, plan + 1) == "it belongs to another plan");
  std::ifstream in(path, std::ios::binary);
  std::string const bytes{std::istreambuf_iterator<char>(in), {}};
  auto const write = [&](std::string const& text) {
    std::ofstream(path, std::ios::binary) << text;
    auto const now = shard_info(path);
    return !now || !shard_damage(*now, plan).empty();
  };
  for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string harmed = bytes;
    harmed[bit / 8] = static_cast<char>(harmed[bit / 8] ^ (1 << bit % 8));
    CAPTURE(bit);
    CHECK(write(harmed));
  }
  for (std::size_t size = 0; size < bytes.size(); ++size) CHECK(write(bytes.substr(0, size)));
  CHECK(!write(bytes));
}

TEST_CASE("packed runs: what the file will hold comes back, at every level; a fault too") {
  SmallStudy const study;
  std::vector<PointRules> const points{{"aligned", &study.aligned, &study.week}};
  FinishedRun const run = run_alone(points.front(), 2, 7, {1, weeks, 10, 5, true});
  for (Level const level : {Level::summary, Level::series, Level::events}) {
    FinishedRun const back = unpack_run(pack_run(run, level));
    CHECK(back.point == 2);
    CHECK(back.replicate == 7);
    CHECK(!back.failed());
    CHECK(back.record.digest == run.record.digest);
    CHECK(back.record.outcomes.size() == run.record.outcomes.size());
    CHECK(back.record.maps == run.record.maps);
    CHECK(back.record.event_sizes == run.record.event_sizes);
    CHECK(back.record.killed == run.record.killed);
    CHECK(back.record.monthly_deaths.size() == run.record.monthly_deaths.size());
    CHECK(back.record.series.size() == (level == Level::summary ? 0 : run.record.series.size()));
    for (std::size_t k = 0; k < back.record.series.size(); ++k)
      CHECK(static_cast<float>(back.record.series[k]) == static_cast<float>(run.record.series[k]));
    CHECK(back.record.events.size() == (level == Level::events ? run.record.events.size() : 0));
  }
  FinishedRun failed;
  failed.point = 1;
  failed.fault.code = FaultCode::broken_invariant;
  failed.fault.week = 9;
  failed.fault.rule = "battles";
  failed.fault.message = "a unit has negative strength";
  FinishedRun const back = unpack_run(pack_run(failed, Level::series));
  CHECK(back.failed());
  CHECK(back.fault.text() == "week 9, rule battles: a unit has negative strength");
}

TEST_CASE("packed runs: bytes that are none are refused, not read beyond") {
  SmallStudy const study;
  std::vector<PointRules> const points{{"aligned", &study.aligned, &study.week}};
  auto const packed =
      pack_run(run_alone(points.front(), 0, 0, {1, weeks, 1, 5, false}), Level::series);
  for (std::size_t const size :
       {std::size_t{0}, std::size_t{5}, packed.size() / 2, packed.size() - 1})
    CHECK_THROWS_AS(unpack_run(std::span(packed).first(size)), Error);
  auto harmed = packed;
  harmed[2] = static_cast<std::byte>(0xFF);  // the size of what is packed
  CHECK_THROWS_AS(unpack_run(harmed), Error);
}
