/// What one run leaves behind, and how it is collected week by week.
#pragma once
#include <cstdint>
#include <vector>

#include "model/observables.hpp"
#include "model/observables/watch.hpp"
#include "model/reporting.hpp"

namespace disalign {

/// One event as it is recorded, with its week and what the observer wrote down.
struct RecordedEvent {
  std::int32_t week = 0;
  std::int32_t type_of_violence = 0;
  bool swap_sides = false;  ///< GED names the government's side first; here it did not begin
  Event event;
  Report report;
};

/// Deaths in a cell and month by kinds of killer and victim (party_kind_names).
struct MonthlyDeaths {
  std::int32_t month = 0, cell = 0;  ///< cell: position on the output's cell axis
  std::int32_t killer = 0, victim = 0;
  std::int32_t deaths = 0;
};

/// Persons of an operation in a cell in the last week of a month.
struct RecordedDeployment {
  std::int32_t week = 0, actor = 0;
  std::int32_t cell = 0;  ///< position on the output's cell axis
  std::int32_t persons = 0;
  std::int32_t kind = 0;  ///< Kind of the operation
};

/// What one run leaves behind.
struct Record {
  int weeks = 0, actors = 0, cells = 0, periods = 0, months = 0;
  std::vector<OperationPair> pairs;
  std::uint64_t digest = 0;               ///< over the state at each week and the outcomes
  std::int64_t unit_steps = 0;            ///< living units times weeks
  std::vector<double> series;             ///< column after column, `weeks` values each
  std::vector<double> outcomes;           ///< one per column, then the derived ones
  std::vector<std::int64_t> maps;         ///< [map][period][cell]
  std::vector<std::int64_t> event_sizes;  ///< [deaths]: fatal events of types 1-3, last bin open
  std::vector<std::int64_t> killed;       ///< [killer][victim]: persons; last victim: civilians
  std::vector<MonthlyDeaths> monthly_deaths;
  std::vector<RecordedDeployment> deployments;
  std::vector<RecordedEvent> events;      ///< all, or empty when not asked for
  std::vector<std::uint64_t> actor_keys;  ///< splinters included

  /// Columns of an observable: 1, or one per actor or pair of operations.
  [[nodiscard]] int width(Axis axis) const {
    return axis == Axis::none ? 1 : axis == Axis::actor ? actors : static_cast<int>(pairs.size());
  }
  /// Columns of all observables.
  [[nodiscard]] int columns() const;
};

/// Largest number of deaths that has its own bin in Record::event_sizes.
inline constexpr int largest_event_bin = 5000;

/// Collects a record week by week.
class Recording {
 public:
  Recording(State const& state, int weeks, Reporter const& reporter, bool keep_events);
  /// Adds the week that just closed.
  void add(State const& state);
  /// Folds, derives and digests; the recording is spent.
  Record finish(State const& state);

  /// Every member that changes in a run, for checkpoints.
  static void members(auto& self, auto&& visit) {
    auto& [record, watch, reporter, week, keep_events] = self;  // a new member must be named here
    visit(record);
    visit(watch);
    visit(week);
    visit(keep_events);
  }
  /// Throws Error unless a recording that began as `fresh` can have become this one at `state`.
  void check_restored(Recording const& fresh, State const& state) const;

 private:
  void add_series(State const& state);
  void add_events(State const& state);
  void add_deployments(State const& state);
  void derive(State const& state);

  Record record_;
  Watch watch_;
  Reporter reporter_;
  int week_ = 0;
  bool keep_events_;
};

}  // namespace disalign
