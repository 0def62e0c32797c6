/// What happened in a week: violent events with their day, cell, sides and dead.
#pragma once
#include <cstdint>

namespace disalign {

/// Actor index that stands for civilians as a side of an event.
inline constexpr std::int32_t civilians = -1;
/// Actor index that stands for criminals as side_a of an event: no actor of the theatre.
inline constexpr std::int32_t criminals = -2;

/// How an event came about. UCDP's type of violence follows from it and the sides.
enum class EventKind : std::int32_t {
  battle = 0,               ///< contact of two hostile sides in a cell or while crossing
  attack_on_operation = 1,  ///< ambush of an operation by an armed group
  road_bomb = 2,            ///< explosive device on a road against an operation
  attack_on_civilians = 3,  ///< one-sided violence
  crime = 4,                ///< killing by criminals; reported apart, outside UCDP's types
  blue_on_blue = 5,         ///< operations that fire at each other by mistake
  convoy_attack = 6,        ///< attack on a convoy by an armed group
};

/// One event of the week. `side_a` initiates; `side_b` is `civilians` for one-sided violence.
/// Deaths are provisional until the rule `casualties` closes them: a rescue may lower them before.
struct Event {
  EventKind kind{};
  std::int32_t day = 1;               ///< 1..7 within the week
  std::int32_t cell = 0;              ///< plane index
  std::int32_t cell_b = -1;           ///< crossings: cell where side_b arrived; else -1
  std::int32_t side_a = 0;            ///< actor index, or `criminals`
  std::int32_t side_b = 0;            ///< actor index, or `civilians`
  std::int32_t deaths_a = 0;          ///< persons of side_a
  std::int32_t deaths_b = 0;          ///< persons of side_b (0 for one-sided violence)
  std::int32_t deaths_civilians = 0;  ///< civilians killed: targets or bystanders
  std::int32_t deaths_staff = 0;      ///< civilian staff of side_b: no residents of the cell
  std::int32_t civilians_by_b = 0;    ///< of these, killed by side_b; the others by side_a
  std::int32_t committed_a = 0;       ///< strength of side_a in the contact [persons]
  std::int32_t committed_b = 0;       ///< strength of side_b in the contact [persons]
  std::int32_t unit_a = -1;           ///< row of the initiating unit, -1 when a whole side fights
  std::int32_t unit_b = -1;           ///< row of the convoy attacked, -1 when a whole side fights
  std::uint64_t address = 0;          ///< entity of later draws about this event
  bool rescued = false;               ///< a responder arrived in time

  [[nodiscard]] std::int32_t deaths() const {
    return deaths_a + deaths_b + deaths_staff + deaths_civilians;
  }
  /// Two hostile sides met while they exchanged the cells `cell` and `cell_b`.
  [[nodiscard]] bool crossing() const { return cell_b >= 0; }
};

/// Day 1..7 of an event, uniform at u in (0, 1).
constexpr std::int32_t day_of_week(float u) { return 1 + static_cast<std::int32_t>(7.0F * u); }

}  // namespace disalign
