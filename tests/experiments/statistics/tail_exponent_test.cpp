/// The exponent of event sizes: recovery of known tails, edge cases, the CAR reference.
#include "experiments/statistics/tail_exponent.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <boost/math/special_functions/zeta.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "tests/support/skip.hpp"

namespace disalign {
namespace {

double relative_error(double value, double reference) { return std::abs(value / reference - 1.0); }

double uniform(AddressedEngine& engine) { return (static_cast<double>(engine()) + 0.5) * 0x1p-32; }

/// One draw of P(X = x) proportional to x^-exponent, x >= 1, by rejection (Devroye 1986, X.6): it
/// needs no zeta function, so it is independent of the code it tests.
std::int64_t zipf(AddressedEngine& engine, double exponent) {
  double const b = std::pow(2.0, exponent - 1.0);
  for (;;) {
    double const x = std::floor(std::pow(uniform(engine), -1.0 / (exponent - 1.0)));
    double const t = std::pow(1.0 + 1.0 / x, exponent - 1.0);
    if (x < 1e15 && uniform(engine) * x * (t - 1.0) / (b - 1.0) <= t / b) {
      return static_cast<std::int64_t>(x);
    }
  }
}

/// `n` sizes of a pure power law from `xmin` on, over a flat body of n / 4 events at each size
/// below.
SizeCounts synthetic_sizes(double exponent, std::int64_t xmin, std::int64_t n, std::uint64_t seed) {
  AddressedEngine engine(seed, "synthetic event sizes");
  SizeCounts sizes;
  for (std::int64_t drawn = 0; drawn < n;) {
    auto const size = zipf(engine, exponent);
    if (size < xmin) continue;
    ++sizes[size];
    ++drawn;
  }
  for (std::int64_t size = 1; size < xmin; ++size) sizes[size] = n / 4;
  return sizes;
}

/// The estimate; the test ends here if there is none.
TailExponent required(std::optional<TailExponent> const& fitted) {
  REQUIRE(fitted.has_value());
  return fitted.value_or(TailExponent{});
}

/// Fields of one line of a CSV file; quoted fields may hold commas.
std::vector<std::string> fields_of(std::string const& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (char const c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

/// Deaths per event ("best") in CAR 1991-2022: all types at index 0, then types 1, 2, 3. Empty if
/// DISALIGN_DATA is unset.
std::vector<SizeCounts> car_event_sizes() {
  char const* const folder = std::getenv("DISALIGN_DATA");
  if (folder == nullptr) {
    disalign::test::skip("DISALIGN_DATA is not set (the reference needs ucdp_ged231_caf.csv)");
    return {};
  }
  std::ifstream file(std::string(folder) + "/ucdp_ged231_caf.csv");
  REQUIRE_MESSAGE(file.is_open(), "DISALIGN_DATA holds no ucdp_ged231_caf.csv");
  std::string line;
  std::getline(file, line);
  auto const header = fields_of(line);
  REQUIRE(header.at(4) == "type_of_violence");
  REQUIRE(header.at(29) == "best");
  std::vector<SizeCounts> by_type(4);
  while (std::getline(file, line)) {
    auto const fields = fields_of(line);
    REQUIRE(fields.size() == header.size());
    auto const deaths = std::stoll(fields[29]);
    ++by_type[0][deaths];
    ++by_type.at(static_cast<std::size_t>(std::stoul(fields[4])))[deaths];
  }
  return by_type;
}

TEST_CASE("tail exponent: a known exponent is recovered at a fixed xmin, one 10 % off is not") {
  for (double const exponent : {1.6, 2.5, 3.5}) {
    CAPTURE(exponent);
    auto const sizes = synthetic_sizes(exponent, 2, 20000, 11);
    auto const fitted = required(tail_exponent_at(sizes, 2));
    CHECK(fitted.tail_count == 20000);
    CHECK(std::abs(fitted.exponent - exponent) < 4.5 * fitted.standard_error);

    auto const twin = required(tail_exponent_at(synthetic_sizes(1.1 * exponent, 2, 20000, 11), 2));
    CHECK_FALSE(std::abs(twin.exponent - exponent) < 4.5 * twin.standard_error);
  }
}

TEST_CASE("tail exponent: xmin is found above a flat body, and the exponent with it") {
  auto const sizes = synthetic_sizes(2.5, 6, 20000, 12);
  auto const fitted = required(tail_exponent(sizes));
  CHECK(fitted.xmin >= 6);
  CHECK(fitted.xmin <= 12);
  CHECK(fitted.ks_distance < 0.015);
  CHECK(std::abs(fitted.exponent - 2.5) < 4.5 * fitted.standard_error);
  // Where the body is part of the tail the law does not hold and the distance says so.
  auto const with_body = required(tail_exponent_at(sizes, 1));
  CHECK(with_body.ks_distance > 0.1);

  auto const twin = required(tail_exponent(synthetic_sizes(2.75, 6, 20000, 12)));
  CHECK_FALSE(std::abs(twin.exponent - 2.5) < 4.5 * twin.standard_error);
}

TEST_CASE("tail exponent: the standard error is the spread of the estimate over samples") {
  int const samples = 5000;
  std::int64_t const n = 400;
  double sum = 0.0;
  double squares = 0.0;
  double stated = 0.0;
  for (int i = 0; i < samples; ++i) {
    auto const seed = 1000 + static_cast<std::uint64_t>(i);
    auto const fitted = required(tail_exponent_at(synthetic_sizes(2.2, 1, n, seed), 1));
    sum += fitted.exponent;
    squares += (fitted.exponent - 2.2) * (fitted.exponent - 2.2);
    stated += fitted.standard_error / samples;
  }
  double const spread = std::sqrt(squares / samples);
  // A standard deviation from k samples has the relative error 1 / sqrt(2 k).
  double const bound = 4.5 / std::sqrt(2.0 * samples);
  CHECK(std::abs(sum / samples - 2.2) < 0.25 * spread);
  CHECK(relative_error(stated, spread) < bound);
  CHECK_FALSE(relative_error(1.1 * stated, spread) < bound);
}

TEST_CASE("tail exponent: the estimate is the maximum of the written-out likelihood") {
  SizeCounts const sizes{{3, 40}, {4, 21}, {5, 9}, {8, 6}, {20, 2}};
  auto const fitted = required(tail_exponent_at(sizes, 3));
  auto const log_likelihood = [&](double s) {
    // The normaliser as a plain sum, with the integral of what lies beyond it.
    double const far = 2e5;
    double zeta = std::pow(far, 1.0 - s) / (s - 1.0) - 0.5 * std::pow(far, -s);
    for (double x = far; x >= 3.0; x -= 1.0) zeta += std::pow(x, -s);
    double sum = 0.0;
    for (auto const& [size, count] : sizes) {
      sum -=
          static_cast<double>(count) * (s * std::log(static_cast<double>(size)) + std::log(zeta));
    }
    return sum;
  };
  double const top = log_likelihood(fitted.exponent);
  double const h = 0.05;
  double const left = log_likelihood(fitted.exponent - h);
  double const right = log_likelihood(fitted.exponent + h);
  CHECK(top > left);
  CHECK(top > right);
  CHECK(log_likelihood(fitted.exponent - 1e-4) < top);
  CHECK(log_likelihood(fitted.exponent + 1e-4) < top);
  double const curvature = (2.0 * top - left - right) / (h * h);
  CHECK(relative_error(fitted.standard_error, 1.0 / std::sqrt(curvature)) < 1e-3);
}

TEST_CASE(
    "tail exponent: the distance is the largest over every whole size, also unobserved ones") {
  SizeCounts const sizes{{1, 60}, {2, 20}, {7, 15}, {40, 5}};
  auto const fitted = required(tail_exponent_at(sizes, 1));
  double const s = fitted.exponent;
  double largest = 0.0;
  double model = 0.0;
  double observed = 0.0;
  for (std::int64_t x = 1; x <= 60; ++x) {
    model += std::pow(static_cast<double>(x), -s) / boost::math::zeta(s);
    if (sizes.contains(x)) observed += static_cast<double>(sizes.at(x)) / 100.0;
    largest = std::max(largest, std::abs(model - observed));
  }
  CHECK(fitted.ks_distance == doctest::Approx(largest).epsilon(1e-12));
}

TEST_CASE("tail exponent: nothing is estimated from too few events, one size, or no tail") {
  CHECK_FALSE(tail_exponent({}));
  CHECK_FALSE(tail_exponent_at({{1, 60}, {2, 20}}, 3, 0));
  CHECK_FALSE(tail_exponent({{3, 1}}, 0));
  CHECK_FALSE(tail_exponent({{3, 1000}}));
  CHECK_FALSE(tail_exponent({{0, 1000}, {3, 1000}}));
  CHECK_FALSE(tail_exponent({{1, 30}, {2, 19}}));
  CHECK(tail_exponent({{1, 30}, {2, 20}}));
  CHECK(tail_exponent({{1, 30}, {2, 19}}, 49));
  CHECK_FALSE(tail_exponent_at({{1, 30}, {2, 20}}, 2));
  CHECK_FALSE(tail_exponent_at({{1, 30}, {2, 20}}, 3));
  CHECK_FALSE(tail_exponent({{1000, 10000}, {1001, 1}}));
}

TEST_CASE("tail exponent: sizes of 0 and empty bins change nothing") {
  auto sizes = synthetic_sizes(2.4, 1, 500, 13);
  auto const before = required(tail_exponent(sizes));
  sizes[0] = 99999;
  sizes[123456] += 0;
  auto const after = required(tail_exponent(sizes));
  CHECK(before.exponent == after.exponent);
  CHECK(before.ks_distance == after.ks_distance);
}

TEST_CASE("tail exponent: pooling a histogram with itself halves the variance and nothing else") {
  auto const sizes = synthetic_sizes(2.4, 1, 800, 14);
  auto pooled = sizes;
  for (auto& [size, count] : pooled) count *= 4;
  auto const one = required(tail_exponent_at(sizes, 2));
  auto const four = required(tail_exponent_at(pooled, 2));
  CHECK(four.exponent == doctest::Approx(one.exponent).epsilon(1e-9));
  CHECK(four.standard_error == doctest::Approx(one.standard_error / 2.0).epsilon(1e-9));
  CHECK(four.tail_count == 4 * one.tail_count);
}

TEST_CASE("tail exponent: huge sizes and the flattest tails stay finite") {
  std::int64_t const huge = std::numeric_limits<std::int64_t>::max();
  auto const flat = required(tail_exponent_at({{1, 1}, {huge, 99}}, 1));
  CHECK(flat.exponent > 1.0);
  CHECK(flat.exponent < 1.1);
  auto const far = required(tail_exponent_at({{1000000, 50}, {3000000, 50}}, 1000000));
  // Far from 1 the law is continuous: exponent = 1 + n / sum ln(x / xmin) (Hill).
  CHECK(far.exponent == doctest::Approx(1.0 + 2.0 / std::log(3.0)).epsilon(1e-5));
}

TEST_CASE("tail exponent: negative counts and xmin below 1 are errors") {
  CHECK_THROWS_AS(tail_exponent({{1, 60}, {2, -1}}), Error);
  CHECK_THROWS_AS(tail_exponent_at({{1, 60}, {2, 20}}, 0), Error);
}

TEST_CASE("tail exponent: the CAR events of 1991-2022 give the published reference") {
  auto const sizes = car_event_sizes();
  if (sizes.empty()) return;
  struct Reference {
    double exponent;
    std::int64_t xmin;
  };
  // All events, then state-based, non-state, one-sided.
  std::array<Reference, 4> const references{{{2.69, 25}, {2.46, 11}, {2.75, 20}, {1.91, 3}}};
  for (std::size_t type = 0; type < references.size(); ++type) {
    CAPTURE(type);
    auto const fitted = required(tail_exponent(sizes[type]));
    MESSAGE("type " << type << ": exponent " << fitted.exponent << " (se " << fitted.standard_error
                    << "), xmin " << fitted.xmin << ", n " << fitted.tail_count << ", KS "
                    << fitted.ks_distance);
    CHECK(fitted.xmin == references[type].xmin);
    CHECK(std::abs(fitted.exponent - references[type].exponent) < 0.005);
    auto const fixed = required(tail_exponent_at(sizes[type], references[type].xmin));
    CHECK(fixed.exponent == fitted.exponent);
  }
  auto const all = required(tail_exponent(sizes[0]));
  CHECK(all.tail_count == 130);
  CHECK(std::abs(all.standard_error - 0.15) < 0.005);
}

}  // namespace
}  // namespace disalign
