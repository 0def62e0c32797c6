/// Which cells lie around a cell: a list of steps, the same for every cell of a grid, made once.
///
/// Steps go from south to north, within a row from west to east, so that sums over a neighbourhood
/// have one order.
#pragma once
#include <vector>

#include "model/base/work.hpp"
#include "model/grid.hpp"

namespace disalign {

class Neighbourhood {
 public:
  /// Keeps the steps with |east| <= columns, |north| <= rows and value(east, north) >= 0. Memory of an
  /// earlier list is used again.
  template <class Value>
  void list(Grid const& grid, int columns, int rows, Value value) {
    columns_ = columns;
    rows_ = rows;
    steps_.clear();
    for (int north = -rows; north <= rows; ++north) {
      for (int east = -columns; east <= columns; ++east) {
        float const v = value(east, north);
        if (v >= 0.0F) steps_.push_back({east, north, north * grid.stride + east, v});
      }
    }
  }

  /// Whether both are the same list.
  [[nodiscard]] bool operator==(Neighbourhood const&) const = default;

  /// Calls body(there, value) for the steps that lead from `cell` to an inside cell.
  template <class Body>
  void each(Grid const& grid, int cell, Body body) const {
    DISALIGN_WORK(scatters, steps_.size());
    if (grid.is_inner(cell, columns_, rows_)) {
      for (Step const& step : steps_) {
        int const there = cell + step.offset;
        if (grid.inside[static_cast<std::size_t>(there)] != 0) body(there, step.value);
      }
    } else {
      for (Step const& step : steps_) {
        int const there = grid.step(cell, step.east, step.north);
        if (there >= 0) body(there, step.value);
      }
    }
  }

 private:
  struct Step {
    int east, north;  ///< cells
    int offset;       ///< of plane indices
    float value;
    bool operator==(Step const&) const = default;
  };
  std::vector<Step> steps_;
  int columns_ = 0, rows_ = 0;
};

}  // namespace disalign
