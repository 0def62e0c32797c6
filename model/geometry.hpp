/// Flat geometry of a country: projection, clipping of rings, distances to lines.
///
/// Made from additions, multiplications, divisions and roots only, so that every machine gets the
/// same bytes.
#pragma once
#include <vector>

namespace disalign {

/// A point: longitude and latitude [degree], or east and north [km] after projection.
struct Point {
  double x = 0, y = 0;
};
/// A closed line; the last point joins the first.
using Ring = std::vector<Point>;

struct Rectangle {
  double west = 0, south = 0, east = 0, north = 0;
};

/// Length of a degree of latitude on the sphere of radius 6371 km.
inline constexpr double km_per_degree = 111.195;

/// Cosine and sine of an angle in degrees, |angle| <= 360.
double cosine(double degrees);
double sine(double degrees);

/// The smallest rectangle around all rings.
Rectangle bounds(std::vector<Ring> const& rings);

/// Equirectangular projection at a middle latitude: distances are right there and within 2 % for a
/// country 20 degrees wide near the equator.
class Projection {
 public:
  explicit Projection(double middle_latitude)
      : km_per_degree_east_(km_per_degree * cosine(middle_latitude)) {}
  [[nodiscard]] Point operator()(double lon, double lat) const {
    return {lon * km_per_degree_east_, lat * km_per_degree};
  }
  [[nodiscard]] double km_per_degree_east() const { return km_per_degree_east_; }

 private:
  double km_per_degree_east_;
};

/// Area inside the ring, in the square of its unit; the direction of the ring does not matter.
double area(Ring const& ring);
/// The part of the ring inside the rectangle (Sutherland and Hodgman 1974). Where the part falls
/// apart, its pieces are joined along the rectangle's edge, which changes no area.
Ring clip_ring(Ring ring, Rectangle const& rectangle);

/// True when the point lies inside the ring.
bool is_inside(Point const& p, Ring const& ring);

double distance(Point const& a, Point const& b);
/// Distance of `p` to the line from `a` to `b`.
double distance_to_line(Point const& p, Point const& a, Point const& b);

}  // namespace disalign
