/// Datasets from declarations; blocks of replicates, so that chunks are written whole.
#include "experiments/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/base/draws.hpp"
#include "model/observables.hpp"

namespace disalign {
namespace {

using hdf5::Description;
using hdf5::Type;

/// Replicates that are written together: chunks of a series hold whole runs.
constexpr int block_replicates = 16;
constexpr int weeks_per_period = 52;

Type series_type(Observable const& o) { return o.whole ? Type::int32 : Type::float32; }
/// Whole sums and final counts stay whole; means do not.
bool whole_outcome(Observable const& o) { return o.whole && o.fold != Fold::mean; }

std::string outcome_meaning(Observable const& o) {
  char const* how = o.fold == Fold::sum
                        ? "total over the run: "
                        : (o.fold == Fold::mean ? "mean over weeks: " : "in the last week: ");
  return how + o.meaning;
}

std::vector<std::string> dimensions(std::vector<std::string> first, Observable const& o) {
  if (o.axis == Axis::actor) first.emplace_back("actor");
  return first;
}

template <class Out, class In>
std::vector<Out> converted(std::vector<In> const& values) {
  std::vector<Out> out;
  out.reserve(values.size());
  for (In const value : values) out.push_back(static_cast<Out>(value));
  return out;
}

std::vector<std::int32_t> counting(int n, int step = 1, int first = 0) {
  std::vector<std::int32_t> values;
  for (int k = 0; k < n; ++k) values.push_back(first + k * step);
  return values;
}

hdf5::File open_part(std::filesystem::path const& part) {
  std::error_code failed;
  if (part.has_parent_path()) std::filesystem::create_directories(part.parent_path(), failed);
  if (failed) {
    throw Error(part.parent_path().string() + ": the output folder cannot be made (" +
                failed.message() + "). Choose another with -o");
  }
  return hdf5::File::create(part);
}

}  // namespace

Recorder::Recorder(std::filesystem::path path, FileDescription description, Level level)
    : path_(std::move(path)),
      part_(path_.string() + ".part"),
      about_(std::move(description)),
      level_(level),
      file_(open_part(part_)) {
  file_.attribute("/", "title", about_.title);
  file_.attribute("/", "summary", about_.summary);
  file_.attribute("/", "Conventions", std::string("CF-1.10"));
  file_.attribute("/", "source", "disalign " + about_.version);
  file_.attribute("/", "format_version", std::string("1.0"));
  file_.attribute("/", "program_version", about_.version);
  file_.attribute("/", "commit", about_.commit);
  file_.attribute("/", "plan_hash", about_.plan_hash);
  file_.attribute("/", "reference", about_.reference);
  file_.attribute("/", "seed", about_.seed);
  file_.attribute("/", "level", std::string(level_names[static_cast<std::size_t>(level_)]));
  file_.attribute("/", "licence", std::string("results: CC-BY-4.0; program: MIT"));
  file_.attribute(
      "/", "how_to_cite",
      std::string("Cite the program (CITATION.cff) with its version, commit and plan hash."));
  file_.attribute("/", "configuration", about_.configuration);
  maps_.resize(about_.scenarios.size());
  event_sizes_.resize(about_.scenarios.size());
  digests_.resize(about_.scenarios.size());
  make_dimensions();
  make_variables();
  make_parameters();
}

Recorder::~Recorder() {
  if (finished_) return;
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

void Recorder::make_dimensions() {
  std::vector<std::string> names;
  std::vector<std::string> labels;
  for (auto const& s : about_.scenarios) {
    names.push_back(s.name);
    labels.push_back(s.label);
  }
  World const& world = *about_.world;
  auto const cells = static_cast<int>(world.grid.cells.size());
  file_.coordinate(
      Description{
          .name = "scenario", .units = "", .long_name = "scenario: a named point of the study"},
      names);
  file_.coordinate(
      Description{.name = "replicate",
                  .units = "1",
                  .long_name = "replicate; runs of one replicate share their random numbers"},
      counting(about_.replicates));
  file_.coordinate(Description{.name = "week",
                               .units = "week",
                               .long_name = "weeks since the start; a row is the state at its end"},
                   counting(about_.weeks));
  file_.coordinate(
      Description{.name = "actor",
                  .units = "",
                  .long_name = "actor; splinter_k is the k-th group that split off in the run"},
      about_.actors);
  file_.coordinate(
      Description{
          .name = "period", .units = "week", .long_name = "first week of a period of 52 weeks"},
      counting((about_.weeks + weeks_per_period - 1) / weeks_per_period, weeks_per_period));
  file_.coordinate(
      Description{.name = "cell",
                  .units = "1",
                  .long_name = "cell inside the country, south to north, west to east"},
      counting(cells));
  file_.coordinate(
      Description{.name = "event_size",
                  .units = "person",
                  .long_name = "deaths in an event; the last bin holds all larger ones"},
      counting(largest_event_bin, 1, 1));

  file_.variable(Description{.name = "label", .units = "", .long_name = "what the scenario is"},
                 Type::text, {"scenario"});
  file_.write("label", labels);
  file_.variable(Description{.name = "date",
                             .units = "days since " + about_.start_date,
                             .long_name = "first day of the week",
                             .attributes = {{"calendar", std::string("standard")}}},
                 Type::int32, {"week"});
  file_.write("date", counting(about_.weeks, 7));

  auto const column = [&](char const* name, char const* units, char const* meaning,
                          auto const& values) {
    using Element = std::ranges::range_value_t<decltype(values)>;
    file_.variable(Description{.name = name, .units = units, .long_name = meaning},
                   hdf5::type_of<Element>(), {"cell"});
    std::vector<Element> inside;
    for (int const c : world.grid.cells) inside.push_back(values[static_cast<std::size_t>(c)]);
    file_.write(name, inside);
  };
  column("lon", "degrees_east", "longitude of the cell's centre", world.lon);
  column("lat", "degrees_north", "latitude of the cell's centre", world.lat);
  column("priogrid_gid", "1", "PRIO-GRID cell of the cell's centre", world.priogrid_gid);
  column("area", "km2", "land inside the outline", world.area_km2);
  column("population", "person", "residents at the start", world.population);
  column("road_access", "1", "access by road, mean over the land", world.road_access);
  column("resource", "1", "lootable resource value, mean over the land", world.resource);
}

void Recorder::make_variables() {
  for (Observable const& o : observables()) {
    std::vector<std::pair<std::string, hdf5::Value>> const marks =
        o.describes_treatment ? hdf5::Attributes{{"describes_treatment", std::int64_t{1}}}
                              : hdf5::Attributes{};
    if (level_ != Level::summary) {
      auto attributes = marks;
      attributes.emplace_back("coordinates", std::string("label date"));
      file_.variable(
          Description{
              .name = o.name, .units = o.unit, .long_name = o.meaning, .attributes = attributes},
          series_type(o), dimensions({"scenario", "replicate", "week"}, o));
    }
    file_.variable(Description{.name = o.outcome(),
                               .units = o.unit,
                               .long_name = outcome_meaning(o),
                               .attributes = marks},
                   whole_outcome(o) ? Type::int64 : Type::float64,
                   dimensions({"scenario", "replicate"}, o));
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    file_.variable(Description{.name = d.name, .units = d.unit, .long_name = d.meaning},
                   Type::float64, {"scenario", "replicate"});
  }
  for (MapObservable const& m : map_observables()) {
    file_.variable(
        Description{.name = m.name,
                    .units = m.unit,
                    .long_name = m.meaning + ", sum over the period, mean over replicates",
                    .attributes = {{"coordinates", std::string("lon lat")}}},
        Type::float64, {"scenario", "period", "cell"});
  }
  file_.variable(
      Description{.name = "event_size_count",
                  .units = "event",
                  .long_name = "fatal events of types 1-3 by size, all replicates together"},
      Type::int64, {"scenario", "event_size"});

  struct Index {
    char const* name;
    char const* meaning;
    double PairIndices::* value;
  };
  constexpr Index indices[] = {
      {"stance_distance", "D1: half the mean distance of declared stances from the UN's",
       &PairIndices::stance_distance},
      {"stance_disalignment", "D1 over the largest D1 possible against this UN",
       &PairIndices::stance_disalignment},
      {"goal_clash", "D2: declared goals at cross purposes with the UN's",
       &PairIndices::goal_clash},
      {"goal_disalignment", "D2 above the UN's own tension over the largest possible",
       &PairIndices::goal_disalignment},
      {"complementarity", "C: synergy of declared goals with the UN's",
       &PairIndices::complementarity}};
  for (auto const& [name, meaning, value] : indices) {
    file_.variable(Description{.name = name,
                               .units = "1",
                               .long_name = meaning,
                               .attributes = {{"describes_treatment", std::int64_t{1}}}},
                   Type::float64, {"scenario", "actor"});
    std::vector<double> values;
    for (auto const& s : about_.scenarios) {
      for (std::size_t a = 0; a < about_.actors.size(); ++a) {
        bool const has = a < s.parallel.size() && s.parallel[a];
        values.push_back(has ? s.against_un[a].*value : std::numeric_limits<double>::quiet_NaN());
      }
    }
    file_.write(name, values);
  }

  file_.group("runs");
  std::vector<std::int32_t> const rows =
      counting(about_.replicates * static_cast<int>(about_.scenarios.size()));
  file_.coordinate(
      Description{.name = "runs/run",
                  .units = "1",
                  .long_name = "run, in the order of the study: replicate by replicate"},
      rows);
  auto const run_column = [&](char const* name, char const* units, char const* meaning, Type type,
                              std::vector<std::string> flags = {}) {
    file_.variable(Description{.name = std::string("runs/") + name,
                               .units = units,
                               .long_name = meaning,
                               .flag_meanings = std::move(flags)},
                   type, {"run"});
  };
  run_column("point", "1", "index on the axis `scenario`", Type::int32);
  run_column("replicate", "1", "replicate", Type::int32);
  run_column("status", "", "how the run ended", Type::int8, {"complete", "failed"});
  run_column("error", "", "what went wrong, empty for a complete run", Type::text);
  run_column("digest", "1", "hash of the state at each week and of the outcomes", Type::uint64);
  run_column("unit_steps", "1", "living units times weeks", Type::int64);
  for (Observable const& o : observables()) {
    if (o.axis != Axis::none) continue;
    file_.variable(
        Description{
            .name = "runs/" + o.outcome(), .units = o.unit, .long_name = outcome_meaning(o)},
        whole_outcome(o) ? Type::int64 : Type::float64, {"run"});
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    file_.variable(Description{.name = "runs/" + d.name, .units = d.unit, .long_name = d.meaning},
                   Type::float64, {"run"});
  }

  if (level_ != Level::events) return;
  run_column("event_start", "1", "first row of the run in /events", Type::int64);
  run_column("event_count", "event", "rows of the run in /events", Type::int64);
  file_.group("events");
  file_.coordinate(Description{.name = "events/event",
                               .units = "1",
                               .long_name = "event; the events of a run stand together"},
                   std::vector<std::int32_t>{}, hdf5::Growth::unlimited);
  for (auto const& [name, units, meaning] :
       {std::array{"run", "1", "row in /runs"},
        {"week", "week", "weeks since the start"},
        {"day", "day", "day of the week, 1 to 7"},
        {"cell", "1", "index on the axis `cell`"},
        {"type_of_violence", "1", "UCDP: 1 state-based, 2 non-state, 3 one-sided; 0 crime"},
        {"side_a", "1", "index on the axis `actor` of the side that began; -1 none"},
        {"side_b", "1", "index on the axis `actor` of the other side; -1 civilians"},
        {"deaths_a", "person", "members of side a killed"},
        {"deaths_b", "person", "members of side b killed"},
        {"deaths_civilians", "person", "civilians killed"}}) {
    file_.variable(
        Description{.name = std::string("events/") + name, .units = units, .long_name = meaning},
        Type::int32, {"event"});
  }
}

void Recorder::make_parameters() {
  file_.group("parameters");
  std::vector<std::string> names;
  for (auto const& s : about_.scenarios) names.push_back(s.name);
  auto const& rows = about_.scenarios.front().parameters;
  std::vector<std::string> keys, units, meanings, sources;
  std::vector<double> low, high, values;
  for (ParameterRow const& row : rows) {
    keys.push_back(row.key);
    units.push_back(row.unit);
    meanings.push_back(row.meaning);
    sources.push_back(row.source);
    low.push_back(row.low);
    high.push_back(row.high);
  }
  for (auto const& s : about_.scenarios) {
    for (ParameterRow const& row : s.parameters) values.push_back(row.value);
  }
  file_.coordinate(Description{.name = "parameters/scenario", .units = "", .long_name = "scenario"},
                   names);
  file_.coordinate(
      Description{
          .name = "parameters/parameter", .units = "", .long_name = "full key in a scenario file"},
      keys);
  file_.variable(Description{.name = "parameters/value",
                             .units = "1",
                             .long_name = "resolved value, in the unit of the parameter's row"},
                 Type::float64, {"scenario", "parameter"});
  file_.write("parameters/value", values);
  auto const text = [&](char const* name, char const* meaning,
                        std::vector<std::string> const& column) {
    file_.variable(
        Description{.name = std::string("parameters/") + name, .units = "", .long_name = meaning},
        Type::text, {"parameter"});
    file_.write(std::string("parameters/") + name, column);
  };
  text("unit", "unit of the value", units);
  text("meaning", "what it is", meanings);
  text("source", "where the default comes from", sources);
  for (auto const& [name, column] : {std::pair{"low", &low}, std::pair{"high", &high}}) {
    file_.variable(Description{.name = std::string("parameters/") + name,
                               .units = "1",
                               .long_name = std::string("bound of the valid range: ") + name},
                   Type::float64, {"parameter"});
    file_.write(std::string("parameters/") + name, *column);
  }
}

void Recorder::add(FinishedRun&& run) {
  auto& runs_of_point = digests_[static_cast<std::size_t>(run.point)];
  runs_of_point = mix(runs_of_point ^ run.record.digest);
  unit_steps_ += run.record.unit_steps;
  auto const accumulate = [](std::vector<std::int64_t>& into,
                             std::vector<std::int64_t> const& from) {
    into.resize(from.size());
    std::transform(into.begin(), into.end(), from.begin(), into.begin(), std::plus<>());
  };
  accumulate(maps_[static_cast<std::size_t>(run.point)], run.record.maps);
  accumulate(event_sizes_[static_cast<std::size_t>(run.point)], run.record.event_sizes);
  run.record.maps = {};
  run.record.event_sizes = {};
  block_.push_back(std::move(run));
  if (block_.size() == about_.scenarios.size() * block_replicates) write_block();
}

std::uint64_t Recorder::digest() const {
  std::uint64_t all = 0;
  for (std::uint64_t const point : digests_) all = mix(all ^ point);
  return all;
}

void Recorder::write_block() {
  if (block_.empty()) return;
  std::size_t const scenarios = about_.scenarios.size();
  std::size_t const replicates = block_.size() / scenarios;
  auto const first = static_cast<unsigned long long>(written_);
  auto const weeks = static_cast<std::size_t>(about_.weeks);
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    std::size_t const width = o.axis == Axis::actor ? about_.actors.size() : 1;
    // Runs come replicate by replicate; the file's first axis is the scenario.
    std::vector<double> series, outcomes;
    series.reserve(scenarios * replicates * weeks * width);
    for (std::size_t s = 0; s < scenarios; ++s) {
      for (std::size_t r = 0; r < replicates; ++r) {
        Record const& record = block_[r * scenarios + s].record;
        for (std::size_t k = 0; k < width; ++k) outcomes.push_back(record.outcomes[column + k]);
        if (level_ == Level::summary) continue;
        for (std::size_t w = 0; w < weeks; ++w) {
          for (std::size_t k = 0; k < width; ++k)
            series.push_back(record.series[(column + k) * weeks + w]);
        }
      }
    }
    column += width;
    hdf5::Shape offset{0, first};
    hdf5::Shape count{scenarios, replicates};
    if (o.axis == Axis::actor) {
      offset.push_back(0);
      count.push_back(width);
    }
    if (whole_outcome(o)) {
      file_.write(o.outcome(), offset, count, converted<std::int64_t>(outcomes));
    } else {
      file_.write(o.outcome(), offset, count, outcomes);
    }
    if (level_ == Level::summary) continue;
    offset.insert(offset.begin() + 2, 0);
    count.insert(count.begin() + 2, weeks);
    if (o.whole) {
      file_.write(o.name, offset, count, converted<std::int32_t>(series));
    } else {
      file_.write(o.name, offset, count, converted<float>(series));
    }
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    std::vector<double> values;
    for (std::size_t s = 0; s < scenarios; ++s) {
      for (std::size_t r = 0; r < replicates; ++r)
        values.push_back(block_[r * scenarios + s].record.outcomes[column]);
    }
    ++column;
    file_.write(d.name, {0, first}, {scenarios, replicates}, values);
  }
  write_runs();
  if (level_ == Level::events) write_events();
  written_ += static_cast<int>(replicates);
  block_.clear();
}

void Recorder::write_runs() {
  hdf5::Shape const offset{static_cast<unsigned long long>(written_) * about_.scenarios.size()};
  hdf5::Shape const count{block_.size()};
  auto const write = [&]<class T>(std::string const& name, T const&, auto value) {
    std::vector<T> values;
    for (FinishedRun const& run : block_) values.push_back(static_cast<T>(value(run)));
    file_.write("runs/" + name, offset, count, values);
  };
  write("point", std::int32_t{}, [](FinishedRun const& run) { return run.point; });
  write("replicate", std::int32_t{}, [](FinishedRun const& run) { return run.replicate; });
  write("status", std::int8_t{}, [](FinishedRun const&) { return 0; });
  write("error", std::string{}, [](FinishedRun const&) { return std::string(); });
  write("digest", std::uint64_t{}, [](FinishedRun const& run) { return run.record.digest; });
  write("unit_steps", std::int64_t{}, [](FinishedRun const& run) { return run.record.unit_steps; });
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    auto const value = [column](FinishedRun const& run) { return run.record.outcomes[column]; };
    column += o.axis == Axis::actor ? about_.actors.size() : 1;
    if (o.axis != Axis::none) continue;
    if (whole_outcome(o)) {
      write(o.outcome(), std::int64_t{}, value);
    } else {
      write(o.outcome(), double{}, value);
    }
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    write(d.name, double{},
          [column](FinishedRun const& run) { return run.record.outcomes[column]; });
    ++column;
  }
}

void Recorder::write_events() {
  std::vector<std::int64_t> starts, counts;
  std::array<std::vector<std::int32_t>, 10> columns;
  std::vector<int> cell_of(static_cast<std::size_t>(about_.world->grid.plane_size()), -1);
  for (std::size_t k = 0; k < about_.world->grid.cells.size(); ++k) {
    cell_of[static_cast<std::size_t>(about_.world->grid.cells[k])] = static_cast<int>(k);
  }
  auto next = static_cast<std::int64_t>(events_written_);
  auto row =
      static_cast<std::int32_t>(static_cast<std::size_t>(written_) * about_.scenarios.size());
  for (FinishedRun const& run : block_) {
    starts.push_back(next);
    counts.push_back(static_cast<std::int64_t>(run.record.events.size()));
    next += counts.back();
    for (RecordedEvent const& recorded : run.record.events) {
      Event const& e = recorded.event;
      std::int32_t const values[] = {row,
                                     recorded.week,
                                     e.day,
                                     cell_of[static_cast<std::size_t>(e.cell)],
                                     recorded.type_of_violence,
                                     e.side_a,
                                     e.side_b,
                                     e.deaths_a,
                                     e.deaths_b,
                                     e.deaths_civilians};
      for (std::size_t k = 0; k < columns.size(); ++k) columns[k].push_back(values[k]);
    }
    ++row;
  }
  hdf5::Shape const offset{static_cast<unsigned long long>(written_) * about_.scenarios.size()};
  file_.write("runs/event_start", offset, {starts.size()}, starts);
  file_.write("runs/event_count", offset, {counts.size()}, counts);
  if (columns[0].empty()) return;
  file_.extend("events/event", static_cast<unsigned long long>(next));
  hdf5::Shape const from{events_written_};
  hdf5::Shape const size{columns[0].size()};
  file_.write("events/event", from, size,
              counting(static_cast<int>(columns[0].size()), 1, static_cast<int>(events_written_)));
  constexpr std::array names{"run",    "week",   "day",      "cell",     "type_of_violence",
                             "side_a", "side_b", "deaths_a", "deaths_b", "deaths_civilians"};
  for (std::size_t k = 0; k < names.size(); ++k)
    file_.write(std::string("events/") + names[k], from, size, columns[k]);
  events_written_ = static_cast<std::uint64_t>(next);
}

void Recorder::write_totals() {
  std::size_t const scenarios = about_.scenarios.size();
  std::size_t const periods =
      static_cast<std::size_t>((about_.weeks + weeks_per_period - 1) / weeks_per_period);
  std::size_t const per_map = periods * about_.world->grid.cells.size();
  for (std::size_t m = 0; m < map_observables().size(); ++m) {
    std::vector<double> means;
    for (std::size_t s = 0; s < scenarios; ++s) {
      for (std::size_t k = 0; k < per_map; ++k)
        means.push_back(static_cast<double>(maps_[s][m * per_map + k]) / written_);
    }
    file_.write(map_observables()[m].name, means);
  }
  std::vector<std::int64_t> sizes;
  for (auto const& counts : event_sizes_)
    sizes.insert(sizes.end(), counts.begin() + 1, counts.end());
  file_.write("event_size_count", sizes);
}

void Recorder::finish(double wall_seconds) {
  write_block();
  write_totals();
  file_.attribute("/", "digest", digest());
  file_.attribute("/", "unit_steps", unit_steps_);
  file_.group("provenance");
  for (auto const& [name, text] : about_.provenance) file_.attribute("provenance", name, text);
  file_.attribute("provenance", "wall_seconds", wall_seconds);
  file_.finish(path_);
  finished_ = true;
}

}  // namespace disalign
