/// Counts the unit-weeks in which one operation worked against another.
#include "model/revealed_disalignment.hpp"

#include <algorithm>

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

}  // namespace

RevealedDisalignment::RevealedDisalignment(State const& state)
    : cells_(idx(state.grid().plane_size())) {
  for (int a = 0; a < state.actors.count; ++a) {
    if (state.actors.is_operation(a)) operations_.push_back(a);
  }
  std::size_t const n = operations_.size();
  executed_.resize(n * cells_);
  within_reach_.resize(n * cells_);
  reach_.resize(n);
  fought_.resize(n * cells_);
  acted_.resize(idx(window) * n);
  conflicted_.resize(idx(window) * n * n);
  for (std::size_t k = 0; k < clashing_.size(); ++k) {
    for (std::size_t l = 0; l < clashing_.size(); ++l) {
      if ((*state.clash)[k][l] > 0.0F) clashing_[k] |= static_cast<Tasks>(1U << l);
    }
  }
}

int RevealedDisalignment::operation(int a) const {
  auto const found = std::find(operations_.begin(), operations_.end(), a);
  return found == operations_.end() ? -1 : static_cast<int>(found - operations_.begin());
}

void RevealedDisalignment::add(State const& state) {
  if (operations_.size() < 2) return;
  mark_tasks(state);
  mark_acts(state);
  count(state);
  ++week_;
}

/// Which tasks each operation executed in a cell, and whose reach covered it while they did.
void RevealedDisalignment::mark_tasks(State const& state) {
  std::fill(executed_.begin(), executed_.end(), Tasks{0});
  std::fill(within_reach_.begin(), within_reach_.end(), Tasks{0});
  Grid const& grid = state.grid();
  Units const& units = state.units;
  for (std::size_t r = 0; r < idx(units.size()); ++r) {
    int const o = units.strength[r] > 0 && units.away[r] == 0 ? operation(units.actor[r]) : -1;
    if (o >= 0) {
      Tasks& here = plane(executed_, idx(o))[units.cell[r]];
      here = static_cast<Tasks>(here | (1U << static_cast<unsigned>(units.task[r])));
    }
  }
  for (std::size_t o = 0; o < operations_.size(); ++o) {
    float const reach = state.actors.attributes[idx(operations_[o])].reach;
    reach_[o].list(grid, static_cast<int>(reach / grid.km_per_column),
                   static_cast<int>(reach / grid.km_per_row), [&](int dx, int dy) {
                     float const x = static_cast<float>(dx) * grid.km_per_column;
                     float const y = static_cast<float>(dy) * grid.km_per_row;
                     return x * x + y * y > reach * reach ? -1.0F : 1.0F;
                   });
    Tasks const* const executed = plane(executed_, o);
    Tasks* const within_reach = plane(within_reach_, o);
    for (int const c : grid.cells) {
      Tasks const tasks = executed[c];
      if (tasks == 0) continue;
      reach_[o].each(grid, c, [=](int there, float) {
        within_reach[there] = static_cast<Tasks>(within_reach[there] | tasks);
      });
    }
  }
}

/// (b): for each event that i fought, the operations that do not oppose the other side.
void RevealedDisalignment::mark_acts(State const& state) {
  std::fill(fought_.begin(), fought_.end(), 0U);
  auto const mark = [&](int i, int party, int cell) {
    int const o = operation(i);
    if (o < 0 || cell < 0 || party == criminals || operation(party) >= 0) return;
    int const p = party == civilians ? communities : party;
    for (std::size_t j = 0; j < operations_.size(); ++j) {
      if (state.actors.stances[idx(operations_[j])][idx(p)] >= 0.0F)
        fought_[idx(o) * cells_ + idx(cell)] |= 1U << j;
    }
  };
  for (Event const& event : state.events) {
    bool const battle = event.kind == EventKind::battle;  // both fight: sides are ordered by key
    if (!battle && event.kind != EventKind::attack_on_civilians) continue;
    mark(event.side_a, event.side_b, event.cell);
    if (battle) mark(event.side_b, event.side_a, event.crossing() ? event.cell_b : event.cell);
  }
}

void RevealedDisalignment::count(State const& state) {
  std::size_t const n = operations_.size();
  std::size_t const slot = idx(week_ % window);
  std::int32_t* const acted = acted_.data() + slot * n;
  std::int32_t* const conflicted = conflicted_.data() + slot * n * n;
  std::fill_n(acted, n, 0);
  std::fill_n(conflicted, n * n, 0);
  Units const& units = state.units;
  constexpr Tasks protecting = 1U << protect_civilians;
  for (std::size_t r = 0; r < idx(units.size()); ++r) {
    int const o = units.strength[r] > 0 && units.away[r] == 0 ? operation(units.actor[r]) : -1;
    if (o < 0) continue;
    auto const i = idx(o);
    int const c = units.cell[r];
    ++acted[i];
    bool const killed = state.at.killed_civilians[units.actor[r]][c] > 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i) continue;
      bool const clashes =
          (clashing_[idx(units.task[r])] & plane(within_reach_, j)[c]) != 0;     // (a)
      bool const fought = (fought_[i * cells_ + idx(c)] >> j & 1U) != 0;         // (b)
      bool const harmed = killed && (plane(executed_, j)[c] & protecting) != 0;  // (c)
      if (clashes || fought || harmed) ++conflicted[i * n + j];
    }
  }
}

double RevealedDisalignment::share(int i, int j) const {
  int const first = operation(i);
  int const second = operation(j);
  if (first < 0 || second < 0 || first == second) return 0;
  std::size_t const n = operations_.size();
  std::int64_t all = 0;
  std::int64_t against = 0;
  for (std::size_t w = 0; w < idx(window); ++w) {
    all += acted_[w * n + idx(first)];
    against += conflicted_[(w * n + idx(first)) * n + idx(second)];
  }
  return all > 0 ? static_cast<double>(against) / static_cast<double>(all) : 0;
}

double RevealedDisalignment::theatre_share() const {
  std::size_t const n = operations_.size();
  std::int64_t all = 0;
  std::int64_t against = 0;
  for (std::int32_t const unit_weeks : acted_) all += unit_weeks;
  for (std::int32_t const unit_weeks : conflicted_) against += unit_weeks;
  return all > 0 ? static_cast<double>(against) /
                       static_cast<double>(all * (static_cast<std::int64_t>(n) - 1))
                 : 0;
}

}  // namespace disalign
