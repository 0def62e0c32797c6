/// Theory: with everything else off, hostile sides that stay where they are meet as a Poisson process.
#include <doctest/doctest.h>

#include <array>

#include "model/mechanisms/battles.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int side = 10;
constexpr int weeks = 400;
constexpr double n = side * side * weeks;
constexpr double expected = 0.8;  // contacts a week in each cell

/// Counts of contacts in each cell and week on a torus where red and blue stand in every cell.
struct Counts {
  static constexpr int most = 6;  // the last class holds 6 and more
  std::array<double, most + 1> of{};
  double sum = 0, squares = 0;

  explicit Counts(float contact_rate) {
    ConflictTheatre theatre(plain_world(side, side, std::sqrt(3000.0F), 1000, true));
    theatre.hate(red, blue, 1);
    for (int const c : theatre.world.grid.cells) {
      theatre.deploy(red, c, 100);
      theatre.deploy(blue, c, 100);
    }
    Battles const rule{.contact_rate = contact_rate, .most_contacts = 100};
    std::vector<int> contacts(static_cast<std::size_t>(theatre.world.grid.plane_size()));
    for (theatre.state.week = 0; theatre.state.week < weeks; ++theatre.state.week) {
      std::fill(contacts.begin(), contacts.end(), 0);
      for (Event const& event : theatre.week(rule, 0))
        ++contacts[static_cast<std::size_t>(event.cell)];
      for (int const c : theatre.world.grid.cells) add(contacts[static_cast<std::size_t>(c)]);
    }
  }

  void add(int k) {
    ++of[static_cast<std::size_t>(std::min(k, most))];
    sum += k;
    squares += k * k;
  }
  [[nodiscard]] double mean() const { return sum / n; }
  [[nodiscard]] double variance() const { return squares / n - mean() * mean(); }
  /// Pearson's statistic against Poisson(expected): 6 degrees of freedom.
  [[nodiscard]] double chi_square() const {
    double statistic = 0;
    double probability = std::exp(-expected);
    double rest = 1;
    for (int k = 0; k <= most; ++k) {
      double const class_probability = k == most ? rest : probability;
      double const difference = of[static_cast<std::size_t>(k)] - n * class_probability;
      statistic += difference * difference / (n * class_probability);
      rest -= probability;
      probability *= expected / (k + 1);
    }
    return statistic;
  }
};

// 99.999 % quantile of chi-square with 6 degrees of freedom, about as rare as 4.5 standard errors.
constexpr double critical = 33.11;

}  // namespace

TEST_CASE("theory: contacts have Poisson mean and variance; a rate 10 % off does not") {
  Counts const counts(0.8F);
  double const of_mean = std::sqrt(expected / n);
  double const of_variance = std::sqrt((expected + 2 * expected * expected) / n);
  CHECK(std::fabs(counts.mean() - expected) < bound * of_mean);
  CHECK(std::fabs(counts.variance() - expected) < bound * of_variance);
  Counts const twin(0.88F);
  CHECK(std::fabs(twin.mean() - expected) > bound * of_mean);
  CHECK(std::fabs(twin.variance() - expected) > bound * of_variance);
}

TEST_CASE("theory: contacts follow the Poisson law class by class; a rate 10 % off does not") {
  CHECK(Counts(0.8F).chi_square() < critical);
  CHECK(Counts(0.88F).chi_square() > critical);
}

TEST_CASE("theory: contacts of neighbouring cells and of successive weeks are uncorrelated") {
  ConflictTheatre theatre(plain_world(1, 2, std::sqrt(3000.0F), 1000));
  theatre.hate(red, blue, 1);
  for (int const c : theatre.world.grid.cells) {
    theatre.deploy(red, c, 100);
    theatre.deploy(blue, c, 100);
  }
  Battles const rule{.contact_rate = 0.8F, .most_contacts = 100};
  int const long_run = 20000;
  double between_cells = 0;
  double between_weeks = 0;
  double last = 0;
  for (theatre.state.week = 0; theatre.state.week < long_run; ++theatre.state.week) {
    std::array<double, 2> here{-expected, -expected};
    for (Event const& event : theatre.week(rule, 0)) ++here[event.cell == theatre.corner ? 0 : 1];
    between_cells += here[0] * here[1];
    between_weeks += here[0] * last;
    last = here[0];
  }
  CHECK(std::fabs(between_cells / long_run) < bound * expected / std::sqrt(long_run));
  CHECK(std::fabs(between_weeks / long_run) < bound * expected / std::sqrt(long_run));
}
