/// The observer between true and recorded events: what is heard of, counted, placed and dated.
///     heard  = 1 - (1 - q)^D,   q = remote + (near - remote) road access of the cell
/// D  deaths of the event. Each death of an event that was heard of is counted with probability
/// `counted`; the side of a counted death stays unknown with probability `unidentified`. Fewer than
/// `threshold` counted deaths: not listed. Place and date are exact or vague: a cell of the Moore
/// neighbourhood, the whole week. Limits: near = remote = counted = 1, the rest 0: all is listed as
/// it happened. Never touches the state; its draws are its own.
/// Source: form assumed; shares from UCDP GED 23.1, Central African Republic.
#pragma once
#include <cstdint>

#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

/// Parameters of the observer; table `[reporting]` of a scenario.
struct Reporting {
  float near = 0.6F;
  float remote = 0.2F;
  float counted = 0.85F;
  float unidentified = 0.27F;
  float vague_place = 0.34F;
  float vague_date = 0.26F;
  float doubt_below = 0.08F;
  float doubt_above = 0.19F;
  int threshold = 1;

  static void describe(auto& self, auto& visit) {
    visit.field("near", self.near, "1", 0, 1, "probability that a death on a road is heard of",
                "assumed");
    visit.field("remote", self.remote, "1", 0, 1,
                "probability that a death far from roads is heard of", "assumed");
    visit.field("counted", self.counted, "1", 0, 1,
                "probability that a death of an event that was heard of is counted", "assumed");
    visit.field("unidentified", self.unidentified, "1", 0, 1,
                "share of counted deaths whose side stays unknown",
                "UCDP GED 23.1, Central African Republic: 4,078 of 14,948");
    visit.field("vague_place", self.vague_place, "1", 0, 1,
                "share of events whose place is known to the neighbourhood only",
                "UCDP GED 23.1, Central African Republic: where_prec above 1 in 34 %");
    visit.field("vague_date", self.vague_date, "1", 0, 1,
                "share of events whose date is known to the week only",
                "UCDP GED 23.1, Central African Republic: date_prec above 1 in 26 %");
    visit.field("doubt_below", self.doubt_below, "1", 0, 1,
                "share of counted deaths that the low estimate leaves out",
                "UCDP GED 23.1, Central African Republic: 13,721 of 14,948");
    visit.field("doubt_above", self.doubt_above, "1", 0, 5,
                "deaths that the high estimate adds, per counted death",
                "UCDP GED 23.1, Central African Republic: 17,760 of 14,948");
    visit.field("threshold", self.threshold, "person", 1, 1000,
                "fewest counted deaths of an event that is listed", "UCDP GED: 1");
  }
};

/// What the observer writes down about one event; the true values where nothing is vague.
struct Report {
  bool listed = false;
  std::int32_t first_day = 1, last_day = 1;  ///< 1..7 within the week
  std::int32_t date_precision = 1;           ///< UCDP: 1 day, 3 week
  std::int32_t cell = 0;                     ///< plane index
  std::int32_t place_precision = 1;          ///< UCDP: 1 exact, 2 near
  std::int32_t deaths_a = 0, deaths_b = 0, deaths_civilians = 0, deaths_unknown = 0;
  std::int32_t low = 0, high = 0;

  [[nodiscard]] std::int32_t best() const {
    return deaths_a + deaths_b + deaths_civilians + deaths_unknown;
  }
};

/// The report of someone who was there: everything as it happened.
Report full_report(Event const& event);

/// Writes reports of the events of one run.
class Reporter {
 public:
  Reporter(Reporting const& reporting, std::uint64_t seed, std::uint64_t replicate)
      : reporting_(reporting), seed_(seed), replicate_(replicate) {}
  /// The report of a fatal event of types 1 to 3 in a week of the run, counted from 0.
  [[nodiscard]] Report report(Event const& event, World const& world, int week) const;

 private:
  Reporting reporting_;
  std::uint64_t seed_, replicate_;
};

}  // namespace disalign
