/// Hulls and centres of a month's violence.
#include "model/observables/violence_shape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace disalign {
namespace {

using Point = std::pair<std::int32_t, std::int32_t>;

/// Twice the signed area of the triangle a, b, c; above 0 when c lies left of the way from a to b.
std::int64_t turn(Point a, Point b, Point c) {
  return std::int64_t{b.first - a.first} * (c.second - a.second) -
         std::int64_t{b.second - a.second} * (c.first - a.first);
}

}  // namespace

std::int64_t twice_hull_area(std::vector<Point> points) {
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (points.size() < 3) return 0;
  // Andrew's monotone chain: the lower hull from west to east, then the upper one back.
  std::vector<Point> hull;
  auto const wrap = [&](Point p, std::size_t base) {
    while (hull.size() >= base + 2 && turn(hull[hull.size() - 2], hull.back(), p) <= 0)
      hull.pop_back();
    hull.push_back(p);
  };
  for (Point const& p : points) wrap(p, 0);
  std::size_t const lower = hull.size() - 1;
  for (auto p = points.rbegin() + 1; p != points.rend(); ++p) wrap(*p, lower);
  std::int64_t twice = 0;
  for (std::size_t k = 0; k + 1 < hull.size(); ++k)
    twice += std::int64_t{hull[k].first} * hull[k + 1].second -
             std::int64_t{hull[k + 1].first} * hull[k].second;
  return twice;
}

void ViolenceShape::add(int cell, int deaths) { month_.push_back({cell, deaths}); }

void ViolenceShape::close_month(Grid const& grid) {
  ++months_;
  if (month_.empty()) return;
  std::vector<Point> corners;
  double deaths = 0;
  double x = 0;
  double y = 0;
  for (auto const& [cell, dead] : month_) {
    std::int32_t const column = grid.column_of(cell);
    std::int32_t const row = grid.row_of(cell);
    for (auto const& [east, north] : {Point{0, 0}, {1, 0}, {0, 1}, {1, 1}})
      corners.emplace_back(column + east, row + north);
    deaths += dead;
    x += dead * (column + 0.5);
    y += dead * (row + 0.5);
  }
  double const width = static_cast<double>(grid.km_per_column);
  double const height = static_cast<double>(grid.km_per_row);
  area_ += 0.5 * static_cast<double>(twice_hull_area(std::move(corners))) * width * height;
  x *= width / deaths;
  y *= height / deaths;
  if (centres_ > 0) shift_ += std::sqrt((x - x_) * (x - x_) + (y - y_) * (y - y_));
  ++centres_;
  x_ = x;
  y_ = y;
  month_.clear();
}

double ViolenceShape::mean_area() const { return months_ > 0 ? area_ / months_ : 0; }

double ViolenceShape::mean_shift() const {
  return centres_ > 1 ? shift_ / (centres_ - 1) : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace disalign
