/// Reads a population raster.
#include "experiments/data/population_raster.hpp"

#include <fmt/format.h>

#include <set>
#include <utility>

#include "model/base/check.hpp"

namespace disalign {

std::vector<Place::PopulatedCell> read_population_raster(CsvReader& csv,
                                                         RasterColumns const& columns) {
  std::size_t const lon = csv.column(columns.lon);
  std::size_t const lat = csv.column(columns.lat);
  std::size_t const persons = csv.column(columns.persons);
  bool const filter = !columns.iso3.empty();
  std::size_t const country = filter ? csv.column(columns.country) : 0;
  std::vector<Place::PopulatedCell> cells;
  std::set<std::pair<double, double>> centres;
  while (csv.next()) {
    double const x = csv.number(lon, -180, 180);
    double const y = csv.number(lat, -90, 90);
    double const count = csv.missing(persons) ? 0 : csv.number(persons, 0, 1e9);
    if (filter && csv.text(country) != columns.iso3) continue;
    if (!centres.emplace(x, y).second)
      csv.refuse(lon, "and latitude are those of an earlier row (a cell counts once). Remove one.");
    if (count > 0) cells.push_back({x, y, count});
    if (centres.size() > most_raster_cells)
      csv.refuse(lon, fmt::format("is that of cell {} (at most {} are read). Choose one country or "
                                  "larger cells.",
                                  centres.size(), most_raster_cells));
  }
  if (cells.empty())
    throw Error(filter ? fmt::format("no row with people has {} = \"{}\". Correct iso3.",
                                     columns.country, columns.iso3)
                       : "no row has people. Check that this is the file you mean.");
  return cells;
}

}  // namespace disalign
