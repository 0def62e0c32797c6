/// Tests of crime: a stream of killings that police restrain and troops do not.
#include "model/mechanisms/crime.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct Street : ConflictTheatre {
  Street() : cell(static_cast<std::size_t>(middle)) { state.cells.demobilised[cell] = 250; }
  [[nodiscard]] double rate(int c, Crime const& rule = {}) const {
    return static_cast<double>(rule.rate(state, c));
  }
  std::size_t cell;
};

}  // namespace

TEST_CASE("crime: it comes from demobilised fighters and protection sites, else there is none") {
  Street theatre;
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5));
  theatre.state.cells.displaced[theatre.cell] = 5000;  // no site here
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5));
  CHECK(theatre.rate(theatre.corner) == 0.0);
  theatre.state.cells.displaced[static_cast<std::size_t>(theatre.corner)] = 5000;  // a site
  CHECK(theatre.rate(theatre.corner) == doctest::Approx(0.5));
}

TEST_CASE("crime: officers go where the operation is; 20 of them halve it, troops do nothing") {
  Street theatre;
  theatre.deploy(un, theatre.middle, 900);
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5));
  theatre.state.mandates.police[un] = 20;
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.25));
  theatre.deploy(un, theatre.corner, 2700);  // a quarter of the mission is in the middle
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5 / 1.25));
  theatre.state.actors.attributes[un].civil_efficiency = 0.5F;  // M30
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5 / 1.125));
  theatre.state.mandates.module_police[un] = 20;  // L6
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5 / 1.25));
  theatre.state.mandates.police[government] = 1000;
  theatre.deploy(government, theatre.middle, 100);
  CHECK(theatre.rate(theatre.middle) == doctest::Approx(0.5 / 1.25));
}

TEST_CASE("crime: killings are Poisson with that rate, one dead each; 10 % off fails") {
  Street theatre;
  int const weeks = 40000;
  auto const mean = [&](float demobilised_rate) {
    double killings = 0;
    for (int r = 0; r < weeks; ++r) {
      for (Event const& event : theatre.week(Crime{.demobilised_rate = demobilised_rate},
                                             static_cast<std::uint64_t>(r))) {
        REQUIRE(event.deaths_civilians == 1);
        REQUIRE(event.side_a == criminals);
        ++killings;
      }
    }
    return killings / weeks;
  };
  CHECK(standard_errors(mean(0.002F), 0.5, std::sqrt(0.5), weeks) < bound);
  CHECK(standard_errors(mean(0.0022F), 0.5, std::sqrt(0.5), weeks) > bound);
}

TEST_CASE("crime: more police never adds a killing on the same draws") {
  Street theatre;
  theatre.deploy(un, theatre.middle, 100);
  std::size_t saved = 0;
  for (std::uint64_t r = 0; r < 300; ++r) {
    theatre.state.mandates.police[un] = 10;
    std::size_t const some = theatre.week(Crime{}, r).size();
    theatre.state.mandates.police[un] = 100;
    std::size_t const many = theatre.week(Crime{}, r).size();
    CHECK(many <= some);
    saved += some - many;
  }
  CHECK(saved > 10);
}

TEST_CASE("crime: each killing has its own address and is counted") {
  Street theatre;
  theatre.state.cells.demobilised[theatre.cell] = 10000;
  theatre.state.cells.demobilised[static_cast<std::size_t>(theatre.corner)] = 10000;
  auto const& events = theatre.week(Crime{}, 0);
  CHECK(events.size() > 10);
  CHECK(theatre.state.flows.crimes == static_cast<int>(events.size()));
  for (std::size_t i = 0; i < events.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) CHECK(events[i].address != events[j].address);
  }
}

TEST_CASE("crime: the switch governs it") {
  Street theatre;
  theatre.state.cells.demobilised[theatre.cell] = 10000;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events.size(); }, Crime{}));
}
