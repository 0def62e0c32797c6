/// States, a UN naval force and an observer force on the stylised Arctic sea: incidents, no deaths.
#include <doctest/doctest.h>

#include <numeric>

#include "agents/week.hpp"
#include "experiments/place_file.hpp"
#include "model/founding.hpp"
#include "model/mechanisms/sea_buildup.hpp"
#include "model/mechanisms/sea_incidents.hpp"
#include "model/mechanisms/sea_tension.hpp"

using namespace disalign;

namespace {

constexpr int weeks = 260;

enum Actor { western, eastern, un, observers };

/// The scenario of domain 5D: observers from week 200, a UN force from week 212.
Cast arctic(World const& world, bool observed, bool un_comes) {
  Cast cast;
  cast.world = &world;
  auto const site = [&](char const* name) {
    for (auto const& town : world.towns) {
      if (town.name == name) return town.cell;
    }
    return -1;
  };
  auto const add = [&](char const* name, Kind kind, std::vector<int> homes) -> ActorPlan& {
    ActorPlan plan;
    plan.name = plan.label = name;
    plan.kind = kind;
    plan.declared.goals[intelligence] = 1;
    plan.attributes.support = 0;
    plan.home_weights.assign(homes.size(), 1.0F);
    plan.home_cells = std::move(homes);
    cast.actors.push_back(plan);
    return cast.actors.back();
  };
  for (char const* harbour : {"West Harbour", "East Harbour"}) {
    ActorPlan& plan = add(harbour, Kind::state_at_sea, {site(harbour)});
    plan.attributes.reach = 700;
    plan.attributes.ships = 5;
    plan.declared.stances[western] = plan.declared.stances[eastern] = -0.3F;
  }
  std::vector<int> const moorings{site("Western mooring"), site("Eastern mooring")};
  for (bool const is_un : {true, false}) {
    ActorPlan& plan =
        add(is_un ? "un" : "observers", is_un ? Kind::un_mission : Kind::parallel_force, moorings);
    plan.present = is_un ? un_comes : observed;
    plan.attributes.strength = 1000;
    plan.attributes.unit_size = 100;
    plan.attributes.reach = 300;
    plan.attributes.mobility = 200;
    plan.attributes.self_sustainment = 2;
    plan.attributes.external_income = 2000;
    plan.attributes.arrival_week = is_un ? 212 : 200;
    if (!is_un) plan.declared.stances[western] = 1;
    if (!is_un) plan.declared.stances[eastern] = -1;
  }
  return cast;
}

struct Outcome {
  int incidents = 0, deaths_at_sea = 0, ships_of_force = 0;
  std::size_t events = 0;
  float tension = 0;
};

Outcome run(World const& world, bool observed, bool un_comes) {
  Cast const cast = arctic(world, observed, un_comes);
  Outcome outcome;
  Week const week;
  Programme<SeaBuildup, SeaIncidents, SeaTension> const sea;
  for (std::uint64_t replicate = 0; replicate < 4; ++replicate) {
    State state = found(cast, 1, replicate);
    for (int w = 0; w < weeks; ++w) {
      week.step(state, 1, replicate);
      --state.week;  // the sea belongs to the week just stepped
      sea.step(state, 1, replicate);
      ++state.week;
      outcome.events += state.events.size();
      outcome.deaths_at_sea += state.sea.deaths;
      if (w < 200) continue;  // nobody differs before
      outcome.incidents += state.sea.incidents[western][eastern];
    }
    check_invariants(state);
    CHECK(state.ledger.civilian_dead == 0);
    outcome.tension += state.sea.tension[western][eastern] / 4;
    outcome.ships_of_force += static_cast<int>(ships_at_sea(state).size());
  }
  return outcome;
}

World arctic_world() {
  return make_world(read_place("experiments/places/arctic_stylised.toml"),
                    {GridSpec::Kind::km, 100});
}

}  // namespace

TEST_CASE("arctic: the stylised place is mostly water, with harbours ashore and moorings at sea") {
  World const world = arctic_world();
  auto const wet = std::accumulate(world.sea.begin(), world.sea.end(), 0);
  CHECK(wet > 150);
  CHECK(wet < static_cast<int>(world.grid.cells.size()));
  for (auto const& town : world.towns) {
    bool const wet_cell = world.sea[static_cast<std::size_t>(town.cell)] != 0;
    if (town.name.find("mooring") != std::string::npos) CHECK(wet_cell);
    if (town.name.find("Harbour") != std::string::npos) CHECK_FALSE(wet_cell);
  }
}

TEST_CASE(
    "arctic: an observer force raises tension, a UN naval force lowers it, nobody is killed") {
  World const world = arctic_world();
  Outcome const nobody = run(world, false, false);
  Outcome const observed = run(world, true, false);
  Outcome const both = run(world, true, true);
  MESSAGE("tension and incidents: nobody "
          << nobody.tension << ", " << nobody.incidents << "; observers " << observed.tension
          << ", " << observed.incidents << "; with the UN " << both.tension << ", "
          << both.incidents);
  CHECK(nobody.ships_of_force == 0);
  CHECK(observed.ships_of_force > 0);
  CHECK(nobody.events + observed.events + both.events == 0);
  CHECK(observed.tension > nobody.tension);
  CHECK(both.tension < observed.tension);
  CHECK(nobody.incidents > 0);
  CHECK(observed.incidents > nobody.incidents);
  CHECK(both.incidents < observed.incidents);
}
