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

TEST_CASE(
    "civilian targeting: a truce with all foes leaves a fifth, with one of two three fifths") {
  Prey theatre;
  theatre.deploy(blue, theatre.corner, 100);
  theatre.deploy(government, theatre.corner, 100);
  theatre.hate(red, blue, 1);
  theatre.hate(red, government, 1);
  double const plain = theatre.hazard(red);
  theatre.state.politics.truce[red][government] = Truce::ceasefire;
  theatre.hate(red, government, 0.1F);
  CHECK(theatre.hazard(red) == doctest::Approx(0.6 * plain));
  theatre.state.politics.truce[red][blue] = Truce::settled;
  theatre.hate(red, blue, 0);
  CHECK(theatre.hazard(red) == doctest::Approx(0.2 * plain));
  CHECK(theatre.hazard(red, {.obey = 1}) == doctest::Approx(plain));
  theatre.state.politics.truce[un][red] = Truce::ceasefire;  // operations are no party to it
  Prey const other;
  CHECK(theatre.hazard(un) == doctest::Approx(other.hazard(un)));
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
  double const watched = theatre.hazard(government);
  theatre.state.cells.deterrence[theatre.cell] = 0.5F;  // F5: troops stand in the way of groups
  CHECK(theatre.hazard(government) == doctest::Approx(watched));
}

TEST_CASE(
    "civilian targeting: a sanction raises restraint, a coup takes it, a surge adds violence") {
  Prey theatre;
  theatre.hate(government, red, 1);
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  theatre.attributes(government).restraint = 0.6F;
  double const plain = theatre.hazard(government);
  theatre.state.politics.restraint_gain[government] = 0.1F;
  CHECK(theatre.hazard(government) == doctest::Approx(plain * 0.3 / 0.4));
  theatre.state.politics.restraint_gain[government] = 0;
  theatre.state.shocks.restraint_lost[government] = 0.5F;
  CHECK(theatre.hazard(government) == doctest::Approx(plain * 0.7 / 0.4));
  theatre.state.shocks.surges.push_back({government, -1, 0, 2, 4});
  CHECK(theatre.hazard(government) == doctest::Approx(3 * plain * 0.7 / 0.4));
  double const group = theatre.hazard(red);
  theatre.state.shocks.surges.push_back({red, -1, 0, 0.5F, 4});
  CHECK(theatre.hazard(red) == doctest::Approx(1.5 * group));
}

TEST_CASE("civilian targeting: impunity multiplies the hazard of army and operations only") {
  Prey theatre;
  double const company = theatre.hazard(partner);
  theatre.hate(government, red, 1);
  theatre.state.at.support[red][theatre.middle] = 0.5F;
  double const punished = theatre.hazard(government);
  double const group = theatre.hazard(red);
  theatre.state.actors.impunity.fill(1);
  CHECK(theatre.hazard(government) == doctest::Approx(2.5 * punished));
  CHECK(theatre.hazard(partner) == doctest::Approx(2.5 * company));
  CHECK(theatre.hazard(red) == doctest::Approx(group));
}

TEST_CASE("civilian targeting: an operation with the army suspects like it, another does not") {
  Prey theatre;
  theatre.state.actors.principles_of[partner] = partner;
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

TEST_CASE("civilian targeting: F11, a criminal group minds police, not troops") {
  Prey theatre;
  theatre.deploy(un, theatre.middle, 400);
  theatre.state.cells.protection_from_groups[theatre.cell] = 0.9F;
  theatre.state.cells.deterrence[theatre.cell] = 0.5F;
  double const fearful = theatre.hazard(red);
  theatre.attributes(red).group_type = criminal;
  double const bold = theatre.hazard(red);
  CHECK(bold == doctest::Approx(20 * fearful));
  theatre.state.mandates.police[un] = 20;
  CHECK(theatre.hazard(red) == doctest::Approx(bold / 2));
  theatre.attributes(red).group_type = rebel;
  CHECK(theatre.hazard(red) == doctest::Approx(fearful));
}

TEST_CASE("civilian targeting: F11, a militia heeds half of what troops ask of a rebel") {
  Prey theatre;
  theatre.state.cells.protection_from_groups[theatre.cell] = 0.9F;
  theatre.state.cells.deterrence[theatre.cell] = 0.5F;
  double const rebels = theatre.hazard(red);
  theatre.attributes(red).group_type = militia;
  CHECK(theatre.hazard(red) == doctest::Approx(rebels * 0.75 / 0.5 * 0.55 / 0.1));
  theatre.state.cells.protection_from_groups[theatre.cell] = 0;
  theatre.state.cells.deterrence[theatre.cell] = 1;
  double const alone = theatre.hazard(red);
  theatre.attributes(red).group_type = rebel;
  CHECK(theatre.hazard(red) == doctest::Approx(alone));
}

TEST_CASE("civilian targeting: the switch governs it") {
  Prey theatre;
  theatre.deploy(red, theatre.middle, 50);
  theatre.attributes(red).one_sided_rate = 1000;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events.size(); }, CivilianTargeting{}));
}
