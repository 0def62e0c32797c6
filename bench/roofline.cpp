/// Probes and counts.
#include "bench/roofline.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <vector>

namespace disalign {
namespace {

constexpr int probes = 200;
constexpr std::size_t table_size = 65536;  // 256 KB: as the planes of a middling map
constexpr std::size_t loop = 16384;

/// Least time of `body` over many calls, for each of `n` pieces of work [ns].
template <class Body>
double least_ns(std::size_t n, Body body) {
  using Clock = std::chrono::steady_clock;
  double least = std::numeric_limits<double>::max();
  for (int k = 0; k < probes; ++k) {
    auto const start = Clock::now();
    body();
    least = std::min(least, std::chrono::duration<double, std::nano>(Clock::now() - start).count());
  }
  return least / static_cast<double>(n);
}

/// Keeps a result alive for the optimiser.
template <class T>
void keep(T const& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace

Probe probe_machine() {
  Probe probe;
  std::array<std::uint64_t, block_size> entities;
  for (std::size_t k = 0; k < entities.size(); ++k) entities[k] = mix(k);
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  Draws const draws(1, 0, 0, 1);
  probe.word = least_ns(4 * loop, [&] {
    for (std::size_t k = 0; k < loop; k += block_size) {
      kernel().draw(draws, entities.data(), block_size, words);
      keep(words);
    }
  });
  std::vector<float> values(loop);
  probe.exp = least_ns(loop, [&] {
    std::fill(values.begin(), values.end(), -0.5F);
    kernel().exponentials(values.data(), loop);
    keep(values[0]);
  });
  std::vector<std::int32_t> table(table_size, 1);
  std::vector<std::uint32_t> index(loop);
  for (std::size_t k = 0; k < loop; ++k) index[k] = static_cast<std::uint32_t>(mix(k) % table_size);
  probe.load = least_ns(loop, [&] {
    std::int32_t sum = 0;
    for (std::uint32_t const i : index) sum += table[i];
    keep(sum);
  });
  probe.scatter = least_ns(loop, [&] {
    for (std::uint32_t const i : index) table[i] += 1;
    keep(table[0]);
  });
  std::vector<float> b(loop, 1), c(loop, 2);
  probe.value = least_ns(2 * loop, [&] {  // two read, one written
    for (std::size_t k = 0; k < loop; ++k) values[k] = b[k] + 0.5F * c[k];
    keep(values[0]);
  });
  return probe;
}

WeeklyWork count_work(Workload const& load, int weeks) {
  WeeklyWork mean;
  Kernel const* const form = metered_kernel();
  if (form == nullptr) return mean;
  State state = found(load.cast, load.seed, 0);
  Work const before = *form->work;
  for (int week = 0; week < weeks; ++week) form->step(load.week, state, load.seed, 0);
  auto const per_week = [&](std::uint64_t Work::* kind) {
    return static_cast<double>(form->work->*kind - before.*kind) / weeks;
  };
  return {per_week(&Work::words), per_week(&Work::exps), per_week(&Work::loads),
          per_week(&Work::scatters), per_week(&Work::values)};
}

double roofline_us(WeeklyWork const& work, Probe const& probe) {
  return 1e-3 * (work.words * probe.word + work.exps * probe.exp + work.loads * probe.load +
                 work.scatters * probe.scatter + work.values * probe.value);
}

}  // namespace disalign
