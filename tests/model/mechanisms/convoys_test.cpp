/// Tests of convoys: who travels, who is attacked on the way, who comes back.
#include "model/mechanisms/convoys.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "model/mechanisms/casualties.hpp"
#include "model/mechanisms/support_burden.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Hub in the south-western corner, a supported partner of 200 in the north-east, red in the middle.
struct RoadTheatre : ConflictTheatre {
  RoadTheatre() {
    far = world.grid.cell(2, 2);
    deploy(un, corner, 150, 2);
    deploy(partner, far, 200);
    deploy(red, middle, 100);
    attributes(partner).support_dependence = 1;
    state.actors.civilian_staff[un] = 60;
    state.actors.acceptance[un][red] = 0;
    state.politics.supported[un][partner] = state.politics.delivered[un][partner] = 200;
  }
  [[nodiscard]] State next(Convoys rule = {}, std::uint64_t replicate = 0) const {
    return after(state, rule, replicate);
  }
  /// A week that certainly sees the attacks that `bombs` asks for.
  static Convoys certain(float bombs) {
    return Convoys{.attack_rate = 100, .bomb_share = bombs, .bomb_deaths = 20};
  }
  int far = 0;
};

std::int64_t persons_of(State const& state, int actor) {
  std::int64_t sum = 0;
  for (std::size_t r = 0; r < state.units.id.size(); ++r)
    sum += state.units.actor[r] == actor ? state.units.strength[r] : 0;
  return sum;
}

}  // namespace

TEST_CASE("convoys: a convoy takes 40 escorts, 20 staff and two weeks of cargo from the hub") {
  RoadTheatre t;
  State const state = t.next();
  REQUIRE(state.logistics.convoys.size() == 1);
  Convoy const& convoy = state.logistics.convoys[0];
  CHECK(convoy.escorts == 40);
  CHECK(convoy.staff == 20);
  CHECK(convoy.cargo == 400.0F);
  CHECK(convoy.route == std::vector<std::int32_t>{t.corner, t.middle, t.far});
  REQUIRE(state.units.size() == 5);
  CHECK(state.units.id[4] == convoy.id);
  CHECK(state.units.away[4] == 1);
  State counted = state;
  tally(counted);
  CHECK(counted.at.strength[un][t.corner] == 260);
  CHECK(counted.actors.strength[un] == 300);
  CHECK(state.flows.convoys == 1);
  check_invariants(counted);
}

TEST_CASE(
    "convoys: the escorts return to their unit when the next week begins, the dead excepted") {
  RoadTheatre t;
  State state = t.next(RoadTheatre::certain(1));
  REQUIRE(state.events.size() == 1);
  Casualties{}(state, Draws(7, 0, 0, rule_address(Casualties::name)));
  tally(state);
  check_invariants(state);
  std::int32_t const dead = state.events[0].deaths_b;
  std::int32_t const staff = state.events[0].deaths_staff;
  REQUIRE(dead > 0);
  REQUIRE(staff > 0);
  CHECK(state.ledger.killed[un] == dead);
  CHECK(state.actors.killed_by[un][red] == dead);
  CHECK(state.actors.civilian_staff[un] == 60 - staff);
  CHECK(state.flows.staff_killed[un] == staff);
  ++state.week;
  begin_week(state);
  State back = after(state, Convoys{});
  tally(back);
  CHECK(back.logistics.convoys.empty());  // they leave every other week
  CHECK(back.at.strength[un][t.corner] == 300 - dead);
  CHECK(persons_of(back, un) == 300 - dead);
  check_invariants(back);
  compact(back);
  CHECK(back.units.size() == 4);  // the empty row of the convoy is gone
}

TEST_CASE("convoys: weeks of attacks keep the books of troops and civilian staff") {
  RoadTheatre t;
  t.state.actors.civilian_staff[un] = 200;
  std::int64_t staff_killed = 0;
  Convoys const busy{.attack_rate = 0.01F, .bomb_deaths = 2};
  SupportBurden const burden{};
  for (int week = 0; week < 40; ++week) {
    begin_week(t.state);
    t.apply(burden, 1);
    t.apply(busy, 1);
    tally(t.state);
    t.apply(Casualties{}, 1);
    tally(t.state);
    check_invariants(t.state);
    staff_killed += t.state.flows.staff_killed[un];
    CHECK(t.state.actors.civilian_staff[un] == 200 - staff_killed);
    CHECK(t.state.flows.cargo_lost <= t.state.flows.cargo_sent);
    ++t.state.week;
  }
  CHECK(staff_killed > 0);
  CHECK(t.state.ledger.killed[un] > 0);
}

TEST_CASE(
    "convoys: without supported forces, away from the hub, or without attackers nothing is lost") {
  RoadTheatre t;
  auto const lost = [](State const& state) { return state.flows.cargo_lost; };
  CHECK(lost(t.next({.attack_rate = 1})) > 0.0F);
  RoadTheatre accepted;
  accepted.state.actors.acceptance[un][red] = 1;
  CHECK(lost(accepted.next({.attack_rate = 1})) == 0.0F);
  RoadTheatre at_hub;
  at_hub.move(2, at_hub.corner);
  CHECK(at_hub.next({.attack_rate = 1}).flows.convoys == 0);
  RoadTheatre unsupported;
  unsupported.state.politics.delivered[un].fill(0);
  CHECK(unsupported.next({.attack_rate = 1}).flows.convoys == 0);
}

TEST_CASE("convoys: an ambush takes 0.3 of the cargo into the group's purse, a bomb destroys it") {
  RoadTheatre t;
  State const ambushed = t.next(RoadTheatre::certain(0));
  REQUIRE(ambushed.events.size() == 1);
  CHECK(ambushed.events[0].kind == EventKind::convoy_attack);
  CHECK(ambushed.events[0].cell == t.middle);
  CHECK(ambushed.actors.purse[red] == doctest::Approx(120));
  CHECK(ambushed.logistics.convoys[0].cargo == doctest::Approx(280));
  CHECK(ambushed.politics.delivered[un][partner] == doctest::Approx(140));
  State const bombed = t.next(RoadTheatre::certain(1));
  CHECK(bombed.actors.purse[red] == 0.0F);
  CHECK(bombed.politics.delivered[un][partner] == doctest::Approx(140));
  // What was lost is missing until the next convoy.
  State next = bombed;
  ++next.week;
  next.politics.delivered[un][partner] = 200;
  CHECK(after(next, Convoys{}).politics.delivered[un][partner] == doctest::Approx(140));
}

TEST_CASE("convoys: attacks come at 1 - exp(-rate km density), twice out of three as bombs") {
  RoadTheatre t;
  // The road leads 50 root(2) km through the middle; 100 fighters on 2,500 km2; nobody foresees it.
  double const rate = 0.005 * std::sqrt(2.0) * 50 * 3000 / 2500;
  double const expected = 1 - std::exp(-rate * 0.333);
  constexpr int n = 20000;
  auto const ambushes = [&](float attack_rate) {
    int count = 0;
    for (int r = 0; r < n; ++r) {
      State state = t.state;
      Convoys{.attack_rate = attack_rate}(state, Draws(7, static_cast<std::uint64_t>(r), 0, 5));
      for (Event const& event : state.events) count += event.unit_a >= 0 ? 1 : 0;
    }
    return count / static_cast<double>(n);
  };
  double const deviation = std::sqrt(expected * (1 - expected));
  CHECK(standard_errors(ambushes(0.005F), expected, deviation, n) < bound);
  CHECK(standard_errors(ambushes(0.0055F), expected, deviation, n) > bound);  // the twin
}

TEST_CASE("convoys: half of the dead are civilian staff") {
  RoadTheatre t;
  constexpr int n = 4000;
  auto const share = [&](float staff_share) {
    double staff = 0;
    double all = 0;
    for (int r = 0; r < n; ++r) {
      State state = t.state;
      Convoys rule = RoadTheatre::certain(1);
      rule.bomb_deaths = 2;
      rule.staff_share = staff_share;
      rule(state, Draws(7, static_cast<std::uint64_t>(r), 0, 5));
      staff += state.events[0].deaths_staff;
      all += state.events[0].deaths_staff + state.events[0].deaths_b;
    }
    return std::pair(staff / all, all);
  };
  auto const [half, all] = share(0.5F);
  CHECK(std::abs(half - 0.5) < 4.5 * 0.5 / std::sqrt(all));
  auto const [more, total] = share(0.55F);
  CHECK(std::abs(more - 0.5) > 4.5 * 0.5 / std::sqrt(total));  // the twin
}

TEST_CASE("convoys: more fighters, less acceptance and a known road never spare a convoy") {
  RoadTheatre t;
  t.state.actors.acceptance[un][red] = 0.3F;
  auto const lost = [&](std::uint64_t r) {
    return t.next({.attack_rate = 0.002F}, r).flows.cargo_lost;
  };
  std::vector<float> base;
  for (std::uint64_t r = 0; r < 300; ++r) base.push_back(lost(r));
  float const sum = std::accumulate(base.begin(), base.end(), 0.0F);
  auto const never_less = [&] {
    float total = 0;
    for (std::uint64_t r = 0; r < 300; ++r) {
      CHECK(lost(r) >= base[r]);
      total += lost(r);
    }
    CHECK(total > sum);
  };
  SUBCASE("fighters") {
    t.deploy(red, t.middle, 100);
    never_less();
  }
  SUBCASE("a road that convoys took every week") {
    t.state.logistics.road_use.assign(static_cast<std::size_t>(t.world.grid.plane_size()), 1.0F);
    never_less();
  }
  SUBCASE("less acceptance") {
    t.state.actors.acceptance[un][red] = 0;
    never_less();
  }
  SUBCASE("a second group on the road") {
    t.deploy(blue, t.middle, 200);
    t.state.actors.acceptance[un][blue] = 0;
    never_less();
  }
}

TEST_CASE("convoys: the road is remembered with a half-life of 13 weeks") {
  RoadTheatre t;
  State state = t.next();
  float const once = state.logistics.road_use[static_cast<std::size_t>(t.middle)];
  CHECK(once == doctest::Approx(1 - std::exp2(-1.0 / 13)));
  CHECK(state.logistics.road_use[static_cast<std::size_t>(t.world.grid.cell(0, 2))] == 0.0F);
  state.politics.delivered[un].fill(0);
  for (state.week = 1; state.week < 14; ++state.week) state = after(state, Convoys{});
  CHECK(state.logistics.road_use[static_cast<std::size_t>(t.middle)] ==
        doctest::Approx(once / 2).epsilon(1e-4));
}

TEST_CASE("convoys: shared capability jams bombs and never makes one") {
  RoadTheatre t;
  State lent = t.state;
  lent.logistics.sharing[partner][un] = 1;
  lent.actors.attributes[partner].reach = 200;
  tally(lent);
  int without = 0;
  int with = 0;
  Convoys const bombs{.attack_rate = 0.01F, .bomb_share = 1};
  for (std::uint64_t r = 0; r < 400; ++r) {
    auto const plain = after(t.state, bombs, r).events.size();
    auto const jammed = after(lent, bombs, r).events.size();
    CHECK(jammed <= plain);
    without += static_cast<int>(plain);
    with += static_cast<int>(jammed);
  }
  CHECK(with < without);
}

TEST_CASE("convoys: they take the road, not the straight line") {
  RoadTheatre t;
  t.world.road_access.assign(t.world.road_access.size(), 1.0F);
  t.world.road_access[static_cast<std::size_t>(t.middle)] = 0;
  Routes routes;
  routes.prepare(t.world, t.corner);
  auto const route = routes.to(t.far);
  CHECK(route.size() == 4);
  CHECK(std::find(route.begin(), route.end(), t.middle) == route.end());
}

TEST_CASE("convoys: nobody on a convoy dies twice, however many attack it") {
  RoadTheatre t;
  t.deploy(blue, t.middle, 100);
  t.state.actors.acceptance[un][blue] = 0;
  State const many = t.next({.attack_rate = 100, .bomb_share = 1, .bomb_deaths = 45});
  REQUIRE(many.events.size() == 2);
  CHECK(many.events[0].deaths_b + many.events[1].deaths_b == 40);
  CHECK(many.events[0].deaths_staff + many.events[1].deaths_staff == 20);
  CHECK(many.logistics.convoys[0].cargo == doctest::Approx(400 * 0.49));
  CHECK(many.flows.convoys_attacked == 1);
}

TEST_CASE("convoys: without troops or staff at the hub they travel alone, and lose cargo only") {
  RoadTheatre t;
  t.move(0, t.far);
  t.move(1, t.far);
  t.state.actors.civilian_staff[un] = 0;
  State const state = t.next(RoadTheatre::certain(1));
  REQUIRE(state.events.size() == 1);
  CHECK(state.events[0].deaths() == 0);
  CHECK(state.units.size() == 4);
  CHECK(state.flows.cargo_lost > 0.0F);
}

TEST_CASE("convoys: the switch governs them") {
  RoadTheatre t;
  CHECK(switch_works<Convoys>(t.state));
}
