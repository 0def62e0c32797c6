/// Clocks around weeks and rules.
#include "bench/measure.hpp"

#include <malloc.h>

#include <Eigen/Dense>
#include <algorithm>
#include <chrono>
#include <limits>
#include <map>
#include <numeric>

#include "model/record.hpp"

namespace disalign {
namespace {

using Clock = std::chrono::steady_clock;

double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  auto const rank =
      static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1) + 0.5);
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

/// The least time of each week over repetitions of one run, and all times.
class Times {
 public:
  explicit Times(int weeks)
      : least_(static_cast<std::size_t>(weeks), std::numeric_limits<double>::max()) {}
  void add(int week, double us) {
    double& least = least_[static_cast<std::size_t>(week)];
    least = std::min(least, us);
    all_.push_back(us);
  }
  [[nodiscard]] double mean_of_least() const {
    return std::accumulate(least_.begin(), least_.end(), 0.0) / static_cast<double>(least_.size());
  }
  [[nodiscard]] double at(double share) const { return quantile(all_, share); }

 private:
  std::vector<double> least_, all_;
};

Recording recording_of(Workload const& load, State const& state, int weeks) {
  return {state, weeks, Reporter(load.cast.reporting, load.seed, 0), false};
}

std::vector<Phase> measure_phases(Workload const& load, int repetitions, int weeks) {
  std::map<std::string, Times> times;
  for (int repetition = 0; repetition < repetitions; ++repetition) {
    State state = found(load.cast, load.seed, 0);
    for (int week = 0; week < weeks; ++week) {
      std::map<std::string, double> parts;  // tallies come several times a week
      auto start = Clock::now();
      load.week.step(state, load.seed, 0, [&](char const* name) {
        parts[name] += us_since(start);
        start = Clock::now();
      });
      for (auto const& [name, us] : parts)
        times.try_emplace(name, weeks).first->second.add(week, us);
    }
  }
  std::vector<Phase> phases;
  for (auto const& [name, part] : times)
    phases.push_back({name, part.mean_of_least(), part.at(0.5)});
  std::sort(phases.begin(), phases.end(),
            [](Phase const& a, Phase const& b) { return a.least > b.least; });
  return phases;
}

double bytes_of_state(Workload const& load) {
  auto const before = mallinfo2();
  State const state = found(load.cast, load.seed, 0);
  auto const after = mallinfo2();
  return static_cast<double>(after.uordblks + after.hblkhd) -
         static_cast<double>(before.uordblks + before.hblkhd) + static_cast<double>(sizeof state);
}

}  // namespace

Measurement measure(Workload const& load, int repetitions, int weeks, bool in_phases) {
  weeks = std::min(weeks, load.weeks);
  Measurement result;
  result.weeks = weeks;
  result.repetitions = repetitions;
  Times found_times(1), step(weeks), check(weeks), observe(weeks);
  for (int repetition = 0; repetition <= repetitions; ++repetition) {
    bool const warm = repetition > 0;
    auto start = Clock::now();
    State state = found(load.cast, load.seed, 0);
    if (warm) found_times.add(0, us_since(start));
    Recording recording = recording_of(load, state, weeks);
    double units = 0;
    for (int week = 0; week < weeks; ++week) {
      start = Clock::now();
      load.week.step(state, load.seed, 0);
      double const stepped = us_since(start);
      start = Clock::now();
      check_invariants(state);
      double const checked = us_since(start);
      start = Clock::now();
      recording.add(state);
      double const observed = us_since(start);
      for (std::int32_t const n : state.units.strength) units += n > 0 ? 1 : 0;
      if (!warm) continue;
      step.add(week, stepped);
      check.add(week, checked);
      observe.add(week, observed);
    }
    result.cells = static_cast<int>(state.grid().cells.size());
    result.units = units / weeks;
    result.digest = recording.finish(state).digest;
  }
  result.found_us = found_times.mean_of_least();
  result.step_us = step.mean_of_least();
  result.step_median = step.at(0.5);
  result.step_p05 = step.at(0.05);
  result.step_p95 = step.at(0.95);
  result.check_us = check.mean_of_least();
  result.observe_us = observe.mean_of_least();
  if (in_phases) result.phases = measure_phases(load, std::max(2, repetitions), weeks);
  return result;
}

int rules_on(Workload const& load) {
  int on = 0;
  load.week.each([&](char const*, auto const& rule) { on += rule.enabled ? 1 : 0; });
  return on;
}

CostFit fit_cost(int weeks) {
  struct Sample {
    int side, units;
    double us, bytes, living;
  };
  std::vector<Sample> points{{64, 4096, 0, 0, 0},  {64, 8192, 0, 0, 0},  {64, 16384, 0, 0, 0},
                             {64, 32768, 0, 0, 0}, {91, 16384, 0, 0, 0}, {128, 16384, 0, 0, 0}};
  for (Sample& point : points) {
    Workload const load = war(point.side, point.units, weeks);
    Measurement const m = measure(load, 2, weeks, false);
    point.us = m.step_us;
    point.living = m.units;
    point.bytes = bytes_of_state(load);
  }
  auto const rows = static_cast<Eigen::Index>(points.size());
  Eigen::MatrixXd design(rows, 3);
  Eigen::MatrixXd cost(rows, 2);
  for (Eigen::Index k = 0; k < rows; ++k) {
    Sample const& point = points[static_cast<std::size_t>(k)];
    design.row(k) << point.living, double(point.side) * point.side, 1.0;
    cost.row(k) << point.us, point.bytes;
  }
  Eigen::MatrixXd const fit = design.colPivHouseholderQr().solve(cost);
  return {fit(0, 0), fit(1, 0), fit(2, 0), points[3].us / points[2].us, points[5].us / points[4].us,
          fit(0, 1), fit(1, 1)};
}

}  // namespace disalign
