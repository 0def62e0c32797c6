/// The columns of the two logs.
#include "experiments/event_log.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// UCDP numbers its actors; 1 is "Civilians".
constexpr int first_actor_id = 100;
int actor_id(std::int32_t side) { return side < 0 ? 1 : first_actor_id + side; }
int dyad_id(LoggedEvent const& e) { return actor_id(e.side_a()) * 1000 + actor_id(e.side_b()); }
/// All state-based violence of a country is one conflict over government; other dyads are their own.
int conflict_id(LoggedEvent const& e) { return e.recorded->type_of_violence == 1 ? 1 : dyad_id(e); }

std::string name_of(std::int32_t side, LogContext const& context) {
  if (side == criminals) return "Criminals";
  return side < 0 ? "Civilians" : context.actors[idx(side)];
}

/// A text as a field of CSV (RFC 4180).
std::string field(std::string const& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

int days_since_start(LoggedEvent const& e, int day) { return 7 * e.recorded->week + day - 1; }

int cell(LogContext const& context, int plane) { return context.cell_of[idx(plane)]; }

}  // namespace

std::string CalendarDate::text() const {
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

CalendarDate date_of(std::string const& start, int week, int day) {
  int year = 0;
  unsigned month = 0;
  unsigned first = 0;
  std::sscanf(start.c_str(), "%d-%u-%u", &year, &month, &first);
  using namespace std::chrono;
  sys_days const origin{std::chrono::year{year} / std::chrono::month{month} /
                        std::chrono::day{first}};
  year_month_day const date{origin + days{7 * week + day - 1}};
  return {static_cast<int>(date.year()), static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day()))};
}

LogContext log_context(World const& world, std::string start_date,
                       std::span<std::string const> actors, int first_cell) {
  LogContext context{&world, std::move(start_date), actors, {}, first_cell};
  context.cell_of.assign(idx(world.grid.plane_size()), -1);
  for (std::size_t k = 0; k < world.grid.cells.size(); ++k)
    context.cell_of[idx(world.grid.cells[k])] = first_cell + static_cast<int>(k);
  return context;
}

std::int32_t LoggedEvent::side_a() const {
  return swapped ? recorded->event.side_b : recorded->event.side_a;
}
std::int32_t LoggedEvent::side_b() const {
  return swapped ? recorded->event.side_a : recorded->event.side_b;
}
std::int32_t LoggedEvent::deaths_a() const { return swapped ? report.deaths_b : report.deaths_a; }
std::int32_t LoggedEvent::deaths_b() const { return swapped ? report.deaths_a : report.deaths_b; }

namespace {

LoggedEvent row(RecordedEvent const& recorded, Report const& report) {
  return {&recorded, report, recorded.swap_sides};
}

}  // namespace

LoggedEvent true_row(RecordedEvent const& recorded) {
  return row(recorded, full_report(recorded.event));
}
LoggedEvent observed_row(RecordedEvent const& recorded) { return row(recorded, recorded.report); }

std::vector<LogColumn<LoggedEvent>> const& event_columns() {
  using E = LoggedEvent const&;
  using X = LogContext const&;
  static std::vector<LogColumn<LoggedEvent>> const columns = {
      {"week", "week", "weeks since the start", [](E e, X) { return e.recorded->week; }},
      {"day", "day", "first day of the week it may have happened on, 1 to 7",
       [](E e, X) { return e.report.first_day; }},
      {"cell", "1", "index on the axis `cell`", [](E e, X x) { return cell(x, e.report.cell); }},
      {"initiator", "1", "side that began: 1 side_a, 2 side_b",
       [](E e, X) { return e.swapped ? 2 : 1; }},
      {"year", "1", "year of the first date",
       [](E e, X x) { return date_of(x.start_date, e.recorded->week, e.report.first_day).year; }},
      {"type_of_violence", "1",
       "UCDP: 1 state-based, 2 non-state, 3 one-sided; 0 crime and fire between operations, which "
       "UCDP leaves out",
       [](E e, X) { return e.recorded->type_of_violence; }},
      {"conflict_new_id", "1", "conflict: 1 for state-based violence, else the dyad",
       [](E e, X) { return conflict_id(e); }},
      {"dyad_new_id", "1", "dyad: 1000 side_a_new_id + side_b_new_id",
       [](E e, X) { return dyad_id(e); }},
      {"side_a_new_id", "1", "id of side a: 100 + its index; 1 civilians",
       [](E e, X) { return actor_id(e.side_a()); }},
      {"side_b_new_id", "1", "id of side b", [](E e, X) { return actor_id(e.side_b()); }},
      {"side_a", "1", "index on the axis `actor`; -2 criminals", [](E e, X) { return e.side_a(); }},
      {"side_b", "1", "index on the axis `actor`; -1 civilians", [](E e, X) { return e.side_b(); }},
      {"where_prec", "1", "1 exact place, 2 the neighbourhood",
       [](E e, X) { return e.report.place_precision; }},
      {"adm_1", "1", "index of the administrative region; -1 unknown",
       [](E e, X x) { return x.world->region[idx(e.report.cell)]; }},
      {"priogrid_gid", "1", "PRIO-GRID cell",
       [](E e, X x) { return x.world->priogrid_gid[idx(e.report.cell)]; }},
      {"event_clarity", "1", "1 clear: date and place exact, 2 less clear",
       [](E e, X) {
         return e.report.date_precision == 1 && e.report.place_precision == 1 ? 1 : 2;
       }},
      {"date_prec", "1", "1 the day is known, 3 the week",
       [](E e, X) { return e.report.date_precision; }},
      {"date_start", "days since", "first day on which it may have happened",
       [](E e, X) { return days_since_start(e, e.report.first_day); }},
      {"date_end", "days since", "last day on which it may have happened",
       [](E e, X) { return days_since_start(e, e.report.last_day); }},
      {"deaths_a", "person", "members of side a killed", [](E e, X) { return e.deaths_a(); }},
      {"deaths_b", "person", "members of side b killed", [](E e, X) { return e.deaths_b(); }},
      {"deaths_civilians", "person", "civilians killed",
       [](E e, X) { return e.report.deaths_civilians; }},
      {"deaths_unknown", "person", "people killed whose side is not known",
       [](E e, X) { return e.report.deaths_unknown; }},
      {"best", "person", "people killed, best estimate", [](E e, X) { return e.report.best(); }},
      {"high", "person", "people killed, high estimate", [](E e, X) { return e.report.high; }},
      {"low", "person", "people killed, low estimate", [](E e, X) { return e.report.low; }},
      {"longitude", "degrees_east", "longitude of the cell's centre",
       [](E e, X x) { return static_cast<double>(x.world->lon[idx(e.report.cell)]); }, false},
      {"latitude", "degrees_north", "latitude of the cell's centre",
       [](E e, X x) { return static_cast<double>(x.world->lat[idx(e.report.cell)]); }, false},
  };
  return columns;
}

std::vector<LogColumn<RecordedDeployment>> const& deployment_columns() {
  using D = RecordedDeployment const&;
  using X = LogContext const&;
  static std::vector<LogColumn<RecordedDeployment>> const columns = {
      {"week", "week", "weeks since the start", [](D d, X) { return d.week; }},
      {"mission", "1", "index on the axis `actor`", [](D d, X) { return d.actor; }},
      {"cell", "1", "index on the axis `cell`", [](D d, X x) { return x.first_cell + d.cell; }},
      {"year", "1", "year", [](D d, X x) { return date_of(x.start_date, d.week, 7).year; }},
      {"month", "1", "month of the year, 1 to 12",
       [](D d, X x) { return date_of(x.start_date, d.week, 7).month; }},
      {"prioid", "1", "PRIO-GRID cell",
       [](D d, X x) { return x.world->priogrid_gid[idx(x.world->grid.cells[idx(d.cell)])]; }},
      {"no.troops", "person", "members in the cell at the end of the month",
       [](D d, X) { return d.persons; }},
      {"longitude", "degrees_east", "longitude of the cell's centre",
       [](D d, X x) {
         return static_cast<double>(x.world->lon[idx(x.world->grid.cells[idx(d.cell)])]);
       },
       false},
      {"latitude", "degrees_north", "latitude of the cell's centre",
       [](D d, X x) {
         return static_cast<double>(x.world->lat[idx(x.world->grid.cells[idx(d.cell)])]);
       },
       false},
  };
  return columns;
}

std::string ged_header() {
  return "id,year,active_year,code_status,type_of_violence,conflict_new_id,conflict_name,dyad_new_"
         "id,dyad_name,side_a_new_id,side_a,side_b_new_id,side_b,number_of_sources,where_prec,"
         "where_"
         "coordinates,adm_1,adm_2,priogrid_gid,country,country_id,event_clarity,date_prec,date_"
         "start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,longitude,"
         "latitude,week";
}

std::string ged_row(LoggedEvent const& e, std::int64_t id, LogContext const& context) {
  World const& world = *context.world;
  Report const& report = e.report;
  int const week = e.recorded->week;
  auto const c = idx(report.cell);
  CalendarDate const first = date_of(context.start_date, week, report.first_day);
  std::string const a = name_of(e.side_a(), context);
  std::string const b = name_of(e.side_b(), context);
  std::string const dyad = a + " - " + b;
  bool const state_based = e.recorded->type_of_violence == 1;
  bool const clear = report.date_precision == 1 && report.place_precision == 1;
  return fmt::format(
      "{},{},1,Simulated,{},{},{},{},{},{},{},{},{},1,{},cell {},{},,{},{},0,{},{},{},{},{},{},{},"
      "{},{},{},{},{:.4f},{:.4f},{}",
      id, first.year, e.recorded->type_of_violence, conflict_id(e),
      field(state_based ? world.title + ": Government" : dyad), dyad_id(e), field(dyad),
      actor_id(e.side_a()), field(a), actor_id(e.side_b()), field(b), report.place_precision,
      cell(context, report.cell), field(region_name(world, report.cell)), world.priogrid_gid[c],
      field(world.title), clear ? 1 : 2, report.date_precision, first.text(),
      date_of(context.start_date, week, report.last_day).text(), e.deaths_a(), e.deaths_b(),
      report.deaths_civilians, report.deaths_unknown, report.best(), report.high, report.low,
      world.lon[c], world.lat[c], week);
}

std::string geopko_header() {
  return "source,mission,year,month,country,location,latitude,longitude,prioid,battalion,company,"
         "platoon,other.size,no.troops,rpf.no,inf.no,fpu.no,res.no,fp.no,eng,med,avia,he.sup,sf,"
         "recon,uav,no.tcc,unpol.dummy,unmo.dummy,hq,week";
}

std::string geopko_row(RecordedDeployment const& d, LogContext const& context) {
  World const& world = *context.world;
  int const plane = world.grid.cells[idx(d.cell)];
  auto const c = idx(plane);
  CalendarDate const last = date_of(context.start_date, d.week, 7);
  // Types of contingent, contributors and staff are not known by place: those fields stay empty.
  return fmt::format("Simulated,{},{},{},{},{},{:.4f},{:.4f},{},,,,,{},,,,,,,,,,,,,,,,,{}",
                     field(context.actors[idx(d.actor)]), last.year, last.month, field(world.title),
                     field(nearest_town(world, plane)), world.lat[c], world.lon[c],
                     world.priogrid_gid[c], d.persons, d.week);
}

}  // namespace disalign
