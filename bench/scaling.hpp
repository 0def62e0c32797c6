/// How the cost of a week grows with units and cells.
#pragma once
#include <vector>

namespace disalign {

/// A war of one size.
struct SizedWeek {
  int cells = 0;
  double units = 0;    ///< living, mean over the timed weeks
  double step_us = 0;  ///< mean over weeks of the least
  double bytes = 0;    ///< of a founded state
};

/// step = per_unit units + per_cell cells + constant [us], fitted by least squares of relative errors.
struct CostFit {
  double per_unit = 0, per_cell = 0, constant = 0;
  double bytes_per_unit = 0, bytes_per_cell = 0;
  double worst_error = 0;  ///< largest |fit / measured - 1|
  /// Time for twice the units (64 x 64 cells, 4 to 128 thousand units) and for twice the cells (16
  /// thousand units, 64^2 to 256^2 cells), each divided by how much they really grew and times two.
  std::vector<double> doubled_units, doubled_cells;
  std::vector<SizedWeek> sizes;
};

/// Measures wars of these sizes with the kernel in use.
CostFit fit_cost();

}  // namespace disalign
