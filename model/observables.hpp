/// What a run reports, declared once: name, unit, meaning, axis and how weeks become an outcome.
///
/// `observe` is the one list. The same visit makes the record of a week, the datasets and dimension
/// scales of the output file and the tables of the documents.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/state.hpp"

namespace disalign {

/// UCDP's type of violence of an event: 1 state-based, 2 non-state, 3 one-sided; 0 outside its types
/// (crime, fire between operations). The government's side: the army, UN and parallel forces.
int type_of_violence(Event const& event, Actors const& actors);

enum class Axis { none, actor };
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

/// One event as it is recorded, with its week.
struct RecordedEvent {
  std::int32_t week = 0;
  std::int32_t type_of_violence = 0;
  Event event;
};

/// What one run leaves behind.
struct Record {
  int weeks = 0, actors = 0, cells = 0, periods = 0;
  std::uint64_t digest = 0;               ///< over the state at each week and the outcomes
  std::int64_t unit_steps = 0;            ///< living units times weeks
  std::vector<double> series;             ///< column after column, `weeks` values each
  std::vector<double> outcomes;           ///< one per column, then the derived ones
  std::vector<std::int64_t> maps;         ///< [map][period][cell]
  std::vector<std::int64_t> event_sizes;  ///< [deaths]: fatal events of types 1-3, last bin open
  std::vector<RecordedEvent> events;      ///< all, or empty when not asked for
  std::vector<std::uint64_t> actor_keys;  ///< splinters included

  /// Columns: one per observable without axis, `actors` per observable with the actor axis.
  [[nodiscard]] static int columns(int actors);
};

/// Largest number of deaths that has its own bin in Record::event_sizes.
inline constexpr int largest_event_bin = 5000;

/// Collects a record week by week.
class Recording {
 public:
  Recording(State const& state, int weeks, bool keep_events);
  /// Adds the week that just closed.
  void add(State const& state);
  /// Folds, derives and digests; the recording is spent.
  Record finish(State const& state);

 private:
  Record record_;
  int week_ = 0;
  bool keep_events_;
};

}  // namespace disalign
