/// Tests of collateral harm: bystanders of contacts and who answers for them.
#include "model/mechanisms/collateral.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// One battle of red 200 and blue 100 with 40 dead in a dense cell.
struct Crossfire : ConflictTheatre {
  Crossfire() {
    attributes(red).restraint = 0.2F;
    attributes(blue).restraint = 0.6F;
    state.cells.residents[static_cast<std::size_t>(middle)] = 1000000;
    Event event;
    event.kind = EventKind::battle;
    event.cell = middle;
    event.side_a = red;
    event.side_b = blue;
    event.committed_a = 200;
    event.committed_b = 100;
    event.deaths_a = 15;
    event.deaths_b = 25;
    event.address = 17;
    battle = event;
  }
  Event harm(Collateral const& rule, std::uint64_t replicate) {
    state.events = {battle};
    apply(rule, replicate);
    return state.events[0];
  }
  Event battle;
};

}  // namespace

TEST_CASE("collateral: each side kills 0.5 (1 - r) m / M of the dead; 10 % off fails") {
  Crossfire theatre;
  int const weeks = 20000;
  auto const means = [&](Collateral const& rule) {
    double by_a = 0;
    double by_b = 0;
    for (int r = 0; r < weeks; ++r) {
      Event const event = theatre.harm(rule, static_cast<std::uint64_t>(r));
      by_b += event.civilians_by_b;
      by_a += event.deaths_civilians - event.civilians_by_b;
    }
    return std::pair(by_a / weeks, by_b / weeks);
  };
  double const a = 0.5 * 0.8 * 40 * 200 / 300;
  double const b = 0.5 * 0.4 * 40 * 100 / 300;
  auto const [by_a, by_b] = means({});
  CHECK(standard_errors(by_a, a, std::sqrt(a), weeks) < bound);
  CHECK(standard_errors(by_b, b, std::sqrt(b), weeks) < bound);
  auto const twin = means({.bystanders_per_death = 0.55F});
  CHECK(standard_errors(twin.first, a, std::sqrt(a), weeks) > bound);
  CHECK(standard_errors(twin.second, b, std::sqrt(b), weeks) > bound);
}

TEST_CASE("collateral: full restraint, no dead or an empty cell, no bystander dies") {
  Crossfire theatre;
  CHECK(theatre.harm({.bystanders_per_death = 20}, 0).deaths_civilians > 100);
  theatre.attributes(red).restraint = theatre.attributes(blue).restraint = 1;
  CHECK(theatre.harm({.bystanders_per_death = 20}, 0).deaths_civilians == 0);
  theatre.attributes(red).restraint = 0;
  theatre.state.cells.residents[static_cast<std::size_t>(theatre.middle)] = 0;
  CHECK(theatre.harm({.bystanders_per_death = 20}, 0).deaths_civilians == 0);
  theatre.state.cells.residents[static_cast<std::size_t>(theatre.middle)] = 1000000;
  theatre.battle.deaths_a = theatre.battle.deaths_b = 0;  // a rescue came in time
  CHECK(theatre.harm({.bystanders_per_death = 20}, 0).deaths_civilians == 0);
}

TEST_CASE("collateral: it depends on the density of people, not on the size of the cell") {
  Crossfire theatre;
  auto const total = [&](std::int32_t people, float area) {
    auto const c = static_cast<std::size_t>(theatre.middle);
    theatre.state.cells.residents[c] = people;
    theatre.world.area_km2[c] = area;
    int dead = 0;
    for (std::uint64_t r = 0; r < 500; ++r) dead += theatre.harm({}, r).deaths_civilians;
    return dead;
  };
  int const large = total(100000, 3000);
  CHECK(total(25000, 750) == large);
  CHECK(total(25000, 3000) < large / 2);
  CHECK(total(400000, 3000) == total(200000, 3000));
}

TEST_CASE("collateral: less restraint never spares a bystander") {
  Crossfire theatre;
  int more = 0;
  for (std::uint64_t r = 0; r < 200; ++r) {
    theatre.attributes(red).restraint = 0.9F;
    Event const careful = theatre.harm({}, r);
    theatre.attributes(red).restraint = 0.1F;
    Event const careless = theatre.harm({}, r);
    CHECK(careless.deaths_civilians >= careful.deaths_civilians);
    CHECK(careless.civilians_by_b == careful.civilians_by_b);
    more += careless.deaths_civilians - careful.deaths_civilians;
  }
  CHECK(more > 0);
}

TEST_CASE("collateral: ambushes have bystanders; bombs, massacres and crime are left as they are") {
  Crossfire theatre;
  theatre.battle.kind = EventKind::attack_on_operation;
  CHECK(theatre.harm({.bystanders_per_death = 20}, 0).deaths_civilians > 0);
  for (EventKind const kind :
       {EventKind::road_bomb, EventKind::attack_on_civilians, EventKind::crime}) {
    theatre.battle.kind = kind;
    CHECK(theatre.harm({.bystanders_per_death = 20}, 0).deaths_civilians == 0);
  }
}

TEST_CASE("collateral: the switch governs it") {
  Crossfire theatre;
  theatre.state.events = {theatre.battle};
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events[0].deaths_civilians; },
      Collateral{.bystanders_per_death = 20}));
}

TEST_CASE("collateral: sanctions spare bystanders, a coup that ends restraint does not") {
  Crossfire theatre;
  auto const by_b = [&] {
    std::int64_t sum = 0;
    for (std::uint64_t r = 0; r < 3000; ++r) sum += theatre.harm({}, r).civilians_by_b;
    return sum;
  };
  std::int64_t const plain = by_b();
  theatre.state.politics.restraint_gain[blue] = 0.1F;
  CHECK(by_b() < plain);
  theatre.state.politics.restraint_gain[blue] = 0;
  theatre.state.shocks.restraint_lost[blue] = 1;
  CHECK(by_b() > plain);
}
