/// Tests of attacks on civilians: who attacks, how often and how many die.
#include "model/mechanisms/civilian_targeting.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct Prey : ConflictTheatre {
  Prey() : cell(static_cast<std::size_t>(middle)) {}
  [[nodiscard]] double hazard(int a, CivilianTargeting const& rule = {}) const {
    return static_cast<double>(rule.hazard(state, a, middle));
  }
  std::size_t cell;
};

}  // namespace

TEST_CASE("civilian targeting: a group's hazard peaks where control is contested") {
  Prey theatre;
  CHECK(theatre.hazard(red) == doctest::Approx(0.06 * 0.3));
  theatre.state.at.control[red][theatre.middle] = 0.5F;
  CHECK(theatre.hazard(red) == doctest::Approx(0.06));
  theatre.state.at.control[red][theatre.middle] = 1;
  CHECK(theatre.hazard(red) == doctest::Approx(0.06 * 0.3));
}

TEST_CASE("civilian targeting: contacts raise, support and protection and deterrence lower it") {
  Prey theatre;
  double const plain = theatre.hazard(red);
  theatre.state.at.contacts[red][theatre.middle] = 2;
  CHECK(theatre.hazard(red) == doctest::Approx(plain * 2.4));
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  CHECK(theatre.hazard(red) == doctest::Approx(plain * 2.4 * 0.65));
  theatre.state.cells.protection_from_groups[theatre.cell] = 0.75F;
  CHECK(theatre.hazard(red) == doctest::Approx(plain * 2.4 * 0.65 * 0.25));
  theatre.state.cells.deterrence[theatre.cell] = 0.5F;
  CHECK(theatre.hazard(red) == doctest::Approx(plain * 2.4 * 0.65 * 0.125));
  theatre.state.cells.protection_from_groups[theatre.cell] = 1;
  CHECK(theatre.hazard(red) == 0.0);
}

TEST_CASE("civilian targeting: the army suspects where rebels are or are supported") {
  Prey theatre;
  theatre.attributes(government).one_sided_rate = 0.03F;
  theatre.attributes(government).restraint = 0.6F;
  CHECK(theatre.hazard(government) == 0.0);
  theatre.hate(government, red, 1);
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  CHECK(theatre.hazard(government) == doctest::Approx(0.03 * 0.4 * 0.5));
  theatre.deploy(red, theatre.middle, 250);  // 250 x 3000/2500 = 300 in the reference area
  CHECK(theatre.hazard(government) == doctest::Approx(0.03 * 0.4 * (1 - 0.5 * 0.25)));
  theatre.hate(government, red, 0);  // no foe
  CHECK(theatre.hazard(government) == 0.0);
}

TEST_CASE("civilian targeting: UN presence enters the army's hazard only through monitoring") {
  Prey theatre;
  theatre.hate(government, red, 1);
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  double const plain = theatre.hazard(government);
  theatre.state.cells.protection_from_groups[theatre.cell] = 1;
  CHECK(theatre.hazard(government) == doctest::Approx(plain));
  theatre.state.cells.monitoring[theatre.cell] = 0.25F;
  CHECK(theatre.hazard(government) == doctest::Approx(plain / 4));
  theatre.state.cells.protection_from_government[theatre.cell] = 0.5F;
  CHECK(theatre.hazard(government) == doctest::Approx(plain / 8));
  double const group = theatre.hazard(blue);
  theatre.state.cells.monitoring[theatre.cell] = 1;
  CHECK(theatre.hazard(blue) == doctest::Approx(group));
}

TEST_CASE("civilian targeting: impunity multiplies the army's hazard only") {
  Prey theatre;
  theatre.hate(government, red, 1);
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  double const punished = theatre.hazard(government);
  double const group = theatre.hazard(red);
  theatre.state.actors.impunity.fill(1);
  CHECK(theatre.hazard(government) == doctest::Approx(2.5 * punished));
  CHECK(theatre.hazard(red) == doctest::Approx(group));
}

TEST_CASE("civilian targeting: an operation with the army suspects like it, another does not") {
  Prey theatre;
  theatre.hate(partner, red, 1);
  theatre.attributes(partner).restraint = 0.5F;
  CHECK(theatre.hazard(partner) == doctest::Approx(0.06 * 0.5 * 0.3));
  theatre.state.actors.stances[partner][government] = 0.9F;
  CHECK(theatre.hazard(partner) == 0.0);
  theatre.state.at.support[red][theatre.middle] = 0.8F;
  CHECK(theatre.hazard(partner) == doctest::Approx(0.06 * 0.5 * 0.8));
  theatre.attributes(partner).restraint = 1;
  CHECK(theatre.hazard(partner) == 0.0);
}

TEST_CASE("civilian targeting: attacks have probability 1 - exp(-hazard); 10 % off fails") {
  Prey theatre;
  theatre.deploy(red, theatre.middle, 50);
  theatre.attributes(red).one_sided_rate = 1;
  int const weeks = 60000;
  auto const share = [&](float uncontrolled) {
    double attacks = 0;
    for (int r = 0; r < weeks; ++r) {
      attacks += static_cast<double>(
          theatre
              .week(CivilianTargeting{.uncontrolled = uncontrolled}, static_cast<std::uint64_t>(r))
              .size());
    }
    return attacks / weeks;
  };
  double const expected = 1 - std::exp(-0.3);
  double const deviation = std::sqrt(expected * (1 - expected));
  CHECK(standard_errors(share(0.3F), expected, deviation, weeks) < bound);
  CHECK(standard_errors(share(0.33F), expected, deviation, weeks) > bound);
}

TEST_CASE("civilian targeting: 50 fighters kill 1 + 5 on average; 10 % off fails") {
  Prey theatre;
  theatre.deploy(red, theatre.middle, 50);
  theatre.state.cells.residents[theatre.cell] = 1000000;
  theatre.attributes(red).one_sided_rate = 1000;
  int const weeks = 40000;
  auto const mean = [&](float per_fighter) {
    double dead = 0;
    for (int r = 0; r < weeks; ++r) {
      auto const& events = theatre.week(CivilianTargeting{.deaths_per_fighter = per_fighter},
                                        static_cast<std::uint64_t>(r));
      REQUIRE(events.size() == 1);
      dead += events[0].deaths_civilians;
    }
    return dead / weeks;
  };
  double const deviation = std::sqrt(5.0 + 25.0);  // a Poisson count with an exponential mean of 5
  CHECK(standard_errors(mean(0.1F), 6, deviation, weeks) < bound);
  CHECK(standard_errors(mean(0.11F), 6, deviation, weeks) > bound);
}

TEST_CASE("civilian targeting: nobody there, nobody killed; at most 5 % in one attack") {
  Prey theatre;
  theatre.deploy(red, theatre.middle, 5000);
  theatre.attributes(red).one_sided_rate = 1000;
  theatre.state.cells.residents[theatre.cell] = 0;
  CHECK(theatre.week(CivilianTargeting{}, 0).empty());
  theatre.state.cells.displaced[theatre.cell] = 200;
  std::int32_t most = 0;
  for (std::uint64_t r = 0; r < 200; ++r) {
    auto const& events = theatre.week(CivilianTargeting{}, r);
    REQUIRE(events.size() == 1);
    most = std::max(most, events[0].deaths_civilians);
  }
  CHECK(most == 10);
}

TEST_CASE(
    "civilian targeting: more protection never adds an attack; units on rotation attack nobody") {
  Prey theatre;
  theatre.deploy(red, theatre.middle, 50, 100);
  theatre.attributes(red).one_sided_rate = 1;
  std::size_t saved = 0;
  for (std::uint64_t r = 0; r < 20; ++r) {
    theatre.state.cells.protection_from_groups[theatre.cell] = 0;
    std::size_t const open = theatre.week(CivilianTargeting{}, r).size();
    theatre.state.cells.protection_from_groups[theatre.cell] = 0.5F;
    std::size_t const guarded = theatre.week(CivilianTargeting{}, r).size();
    CHECK(guarded <= open);
    saved += open - guarded;
  }
  CHECK(saved > 100);
  for (auto& away : theatre.state.units.away) away = 1;
  CHECK(theatre.week(CivilianTargeting{}, 0).empty());
}

TEST_CASE("civilian targeting: the switch governs it") {
  Prey theatre;
  theatre.deploy(red, theatre.middle, 50);
  theatre.attributes(red).one_sided_rate = 1000;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events.size(); }, CivilianTargeting{}));
}
