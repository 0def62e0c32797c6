/// The Hurwitz zeta function by closed forms and known values.
#include <doctest/doctest.h>

#include <boost/math/special_functions/zeta.hpp>
#include <cmath>
#include <limits>
#include <numbers>

#include "experiments/statistics/tail_exponent.hpp"
#include "model/base/check.hpp"

namespace disalign {
namespace {

double relative_error(double value, double reference) { return std::abs(value / reference - 1.0); }

TEST_CASE("hurwitz zeta: q = 1 is Riemann's zeta, from the pole to steep exponents") {
  for (double const s : {1.001, 1.01, 1.5, 2.0, 2.69, 3.0, 7.5, 25.0, 50.0}) {
    CAPTURE(s);
    CHECK(relative_error(hurwitz_zeta(s, 1.0), boost::math::zeta(s)) < 1e-13);
  }
}

TEST_CASE("hurwitz zeta: known values") {
  double const pi = std::numbers::pi;
  CHECK(relative_error(hurwitz_zeta(2.0, 1.0), pi * pi / 6.0) < 1e-13);
  CHECK(relative_error(hurwitz_zeta(2.0, 0.5), pi * pi / 2.0) < 1e-13);
  // 20-digit values of an arbitrary-precision program.
  CHECK(relative_error(hurwitz_zeta(2.69, 25.0), 0.0026563521958763388403) < 1e-13);
  CHECK(relative_error(hurwitz_zeta(1.05, 3.0), 19.097876137574579815) < 1e-13);
  CHECK(relative_error(hurwitz_zeta(12.0, 7.0), 9.184645598948394399e-11) < 1e-13);
  CHECK(relative_error(hurwitz_zeta(2.5, 0.5), 6.2471106345688114853) < 1e-13);
  CHECK(relative_error(hurwitz_zeta(3.3, 1000.0), 5.4798868360337000558e-8) < 1e-13);
  // Steep and without one explicit term: here the last correction counts.
  CHECK(relative_error(hurwitz_zeta(25.0, 39.0), 3.6428836351796102606e-40) < 1e-13);
  CHECK(relative_error(hurwitz_zeta(50.0, 64.0), 9.1826338352862504612e-91) < 1e-13);
}

TEST_CASE("hurwitz zeta: zeta(s, q) - zeta(s, q + 1) = q^-s where the number of terms changes") {
  for (double const q : {0.5, 1.0, 3.0, 15.5, 16.5, 17.5}) {
    CAPTURE(q);
    double const step = hurwitz_zeta(2.5, q) - hurwitz_zeta(2.5, q + 1.0);
    CHECK(std::abs(step - std::pow(q, -2.5)) < 1e-13 * hurwitz_zeta(2.5, q));
  }
}

TEST_CASE("hurwitz zeta: arguments without a sum are an error") {
  CHECK_THROWS_AS(hurwitz_zeta(1.0, 1.0), Error);
  CHECK_THROWS_AS(hurwitz_zeta(51.0, 1.0), Error);
  CHECK_THROWS_AS(hurwitz_zeta(2.0, 0.0), Error);
  CHECK_THROWS_AS(hurwitz_zeta(2.0, std::numeric_limits<double>::infinity()), Error);
  CHECK_THROWS_AS(hurwitz_zeta(std::numeric_limits<double>::quiet_NaN(), 1.0), Error);
}

}  // namespace
}  // namespace disalign
