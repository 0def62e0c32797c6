/// Wars of growing size.
#include "bench/scaling.hpp"

#include <malloc.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "bench/clocks.hpp"
#include "bench/workload.hpp"

namespace disalign {
namespace {

constexpr int warm_up = 4;  // weeks: operations have arrived
constexpr int timed = 4;
constexpr int repetitions = 3;

SizedWeek measure_size(int side, int units) {
  Workload const load = war(side, units, warm_up + timed);
  SizedWeek size;
  size.cells = side * side;
  std::vector<double> least(timed, 1e300);
  for (int k = 0; k < repetitions; ++k) {
    auto const before = mallinfo2();
    State state = found(load.cast, load.seed, 0);
    auto const after = mallinfo2();
    size.bytes = static_cast<double>(after.uordblks + after.hblkhd) -
                 static_cast<double>(before.uordblks + before.hblkhd) +
                 static_cast<double>(sizeof state);
    for (int week = 0; week < warm_up; ++week) load.week.step(state, load.seed, 0);
    double living = 0;
    for (double& us : least) {
      auto const start = Clock::now();
      load.week.step(state, load.seed, 0);
      us = std::min(us, us_since(start));
      for (std::int32_t const n : state.units.strength) living += n > 0 ? 1 : 0;
    }
    size.units = living / timed;
  }
  for (double const us : least) size.step_us += us / timed;
  return size;
}

}  // namespace

CostFit fit_cost() {
  CostFit fit;
  constexpr int fewest = 4096, middle = 16384;
  for (int units = fewest; units <= 128 * 1024; units *= 2) {
    fit.sizes.push_back(measure_size(64, units));
    if (units == fewest) continue;
    SizedWeek const& half = fit.sizes[fit.sizes.size() - 2];
    SizedWeek const& whole = fit.sizes.back();
    fit.doubled_units.push_back(2 * whole.step_us / half.step_us * half.units / whole.units);
  }
  SizedWeek half = fit.sizes[2];  // 64^2 cells, 16,384 units
  for (int const side : {91, 128, 181, 256}) {
    fit.sizes.push_back(measure_size(side, middle));
    SizedWeek const& whole = fit.sizes.back();
    fit.doubled_cells.push_back(2 * whole.step_us / half.step_us * half.cells / whole.cells);
    half = whole;
  }
  auto const rows = static_cast<Eigen::Index>(fit.sizes.size());
  Eigen::MatrixXd design(rows, 3), memory(rows, 3);
  for (Eigen::Index k = 0; k < rows; ++k) {
    SizedWeek const& size = fit.sizes[static_cast<std::size_t>(k)];
    Eigen::RowVector3d const row(size.units, size.cells, 1.0);
    design.row(k) = row / size.step_us;
    memory.row(k) = row / size.bytes;
  }
  Eigen::VectorXd const ones = Eigen::VectorXd::Ones(rows);
  Eigen::Vector3d const cost = design.colPivHouseholderQr().solve(ones);
  Eigen::Vector3d const bytes = memory.colPivHouseholderQr().solve(ones);
  fit.per_unit = cost(0);
  fit.per_cell = cost(1);
  fit.constant = cost(2);
  fit.bytes_per_unit = bytes(0);
  fit.bytes_per_cell = bytes(1);
  fit.worst_error = (design * cost - ones).cwiseAbs().maxCoeff();
  return fit;
}

}  // namespace disalign
