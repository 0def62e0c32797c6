/// Micro benchmarks of the hot loops, one kernel beside the other: `build/release/disalign_micro`.
/// They warm the branch predictor; only whole weeks count (`disalign bench`).
#include <benchmark/benchmark.h>

#include "agents/kernel.hpp"
#include "bench/epstein.hpp"
#include "bench/workload.hpp"

namespace {

using namespace disalign;

void draw_words(benchmark::State& loop, Kernel const* form) {
  std::array<std::uint64_t, block_size> entities{};
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  for (auto _ : loop) {
    form->draw(Draws(1, 0, 0, 1), entities.data(), block_size, words);
    benchmark::DoNotOptimize(words);
  }
  loop.SetItemsProcessed(loop.iterations() * 4 * block_size);
}

void exponentials(benchmark::State& loop, Kernel const* form) {
  std::vector<float> values(4096);
  for (auto _ : loop) {
    std::fill(values.begin(), values.end(), -0.5F);
    form->exponentials(values.data(), values.size());
    benchmark::DoNotOptimize(values.data());
  }
  loop.SetItemsProcessed(loop.iterations() * 4096);
}

/// Whole weeks of a war that goes on, 32 x 32 cells and 2,048 units at its start.
void weeks(benchmark::State& loop, Kernel const* form) {
  Workload const load = war(32, 2048, 1);
  State state = found(load.cast, 1, 0);
  std::int64_t unit_steps = 0;
  for (auto _ : loop) {
    form->step(load.week, state, 1, 0);
    unit_steps += state.units.size();
  }
  loop.SetItemsProcessed(unit_steps);
}

/// Tallies alone: who stands where, who feels it.
void tallies(benchmark::State& loop) {
  Workload const load = war(64, 8192, 1);
  State state = found(load.cast, 1, 0);
  for (int week = 0; week < 8; ++week) load.week.step(state, 1, 0);
  for (auto _ : loop) tally(state);
  loop.SetItemsProcessed(loop.iterations() * state.units.size());
}

template <class Model>
void civil_violence(benchmark::State& loop) {
  int const side = static_cast<int>(loop.range(0));
  Model model(side, side, 1);
  for (auto _ : loop) model.step();
  loop.SetItemsProcessed(loop.iterations() * model.agents());
}

}  // namespace

int main(int count, char** words) {
  for (Kernel const* form : kernels()) {
    std::string const level = form->level;
    benchmark::RegisterBenchmark(("draw/" + level).c_str(), draw_words, form);
    benchmark::RegisterBenchmark(("exp/" + level).c_str(), exponentials, form);
    benchmark::RegisterBenchmark(("week/" + level).c_str(), weeks, form);
  }
  benchmark::RegisterBenchmark("tally", tallies);
  benchmark::RegisterBenchmark("civil_violence/scalar", civil_violence<EpsteinScalar>)
      ->Arg(40)
      ->Arg(100)
      ->Arg(400);
  if (EpsteinPlanes::runs_here()) {
    benchmark::RegisterBenchmark("civil_violence/planes", civil_violence<EpsteinPlanes>)
        ->Arg(40)
        ->Arg(100)
        ->Arg(400);
  }
  benchmark::Initialize(&count, words);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
