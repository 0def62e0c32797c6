/// What is noted from week to week because the state forgets it: reports, episodes, rings, the war.
///
/// It observes only: no rule reads it and nothing in it enters the state.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "model/disalignment.hpp"
#include "model/observables.hpp"
#include "model/observables/violence_shape.hpp"
#include "model/reporting.hpp"
#include "model/revealed_disalignment.hpp"
#include "model/state.hpp"
#include "model/theatre_indices.hpp"

namespace disalign {

/// Ends and relapses of the war (MODEL.md eq. 18, end of war; F41). It is over in the first week in
/// which every armed group that has members has settled with the government, or when 52 weeks brought
/// fewer than 25 deaths in battles of types 1 and 2 (UCDP's threshold of an active conflict). It
/// relapses when 52 weeks since bring 25.
class WarHistory {
 public:
  enum Ending : int { none = 0, by_settlement = 1, quiet = 2 };

  /// Adds a week with its deaths in violence of types 1 and 2.
  void add(State const& state, int battle_deaths);

  /// Every member, for checkpoints.
  static void members(auto& self, auto&& visit) {
    auto& [its_ending, its_end, its_relapse, last_year, week, deaths] = self;
    visit(its_ending);
    visit(its_end);
    visit(its_relapse);
    visit(last_year);
    visit(week);
    visit(deaths);
  }
  /// Throws Error unless it can have been noted over so many weeks.
  void check_restored(int weeks) const;

  Ending ending = none;  ///< of the first war
  int end_week = -1;     ///< weeks it lasted; -1 it did not end
  int relapse_week = -1;

 private:
  std::array<std::int32_t, 52> last_year_{};
  int week_ = 0;
  std::int64_t deaths_of_year_ = 0;
};

/// Deaths are counted in rings of cells round the nearest base of an operation: 0 is its own cell.
inline constexpr int ring_count = 4;
/// Weeks without a fatal event that end a local episode of violence.
inline constexpr int quiet_weeks = 13;

/// Running notes of one run.
struct Watch {
  Watch() = default;
  explicit Watch(State const& founded);
  /// Adds the week that just closed.
  void add(State const& state, Reporter const& reporter);

  /// Every member that outlives its week, for checkpoints.
  static void members(auto& self, auto&& visit) {
    auto& [of_week, rings, begun, ended, indices, of_pairs, its_overlaps, its_bases, last, open,
           dead, lon, lat, where, books, acts, its_war, weeks] =
        self;  // a new member must be named here
    visit(last);
    visit(open);
    visit(dead);
    visit(lon);
    visit(lat);
    visit(where);
    visit(books);
    visit(acts);
    visit(its_war);
    visit(weeks);
  }
  /// Throws Error unless notes that began as `fresh` can have become these.
  void check_restored(Watch const& fresh, State const& state) const;

  // This week
  std::vector<Report> reports;  ///< one per event of the state; not listed where not fatal
  std::array<std::int32_t, ring_count> deaths_by_ring{};
  std::int32_t episodes_begun = 0, episodes_ended = 0;
  TheatreIndices theatre;
  std::vector<PairIndices> pairs;  ///< as operation_pairs(); zero where one is absent
  std::vector<double> overlaps;    ///< likewise
  std::vector<std::uint8_t>
      bases;  ///< per plane index: 1 where an operation in the country has one

  // Since the start
  std::vector<std::int32_t> last_fatal_week;          ///< per plane index; -1 none yet
  std::vector<std::int32_t> open_episodes;            ///< plane indices
  double deaths = 0, lon_deaths = 0, lat_deaths = 0;  ///< sums weighted by deaths, of types 1-3
  ViolenceShape shape;
  std::vector<std::int64_t> killed;  ///< [killer][victim], last victim: civilians [person]
  std::optional<RevealedDisalignment> revealed;
  WarHistory war;
  int week = 0;  ///< weeks noted

 private:
  void compare_operations(State const& state);
};

}  // namespace disalign
