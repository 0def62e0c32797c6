/// What a run reports, declared once: name, unit, meaning, axis and how weeks become an outcome.
///
/// The list is model/observables/{violence,people,forces,operations,institutions,disalignment}.hpp.
/// The same visit makes the record of a week, the datasets and dimension scales of the output file
/// and the tables of the documents.
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "model/state.hpp"

namespace disalign {

/// UCDP's type of violence of an event: 1 state-based, 2 non-state, 3 one-sided; 0 outside its types
/// (crime, fire between operations). The government's side: the army, UN and parallel forces.
int type_of_violence(Event const& event, Actors const& actors);

/// Ordered pair of operations: what i is or does towards j.
struct OperationPair {
  int i = 0, j = 0;
};
/// All ordered pairs of different operations among the actors in use; fixed for a run, because only
/// armed groups split.
std::vector<OperationPair> operation_pairs(Actors const& actors);

enum class Axis { none, actor, pair };
/// How the weeks of a series become one outcome of the run.
enum class Fold { sum, mean, last };

/// A declared observable.
struct Observable {
  std::string name;
  std::string unit;
  std::string meaning;
  Axis axis = Axis::none;
  Fold fold = Fold::sum;
  bool whole = true;                 ///< counts: stored as int32; else float32
  bool describes_treatment = false;  ///< reports the treatment itself; left out of invariance tests

  /// Name of its outcome: total_x, mean_x or final_x.
  [[nodiscard]] std::string outcome() const;
  /// Whole sums and final counts stay whole; means do not.
  [[nodiscard]] bool whole_outcome() const { return whole && fold != Fold::mean; }
};

/// A declared map: one value per cell and period of 52 weeks, summed over the period's weeks.
struct MapObservable {
  std::string name, unit, meaning;
};

/// An outcome that is not a fold of one series; see derived_outcomes().
struct DerivedOutcome {
  std::string name, unit, meaning;
};

std::vector<Observable> const& observables();
std::vector<MapObservable> const& map_observables();
std::vector<DerivedOutcome> const& derived_outcomes();

inline constexpr int weeks_per_period = 52;
/// Month of a week: 12 months to 52 weeks.
constexpr int month_of_week(int week) { return week * 12 / weeks_per_period; }

/// Who kills and who is killed in the monthly maps: the kinds of actors, then those who are no actor.
inline constexpr std::array party_kind_names{"government",     "armed_group", "un_mission",
                                             "parallel_force", "civilians",   "criminals"};
inline constexpr int party_kinds = static_cast<int>(party_kind_names.size());
/// Index into party_kind_names of a side of an event.
int party_kind(std::int32_t side, Actors const& actors);

}  // namespace disalign
