/// Events of the UCDP Georeferenced Event Dataset as CSV, as published or with fewer columns.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "experiments/data/csv.hpp"

namespace disalign {

/// One event of GED (codebook 23.1). Deaths are persons; precisions are UCDP's codes.
struct GedEvent {
  std::int64_t id = 0;
  int type_of_violence = 1;  ///< 1 state-based, 2 non-state, 3 one-sided
  std::string side_a, side_b, country;
  CivilDate start, end;
  int date_precision = 1;     ///< 1 day .. 5 more than a month
  int place_precision = 1;    ///< 1 exact .. 7
  double lon = 0, lat = 0;    ///< [degree]
  std::int32_t priogrid = 0;  ///< 0: the file does not say
  std::int64_t deaths_a = 0, deaths_b = 0, deaths_civilians = 0, deaths_unknown = 0;
  std::int64_t best = 0, low = 0, high = 0;
};

/// All events, in the order of the file. Throws Error with file, line and column of the first event
/// that contradicts itself: an id twice, an end before the start, best other than the sum of its parts,
/// a PRIO-GRID cell other than that of its coordinates. Low and high are taken as they stand: in 20 of
/// the 1,848 events of the Central African Republic in GED 23.1 they do not enclose best.
std::vector<GedEvent> read_ged_events(CsvReader& csv);

}  // namespace disalign
