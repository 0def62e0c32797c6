/// Where violence is from month to month: its centre and the polygon around it (F13).
///
///     centre of a month  c = sum_e d_e x_e / sum_e d_e      d  deaths, x  position of the cell [km]
///     shift  |c_m - c_l|, l the last month before m with a fatal event
///     area   of the convex hull of the cells with a fatal event, taken as squares
/// Months are 52/12 weeks; events are those of UCDP's types 1 to 3. Hulls are computed on the corners of
/// cells, in whole numbers. Source: Beardsley and Gleditsch 2015 (F13); convex hull for their polygons.
#pragma once
#include <cstdint>
#include <utility>
#include <vector>

#include "model/grid.hpp"

namespace disalign {

/// Twice the area of the convex hull of points with whole coordinates; 0 for fewer than 3 points.
std::int64_t twice_hull_area(std::vector<std::pair<std::int32_t, std::int32_t>> points);

/// Centre and polygon of violence by month.
class ViolenceShape {
 public:
  /// Adds a fatal event of the month that is under way.
  void add(int cell, int deaths);
  /// Closes the month.
  void close_month(Grid const& grid);

  /// Every member, for checkpoints.
  static void members(auto& self, auto&& visit) {
    auto& [month, x, y, months, centres, area, shift] = self;  // a new member must be named here
    visit(month);
    visit(x);
    visit(y);
    visit(months);
    visit(centres);
    visit(area);
    visit(shift);
  }
  /// Throws Error unless it can have been noted on this grid over so many weeks.
  void check_restored(Grid const& grid, int weeks) const;

  /// Mean area of the polygon over closed months; one without a fatal event counts 0 [km2].
  [[nodiscard]] double mean_area() const;
  /// Mean distance between the centres of a month and of the last one before it that had an event
  /// [km]; NaN with fewer than two such months.
  [[nodiscard]] double mean_shift() const;

 private:
  struct Fatal {
    std::int32_t cell = 0, deaths = 0;
  };
  std::vector<Fatal> month_;  // events of the open month
  double x_ = 0, y_ = 0;      // centre of the last month with events
  int months_ = 0, centres_ = 0;
  double area_ = 0, shift_ = 0;  // sums over months
};

}  // namespace disalign
