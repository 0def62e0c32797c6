/// The only loops over all units, all cells and all cells of an actor.
///
/// A rule's body is a lambda captured by value; draws come in blocks of units. How wide a step is
/// and how the words are made is decided here and nowhere else.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>

#include "model/base/draws.hpp"

namespace disalign {

/// Units whose words are drawn together.
inline constexpr int block_size = 64;

/// Calls body(row) for every row of `units` that has persons.
template <class Units, class Body>
void for_each_unit(Units const& units, Body body) {
  int const rows = units.size();
  for (int row = 0; row < rows; ++row) {
    if (units.strength[static_cast<std::size_t>(row)] > 0) body(row);
  }
}

/// Calls body(row, words) for every row that has persons; words are the block of the unit's id.
/// Rows added by the body are not visited.
template <class Units, class Body>
void for_each_unit(Units const& units, Draws draws, Body body) {
  int const rows = units.size();
  std::array<Words4, block_size> words;
  for (int first = 0; first < rows; first += block_size) {
    int const last = std::min(rows, first + block_size);
    for (int row = first; row < last; ++row) {
      words[static_cast<std::size_t>(row - first)] =
          draws.block(units.id[static_cast<std::size_t>(row)]);
    }
    for (int row = first; row < last; ++row) {
      if (units.strength[static_cast<std::size_t>(row)] > 0) {
        body(row, Words(words[static_cast<std::size_t>(row - first)]));
      }
    }
  }
}

/// Calls body(cell) for every cell inside the country, in the order of the output's cell axis.
template <class Grid, class Body>
void for_each_cell(Grid const& grid, Body body) {
  for (int const cell : grid.cells) body(cell);
}

/// Calls body(cell) for every inside cell where the actor has persons present.
template <class State, class Body>
void for_each_cell_of(State const& state, int actor, Body body) {
  auto const* strength = state.at.strength[actor];
  for (int const cell : state.grid().cells) {
    if (strength[cell] > 0) body(cell);
  }
}

}  // namespace disalign
