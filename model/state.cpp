/// Bookkeeping of the state: tallies, compaction, invariants, digest.
#include "model/state.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>
#include <type_traits>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/base/hash.hpp"
#include "model/base/parallel.hpp"
#include "model/vicinity.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// Whether a plane is worth a thread.
bool is_large(State const& state) { return state.grid().cells.size() >= cells_of_part; }

/// The lists of near cells and the areas of vicinities, where grid or reach are new.
void prepare_coverage(State& state) {
  auto& [vicinity, refuge, reach, km2, routes] = state.coverage;
  Grid const& grid = state.grid();
  if (km2.size() != idx(grid.plane_size())) {
    vicinity.prepare(grid, 0.0F);
    km2.assign(idx(grid.plane_size()), 1.0F);
    for (int const c : grid.cells) {
      km2[idx(c)] = 0;
      vicinity.each(c, [&](int there, float w) { km2[idx(c)] += w * state.area(there); });
    }
  }
  for (std::size_t a = 0; a < idx(state.actors.count); ++a)
    reach[a].prepare(grid, state.actors.attributes[a].reach);
}

/// Strength by actor and by cell of units that are not away, who stands in each cell, and how many rows,
/// counted into the next cell's by_cell.start.
void tally_strength(State& state) {
  Units const& units = state.units;
  auto const count = idx(state.actors.count);
  auto const plane = idx(state.grid().plane_size());
  auto& rows_before = state.by_cell.start;
  auto& who = state.present.who;
  rows_before.assign(plane + 1, 0);
  who.assign(plane, 0);
  for (std::size_t a = 0; a < count; ++a) {
    state.at.strength.fill(static_cast<int>(a), 0);
    state.actors.strength[a] = 0;
  }
  for (std::size_t r = 0; r < idx(units.size()); ++r)
    state.actors.strength[idx(units.actor[r])] += units.strength[r];
  for_each_part(plane, cells_of_part, [&](std::size_t first, std::size_t last, std::size_t) {
    for (std::size_t r = 0; r < idx(units.size()); ++r) {
      auto const c = idx(units.cell[r]);
      if (c < first || c >= last || units.away[r] != 0 || units.strength[r] == 0) continue;
      DISALIGN_WORK(scatters, 1);
      ++rows_before[c + 1];
      who[c] |= 1U << static_cast<unsigned>(units.actor[r]);
      state.at.strength[units.actor[r]][c] += units.strength[r];
    }
  });
}

/// The lists of who stands where, once it is marked.
void list_present(State& state) {
  auto& [start, actors, occupied, who, cells] = state.present;
  for (auto& of_actor : cells) of_actor.clear();
  actors.clear();
  occupied.clear();
  start.resize(who.size() + 1);
  for (std::size_t c = 0; c < who.size(); ++c) {
    start[c] = static_cast<std::int32_t>(actors.size());
    if (who[c] == 0) continue;
    auto const cell = static_cast<std::int32_t>(c);
    occupied.push_back(cell);
    for (std::uint32_t left = who[c]; left != 0; left &= left - 1) {
      int const a = std::countr_zero(left);
      actors.push_back(a);
      cells[idx(a)].push_back(cell);
    }
  }
  start[who.size()] = static_cast<std::int32_t>(actors.size());
}

/// Adds each occupied cell's strength of actor `a` to every cell that feels it: within the actor's
/// reach, and within the vicinity.
void tally_near(State& state, int a) {
  std::int32_t const* strength = state.at.strength[a];
  auto const spread = [&](std::int32_t* felt, Nearness const& near) {
    for (int const cell : state.present.cells[idx(a)]) {
      auto const persons = static_cast<float>(strength[cell]);
      near.each(cell, [&](int there, float w) {
        felt[there] += static_cast<std::int32_t>(w * persons + 0.5F);
      });
    }
  };
  Nearness const& reach = state.coverage.reach[idx(a)];
  Nearness const& vicinity = state.coverage.vicinity;
  state.at.nearby.fill(a, 0);
  spread(state.at.nearby[a], vicinity);
  if (reach.covers_as(vicinity)) {
    std::copy_n(state.at.nearby[a], state.grid().plane_size(), state.at.in_reach[a]);
  } else {
    state.at.in_reach.fill(a, 0);
    spread(state.at.in_reach[a], reach);
  }
}

/// Counting sort of the rows that stand somewhere, by cell; rows keep their order within a cell.
void tally_rows(State& state) {
  Units const& units = state.units;
  auto& [start, rows, cursor, most] = state.by_cell;
  most = *std::max_element(start.begin(), start.end());
  for (std::size_t c = 1; c < start.size(); ++c) start[c] += start[c - 1];
  rows.resize(idx(start.back()));
  // Placing from the back with start[c + 1] as a cursor would spoil `start`: keep a second cursor.
  cursor.assign(start.begin(), start.end());
  auto const plane = idx(state.grid().plane_size());
  for_each_part(plane, cells_of_part, [&](std::size_t first, std::size_t last, std::size_t) {
    for (std::size_t r = 0; r < idx(units.size()); ++r) {
      auto const c = idx(units.cell[r]);
      if (c >= first && c < last && units.strength[r] > 0 && units.away[r] == 0)
        rows[idx(cursor[c]++)] = static_cast<std::int32_t>(r);
    }
  });
}

/// Hashes a member of a part of the state: of arrays over actors only the first `n`.
template <class T>
void add_columns(Hash& hash, T const& member, std::size_t n) {
  if constexpr (std::is_arithmetic_v<T>) {
    hash.add(member);
  } else if constexpr (std::is_arithmetic_v<typename T::value_type>) {
    hash.add(std::span(member).first(std::min(n, member.size())));
  } else {
    for (std::size_t i = 0; i < std::min(n, member.size()); ++i) add_columns(hash, member[i], n);
  }
}

void require_share(float value, char const* what) {
  ensure(value >= 0.0F && value <= 1.0F,  // false for NaN
         [&] { return std::string(what) + " is " + std::to_string(value) + ", outside [0, 1]"; });
}

void check_people(State const& state) {
  std::int64_t people = 0;
  for (int const c : state.grid().cells) {
    ensure(state.cells.residents[idx(c)] >= 0 && state.cells.displaced[idx(c)] >= 0,
           [&] { return "cell " + std::to_string(c) + " has a negative number of people"; });
    people += state.cells.residents[idx(c)] + state.cells.displaced[idx(c)];
  }
  Ledger const& book = state.ledger;
  std::int64_t recruits = 0;  // less the deserters, who live here again or count in left_map
  for (std::size_t a = 0; a < idx(max_actors); ++a)
    recruits += book.recruited[a] - book.deserted[a];
  ensure(people + book.left_map + book.civilian_dead + recruits == book.people_at_start, [&] {
    return "people are not conserved: " + std::to_string(people) + " present of " +
           std::to_string(book.people_at_start);
  });
}

void check_strength(State const& state) {
  ActorArray<std::int64_t> present{};
  Units const& units = state.units;
  for (std::size_t r = 0; r < idx(units.size()); ++r) {
    ensure(units.strength[r] >= 0, "a unit has negative strength");
    ensure(state.grid().inside[idx(units.cell[r])] != 0, "a unit stands outside the country");
    require_share(units.supply[r], "a unit's supply");
    present[idx(units.actor[r])] += units.strength[r];
  }
  Ledger const& book = state.ledger;
  // A splinter takes its units out of its parent's books: only families balance.
  ActorArray<std::int64_t> balance{};
  for (int a = state.actors.count - 1; a >= 0; --a) {
    auto const i = idx(a);
    balance[i] += book.at_start[i] + book.arrived[i] + book.recruited[i] - book.killed[i] -
                  book.deserted[i] - book.departed[i] - present[i];
    int const parent = state.actors.parent[i];
    if (parent >= 0) {
      balance[idx(parent)] += balance[i];
    } else {
      ensure(balance[i] == 0, [&] {
        return "strength of actor " + std::to_string(a) +
               " is not conserved: " + std::to_string(balance[i]) + " persons unaccounted for";
      });
    }
  }
}

/// True when all values lie in [0, highest]; false for NaN.
bool all_within(float const* values, std::size_t n, float highest) {
  int outside = 0;
  for (std::size_t i = 0; i < n; ++i)
    outside |= static_cast<int>(!(values[i] >= 0.0F)) | static_cast<int>(!(values[i] <= highest));
  return outside == 0;
}

constexpr float most_support = 0.98001F;

/// Whether every share and memory of the cells lies within its bounds: whole planes, without a branch,
/// since it is asked every week.
bool planes_hold(State const& state) {
  std::size_t const plane = idx(state.grid().plane_size());
  bool holds = all_within(state.cells.grievance_fast.data(), plane, 1) &&
               all_within(state.cells.grievance_slow.data(), plane, 1) &&
               all_within(state.cells.fear.data(), plane, 1);
  for (int a = 0; a < state.actors.count; ++a) {
    holds = holds && all_within(state.at.support[a], plane, 1) &&
            all_within(state.at.control[a], plane, 1) &&
            all_within(state.at.impartiality[a], plane, 1) &&
            all_within(state.at.harm[a], plane, std::numeric_limits<float>::max());
  }
  std::array<float, 256> support;
  for (std::size_t first = 0; first < plane && holds; first += support.size()) {
    std::size_t const n = std::min(support.size(), plane - first);
    support.fill(0);
    for (int a = 0; a < state.actors.count; ++a) {
      float const* const share = state.at.support[a] + first;
      for (std::size_t i = 0; i < n; ++i) support[i] += share[i];
    }
    holds = all_within(support.data(), n, most_support);
  }
  return holds;
}

/// Throws for the first cell that breaks a bound.
void name_broken_plane(State const& state) {
  for (int const c : state.grid().cells) {
    auto const i = idx(c);
    require_share(state.cells.grievance_fast[i], "fast grievance");
    require_share(state.cells.grievance_slow[i], "slow grievance");
    require_share(state.cells.fear[i], "fear");
    float support = 0;
    for (int a = 0; a < state.actors.count; ++a) {
      require_share(state.at.support[a][c], "support");
      require_share(state.at.control[a][c], "control");
      require_share(state.at.impartiality[a][c], "impartiality");
      ensure(std::isfinite(state.at.harm[a][c]) && state.at.harm[a][c] >= 0.0F,
             "the memory of harm is negative or not finite");
      support += state.at.support[a][c];
    }
    ensure(support <= most_support, "support in a cell sums to more than 0.98");
  }
  throw BrokenInvariant("a plane has a value out of bounds outside the country");
}

}  // namespace

void tally(State& state) {
  prepare_coverage(state);
  tally_strength(state);
  list_present(state);
  for_each_task(idx(state.actors.count), is_large(state),
                [&](std::size_t a) { tally_near(state, static_cast<int>(a)); });
  tally_rows(state);
}

void begin_week(State& state) {
  state.arena.reset();
  state.events.clear();
  state.flows = Flows{};
  state.units.origin = state.units.cell;
  Cells& cells = state.cells;
  std::fill(cells.killed.begin(), cells.killed.end(), 0);
  for (auto* column : {&cells.protection_from_groups, &cells.protection_from_government}) {
    std::fill(column->begin(), column->end(), 0.0F);
  }
  for (auto* column : {&cells.deterrence, &cells.monitoring, &cells.interposition}) {
    std::fill(column->begin(), column->end(), 1.0F);
  }
  for_each_task(idx(state.actors.count), is_large(state), [&](std::size_t i) {
    auto const a = static_cast<int>(i);
    state.at.killed_civilians.fill(a, 0);
    state.at.committed.fill(a, 0);
    state.at.friction.fill(a, 0.0F);
    state.at.complementarity.fill(a, 1.0F);
    state.at.closed.fill(a, 0);
    state.orders.obstructed.fill(a, 0);
    state.actors.killed_this_week[i] = 0;
    state.actors.killed_by[i].fill(0);
  });
}

void compact(State& state) {
  Units& units = state.units;
  std::size_t const rows = idx(units.size());
  std::size_t kept = 0;
  for (std::size_t r = 0; r < rows; ++r) {
    bool const refilled = state.actors.is_operation(units.actor[r]) && units.quota[r] > 0;
    if (units.strength[r] == 0 && !refilled) continue;
    if (kept != r) {
      units.id[kept] = units.id[r];
      units.actor[kept] = units.actor[r];
      units.cell[kept] = units.cell[r];
      units.origin[kept] = units.origin[r];
      units.home[kept] = units.home[r];
      units.strength[kept] = units.strength[r];
      units.quota[kept] = units.quota[r];
      units.supply[kept] = units.supply[r];
      units.task[kept] = units.task[r];
      units.away[kept] = units.away[r];
    }
    ++kept;
  }
  units.id.resize(kept);
  units.actor.resize(kept);
  units.cell.resize(kept);
  units.origin.resize(kept);
  units.home.resize(kept);
  units.strength.resize(kept);
  units.quota.resize(kept);
  units.supply.resize(kept);
  units.task.resize(kept);
  units.away.resize(kept);
}

void check_invariants(State const& state) {
  check_people(state);
  check_strength(state);
  if (!planes_hold(state)) name_broken_plane(state);
  for (int a = 0; a < state.actors.count; ++a) {
    require_share(state.actors.cohesion[idx(a)], "cohesion");
    require_share(state.actors.legitimacy[idx(a)], "legitimacy");
    require_share(state.actors.consent[idx(a)], "consent");
    ensure(std::isfinite(state.actors.purse[idx(a)]), "a purse is not finite");
    Politics const& politics = state.politics;
    require_share(politics.diverted[idx(a)], "the share of troops bound by support");
    require_share(politics.party_status[idx(a)], "party status");
    require_share(politics.impunity_gained[idx(a)], "impunity gained");
    require_share(politics.criticism[idx(a)], "criticism");
    require_share(politics.usefulness[idx(a)], "usefulness");
    require_share(politics.alternative[idx(a)], "the alternative partner");
  }
}

std::uint64_t digest(State const& state) {
  Hash hash;
  hash.add(state.week);
  Cells const& cells = state.cells;
  for (auto const* column : {&cells.residents, &cells.displaced, &cells.demobilised}) {
    hash.add(std::span<std::int32_t const>(*column));
  }
  for (auto const* column :
       {&cells.grievance_fast, &cells.grievance_slow, &cells.fear, &cells.information}) {
    hash.add(std::span<float const>(*column));
  }
  Actors const& actors = state.actors;
  std::size_t const plane = idx(state.grid().plane_size());
  std::size_t const n = idx(actors.count);
  for (int a = 0; a < actors.count; ++a) {
    if (!actors.takes_part(a)) continue;
    auto const i = idx(a);
    for (auto const* planes : {&state.at.support, &state.at.control, &state.at.harm,
                               &state.at.contacts, &state.at.impartiality}) {
      hash.add(std::span<float const>((*planes)[a], plane));
    }
    hash.add(actors.key[i]);
    hash.add(actors.purse[i]);
    hash.add(actors.cohesion[i]);
    hash.add(actors.legitimacy[i]);
    hash.add(actors.consent[i]);
    hash.add(actors.civilian_staff[i]);
    hash.add(std::span<float const>(actors.coordination[i].data(), n));
    hash.add(actors.control_lost[i]);
    hash.add(actors.impunity[i]);
    hash.add(actors.unpaid_share[i]);
    for (auto const* matrix : {&actors.hostility, &actors.conduct, &actors.threat,
                               &actors.acceptance, &actors.allied_weeks}) {
      hash.add(std::span<float const>((*matrix)[i].data(), n));
    }
    hash.add(std::span<float const>(actors.stances[i]));
    hash.add(std::span<float const>(actors.goals[i]));
  }
  auto const add_member = [&](auto const& member) { add_columns(hash, member, n); };
  Politics::each(state.politics, add_member);
  Mandates::each(state.mandates, add_member);
  Logistics::each(state.logistics, add_member);
  Council::each(state.council, add_member);
  Docket::each(state.docket, add_member);
  Shocks::each(state.shocks, add_member);
  Sea::each(state.sea, add_member);
  // Rows enter as a sum: a digest that does not depend on their order lets kernels reorder them.
  std::uint64_t units_sum = 0;
  Units const& units = state.units;
  for (std::size_t r = 0; r < idx(units.size()); ++r) {
    if (units.strength[r] == 0) continue;
    std::uint64_t h = mix(units.id[r] ^ actors.key[idx(units.actor[r])]);
    h = mix(h ^ (static_cast<std::uint64_t>(units.cell[r]) << 32 |
                 static_cast<std::uint32_t>(units.home[r])));
    h = mix(h ^ (static_cast<std::uint64_t>(units.strength[r]) << 32 |
                 std::bit_cast<std::uint32_t>(units.supply[r])));
    units_sum += mix(h ^ static_cast<std::uint64_t>(units.task[r]));
  }
  hash.add(units_sum);
  Ledger const& book = state.ledger;
  hash.add(book.left_map);
  hash.add(book.civilian_dead);
  hash.add(std::span<std::int64_t const>(book.killed.data(), n));
  return hash.value();
}

}  // namespace disalign
