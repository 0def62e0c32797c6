/// How the notes of a run are kept.
#include "model/observables/watch.hpp"

#include <algorithm>
#include <cstdlib>

namespace disalign {
namespace {

constexpr int active_conflict = 25;  // deaths in a year, UCDP

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// Marks the cells with a base of an operation in the country.
void mark_bases(State const& state, std::vector<std::uint8_t>& bases) {
  std::fill(bases.begin(), bases.end(), std::uint8_t{0});
  for (int a = 0; a < state.actors.count; ++a) {
    if (!state.actors.is_operation(a) || state.actors.strength[idx(a)] == 0) continue;
    std::uint8_t const* const home = state.at.home[a];
    for (std::size_t c = 0; c < bases.size(); ++c) bases[c] |= home[c];
  }
}

/// Cells from c to the nearest base; ring_count beyond the last ring.
int ring_of(Grid const& grid, std::vector<std::uint8_t> const& bases, int c) {
  int nearest = ring_count;
  for (int rows = 1 - ring_count; rows < ring_count; ++rows) {
    for (int columns = 1 - ring_count; columns < ring_count; ++columns) {
      int const ring = std::max(std::abs(rows), std::abs(columns));
      if (ring >= nearest) continue;
      int const there = grid.step(c, columns, rows);
      if (there >= 0 && bases[idx(there)] != 0) nearest = ring;
    }
  }
  return nearest;
}

}  // namespace

void WarHistory::add(State const& state, int battle_deaths) {
  auto& oldest = last_year_[idx(week_ % 52)];
  deaths_of_year_ += battle_deaths - oldest;
  oldest = battle_deaths;
  ++week_;
  if (ending == none) {
    bool groups = false;
    bool all_settled = true;
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.is_group(p) || state.actors.strength[idx(p)] == 0) continue;
      groups = true;
      for (int g = 0; g < state.actors.count; ++g) {
        if (state.actors.is_government(g) && state.actors.takes_part(g))
          all_settled = all_settled && state.politics.truce[idx(p)][idx(g)] == Truce::settled;
      }
    }
    bool const quiet_year = week_ >= 52 && deaths_of_year_ < active_conflict;
    if (!quiet_year && !(groups && all_settled)) return;
    ending = groups && all_settled ? by_settlement : quiet;
    end_week = week_;
    last_year_ = {};
    deaths_of_year_ = 0;
  } else if (relapse_week < 0 && deaths_of_year_ >= active_conflict) {
    relapse_week = week_;
  }
}

Watch::Watch(State const& founded)
    : bases(idx(founded.grid().plane_size())),
      last_fatal_week(idx(founded.grid().plane_size()), -1),
      killed(idx(founded.actors.capacity) * idx(founded.actors.capacity + 1)),
      revealed(founded) {
  pairs.resize(operation_pairs(founded.actors).size());
  overlaps.resize(pairs.size());
}

void Watch::compare_operations(State const& state) {
  ActorMatrix<double> const together = disalign::overlaps(state);
  theatre = theatre_indices(state, together);
  if (revealed) revealed->add(state);
  std::size_t k = 0;
  for (auto const [i, j] : operation_pairs(state.actors)) {
    bool const both = state.actors.takes_part(i) && state.actors.takes_part(j);
    pairs[k] = both ? compare(state, i, j) : PairIndices{};
    overlaps[k] = both ? together[idx(i)][idx(j)] : 0.0;
    ++k;
  }
}

void Watch::add(State const& state, Reporter const& reporter) {
  Actors const& actors = state.actors;
  reports.clear();
  deaths_by_ring = {};
  episodes_begun = episodes_ended = 0;
  if (!state.events.empty()) mark_bases(state, bases);
  int battle_deaths = 0;
  std::size_t const row = idx(actors.capacity + 1);
  auto const books = [&](int killer, int victim, int persons) {
    if (killer >= 0) killed[idx(killer) * row + idx(victim)] += persons;
  };
  for (Event const& event : state.events) {
    reports.emplace_back();
    int const type = type_of_violence(event, actors);
    if (event.deaths() == 0) continue;
    books(event.side_a, actors.capacity,
          event.deaths_civilians + event.deaths_staff - event.civilians_by_b);
    if (event.side_b >= 0) {
      books(event.side_b, actors.capacity, event.civilians_by_b);
      books(event.side_a, event.side_b, event.deaths_b);
      if (event.side_a >= 0) books(event.side_b, event.side_a, event.deaths_a);
    }
    if (type == 0) continue;
    reports.back() = reporter.report(event, *state.world, week);
    if (type < 3) battle_deaths += event.deaths();
    auto const weight = static_cast<double>(event.deaths());
    deaths += weight;
    lon_deaths += weight * static_cast<double>(state.world->lon[idx(event.cell)]);
    lat_deaths += weight * static_cast<double>(state.world->lat[idx(event.cell)]);
    shape.add(event.cell, event.deaths());
    if (int const ring = ring_of(state.grid(), bases, event.cell); ring < ring_count)
      deaths_by_ring[idx(ring)] += event.deaths();
    auto& last = last_fatal_week[idx(event.cell)];
    if (last < 0 || week - last > quiet_weeks) {
      ++episodes_begun;
      open_episodes.push_back(event.cell);
    }
    last = week;
  }
  auto const over = [&](int c) { return week - last_fatal_week[idx(c)] == quiet_weeks; };
  auto const ended = std::remove_if(open_episodes.begin(), open_episodes.end(), over);
  episodes_ended = static_cast<std::int32_t>(open_episodes.end() - ended);
  open_episodes.erase(ended, open_episodes.end());
  compare_operations(state);
  war.add(state, battle_deaths);
  if (month_of_week(week + 1) != month_of_week(week)) shape.close_month(state.grid());
  ++week;
}

}  // namespace disalign
