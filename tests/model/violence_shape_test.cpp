/// The polygon and the centre of violence, on cases worked by hand.
#include "model/observables/violence_shape.hpp"

#include <doctest/doctest.h>

#include <cmath>

using namespace disalign;

TEST_CASE("hull: a triangle, a square with a point inside, a line, too few points") {
  CHECK(twice_hull_area({{0, 0}, {4, 0}, {0, 3}}) == 12);
  CHECK(twice_hull_area({{0, 0}, {2, 0}, {2, 2}, {0, 2}, {1, 1}, {1, 0}, {2, 2}}) == 8);
  CHECK(twice_hull_area({{0, 0}, {1, 1}, {2, 2}, {3, 3}}) == 0);
  CHECK(twice_hull_area({{5, 5}, {5, 5}, {6, 5}}) == 0);
  CHECK(twice_hull_area({}) == 0);
}

TEST_CASE(
    "violence shape: one cell is a polygon of its own size, two corners of a block all of it") {
  Grid const grid(4, 4, 10, 20, std::vector<std::uint8_t>(16, 1));
  ViolenceShape one;
  one.add(grid.cell(1, 1), 3);
  one.close_month(grid);
  CHECK(one.mean_area() == 200.0);
  CHECK(std::isnan(one.mean_shift()));
  ViolenceShape two;
  two.add(grid.cell(0, 0), 1);
  two.add(grid.cell(1, 1), 1);
  two.close_month(grid);
  // The hull of two diagonal squares: a 2 x 2 block less two half squares.
  CHECK(two.mean_area() == 3 * 200.0);
  two.close_month(grid);  // a month of peace
  CHECK(two.mean_area() == 1.5 * 200.0);
}

TEST_CASE("violence shape: the centre moves by its deaths, over months without any") {
  Grid const grid(4, 4, 10, 20, std::vector<std::uint8_t>(16, 1));
  ViolenceShape shape;
  shape.add(grid.cell(0, 0), 3);
  shape.add(grid.cell(0, 1), 1);  // centre 2.5 km east of the first cell's
  shape.close_month(grid);
  shape.close_month(grid);
  shape.add(grid.cell(2, 0), 5);  // 40 km north, 2.5 km back west
  shape.close_month(grid);
  CHECK(shape.mean_shift() == doctest::Approx(std::sqrt(40.0 * 40.0 + 2.5 * 2.5)));
}
