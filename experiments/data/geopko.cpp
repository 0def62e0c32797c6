/// Reads Geo-PKO rows and sums them by location.
#include "experiments/data/geopko.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/check.hpp"

namespace disalign {

std::vector<GeoPkoRow> read_geopko(CsvReader& csv, std::string_view mission) {
  auto const name = csv.column("mission");
  auto const year = csv.column("year");
  auto const country = csv.column("country");
  auto const location = csv.column("location");
  auto const lon = csv.column("longitude");
  auto const lat = csv.column("latitude");
  auto const troops = csv.column("ave.no.troops");
  auto const level = csv.column("hq");
  std::vector<GeoPkoRow> rows;
  while (csv.next()) {
    GeoPkoRow row;
    row.mission = csv.text(name);
    if (row.mission.empty()) csv.refuse(name, "is empty. Name the mission.");
    row.year = static_cast<int>(csv.integer(year, 1945, 2200));
    row.country = csv.text(country);
    row.location = csv.text(location);
    row.lon = csv.number(lon, -180, 180);
    row.lat = csv.number(lat, -90, 90);
    row.troops = csv.missing(troops) ? 0 : csv.number(troops, 0, 100'000);
    row.headquarters = csv.integer(level, 0, 3) == 3;
    if (mission.empty() || row.mission == mission) rows.push_back(std::move(row));
  }
  if (rows.empty())
    throw Error(mission.empty()
                    ? "there is no row. Check that this is the file you mean."
                    : fmt::format("no row is of mission \"{}\". Correct the name.", mission));
  return rows;
}

std::vector<GeoPkoBase> bases_of(std::vector<GeoPkoRow> const& rows, int first_year,
                                 int last_year) {
  std::vector<GeoPkoBase> bases;
  double all = 0;
  for (GeoPkoRow const& row : rows) {
    if (row.year < first_year || row.year > last_year) continue;
    auto found = std::find_if(bases.begin(), bases.end(),
                              [&](auto const& base) { return base.location == row.location; });
    if (found == bases.end())
      found = bases.insert(bases.end(), {row.location, row.lon, row.lat, 0, row.year});
    found->first_year = std::min(found->first_year, row.year);
    found->share += row.troops;
    all += row.troops;
  }
  std::erase_if(bases, [](auto const& base) { return !(base.share > 0); });
  for (auto& base : bases) base.share /= all;
  std::sort(bases.begin(), bases.end(), [](auto const& a, auto const& b) {
    return a.share != b.share ? a.share > b.share : a.location < b.location;
  });
  return bases;
}

}  // namespace disalign
