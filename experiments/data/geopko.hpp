/// Deployments of peace operations from Geo-PKO as CSV: by mission, year and location (as FrontMap).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "experiments/data/csv.hpp"

namespace disalign {

/// One location of a mission in a year (Cil, Fjelde, Hultman and Nilsson 2020, version 2.3).
struct GeoPkoRow {
  std::string mission, country, location;
  int year = 0;
  double lon = 0, lat = 0;  ///< [degree]
  double troops =
      0;  ///< mean over the year's maps [person]; overstates strength, use as a share; 0 where NA
  bool headquarters = false;  ///< of the mission (hq = 3)
};

/// All rows, or those of one mission. Throws Error with file, line and column of the first mistake,
/// and when the mission has no row.
std::vector<GeoPkoRow> read_geopko(CsvReader& csv, std::string_view mission = "");

/// Where a mission had its troops: by location, in the order of their share.
struct GeoPkoBase {
  std::string location;
  double lon = 0, lat = 0;  ///< of its first row [degree]
  double share = 0;         ///< of the persons counted over the years, above 0; sum 1
  int first_year = 0;       ///< first year with a deployment
};

/// Bases of the rows from `first_year` to `last_year`; locations without counted troops are left out.
std::vector<GeoPkoBase> bases_of(std::vector<GeoPkoRow> const& rows, int first_year, int last_year);

}  // namespace disalign
