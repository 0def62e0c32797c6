/// Tests of attacks on operations: how often groups ambush peacekeepers and mine their roads.
#include "model/mechanisms/attacks_on_operations.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Red 100 and 100 of the UN in the middle cell; acceptance 0.5. Rate = 0.15 x 0.5 x 3000/2500.
struct Threatened : ConflictTheatre {
  Threatened() {
    deploy(red, middle, 100);
    deploy(un, middle, 100);
    state.actors.acceptance[un][red] = 0.5F;
  }
  [[nodiscard]] float rate(AttacksOnOperations const& rule = {}) const {
    return rule.ambush_rate(state, red, un, middle);
  }
};

struct Attacks {
  double ambushes = 0, bombs = 0, bomb_dead = 0, ambush_dead = 0, attackers_dead = 0;
};

Attacks attacks_of(ConflictTheatre& theatre, AttacksOnOperations const& rule, int weeks) {
  Attacks sum;
  for (int r = 0; r < weeks; ++r) {
    for (Event const& event : theatre.week(rule, static_cast<std::uint64_t>(r))) {
      bool const bomb = event.kind == EventKind::road_bomb;
      (bomb ? sum.bombs : sum.ambushes) += 1;
      (bomb ? sum.bomb_dead : sum.ambush_dead) += event.deaths_b;
      sum.attackers_dead += event.deaths_a;
    }
  }
  return sum;
}

AttacksOnOperations unlimited(float rate = 0.15F) { return {.rate = rate, .most_attacks = 100}; }

}  // namespace

TEST_CASE("attacks on operations: full acceptance, or nobody to attack, no attack") {
  Threatened theatre;
  CHECK(theatre.rate() == doctest::Approx(0.09));
  theatre.state.actors.acceptance[un][red] = 1;
  CHECK(attacks_of(theatre, unlimited(10), 100).bombs == 0);
  theatre.state.actors.acceptance[un][red] = 0;
  CHECK(attacks_of(theatre, unlimited(10), 100).bombs > 100);
  theatre.move(1, theatre.corner);
  CHECK(attacks_of(theatre, unlimited(10), 100).bombs == 0);
}

TEST_CASE("attacks on operations: a party to the conflict is attacked up to twice as often (M29)") {
  Threatened theatre;
  float const bystander = theatre.rate();
  theatre.state.politics.party_status[un] = 0.25F;
  CHECK(theatre.rate() == doctest::Approx(1.25 * bystander));
  theatre.state.politics.party_status[un] = 1;
  CHECK(theatre.rate() == doctest::Approx(2 * bystander));
  theatre.state.politics.party_status[un] = 0;
  theatre.state.politics.party_status[partner] = 1;
  CHECK(theatre.rate() == bystander);
}

TEST_CASE("attacks on operations: only armed groups attack, only operations are attacked") {
  ConflictTheatre theatre;
  theatre.deploy(government, theatre.middle, 500);
  theatre.deploy(un, theatre.middle, 500);
  theatre.deploy(partner, theatre.middle, 500);
  CHECK(theatre.week(unlimited(100), 0).empty());
  theatre.deploy(red, theatre.middle, 50);
  for (Event const& event : theatre.week(unlimited(100), 0)) {
    CHECK(event.side_a == red);
    CHECK((event.side_b == un || event.side_b == partner));
  }
  CHECK(!theatre.state.events.empty());
}

TEST_CASE("attacks on operations: ambushes and twice as many bombs, Poisson; rate 10 % off fails") {
  Threatened theatre;
  int const weeks = 60000;
  auto const counted = attacks_of(theatre, unlimited(), weeks);
  auto const twin = attacks_of(theatre, unlimited(0.165F), weeks);
  CHECK(standard_errors(counted.ambushes / weeks, 0.09, std::sqrt(0.09), weeks) < bound);
  CHECK(standard_errors(counted.bombs / weeks, 0.18, std::sqrt(0.18), weeks) < bound);
  CHECK(standard_errors(twin.ambushes / weeks, 0.09, std::sqrt(0.09), weeks) > bound);
  CHECK(standard_errors(twin.bombs / weeks, 0.18, std::sqrt(0.18), weeks) > bound);
}

TEST_CASE("attacks on operations: a bomb kills 0.19 on average, of the operation only") {
  Threatened theatre;
  theatre.state.actors.acceptance[un][red] = 0;
  AttacksOnOperations rule = unlimited(1);
  rule.ambush_factor = 0;
  auto const mean = [&](AttacksOnOperations const& with, double& n) {
    auto const counted = attacks_of(theatre, with, 20000);
    CHECK(counted.attackers_dead == 0);
    n = counted.bombs;
    return counted.bomb_dead / counted.bombs;
  };
  double n = 0;
  double const dead = mean(rule, n);
  CHECK(standard_errors(dead, 0.19, std::sqrt(0.19), n) < bound);
  rule.bomb_deaths *= 1.1F;
  double const twin = mean(rule, n);
  CHECK(standard_errors(twin, 0.19, std::sqrt(0.19), n) > bound);
}

TEST_CASE("attacks on operations: losses of control and relative strength push either way") {
  Threatened theatre;
  float const plain = theatre.rate();
  theatre.state.actors.control_lost[red] = 0.5F;
  CHECK(theatre.rate() == doctest::Approx(plain * std::exp(0.5)));
  CHECK(theatre.rate({.loss_effect = -1}) == doctest::Approx(plain * std::exp(-0.5)));
  theatre.state.actors.control_lost[red] = 0;
  theatre.deploy(red, theatre.middle, 300);  // four to one
  CHECK(theatre.rate() == doctest::Approx(plain * std::pow(4.0, 0.3)));
  CHECK(theatre.rate({.strength_effect = -0.3F}) == doctest::Approx(plain * std::pow(4.0, -0.3)));
  theatre.deploy(red, theatre.middle, 100000);  // the ratio is kept below 10
  CHECK(theatre.rate() == doctest::Approx(plain * std::pow(10.0, 0.3)));
}

TEST_CASE("attacks on operations: less acceptance or a better known target, never fewer") {
  Threatened theatre;
  theatre.attributes(un).evasion = 1;
  std::size_t by_rejection = 0;
  std::size_t by_knowledge = 0;
  for (std::uint64_t r = 0; r < 500; ++r) {
    theatre.state.at.unseen.fill(0.8F);
    theatre.state.actors.acceptance[un][red] = 0.5F;
    std::size_t const few = theatre.week(unlimited(2), r).size();
    theatre.state.actors.acceptance[un][red] = 0.2F;
    std::size_t const rejected = theatre.week(unlimited(2), r).size();
    theatre.state.at.unseen.fill(0.2F);
    std::size_t const known = theatre.week(unlimited(2), r).size();
    CHECK(rejected >= few);
    CHECK(known >= rejected);
    by_rejection += rejected - few;
    by_knowledge += known - rejected;
  }
  CHECK(by_rejection > 50);
  CHECK(by_knowledge > 100);
}

TEST_CASE("attacks on operations: strength is committed once, and never above what is there") {
  Threatened theatre;
  theatre.deploy(blue, theatre.middle, 60);
  theatre.deploy(partner, theatre.middle, 140);
  for (std::uint64_t r = 0; r < 20; ++r) {
    theatre.begin();
    theatre.state.at.committed[red][theatre.middle] = 30;  // bound in a battle
    theatre.apply(AttacksOnOperations{.rate = 1000}, r);
    for (int const a : {red, blue, un, partner}) {
      CHECK(theatre.state.at.committed[a][theatre.middle] <=
            theatre.state.at.strength[a][theatre.middle]);
    }
    CHECK(theatre.state.at.committed[un][theatre.middle] >= 95);
    CHECK(theatre.state.flows.attacks_on_operations ==
          static_cast<int>(theatre.state.events.size()));
    CHECK(theatre.state.events.size() == 24);  // four pairs, three ambushes and three bombs each
  }
}

TEST_CASE("attacks on operations: 10,000 troops lose 1 to 15 of 1,000 a year to hostile acts") {
  // 10,000 troops in 60 cells of the reference area; half of these hold also 80 fighters who accept
  // them half (acceptance 0.5). F22 has 1.5 for stabilisation, 15 for enforcement.
  ConflictTheatre theatre(plain_world(1, 1, std::sqrt(3000.0F), 10000));
  theatre.deploy(red, theatre.middle, 80);
  theatre.deploy(un, theatre.middle, 167);
  theatre.state.actors.acceptance[un][red] = 0.5F;
  int const weeks = 20000;
  auto const counted = attacks_of(theatre, AttacksOnOperations{}, weeks);
  double const per_cell_year = 52.0 * (counted.ambush_dead + counted.bomb_dead) / weeks;
  double const per_1000 = 0.5 * per_cell_year / 167 * 1000;
  MESSAGE("hostile deaths per 1,000 person-years: ", per_1000);
  CHECK(per_1000 > 1);
  CHECK(per_1000 < 15);
}

TEST_CASE("attacks on operations: the switch governs them") {
  Threatened theatre;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events.size(); }, unlimited(100)));
}
