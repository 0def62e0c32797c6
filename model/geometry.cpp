/// Projection, clipping of rings, distances to lines.
#include "model/geometry.hpp"

#include <algorithm>
#include <cmath>

namespace disalign {

double cosine(double degrees) {
  double x = degrees > 0 ? degrees : -degrees;
  if (x > 180) x = 360 - x;
  double const sign = x > 90 ? -1 : 1;
  if (x > 90) x = 180 - x;
  // cos x = sum (-1)^k x^2k / (2k)!, 0 <= x <= pi/2: twelve terms leave less than 1e-18.
  double const radians = x * (3.14159265358979323846 / 180);
  double term = 1;
  double sum = 1;
  for (int k = 1; k < 12; ++k) {
    term *= -radians * radians / static_cast<double>((2 * k - 1) * 2 * k);
    sum += term;
  }
  return sign * sum;
}

double sine(double degrees) { return cosine(degrees > 0 ? degrees - 90 : degrees + 270); }

Rectangle bounds(std::vector<Ring> const& rings) {
  Rectangle all{1e30, 1e30, -1e30, -1e30};
  for (Ring const& ring : rings) {
    for (Point const& p : ring) {
      all.west = std::min(all.west, p.x);
      all.east = std::max(all.east, p.x);
      all.south = std::min(all.south, p.y);
      all.north = std::max(all.north, p.y);
    }
  }
  return all;
}

double area(Ring const& ring) {
  double twice = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    // Relative to the first point, so that little is lost for small rings far from the origin.
    Point const a{ring[i].x - ring[0].x, ring[i].y - ring[0].y};
    Point const& next = ring[(i + 1) % ring.size()];
    twice += a.x * (next.y - ring[0].y) - (next.x - ring[0].x) * a.y;
  }
  return std::abs(twice) / 2;
}

namespace {

/// The part of a ring where `excess` is not negative; `excess` is linear in the point.
template <class Excess>
Ring cut(Ring const& ring, Excess excess) {
  Ring kept;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    Point const& a = ring[i];
    Point const& b = ring[(i + 1) % ring.size()];
    double const at_a = excess(a);
    double const at_b = excess(b);
    if (at_a >= 0) kept.push_back(a);
    if ((at_a >= 0) != (at_b >= 0)) {
      double const t = at_a / (at_a - at_b);
      kept.push_back({a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
  }
  return kept;
}

}  // namespace

Ring clip_ring(Ring ring, Rectangle const& r) {
  ring = cut(ring, [&](Point const& p) { return p.x - r.west; });
  ring = cut(ring, [&](Point const& p) { return r.east - p.x; });
  ring = cut(ring, [&](Point const& p) { return p.y - r.south; });
  return cut(ring, [&](Point const& p) { return r.north - p.y; });
}

bool is_inside(Point const& p, Ring const& ring) {
  bool inside = false;  // changes at every side that a ray to the east crosses
  for (std::size_t i = 0; i < ring.size(); ++i) {
    Point const& a = ring[i];
    Point const& b = ring[(i + 1) % ring.size()];
    if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
      inside = !inside;
  }
  return inside;
}

double distance(Point const& a, Point const& b) {
  double const x = a.x - b.x;
  double const y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

double distance_to_line(Point const& p, Point const& a, Point const& b) {
  double const x = b.x - a.x;
  double const y = b.y - a.y;
  double const square = x * x + y * y;
  double t = square > 0 ? ((p.x - a.x) * x + (p.y - a.y) * y) / square : 0;
  t = std::clamp(t, 0.0, 1.0);
  return distance(p, {a.x + t * x, a.y + t * y});
}

}  // namespace disalign
