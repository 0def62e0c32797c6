/// Where people live, from a population raster as CSV: one row a cell with its centre and persons.
#pragma once
#include <string>
#include <vector>

#include "experiments/data/csv.hpp"
#include "model/place.hpp"

namespace disalign {

/// Which columns of a raster hold what. `country` is read only when `iso3` is given.
struct RasterColumns {
  std::string lon = "lon_center", lat = "lat_center";  ///< of the centre [degree]
  std::string persons = "pop_count_est";               ///< in the cell; empty or NA: nobody
  std::string country = "iso3";
  std::string iso3;  ///< rows of this country only; "" all rows
};

/// Cells with people that a place can hold: the resolved configuration carries them.
inline constexpr std::size_t most_raster_cells = 100'000;

/// The cells with people. Throws Error with file, line and column of the first mistake, for a country
/// without a row, for two rows with one centre, and beyond `most_raster_cells`.
std::vector<Place::PopulatedCell> read_population_raster(CsvReader& csv,
                                                         RasterColumns const& columns);

}  // namespace disalign
