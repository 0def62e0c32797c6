/// Events in the columns of UCDP GED and deployments in those of Geo-PKO: scripts written for
/// the real files run on simulated ones.
///
/// Names of columns are those of GED 23.1 and Geo-PKO 2.1. In state-based events side_a is the
/// government's side, as in GED; `initiator` says which side began.
#pragma once
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "model/record.hpp"

namespace disalign {

/// A date of the calendar.
struct CalendarDate {
  int year = 0, month = 0, day = 0;
  /// ISO 8601.
  [[nodiscard]] std::string text() const;
};
/// Date of a day (1..7) of a week counted from `start` (ISO 8601).
CalendarDate date_of(std::string const& start, int week, int day);

/// What the columns need to know of the study.
struct LogContext {
  World const* world = nullptr;
  std::string start_date;
  std::span<std::string const> actors;  ///< names by actor index, splinters' rows included
  std::vector<int> cell_of;             ///< per plane index: position on the cell axis
  int first_cell = 0;                   ///< where the world's cells begin on the cell axis
};
LogContext log_context(World const& world, std::string start_date,
                       std::span<std::string const> actors, int first_cell = 0);

/// One row of an event log.
struct LoggedEvent {
  RecordedEvent const* recorded = nullptr;
  Report report;         ///< what is written down: full_report() for the true log
  bool swapped = false;  ///< side_a of the log is side_b of the event

  [[nodiscard]] std::int32_t side_a() const;
  [[nodiscard]] std::int32_t side_b() const;
  [[nodiscard]] std::int32_t deaths_a() const;
  [[nodiscard]] std::int32_t deaths_b() const;
};
/// The true row of an event, and the row as the observer has it.
LoggedEvent true_row(RecordedEvent const& recorded);
LoggedEvent observed_row(RecordedEvent const& recorded);

/// A column of numbers: name, unit, meaning and value.
template <class Row>
struct LogColumn {
  char const* name;
  char const* unit;
  char const* meaning;
  std::function<double(Row const&, LogContext const&)> value;
  bool whole = true;  ///< int32, else float32
};
std::vector<LogColumn<LoggedEvent>> const& event_columns();
std::vector<LogColumn<RecordedDeployment>> const& deployment_columns();

/// All columns of GED, numbers and texts, for one CSV file: header and row (without line ends).
std::string ged_header();
std::string ged_row(LoggedEvent const& row, std::int64_t id, LogContext const& context);

/// All columns of Geo-PKO 2.1, for one CSV file: header and row. `location` is the nearest town.
std::string geopko_header();
std::string geopko_row(RecordedDeployment const& row, LogContext const& context);

}  // namespace disalign
