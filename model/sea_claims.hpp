/// Whose water is whose: claims of states at sea, and the ships of operations that stand in them.
#pragma once
#include <cstdint>
#include <vector>

#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

inline bool is_state_at_sea(Actors const& actors, int a) {
  return actors.takes_part(a) && actors.kind[Actors::idx(a)] == Kind::state_at_sea;
}

/// Claims of all states: a state claims the sea cells within its `reach` of one of its homes.
struct SeaClaims {
  std::vector<std::uint32_t> by;  ///< per plane index, bit a: state a claims it; empty: nobody does
  ActorArray<float> area{};       ///< claimed by each state [km2]

  [[nodiscard]] bool has(int a, int c) const {
    return (by[static_cast<std::size_t>(c)] >> a & 1U) != 0;
  }
};

/// `by` is empty where there is no sea or no state at sea: the rules of the sea then do nothing.
inline SeaClaims claims_at_sea(State const& state) {
  SeaClaims claims;
  for (int a = 0; a < state.actors.count; ++a) {
    if (!is_state_at_sea(state.actors, a)) continue;
    float const reach = state.actors.attributes[Actors::idx(a)].reach;
    std::vector<int> homes;
    for_each_cell(state.grid(), [&](int c) {
      if (state.at.home[a][c] != 0) homes.push_back(c);
    });
    for_each_cell(state.grid(), [&](int c) {
      auto const cell = static_cast<std::size_t>(c);
      if (state.world->sea[cell] == 0) return;
      bool near = false;
      for (int const home : homes) near = near || state.grid().distance_km(home, c) <= reach;
      if (!near) return;
      if (claims.by.empty()) claims.by.assign(state.world->sea.size(), 0);
      claims.by[cell] |= 1U << a;
      claims.area[Actors::idx(a)] += state.world->area_km2[cell];
    });
  }
  return claims;
}

/// A ship: a unit of an operation that stands in a sea cell.
struct Ship {
  std::int32_t operation, cell;
};

/// Ships in the order of cells; those on rotation are at home.
inline std::vector<Ship> ships_at_sea(State const& state) {
  std::vector<Ship> ships;
  for_each_cell(state.grid(), [&](int c) {
    auto const cell = static_cast<std::size_t>(c);
    if (state.world->sea[cell] == 0) return;
    ActorArray<std::int32_t> number{};
    for (auto k = state.by_cell.start[cell]; k < state.by_cell.start[cell + 1]; ++k) {
      auto const row = static_cast<std::size_t>(state.by_cell.rows[static_cast<std::size_t>(k)]);
      ++number[Actors::idx(state.units.actor[row])];
    }
    // By actor, not by row: the order of rows differs between scenarios.
    for (int a = 0; a < state.actors.count; ++a) {
      if (!state.actors.is_operation(a)) continue;
      ships.insert(ships.end(), static_cast<std::size_t>(number[Actors::idx(a)]), Ship{a, c});
    }
  });
  return ships;
}

}  // namespace disalign
