/// Probes and counts.
#include "bench/roofline.hpp"

#include <algorithm>
#include <limits>
#include <vector>

#include "agents/kernel.hpp"
#include "bench/clocks.hpp"

namespace disalign {
namespace {

constexpr int probes = 200;
constexpr std::size_t table_size = 65536;  // 256 KB: as the planes of a middling map
constexpr std::size_t loop = 16384;

/// Least time of `body` over many calls, for each of `n` pieces of work [ns].
template <class Body>
double least_ns(std::size_t n, Body body) {
  double least = std::numeric_limits<double>::max();
  for (int k = 0; k < probes; ++k) {
    auto const start = Clock::now();
    body();
    least = std::min(least, std::chrono::duration<double, std::nano>(Clock::now() - start).count());
  }
  return least / static_cast<double>(n);
}

}  // namespace

Probe probe_machine(Kernel const& form) {
  Probe probe;
  std::array<std::uint64_t, block_size> entities;
  for (std::size_t k = 0; k < entities.size(); ++k) entities[k] = mix(k);
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  Draws const draws(1, 0, 0, 1);
  probe.word = least_ns(4 * loop, [&] {
    for (std::size_t k = 0; k < loop; k += block_size) {
      form.draw(draws, entities.data(), block_size, words);
      keep(words);
    }
  });
  std::vector<float> values(loop);
  probe.exp = least_ns(loop, [&] {
    std::fill(values.begin(), values.end(), -0.5F);
    form.exponentials(values.data(), loop);
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

namespace {

double difference(std::uint64_t before, std::uint64_t after) {
  return static_cast<double>(after - before);
}

}  // namespace

WeeklyWork::WeeklyWork(Work const& before, Work const& after)
    : words(difference(before.words, after.words)),
      exps(difference(before.exps, after.exps)),
      loads(difference(before.loads, after.loads)),
      scatters(difference(before.scatters, after.scatters)),
      values(difference(before.values, after.values)) {}

WeeklyWork& WeeklyWork::operator+=(WeeklyWork const& more) {
  words += more.words;
  exps += more.exps;
  loads += more.loads;
  scatters += more.scatters;
  values += more.values;
  return *this;
}

WeeklyWork WeeklyWork::operator/(double weeks) const {
  WeeklyWork mean = *this;
  for (double* kind : {&mean.words, &mean.exps, &mean.loads, &mean.scatters, &mean.values})
    *kind /= weeks;
  return mean;
}

double roofline_us(WeeklyWork const& work, Probe const& probe) {
  return 1e-3 * (work.words * probe.word + work.exps * probe.exp + work.loads * probe.load +
                 work.scatters * probe.scatter + work.values * probe.value);
}

}  // namespace disalign
