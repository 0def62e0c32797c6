/// Reads GED events with all that UCDP's codebook promises about them.
#include "experiments/data/ged_events.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "model/grid.hpp"

namespace disalign {

namespace {

constexpr std::int64_t most_deaths = 10'000'000;  // of one event [person]; above all recorded ones

}  // namespace

std::vector<GedEvent> read_ged_events(CsvReader& csv) {
  auto const id = csv.column("id");
  auto const type = csv.column("type_of_violence");
  auto const side_a = csv.column("side_a");
  auto const side_b = csv.column("side_b");
  auto const country = csv.column("country");
  auto const start = csv.column("date_start");
  auto const end = csv.column("date_end");
  auto const date_precision = csv.column("date_prec");
  auto const place_precision = csv.column("where_prec");
  auto const lon = csv.column("longitude");
  auto const lat = csv.column("latitude");
  auto const deaths_a = csv.column("deaths_a");
  auto const deaths_b = csv.column("deaths_b");
  auto const civilians = csv.column("deaths_civilians");
  auto const unknown = csv.column("deaths_unknown");
  auto const best = csv.column("best");
  auto const low = csv.column("low");
  auto const high = csv.column("high");
  auto const priogrid = csv.find_column("priogrid_gid");
  std::vector<GedEvent> events;
  std::unordered_set<std::int64_t> ids;
  while (csv.next()) {
    GedEvent event;
    event.id = csv.integer(id, 1, 4'000'000'000);
    if (!ids.insert(event.id).second)
      csv.refuse(id, fmt::format("{} is that of an earlier event. Remove one.", event.id));
    event.type_of_violence = static_cast<int>(csv.integer(type, 1, 3));
    event.side_a = csv.text(side_a);
    event.side_b = csv.text(side_b);
    event.country = csv.text(country);
    event.start = csv.date(start);
    event.end = csv.date(end);
    if (event.end < event.start)
      csv.refuse(end, fmt::format("{} lies before date_start {}. Correct one.", csv.text(end),
                                  csv.text(start)));
    event.date_precision = static_cast<int>(csv.integer(date_precision, 1, 5));
    event.place_precision = static_cast<int>(csv.integer(place_precision, 1, 7));
    event.lon = csv.number(lon, -180, 180);
    event.lat = csv.number(lat, -90, 90);
    event.deaths_a = csv.integer(deaths_a, 0, most_deaths);
    event.deaths_b = csv.integer(deaths_b, 0, most_deaths);
    event.deaths_civilians = csv.integer(civilians, 0, most_deaths);
    event.deaths_unknown = csv.integer(unknown, 0, most_deaths);
    event.best = csv.integer(best, 0, most_deaths);
    event.low = csv.integer(low, 0, most_deaths);
    event.high = csv.integer(high, 0, most_deaths);
    std::int64_t const sum =
        event.deaths_a + event.deaths_b + event.deaths_civilians + event.deaths_unknown;
    if (event.best != sum)
      csv.refuse(best, fmt::format("is {}, its parts sum to {}. Correct one.", event.best, sum));
    if (priogrid) {
      event.priogrid = static_cast<std::int32_t>(csv.integer(*priogrid, 1, 259'200));
      if (auto const own = priogrid_gid(event.lon, event.lat); event.priogrid != own)
        csv.refuse(*priogrid, fmt::format("is {}, its coordinates lie in {}. Correct one.",
                                          event.priogrid, own));
    }
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace disalign
