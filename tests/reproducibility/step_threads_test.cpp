/// One run on several threads: the same state after every rule as on one, in every compiled form.
#include <doctest/doctest.h>

#include <atomic>
#include <span>
#include <vector>

#include "agents/kernel.hpp"
#include "bench/workload.hpp"
#include "experiments/ensemble.hpp"
#include "model/base/parallel.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

/// The state, and what happened, at the end of every week.
std::vector<std::uint64_t> weeks_of(Kernel const& form, Workload const& load, int threads) {
  StepThreads const crew(threads);
  std::vector<std::uint64_t> hashes;
  State state = found(load.cast, load.seed, 0);
  for (int week = 0; week < load.weeks; ++week) {
    form.step(load.week, state, load.seed, 0);
    std::uint64_t hash = mix(digest(state) ^ static_cast<std::uint64_t>(state.flows.hindered));
    for (Event const& event : state.events) hash = mix(hash ^ event.address);
    hashes.push_back(hash);
  }
  return hashes;
}

}  // namespace

TEST_CASE("step threads: a large war is the same on 1, 2 and 7 threads in every compiled form") {
  Workload const load = war(260, 30'000, 3);
  REQUIRE(load.cast.world->grid.cells.size() > 4 * cells_of_part);  // so that loops are cut
  auto const alone = weeks_of(*kernels().front(), load, 1);
  CHECK(alone[0] != alone[1]);
  for (Kernel const* form : kernels()) {
    CAPTURE(form->level);
    for (int const threads : {1, 2, 7}) {
      CAPTURE(threads);
      CHECK(weeks_of(*form, load, threads) == alone);
    }
  }
}

TEST_CASE("step threads: an ensemble of one run uses its threads for the step, others do not") {
  test::SmallStudy const study;
  PointRules const point{"rival", &study.rival, &study.week};
  auto const threads_of = [&](int replicates) {
    EnsembleSettings settings{};
    settings.seed = 5;
    settings.weeks = 2;
    settings.replicates = replicates;
    settings.threads = 3;
    std::atomic<int> seen = 0;  // runs end on several threads
    settings.prepare = [&](FinishedRun&) { seen = step_threads(); };
    run_ensemble(std::span(&point, 1), settings, [](FinishedRun&&) {});
    return seen.load();
  };
  CHECK(threads_of(1) == 3);
  CHECK(threads_of(2) == 1);
  CHECK(step_threads() == 1);
}
