/// Casualties: closes the week's events: who dies is taken from units and people, and booked once.
///     part of row k = floor((C_k T + o) / W) - floor((C_(k-1) T + o) / W)
/// T  dead of a side   W  its persons in the cell   C_k  persons of rows 1..k in order of hashed id
/// o  offset, uniform on 0..W-1: each row's expected part is T n_k / W, the parts sum to T exactly and
/// none exceeds the row. A unit that initiated (unit_a) bears its side's losses first; an attacked
/// convoy (unit_b) bears all of its side's. In a crossing only those who came from the other cell.
/// Civilians die among residents and displaced likewise.
/// When fewer are left than an event says, its dead become those who were there: events and books agree.
/// Limits: no events, nothing changes. Persons: present + killed stays constant for each actor, and
/// so do an operation's civilian staff.
/// Reads events, by_cell. Writes events, units.strength, residents, displaced, cells.killed,
/// at.killed_civilians, actors.killed_by, killed_this_week, civilian_staff, flows.staff_killed, ledger.
/// Source: MODEL.md sections 3, 5. Draws: entity = the event's address; words 0, 1, 2 the offsets of
/// side_a, side_b and the civilians.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

struct Casualties {
  static constexpr char const* name = "casualties";

  static void describe(auto&, auto&) {}

  void operator()(State& state, Draws draws) const {
    Rows rows(&state.arena);
    for (Event& event : state.events) {
      Words const word = draws.at(event.address);
      if (event.side_a >= 0) {
        event.deaths_a = kill_fighters(state, event, true, rows, word(0));
      }
      if (event.side_b >= 0) {
        event.deaths_b = kill_fighters(state, event, false, rows, word(1));
      }
      if (event.deaths_staff > 0) kill_staff(state, event);
      kill_civilians(state, event, word(2));
    }
  }

 private:
  /// A unit that took part, and its turn.
  struct Row {
    std::uint64_t order;  ///< hashed id
    std::size_t row;
    bool operator<(Row const& other) const { return order < other.order; }
  };
  using Rows = std::pmr::vector<Row>;

  /// Cumulated part of a systematic sample: floor((cumulated total + offset) / sum).
  static std::int64_t up_to(std::int64_t cumulated, std::int64_t total, std::int64_t offset,
                            std::int64_t sum) {
    return (cumulated * total + offset) / sum;
  }
  /// Uniform on 0..sum-1 at u in (0, 1).
  static std::int64_t offset_at(std::int64_t sum, float u) {
    return std::min(sum - 1,
                    static_cast<std::int64_t>(static_cast<double>(sum) * static_cast<double>(u)));
  }

  /// Applies the losses of one side; returns how many died.
  static std::int32_t kill_fighters(State& state, Event const& event, bool first_side, Rows& rows,
                                    float u) {
    std::int32_t const dead = first_side ? event.deaths_a : event.deaths_b;
    int const side = first_side ? event.side_a : event.side_b;
    int const other = first_side ? event.side_b : event.side_a;
    if (dead <= 0) return 0;
    Units& units = state.units;
    std::int32_t left = dead;
    std::int32_t const unit = first_side ? event.unit_a : event.unit_b;
    if (unit >= 0) {
      std::int32_t& strength = units.strength[static_cast<std::size_t>(unit)];
      std::int32_t const lost = std::min(left, strength);
      strength -= lost;
      left -= lost;
    }
    bool const convoy = !first_side && unit >= 0;  // far from all others of its side
    std::int64_t const sum =
        left > 0 && !convoy ? collect(state, event, side, first_side, rows) : 0;
    if (sum > 0) {
      std::int64_t const total = std::min<std::int64_t>(left, sum);
      std::int64_t const offset = offset_at(sum, u);
      std::int64_t cumulated = 0;
      for (auto const& [order, row] : rows) {
        std::int32_t& strength = units.strength[row];
        std::int64_t const before = up_to(cumulated, total, offset, sum);
        cumulated += strength;
        strength -= static_cast<std::int32_t>(up_to(cumulated, total, offset, sum) - before);
      }
      left -= static_cast<std::int32_t>(total);
    }
    std::int32_t const lost = dead - left;
    state.actors.killed_this_week[Actors::idx(side)] += lost;
    if (other >= 0) state.actors.killed_by[Actors::idx(side)][Actors::idx(other)] += lost;
    state.ledger.killed[Actors::idx(side)] += lost;
    return lost;
  }

  /// Rows of a side that took part, in order of hashed id; returns their persons.
  static std::int64_t collect(State const& state, Event const& event, int side, bool first_side,
                              Rows& rows) {
    Units const& units = state.units;
    int const cell = first_side || !event.crossing() ? event.cell : event.cell_b;
    int const origin = first_side ? event.cell_b : event.cell;
    rows.clear();
    std::int64_t sum = 0;
    for (std::int32_t const row : state.by_cell[cell]) {
      auto const r = static_cast<std::size_t>(row);
      if (units.actor[r] != side || units.strength[r] == 0) continue;
      if (event.crossing() && units.origin[r] != origin) continue;
      rows.push_back({mix(units.id[r]), r});
      sum += units.strength[r];
    }
    std::sort(rows.begin(), rows.end());
    return sum;
  }

  /// Civilian staff are people of the operation, not of the cell.
  static void kill_staff(State& state, Event& event) {
    auto const side = Actors::idx(event.side_b);
    std::int32_t& staff = state.actors.civilian_staff[side];
    event.deaths_staff = std::min(event.deaths_staff, staff);
    staff -= event.deaths_staff;
    state.flows.staff_killed[side] += event.deaths_staff;
  }

  static void kill_civilians(State& state, Event& event, float u) {
    if (event.deaths_civilians <= 0) return;
    auto const c = static_cast<std::size_t>(event.cell);
    std::int64_t const residents = state.cells.residents[c];
    std::int64_t const sum = residents + state.cells.displaced[c];
    std::int64_t const dead = std::min<std::int64_t>(event.deaths_civilians, sum);
    // Fewer people than the event says: both sides' parts shrink alike.
    std::int64_t const by_b = dead * event.civilians_by_b / event.deaths_civilians;
    event.deaths_civilians = static_cast<std::int32_t>(dead);
    event.civilians_by_b = static_cast<std::int32_t>(by_b);
    if (dead == 0) return;
    std::int64_t const of_residents = up_to(residents, dead, offset_at(sum, u), sum);
    state.cells.residents[c] -= static_cast<std::int32_t>(of_residents);
    state.cells.displaced[c] -= static_cast<std::int32_t>(dead - of_residents);
    state.cells.killed[c] += event.deaths_civilians;
    state.ledger.civilian_dead += dead;
    if (event.side_a >= 0) {
      state.at.killed_civilians[event.side_a][event.cell] += static_cast<std::int32_t>(dead - by_b);
    }
    if (event.side_b >= 0) {
      state.at.killed_civilians[event.side_b][event.cell] += static_cast<std::int32_t>(by_b);
    }
  }
};

}  // namespace disalign
