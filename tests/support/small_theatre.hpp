/// A theatre small enough to reason about: five actors on a 3 x 3 world, nobody deployed yet.
#pragma once
#include "model/base/rule.hpp"
#include "model/founding.hpp"

namespace disalign::test {

inline constexpr int government = 0, red = 1, blue = 2, un = 3, partner = 4;

/// Owns what a state points to. Copying the state is cheap; the theatre must outlive it.
class SmallTheatre {
 public:
  SmallTheatre() : SmallTheatre(small_world()) {}
  explicit SmallTheatre(World theatre_world) : world(std::move(theatre_world)) {
    cast.world = &world;
    add("government", Kind::government);
    add("red", Kind::armed_group);
    add("blue", Kind::armed_group);
    add("un", Kind::un_mission);
    add("partner", Kind::parallel_force);
    // The UN of MODEL.md section 4's worked example.
    auto& goals = cast.actors[un].declared.goals;
    goals[protect_civilians] = 0.35F;
    goals[separate_parties] = 0.10F;
    goals[mediate] = 0.15F;
    goals[monitor_human_rights] = 0.15F;
    goals[extend_state_authority] = 0.10F;
    goals[humanitarian_access] = 0.10F;
    goals[intelligence] = 0.05F;
    cast.actors[partner].declared.goals = goals;
    cast.clash[defeat_designated][mediate] = cast.clash[mediate][defeat_designated] = 0.6F;
    cast.synergy[hold_site][protect_civilians] = cast.synergy[protect_civilians][hold_site] = 0.5F;
    reset();
  }
  SmallTheatre(SmallTheatre const&) = delete;
  SmallTheatre& operator=(SmallTheatre const&) = delete;

  /// Founds the state again, after `cast` was changed.
  void reset() {
    state = found(cast, 1, 0);
    middle = world.grid.cells[world.grid.cells.size() / 2];
    corner = world.grid.cells.front();
  }

  /// Adds `count` units of `persons` in a cell and tallies. Books them as founders.
  void deploy(int actor, int cell, int persons, int count = 1) {
    for (int u = 0; u < count; ++u) {
      state.units.add(mix(++serial_) >> 1, actor, cell, persons);
      state.ledger.at_start[static_cast<std::size_t>(actor)] += persons;
    }
    tally(state);
  }

  World world;
  Cast cast;
  State state;
  int middle = 0, corner = 0;  ///< plane indices

 private:
  void add(char const* name, Kind kind) {
    ActorPlan plan;
    plan.name = plan.label = name;
    plan.kind = kind;
    plan.attributes.strength = 0;
    plan.attributes.support = 0;
    plan.home_cells = {world.grid.cells.front()};
    plan.home_weights = {1.0F};
    cast.actors.push_back(plan);
  }

  std::uint64_t serial_ = 1000;
};

/// True when the rule, switched off, leaves the state as it was and, switched on, does not.
template <class Rule>
bool switch_works(State const& before, Rule rule = {}) {
  Programme<Rule> programme;
  programme.template get<Rule>().rule = rule;
  State on = before;
  programme.step(on, 1, 0);
  programme.template get<Rule>().enabled = false;
  State off = before;
  programme.step(off, 1, 0);
  return digest(off) == digest(before) && digest(on) != digest(before);
}

}  // namespace disalign::test
