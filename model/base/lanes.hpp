/// The only loops over all units, all cells and all cells of an actor.
///
/// A rule's body is a lambda captured by value; draws come in blocks of units. How wide a step is
/// and how the words are made is decided here and nowhere else.
#pragma once
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "model/base/draws.hpp"
#include "model/base/packs.hpp"

namespace disalign {

/// Units whose words are drawn together.
inline constexpr int block_size = 64;

/// Calls body(row) for every row of `units` that has persons.
template <class Units, class Body>
void for_each_unit(Units const& units, Body body) {
  int const rows = units.size();
  for (int row = 0; row < rows; ++row) {
    DISALIGN_WORK(loads, 1);
    if (units.strength[static_cast<std::size_t>(row)] > 0) body(row);
  }
}

/// Calls body(row, words) for the rows first .. last - 1 that have persons; words are the block of the
/// unit's id.
template <class Units, class Body>
void for_units_between(Units const& units, Draws draws, int first, int last, Body const& body) {
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  for (; first < last; first += block_size) {
    int const end = std::min(last, first + block_size);
    draws.blocks(units.id.data() + first, static_cast<std::size_t>(end - first), words);
    for (int row = first; row < end; ++row) {
      DISALIGN_WORK(loads, 1);
      auto const k = static_cast<std::size_t>(row - first);
      if (units.strength[static_cast<std::size_t>(row)] > 0)
        body(row, Words({words[0][k], words[1][k], words[2][k], words[3][k]}));
    }
  }
}

/// The same for every row. Rows added by the body are not visited.
template <class Units, class Body>
void for_each_unit(Units const& units, Draws draws, Body body) {
  for_units_between(units, draws, 0, units.size(), body);
}

/// The same where no unit's body meets another's: many units are shared by the threads of a step.
template <class Units, class Body>
void for_each_unit_apart(Units const& units, Draws draws, Body body) {
  for_each_part(static_cast<std::size_t>(units.size()), rows_of_part,
                [&](std::size_t first, std::size_t last, std::size_t) {
                  for_units_between(units, draws, static_cast<int>(first), static_cast<int>(last),
                                    body);
                });
}

/// Writes for each of n rows of units the first number of the block of its id.
template <class Units>
void first_numbers(Units const& units, Draws draws, std::int32_t const* rows, std::size_t n,
                   float* numbers) {
  std::array<std::uint64_t, block_size> entities;
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  for (std::size_t first = 0; first < n; first += block_size) {
    std::size_t const these = std::min<std::size_t>(block_size, n - first);
    for (std::size_t k = 0; k < these; ++k)
      entities[k] = units.id[static_cast<std::size_t>(rows[first + k])];
    draws.blocks(entities.data(), these, words);
    for (std::size_t k = 0; k < these; ++k) numbers[first + k] = unit_interval(words[0][k]);
  }
}

/// Calls body(cell) for every cell inside the country, in the order of the output's cell axis.
template <class Grid, class Body>
void for_each_cell(Grid const& grid, Body body) {
  for (int const cell : grid.cells) body(cell);
}

/// The same with the words of the block of the cell's plane index.
template <class Grid, class Body>
void for_each_cell(Grid const& grid, Draws draws, Body const& body) {
  std::array<std::uint64_t, block_size> entities;
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  for (std::size_t first = 0; first < grid.cells.size(); first += block_size) {
    std::size_t const n = std::min<std::size_t>(block_size, grid.cells.size() - first);
    for (std::size_t k = 0; k < n; ++k)
      entities[k] = static_cast<std::uint64_t>(grid.cells[first + k]);
    draws.blocks(entities.data(), n, words);
    for (std::size_t k = 0; k < n; ++k)
      body(grid.cells[first + k], Words({words[0][k], words[1][k], words[2][k], words[3][k]}));
  }
}

/// Writes the mean of `values` over the inside Moore neighbours of every inside cell, its own value
/// where it has none. Values outside are 0.
template <class Grid>
void mean_of_neighbours(Grid const& grid, float const* values, float* mean) {
  auto const stride = static_cast<std::ptrdiff_t>(grid.stride);
  int const* const start = grid.neighbour_start.data();
  if (grid.torus) {
    for (int const c : grid.cells) {
      float sum = 0;
      for (int k = start[c]; k < start[c + 1]; ++k)
        sum += values[grid.neighbours[static_cast<std::size_t>(k)]];
      mean[c] = sum / static_cast<float>(start[c + 1] - start[c]);
    }
    return;
  }
  // South to north and west to east, as the list has them; what is outside adds 0.
  int const* const count = grid.neighbour_count.data();
  for_each_strip(grid, [=](auto c) {
    float const* const south = values - stride;
    float const* const north = values + stride;
    auto const sum = 0.0F + at(south - 1, c) + at(south, c) + at(south + 1, c) + at(values - 1, c) +
                     at(values + 1, c) + at(north - 1, c) + at(north, c) + at(north + 1, c);
    auto const n = at(count, c);
    set(mean, c, select(n > 0, sum / real(n), at(values, c)));
  });
}

/// Calls body(cell) for every inside cell where the actor has persons present.
template <class State, class Body>
void for_each_cell_of(State const& state, int actor, Body body) {
  for (int const cell : state.present.cells[static_cast<std::size_t>(actor)]) body(cell);
}

}  // namespace disalign
