/// A theatre at sea: two states whose claims overlap, a third elsewhere, a UN force and an observer.
#pragma once
#include "tests/support/conflict_theatre.hpp"

namespace disalign::test {

inline constexpr int west = 0, east = 1, south = 2, observer = 4;

/// A strip of water, 3 cells high; columns are numbered from the west.
struct SeaTheatre : ConflictTheatre {
  explicit SeaTheatre(int columns = 12, float cell_km = 54.7722558F, bool wet = true)
      : ConflictTheatre(strip(columns, cell_km, wet)) {
    place(west, columns / 4);
    place(east, columns / 2);
    place(south, columns / 2);
    cast.actors[south].present = false;
    cast.actors[observer].attributes.reach = cast.actors[un].attributes.reach = 1000;
    reset();
  }
  [[nodiscard]] int cell(int column) const { return world.grid.cell(1, column); }
  void set_tension(int a, int b, float value) {
    state.sea.tension[Actors::idx(a)][Actors::idx(b)] = value;
    state.sea.tension[Actors::idx(b)][Actors::idx(a)] = value;
  }
  [[nodiscard]] float tension(int a, int b) const {
    return state.sea.tension[Actors::idx(a)][Actors::idx(b)];
  }
  float& ships(int a) { return state.sea.assets[Actors::idx(a)]; }
  float& stance(int j, int p) { return state.actors.stances[Actors::idx(j)][Actors::idx(p)]; }

 private:
  static World strip(int columns, float cell_km, bool wet) {
    World world = plain_world(3, columns, cell_km, 0);
    if (wet) world.sea = world.grid.inside;
    for (int const c : world.grid.cells) world.resource[static_cast<std::size_t>(c)] = 0.5F;
    return world;
  }
  /// Makes the actor a state at sea with a harbour in the middle row; it claims a quarter either way.
  void place(int a, int column) {
    ActorPlan& plan = cast.actors[Actors::idx(a)];
    plan.kind = Kind::state_at_sea;
    plan.home_cells = {cell(column)};
    plan.attributes.reach = 200;
    plan.attributes.ships = 10;
  }
};

}  // namespace disalign::test
