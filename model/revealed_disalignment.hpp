/// Revealed disalignment: what operations did to each other's work over the last thirteen weeks.
///
/// R_ij = share of i's unit-weeks of executed tasks within the last 13 weeks in which
///   (a) the task clashes (X > 0) with one that j executed that week with the cell in its reach, or
///   (b) i fought, in that cell, a party towards which j's stance in use is not negative, or
///   (c) i killed civilians in that cell and j executed protect_civilians there.
/// It lives outside the state and is fed once a week, after the week has closed. No rule may include
/// it. It reads executed tasks and stances in use (s^), never declared ones: with every channel
/// switched off it does not depend on what a force declares.
/// Source: MODEL.md section 4.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "model/neighbourhood.hpp"
#include "model/state.hpp"

namespace disalign {

class RevealedDisalignment {
 public:
  static constexpr int window = 13;  ///< weeks

  /// Makes room for the operations and the map of a state; operations never join later.
  explicit RevealedDisalignment(State const& state);

  /// Adds the week that just closed and forgets the one that left the window. Allocates nothing.
  void add(State const& state);

  /// R_ij over the weeks added, at most 13; 0 when i executed nothing, or one of them is no operation.
  [[nodiscard]] double share(int i, int j) const;
  /// The same over all ordered pairs of operations together, each unit-week counted once per partner.
  [[nodiscard]] double theatre_share() const;

  /// Every member, for checkpoints.
  static void members(auto& self, auto&& visit) {
    auto& [operations, cells, executed, within_reach, fought, clashing, acted, conflicted, week,
           reach] = self;
    visit(operations);
    visit(cells);
    visit(executed);
    visit(within_reach);
    visit(fought);
    visit(clashing);
    visit(acted);
    visit(conflicted);
    visit(week);
  }
  /// Throws Error unless it is made for the same operations and map as `fresh`.
  void check_restored(RevealedDisalignment const& fresh) const;

 private:
  using Tasks = std::uint16_t;  ///< one bit per task
  static_assert(task_count <= 16);

  void mark_tasks(State const& state);
  void mark_acts(State const& state);
  void count(State const& state);
  [[nodiscard]] Tasks* plane(std::vector<Tasks>& planes, std::size_t operation) const {
    return planes.data() + operation * cells_;
  }
  [[nodiscard]] int operation(int a) const;

  std::vector<int> operations_;                 ///< actor of each operation
  std::size_t cells_ = 0;                       ///< size of a plane
  std::vector<Tasks> executed_, within_reach_;  ///< [operation][cell], of this week
  std::vector<std::uint32_t> fought_;  ///< [operation][cell]: bit j: a party that j does not oppose
  std::array<Tasks, task_count> clashing_{};      ///< per task: those it clashes with
  std::vector<std::int32_t> acted_, conflicted_;  ///< [week of the window][i], [..][i][j]
  int week_ = 0;
  std::vector<Neighbourhood> reach_;  ///< per operation: the cells in reach, listed anew every week
};

}  // namespace disalign
