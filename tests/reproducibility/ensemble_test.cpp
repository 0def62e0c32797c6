/// The same numbers whatever the threads; a run alone equals itself in the ensemble.
#include "experiments/ensemble.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int weeks = 40;
constexpr int replicates = 12;

struct Seen {
  int point, replicate;
  std::uint64_t digest;
  bool operator==(Seen const&) const = default;
};

std::vector<Seen> run_with(SmallStudy const& study, int threads, std::uint64_t seed = 5,
                           int how_many = replicates) {
  std::vector<PointRules> const points{{"aligned", &study.aligned, &study.week},
                                       {"rival", &study.rival, &study.week}};
  std::vector<Seen> seen;
  run_ensemble(points, {threads, weeks, how_many, seed, false}, [&](FinishedRun&& run) {
    seen.push_back({run.point, run.replicate, run.record.digest});
  });
  return seen;
}

}  // namespace

TEST_CASE("ensemble: 1, 2 and 7 threads give the same runs in the same order") {
  SmallStudy const study;
  auto const one = run_with(study, 1);
  REQUIRE(one.size() == 2 * replicates);
  for (std::size_t k = 0; k < one.size(); ++k) {
    CHECK(one[k].replicate ==
          static_cast<int>(k / 2));  // replicate-major: an interruption stays balanced
    CHECK(one[k].point == static_cast<int>(k % 2));
  }
  CHECK(run_with(study, 2) == one);
  CHECK(run_with(study, 7) == one);
}

TEST_CASE("ensemble: a run alone equals the same run in the ensemble") {
  SmallStudy const study;
  auto const all = run_with(study, 2);
  PointRules const rival{"rival", &study.rival, &study.week};
  auto const alone = run_alone(rival, 1, 7, {1, weeks, replicates, 5, false});
  CHECK(alone.record.digest == all[2 * 7 + 1].digest);
}

TEST_CASE(
    "ensemble: another seed, parameter or partner changes the digest; more replicates keep the "
    "first") {
  SmallStudy study;
  auto const base = run_with(study, 2);
  CHECK(base[0].digest != base[1].digest);
  CHECK(base[0].digest != base[2].digest);
  CHECK(run_with(study, 2, 6)[0].digest != base[0].digest);
  auto const more = run_with(study, 2, 5, replicates + 1);
  CHECK(std::vector(more.begin(), more.begin() + static_cast<std::ptrdiff_t>(base.size())) == base);
  study.aligned.actors[1].attributes.combat *= 2;
  CHECK(run_with(study, 2)[0].digest != base[0].digest);
}

TEST_CASE("ensemble: a failing run is a run with a fault; the others go on, no thread hangs") {
  SmallStudy study;
  study.rival.actors[3].home_cells.clear();
  std::vector<PointRules> const points{{"aligned", &study.aligned, &study.week},
                                       {"rival", &study.rival, &study.week}};
  int failed = 0;
  run_ensemble(points, {2, 4, 100, 1, false}, [&](FinishedRun&& run) {
    CHECK(run.failed() == (run.point == 1));
    if (!run.failed()) return;
    ++failed;
    CHECK(run.fault.code == FaultCode::error);
    CHECK(run.fault.week == -1);  // it cannot be founded
    CHECK(run.fault.message.find("actor") != std::string::npos);
    CHECK(run.record.digest == 0);
  });
  CHECK(failed == 100);
}

TEST_CASE("ensemble: ranges of runs give the runs of the whole, in the order of the ranges") {
  SmallStudy const study;
  auto const all = run_with(study, 2);
  std::vector<PointRules> const points{{"aligned", &study.aligned, &study.week},
                                       {"rival", &study.rival, &study.week}};
  EnsembleSettings settings{2, weeks, replicates, 5, false};
  settings.runs = {{3, 5}, {0, 1}, {23, 24}};
  std::vector<Seen> seen;
  run_ensemble(points, settings, [&](FinishedRun&& run) {
    seen.push_back({run.point, run.replicate, run.record.digest});
  });
  CHECK(seen == std::vector{all[3], all[4], all[0], all[23]});
}

TEST_CASE("ensemble: an exception of the consumer arrives in the caller") {
  SmallStudy const study;
  std::vector<PointRules> const points{{"aligned", &study.aligned, &study.week}};
  auto const run = [&] {
    run_ensemble(points, {2, weeks, 50, 1, false}, [](FinishedRun&& r) {
      if (r.replicate == 3) throw Error("results.h5: disk full (no space). Make room");
    });
  };
  CHECK_THROWS_WITH_AS(run(), doctest::Contains("disk full"), Error);
}
