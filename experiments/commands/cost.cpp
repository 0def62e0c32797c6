/// Measures a few weeks of every scenario and scales up.
#include "experiments/commands/cost.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "experiments/commands/study_file.hpp"

namespace disalign {

namespace {

constexpr int measured_weeks = 13;
constexpr std::size_t most_measured = 24;
/// The ensemble keeps at most this many finished runs per thread waiting (experiments/ensemble.cpp).
constexpr double runs_in_flight = 16;

std::string bytes_text(double bytes) {
  return bytes < 1e6   ? fmt::format("{:.0f} kB", bytes / 1e3)
         : bytes < 1e9 ? fmt::format("{:.0f} MB", bytes / 1e6)
                       : fmt::format("{:.1f} GB", bytes / 1e9);
}

std::string seconds_text(double seconds) {
  return seconds < 90     ? fmt::format("{:.1f} s", seconds)
         : seconds < 5400 ? fmt::format("{:.0f} min", seconds / 60)
                          : fmt::format("{:.1f} h", seconds / 3600);
}

}  // namespace

Cost estimate_cost(Study const& study, int threads, Level level) {
  Cost cost;
  cost.runs = study.runs();
  cost.measured_weeks = std::min(study.weeks, measured_weeks);
  auto const points = point_rules(study);
  // Of a design's many points a few tell enough, evenly spread.
  std::size_t const every = std::max<std::size_t>(1, points.size() / most_measured);
  double const scale = static_cast<double>(study.weeks) / cost.measured_weeks * study.replicates *
                       static_cast<double>(points.size()) /
                       static_cast<double>((points.size() + every - 1) / every);
  double steps = 0;
  double columns = 0;
  double outcomes = 0;
  for (std::size_t p = 0; p < points.size(); p += every) {
    auto const& point = points[p];
    auto const start = std::chrono::steady_clock::now();
    Record const record = simulate(*point.cast, *point.week, cost.measured_weeks,
                                   RunAddress{static_cast<std::uint64_t>(study.seed), 0}, false);
    cost.core_seconds +=
        scale * std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    steps += scale * static_cast<double>(record.unit_steps);
    columns = record.columns();
    outcomes = static_cast<double>(record.outcomes.size());
  }
  cost.unit_steps = static_cast<std::int64_t>(steps);
  double const workers = std::min(static_cast<double>(threads), static_cast<double>(cost.runs));
  cost.wall_seconds = cost.core_seconds / workers;
  double cells = 0;  // of all theatres of a trajectory
  double theatres = 0;
  for (auto const& scenario : study.scenarios) {
    if (scenario.group != study.scenarios.front().group) break;
    cells += static_cast<double>(scenario.world->grid.plane_size());
    ++theatres;
  }
  double const record_bytes = 8 * (columns * study.weeks + outcomes + largest_event_bin +
                                   static_cast<double>(map_observables().size()) * cells /
                                       theatres * (study.weeks / 52.0 + 1));
  // Half of a state are its planes, one value of 4 bytes per actor and cell in about 20 of them.
  double const state_bytes = 2.0 * 20 * 4 * max_actors * cells;
  cost.memory_bytes =
      workers * state_bytes +
      std::min(runs_in_flight * (workers + static_cast<double>(study.scenarios.size())),
               static_cast<double>(cost.runs)) *
          record_bytes;
  double const series = level == Level::summary ? 0.0 : 4 * columns * study.weeks;
  double const actors = static_cast<double>(study.scenarios.front().cast.actors.size()) + 3;
  double const frames = level == Level::replay ? 4 * study.weeks * cells * actors : 0.0;
  cost.file_bytes = static_cast<double>(cost.runs) * (series + 8 * outcomes + frames);
  return cost;
}

std::string cost_text(Study const& study, Cost const& cost, int threads) {
  return fmt::format(
      "{}: {} {} x {} replicates = {} runs of {} weeks\n"
      "cost: about {:.2g} unit-steps, {} of one core, {} with {} threads (from the first {} weeks "
      "of {}, measured now)\n"
      "memory: about {}; file: at most about {} before compression and events\n",
      study.name, study.scenarios.size(), study.design ? "points" : "scenarios", study.replicates,
      cost.runs, study.weeks, static_cast<double>(cost.unit_steps), seconds_text(cost.core_seconds),
      seconds_text(cost.wall_seconds), threads, cost.measured_weeks,
      study.scenarios.size() > most_measured ? "some points" : "each scenario",
      bytes_text(cost.memory_bytes), bytes_text(cost.file_bytes));
}

}  // namespace disalign
