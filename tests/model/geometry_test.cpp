/// Tests of the flat geometry: angles, areas, clipping, distances to lines.
#include "model/geometry.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace disalign;

TEST_CASE("geometry: cosine and sine agree with the library to 1e-14 all round") {
  double const radian = 3.14159265358979323846 / 180;
  for (double angle = -360; angle <= 360; angle += 7.5) {
    CHECK(std::abs(cosine(angle) - std::cos(angle * radian)) < 1e-14);
    if (angle >= 0) CHECK(std::abs(sine(angle) - std::sin(angle * radian)) < 1e-14);
  }
}

TEST_CASE("geometry: the pieces of a concave ring in all cells of a lattice sum to its area") {
  Ring const boomerang{{0.3, 0.2}, {7.9, 3.1}, {0.4, 6.7}, {3.3, 3.0}};
  double sum = 0;
  for (int i = 0; i < 8; ++i) {
    for (int j = 0; j < 8; ++j) {
      sum += area(clip_ring(boomerang, {double(i), double(j), i + 1.0, j + 1.0}));
    }
  }
  CHECK(sum == doctest::Approx(area(boomerang)).epsilon(1e-12));
  CHECK(area(boomerang) == doctest::Approx(14.945));  // shoelace by hand
  CHECK(area(Ring{boomerang.rbegin(), boomerang.rend()}) == doctest::Approx(area(boomerang)));
}

TEST_CASE("geometry: the distance to a line ends at its ends") {
  CHECK(distance_to_line({5, 3}, {0, 0}, {10, 0}) == doctest::Approx(3));
  CHECK(distance_to_line({-3, 4}, {0, 0}, {10, 0}) == doctest::Approx(5));
  CHECK(distance_to_line({13, 4}, {0, 0}, {10, 0}) == doctest::Approx(5));
  CHECK(distance_to_line({3, 4}, {0, 0}, {0, 0}) == doctest::Approx(5));
}
