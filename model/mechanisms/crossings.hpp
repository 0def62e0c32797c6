/// Crossings: hostile units that exchange two cells in the same week may meet on the way.
///     P(a and b meet) = chance_to_meet h_ab,   once per pair of actors and pair of cells
///     m_a = moving strength of a x its foe's part of  h_ab n_b e_b  over all foes met
/// h  hostility, the mean of the two cells   n  persons that move from one cell to the other
/// e  combat quality. Losses: model/engagement.hpp. The persons stand in the cell they arrived in;
/// what they committed is not available for battles there.
/// Limits: hostility 0 or no exchange, no meeting. Without this rule two sides could pass through
/// each other, the more easily the smaller the cells.
/// Reads units.origin, cell, strength, supply, at.harm, friction. Writes events (cell = where side_a
/// arrived, cell_b = where side_b arrived), at.committed, flows.contacts, flows.crossings.
/// Source: MODEL.md section 5 (assumed). Draws: entity = pair of actors and of cells; word 0 whether
/// they meet, words 1, 2 the dead of the side with the lower and the higher key, word 3 the day.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <span>
#include <tuple>
#include <vector>

#include "model/base/lanes.hpp"
#include "model/engagement.hpp"

namespace disalign {

struct Crossings {
  static constexpr char const* name = "crossings";
  float chance_to_meet = 0.5F;
  float intensity = 0.06F;

  static void describe(auto& self, auto& visit) {
    visit.field("chance_to_meet", self.chance_to_meet, "1", 0, 1,
                "probability that fully hostile units that exchange cells meet", "assumed");
    visit.field("intensity", self.intensity, "1", 0, 1,
                "dead of both sides per committed person of the weaker side", "prototype");
  }

  void operator()(State& state, Draws draws) const {
    std::pmr::vector<Column> const columns = exchanging_columns(state);
    // Columns of one pair of cells follow each other, those from the lower cell first.
    for (std::size_t first = 0; first < columns.size();) {
      std::size_t back = first;  // first column from the higher cell
      while (back < columns.size() && columns[back].same_way(columns[first])) ++back;
      std::size_t last = back;
      while (last < columns.size() && columns[last].other_way(columns[first])) ++last;
      meetings(state, draws, std::span(columns).subspan(first, back - first),
               std::span(columns).subspan(back, last - back));
      first = last;
    }
  }

 private:
  /// The persons of one actor who moved from one cell to another this week.
  struct Column {
    std::int32_t from, to, actor;
    std::int32_t persons;
    std::int64_t supplied;  // [persons / 65536]: a sum of integers does not depend on its order

    [[nodiscard]] auto place() const {
      return std::tuple(std::min(from, to), std::max(from, to), from, actor);
    }
    [[nodiscard]] bool same_way(Column const& o) const { return from == o.from && to == o.to; }
    [[nodiscard]] bool other_way(Column const& o) const { return from == o.to && to == o.from; }
  };
  using Columns = std::span<Column const>;

  /// The columns that somebody meets half-way, in the order of `place`; those of one actor on one way
  /// are one.
  static std::pmr::vector<Column> exchanging_columns(State const& state) {
    Units const& units = state.units;
    std::pmr::vector<Column> columns(&state.arena);
    each_exchanging(state, [&](std::size_t r) {
      auto const share = static_cast<std::int64_t>(units.supply[r] * 65536.0F + 0.5F);
      columns.push_back({units.origin[r], units.cell[r], units.actor[r], units.strength[r],
                         units.strength[r] * share});
    });
    std::sort(columns.begin(), columns.end(),
              [](Column const& x, Column const& y) { return x.place() < y.place(); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (kept > 0 && columns[kept - 1].place() == columns[i].place()) {
        columns[kept - 1].persons += columns[i].persons;
        columns[kept - 1].supplied += columns[i].supplied;
      } else {
        columns[kept++] = columns[i];
      }
    }
    columns.resize(kept);
    return columns;
  }

  /// Calls body(row) for the units that moved and whose way some unit went in the other direction.
  template <class Body>
  static void each_exchanging(State const& state, Body body) {
    Units const& units = state.units;
    std::pmr::vector<std::int32_t> moved(&state.arena);
    moved.reserve(units.id.size());
    // The ends of those who left a cell, then their beginnings: counting sort by origin.
    std::pmr::vector<std::int32_t> from(Actors::idx(state.grid().plane_size()) + 1, 0,
                                        &state.arena);
    for (std::size_t r = 0; r < units.id.size(); ++r) {
      if (units.origin[r] == units.cell[r] || units.strength[r] == 0 || units.away[r] != 0)
        continue;
      moved.push_back(static_cast<std::int32_t>(r));
      ++from[Actors::idx(units.origin[r])];
    }
    for (std::size_t c = 1; c < from.size(); ++c) from[c] += from[c - 1];
    std::pmr::vector<std::int32_t> goal(moved.size(), &state.arena);  // of each, by origin
    for (std::int32_t const row : moved) {
      auto const r = Actors::idx(row);
      goal[Actors::idx(--from[Actors::idx(units.origin[r])])] = units.cell[r];
    }
    for (std::int32_t const row : moved) {
      auto const r = Actors::idx(row);
      auto const there = Actors::idx(units.cell[r]);
      std::int32_t const* const goals = goal.data();
      auto const* const last = goals + from[there + 1];
      if (std::find(goals + from[there], last, units.origin[r]) != last) body(r);
    }
  }

  /// Mean hostility of the two cells: the conduct that provokes force may differ between them.
  static float hostility(State const& state, Column const& x, Column const& y) {
    return 0.5F * (contact_hostility(state, x.actor, y.actor, x.to) +
                   contact_hostility(state, x.actor, y.actor, y.to));
  }

  void meetings(State& state, Draws draws, Columns there, Columns back) const {
    for (Column const& x : there) {
      for (Column const& y : back) {
        if (hostility(state, x, y) > 0.0F && !met_before(there, back, x, y)) {
          meeting(state, draws, x, y, committed(state, x, y, back), committed(state, y, x, there));
        }
      }
    }
  }

  /// True when the same two actors also cross the other way round and that pair comes first.
  static bool met_before(Columns there, Columns back, Column const& x, Column const& y) {
    auto const moves = [](Columns columns, int actor) {
      return std::any_of(columns.begin(), columns.end(),
                         [&](Column const& column) { return column.actor == actor; });
    };
    return y.actor < x.actor && moves(there, y.actor) && moves(back, x.actor);
  }

  /// h n e: what a foe asks of a column.
  static float claim(State const& state, Column const& own, Column const& foe) {
    return hostility(state, own, foe) * static_cast<float>(foe.persons) *
           local_quality(state, foe.actor, foe.to);
  }

  /// Persons that a column commits against one of its foes.
  static std::int32_t committed(State const& state, Column const& own, Column const& foe,
                                Columns foes) {
    float claims = 0;
    for (Column const& each : foes) claims += claim(state, own, each);
    if (!(claims > 0.0F)) return 0;
    float const share = claim(state, own, foe) / claims;
    return static_cast<std::int32_t>(static_cast<float>(own.persons) * share);
  }

  void meeting(State& state, Draws draws, Column const& x, Column const& y, std::int32_t m_x,
               std::int32_t m_y) const {
    auto const key = [&](Column const& column) {
      return state.actors.key[Actors::idx(column.actor)];
    };
    auto const cells = static_cast<std::uint64_t>(std::min(x.from, x.to)) << 32 |
                       static_cast<std::uint64_t>(std::max(x.from, x.to));
    std::uint64_t const entity = pair_address(state, x.actor, y.actor, cells);
    Words const word = draws.at(entity);
    if (!(word(0) < chance_to_meet * hostility(state, x, y))) return;
    bool const x_first = key(x) < key(y);
    Column const& a = x_first ? x : y;
    Column const& b = x_first ? y : x;
    Force const force_a = force(state, a, x_first ? m_x : m_y);
    Force const force_b = force(state, b, x_first ? m_y : m_x);
    if (force_a.committed == 0 || force_b.committed == 0) return;
    ExpectedLosses const losses = expected_losses(force_a, force_b, intensity);
    Event event;
    event.kind = EventKind::battle;
    event.day = day_of_week(word(3));
    event.cell = a.to;
    event.cell_b = b.to;
    event.side_a = a.actor;
    event.side_b = b.actor;
    event.committed_a = force_a.committed;
    event.committed_b = force_b.committed;
    event.deaths_a = dead_of(force_a, losses.a, word(1));
    event.deaths_b = dead_of(force_b, losses.b, word(2));
    event.address = mix(entity);
    state.at.committed[a.actor][a.to] += force_a.committed;
    state.at.committed[b.actor][b.to] += force_b.committed;
    state.events.push_back(event);
    ++state.flows.contacts;
    ++state.flows.crossings;
  }

  static Force force(State const& state, Column const& column, std::int32_t persons) {
    return {persons, local_quality(state, column.actor, column.to),
            static_cast<float>(column.supplied) / (65536.0F * static_cast<float>(column.persons)),
            state.actors.attributes[Actors::idx(column.actor)].loss_factor};
  }
};

}  // namespace disalign
