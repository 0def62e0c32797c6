/// Own elementary functions against long double ones, over their whole range.
#include "model/base/exact_math.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

TEST_CASE("exact math: exp is right to 2.4e-7 relative from -86 to 88") {
  double worst = 0;
  for (float x = -86.0F; x < 88.0F; x += 0.0097F) {
    double const truth = static_cast<double>(std::exp(static_cast<long double>(x)));
    worst = std::max(worst, std::abs(static_cast<double>(disalign::exp(x)) / truth - 1));
  }
  CHECK(worst < 2.4e-7);
  CHECK(disalign::exp(-200.0F) == 0.0F);
  CHECK(disalign::exp(0.0F) == 1.0F);
  CHECK(std::isfinite(disalign::exp(1e30F)));
}

TEST_CASE("exact math: log is right to 2.4e-7 of the larger of 1 and its value") {
  double worst = 0;
  for (float x = 1.2e-37F; x < 1e37F; x *= 1.0037F) {
    double const truth = static_cast<double>(std::log(static_cast<long double>(x)));
    double const scale = std::max(1.0, std::abs(truth));
    worst = std::max(worst, std::abs(static_cast<double>(disalign::log(x)) - truth) / scale);
  }
  CHECK(worst < 2.4e-7);
  CHECK(disalign::log(1.0F) == 0.0F);
  CHECK(disalign::log(0.0F) == -87.0F);
}

TEST_CASE("exact math: saturation, logistic, tanh and clip keep their limits") {
  using namespace disalign;
  CHECK(saturation(0.0F, 5.0F) == 0.0F);
  CHECK(saturation(5.0F, 5.0F) == doctest::Approx(0.5));
  CHECK(logistic(0.0F) == 0.5F);
  CHECK(disalign::tanh(0.0F) == 0.0F);
  CHECK(static_cast<double>(disalign::tanh(0.7F)) == doctest::Approx(std::tanh(0.7)).epsilon(1e-6));
  CHECK(clip(-1.0F) == 0.0F);
  CHECK(clip(2.0F) == 1.0F);
  CHECK(static_cast<double>(weekly_decay(34.0F)) ==
        doctest::Approx(std::exp2(-1.0 / 34)).epsilon(1e-6));
  CHECK(chance(0.0F) == 0.0F);
  CHECK(static_cast<double>(power(2.0F, 0.5F)) == doctest::Approx(std::sqrt(2.0)).epsilon(1e-6));
}
