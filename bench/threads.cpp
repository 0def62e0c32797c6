/// Ensembles and spinning threads.
#include "bench/threads.hpp"

#include <algorithm>
#include <limits>
#include <thread>
#include <vector>

#include "bench/clocks.hpp"
#include "experiments/ensemble.hpp"
#include "experiments/packed_run.hpp"
#include "model/base/hash.hpp"
#include "model/base/parallel.hpp"

namespace disalign {
namespace {

constexpr double quiet = 1.8;

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// Time of `threads` threads that do nothing but count [s].
double spin(int threads) {
  auto const work = [] {
    std::uint64_t x = 0;
    for (int k = 0; k < 200'000'000; ++k) {
      x += 1;
      asm volatile("" : "+r"(x));
    }
  };
  auto const start = Clock::now();
  std::vector<std::jthread> others;
  for (int k = 1; k < threads; ++k) others.emplace_back(work);
  work();
  others.clear();
  return 1e-6 * us_since(start);
}

double capacity() { return 2 * spin(1) / spin(2); }

struct Pass {
  double wall = 0, cpu = 0;
  std::uint64_t digest = 0;
  double unit_steps = 0;
};

Pass simulate_all(Workload const& load, int runs, int threads) {
  PointRules const point{load.name, &load.cast, &load.week};
  EnsembleSettings settings{threads, load.weeks, runs, load.seed, false};
  settings.prepare = [](FinishedRun& run) { run.packed = pack_run(run, Level::series); };
  Pass pass;
  double const cpu = cpu_seconds();
  auto const start = Clock::now();
  run_ensemble(std::span(&point, 1), settings, [&](FinishedRun&& run) {
    pass.digest = mix(pass.digest ^ run.record.digest);
    pass.unit_steps += static_cast<double>(run.record.unit_steps);
  });
  pass.wall = 1e-6 * us_since(start);
  pass.cpu = cpu_seconds() - cpu;
  return pass;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

TwoThreads measure_two_threads(Workload const& load, int runs, int wanted, int most) {
  TwoThreads result;
  std::vector<double> capacities, efficiencies, ratios;
  double before = capacity();
  while (result.windows < wanted && result.tried < most) {
    ++result.tried;
    Pass const one = simulate_all(load, runs, 1);
    Pass const two = simulate_all(load, runs, 2);
    double const after = capacity();
    result.equal = result.equal && one.digest == two.digest;
    ratios.push_back(two.cpu / one.cpu);
    if (std::min(before, after) > quiet) {
      ++result.windows;
      capacities.push_back((before + after) / 2);
      efficiencies.push_back(one.wall / two.wall / capacities.back());
    }
    before = after;
  }
  result.capacity = median(capacities);
  result.efficiency = median(efficiencies);
  result.cpu_ratio = median(ratios);
  return result;
}

SharedSteps measure_shared_steps(Workload const& load, int weeks, int threads) {
  SharedSteps result;
  result.threads = threads;
  std::vector<double> least(idx(2 * weeks), std::numeric_limits<double>::max());
  for (int repetition = 0; repetition < 2; ++repetition) {
    State one = found(load.cast, load.seed, 0);
    State shared = one;
    auto const time_week = [&](State& state, int crew, double& us) {
      StepThreads const threads_of_step(crew);
      auto const start = Clock::now();
      load.week.step(state, load.seed, 0);
      us = std::min(us, us_since(start));
    };
    for (int week = 0; week < weeks; ++week) {
      time_week(one, 1, least[idx(2 * week)]);
      time_week(shared, threads, least[idx(2 * week + 1)]);
    }
    result.equal = result.equal && digest(one) == digest(shared);
    result.cells = static_cast<int>(one.grid().cells.size());
    result.units = 0;
    for (std::int32_t const n : one.units.strength) result.units += n > 0 ? 1 : 0;
  }
  for (int week = 0; week < weeks; ++week) {
    result.one_us += least[idx(2 * week)] / weeks;
    result.shared_us += least[idx(2 * week + 1)] / weeks;
  }
  return result;
}

EnsembleTime time_ensemble(Workload const& load, int runs, int threads) {
  Pass const pass = simulate_all(load, runs, threads);
  return {runs, threads, pass.wall, pass.unit_steps / load.weeks / runs};
}

}  // namespace disalign
