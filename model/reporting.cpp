/// How the observer hears, counts, places and dates.
#include "model/reporting.hpp"

#include <algorithm>

#include "model/base/counts.hpp"

namespace disalign {
namespace {

/// Binomial with a probability instead of a hazard.
std::int32_t thinned(std::int32_t n, float probability, float u) {
  if (probability >= 1.0F) return n;
  return probability <= 0.0F ? 0 : binomial(n, -log(1.0F - probability), u);
}

}  // namespace

Report full_report(Event const& event) {
  Report report;
  report.listed = true;
  report.first_day = report.last_day = event.day;
  report.cell = event.cell;
  report.deaths_a = event.deaths_a;
  report.deaths_b = event.deaths_b;
  report.deaths_civilians = event.deaths_civilians + event.deaths_staff;
  report.low = report.high = event.deaths();
  return report;
}

Report Reporter::report(Event const& event, World const& world, int week) const {
  Draws const draws(seed_, replicate_, week, rule_address("reporting"));
  std::uint64_t const entity =
      mix(event.address ^ mix(static_cast<std::uint64_t>(event.kind) << 32 |
                              static_cast<std::uint64_t>(static_cast<std::uint32_t>(event.cell))));
  Words const circumstances = draws.at(entity, 0);
  Words const counts = draws.at(entity, 1);
  Words const sides = draws.at(entity, 2);
  Report report = full_report(event);
  float const road = world.road_access[static_cast<std::size_t>(event.cell)];
  float const q = reporting_.remote + (reporting_.near - reporting_.remote) * road;
  float const unheard = q >= 1.0F ? 0.0F : exp(static_cast<float>(event.deaths()) * log(1.0F - q));
  std::int32_t* const deaths[3] = {&report.deaths_a, &report.deaths_b, &report.deaths_civilians};
  for (int k = 0; k < 3; ++k) {
    *deaths[k] = thinned(*deaths[k], reporting_.counted, counts(k));
    std::int32_t const nameless = thinned(*deaths[k], reporting_.unidentified, sides(k));
    *deaths[k] -= nameless;
    report.deaths_unknown += nameless;
  }
  std::int32_t const best = report.best();
  report.low = best - thinned(best, reporting_.doubt_below, counts(3));
  report.high = best + poisson(reporting_.doubt_above * static_cast<float>(best), sides(3));
  report.listed = circumstances(0) > unheard && best >= std::max(1, reporting_.threshold);
  if (circumstances(1) < reporting_.vague_place) {
    Grid const& grid = world.grid;
    auto const first = grid.neighbour_start[static_cast<std::size_t>(event.cell)];
    auto const last = grid.neighbour_start[static_cast<std::size_t>(event.cell) + 1];
    auto const choice = static_cast<int>(circumstances(2) * static_cast<float>(last - first + 1));
    if (first + choice < last)
      report.cell = grid.neighbours[static_cast<std::size_t>(first + choice)];
    report.place_precision = 2;
  }
  if (circumstances(3) < reporting_.vague_date) {
    report.first_day = 1;
    report.last_day = 7;
    report.date_precision = 3;
  }
  return report;
}

}  // namespace disalign
