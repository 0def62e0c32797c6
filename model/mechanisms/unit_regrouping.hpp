/// Regrouping: large units of armed groups split, units of one group that meet in a cell merge.
///     split: hazard h_s where n > unit_size and n >= 2 smallest; the child takes a uniform number
///            of persons between smallest and n - smallest
///     merge: each unit meets one other of its group in its cell a week, in an order of hashed id
///            and week; a pair merges with hazard h_m, the larger absorbs the smaller
/// A child is born in its parent's cell with its home, supply and task. Quota is divided and added
/// like strength; a merged unit's supply is the mean over persons. A child born this week does not
/// merge this week. Armies and operations keep their formations: F27 speaks of insurgents.
/// As it stands, hazards do not depend on size: no exponent 5/2. In the theory
/// mode `by_size` (Bohorquez et al. 2009, F27: sizes with exponent 5/2) a unit splits with hazard
/// h_s n / smallest and shatters into parts of `smallest`; a pair merges with hazard
/// h_m n m / smallest^2. Both hazards of a week must be small against 1 for the theory to hold.
/// Limits: both rates 0, nothing changes. Strength by group and cell is conserved exactly.
/// Reads by_cell. Writes units. Source: MODEL.md eq. 10 (prototype).
/// Draws: unit: word 0 whether it splits, word 1 the child's persons, words 2-3 the child's id;
/// pair of ids, branch 1: word 0 whether it merges. Ids of further parts are hashes of the first.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct UnitRegrouping {
  static constexpr char const* name = "unit_regrouping";
  float split_rate = 0.02F;
  float merge_rate = 0.2F;
  int smallest = 10;
  bool by_size = false;

  static void describe(auto& self, auto& visit) {
    visit.field("split_rate", self.split_rate, "1/week", 0, 10,
                "hazard that a unit above its size splits", "prototype");
    visit.field("merge_rate", self.merge_rate, "1/week", 0, 10,
                "hazard that two units of a group that meet merge", "prototype");
    visit.field("smallest", self.smallest, "person", 1, 1e4,
                "fewest persons of a part of a split unit", "assumed");
    visit.field("by_size", self.by_size, "1", 0, 1,
                "theory mode: hazards in proportion to persons, a split unit shatters",
                "Bohorquez et al. 2009, F27");
  }

  void operator()(State& state, Draws draws) const {
    merge(state, draws);
    split(state, draws);
  }

 private:
  struct Place {
    int actor;            ///< only sorts the units of one actor together
    std::uint64_t order;  ///< hash of id and week
    std::size_t row;
    bool operator<(Place const& other) const {
      return actor != other.actor ? actor < other.actor : order < other.order;
    }
  };

  void merge(State& state, Draws draws) const {
    auto const& occupied = state.present.occupied;
    using Places = std::pmr::vector<Place>;
    std::size_t const parts = parts_of(occupied.size(), occupied_cells_of_part);
    std::pmr::vector<Places> places(parts, Places(&state.arena), &state.arena);
    for (Places& of_part : places) of_part.reserve(static_cast<std::size_t>(state.by_cell.most));
    for_each_part(occupied.size(), occupied_cells_of_part,
                  [&](std::size_t k, std::size_t last, std::size_t part) {
                    for (; k < last; ++k) merge_in(state, draws, occupied[k], places[part]);
                  });
  }

  void merge_in(State& state, Draws draws, int c, std::pmr::vector<Place>& here) const {
    Units& units = state.units;
    here.clear();
    for (std::int32_t const row : state.by_cell[c]) {
      auto const r = static_cast<std::size_t>(row);
      if (units.strength[r] == 0 || !state.actors.is_group(units.actor[r])) continue;
      here.push_back(
          {units.actor[r], mix(units.id[r] ^ mix(static_cast<std::uint64_t>(state.week))), r});
    }
    if (here.size() < 2) return;
    std::sort(here.begin(), here.end());
    for (std::size_t k = 0; k + 1 < here.size();) {
      if (here[k].actor != here[k + 1].actor) {
        ++k;
        continue;
      }
      std::size_t const x = here[k].row;
      std::size_t const y = here[k + 1].row;
      float const pull = by_size ? parts(units.strength[x]) * parts(units.strength[y]) : 1.0F;
      bool const merges =
          draws.at(mix(units.id[x] ^ mix(units.id[y])), 1)(0) < chance(merge_rate * pull);
      if (merges) absorb(units, x, y);
      k += 2;
    }
  }

  /// The larger of two rows takes the other's people; of equals the one with the lower id.
  static void absorb(Units& units, std::size_t x, std::size_t y) {
    bool const x_leads = units.strength[x] != units.strength[y]
                             ? units.strength[x] > units.strength[y]
                             : units.id[x] < units.id[y];
    std::size_t const leader = x_leads ? x : y;
    std::size_t const other = x_leads ? y : x;
    auto const n = static_cast<float>(units.strength[leader]);
    auto const m = static_cast<float>(units.strength[other]);
    // Written as a correction of the leader's supply: equal supplies stay equal to the last bit.
    units.supply[leader] += (units.supply[other] - units.supply[leader]) * (m / (n + m));
    units.strength[leader] += units.strength[other];
    units.quota[leader] += units.quota[other];
    units.strength[other] = 0;
    units.quota[other] = 0;
  }

  void split(State& state, Draws draws) const {
    Units& units = state.units;
    int const rows = units.size();
    for (int row = 0; row < rows; ++row) {
      auto const r = static_cast<std::size_t>(row);
      int const a = units.actor[r];
      std::int32_t const n = units.strength[r];
      if (n < 2 * smallest || !state.actors.is_group(a)) continue;
      if (static_cast<float>(n) <= state.actors.attributes[Actors::idx(a)].unit_size) continue;
      Words const word = draws.at(units.id[r]);
      if (word(0) >= chance(by_size ? split_rate * parts(n) : split_rate)) continue;
      if (by_size) {
        std::uint64_t id = word.child_id();
        for (; units.strength[r] >= 2 * smallest; id = mix(id) | first_of_born)
          part(units, r, smallest, id);
        continue;
      }
      std::int32_t const spare = n - 2 * smallest;
      auto const drawn = static_cast<std::int32_t>(word(1) * static_cast<float>(spare + 1));
      part(units, r, smallest + std::min(drawn, spare), word.child_id());
    }
  }

  static constexpr std::uint64_t first_of_born = 0x8000000000000000U;  ///< see Words::child_id

  /// Persons in multiples of the smallest part.
  [[nodiscard]] float parts(std::int32_t persons) const {
    return static_cast<float>(persons) / static_cast<float>(smallest);
  }

  /// Persons of a row become a unit of their own, with their part of the quota.
  static void part(Units& units, std::size_t r, std::int32_t persons, std::uint64_t id) {
    auto const quota =
        static_cast<std::int32_t>(std::int64_t{units.quota[r]} * persons / units.strength[r]);
    auto const child =
        static_cast<std::size_t>(units.add(id, units.actor[r], units.home[r], persons, quota));
    units.quota[child] = quota;
    units.cell[child] = units.cell[r];
    units.origin[child] = units.origin[r];
    units.supply[child] = units.supply[r];
    units.task[child] = units.task[r];
    units.strength[r] -= persons;
    units.quota[r] -= quota;
  }
};

}  // namespace disalign
