/// Runs come in, blocks of whole replicates go out, so that chunks are written whole.
#include "experiments/recorder.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "experiments/recorder_parts.hpp"
#include "experiments/statistics/tail_exponent.hpp"
#include "model/base/draws.hpp"

namespace disalign {

using recorder::block_replicates;
using recorder::converted;
using recorder::missing_whole;

namespace {

hdf5::File open_part(std::filesystem::path const& part) {
  disk::make_folder(part.parent_path());
  return hdf5::File::create(part);
}

}  // namespace

Recorder::Recorder(std::filesystem::path path, FileDescription description, Level level,
                   disk::Scratch const& scratch)
    : path_(std::move(path)),
      part_(scratch.part_of(path_)),
      about_(std::move(description)),
      level_(level),
      file_(open_part(part_)),
      digest_(about_.scenarios.size()) {
  std::size_t const scenarios = about_.scenarios.size();
  complete_.resize(scenarios);
  for (std::size_t s = 0; s < scenarios; ++s) {
    std::size_t const cells = keeps_maps() ? about_.world_of(s).grid.cells.size() : 0;
    std::size_t const per_month = months() * cells;
    maps_.emplace_back(map_observables().size() * periods() * cells);
    event_sizes_.emplace_back(static_cast<std::size_t>(largest_event_bin) + 1);
    monthly_deaths_.emplace_back(party_kinds * party_kinds * per_month);
    monthly_troops_.emplace_back(2 * per_month);
  }
  make_attributes();
  make_dimensions();
  if (about_.design) make_points();
  make_cells();
  make_theatres();
  make_variables();
  make_totals();
  make_indices();
  make_runs();
  if (level_ >= Level::events) make_tables();
  if (level_ == Level::replay) make_frames();
  make_parameters();
}

Recorder::~Recorder() {
  if (finished_) return;
  std::error_code ignored;
  std::filesystem::remove(part_, ignored);
}

void Recorder::make_attributes() {
  file_.attribute("/", "title", about_.title);
  file_.attribute("/", "summary", about_.summary);
  file_.attribute("/", "Conventions", std::string("CF-1.10"));
  file_.attribute("/", "source", "disalign " + about_.version);
  file_.attribute("/", "format_version", std::string("1.0"));
  file_.attribute("/", "program_version", about_.version);
  file_.attribute("/", "commit", about_.commit);
  file_.attribute("/", "plan_hash", about_.plan_hash);
  file_.attribute("/", "preregistration", about_.preregistration);
  file_.attribute("/", "purpose",
                  std::string(about_.preregistration.empty() ? "explore" : "confirm"));
  file_.attribute("/", "reference", about_.reference);
  file_.attribute("/", "seed", about_.seed);
  file_.attribute("/", "level", std::string(level_names[static_cast<std::size_t>(level_)]));
  file_.attribute("/", "licence", std::string("results: CC-BY-4.0; program: MIT"));
  file_.attribute(
      "/", "how_to_cite",
      std::string("Cite the program (CITATION.cff) with its version, commit and plan hash."));
  file_.attribute("/", "configuration", about_.configuration);
}

void Recorder::fill_missing(Record& record) const {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::size_t columns = 0;
  for (Observable const& o : observables()) columns += width(o.axis);
  if (level_ != Level::summary)
    record.series.assign(columns * static_cast<std::size_t>(about_.weeks), unknown);
  record.outcomes.assign(columns + derived_outcomes().size(), unknown);
  std::size_t const actors = about_.actors.size();
  record.killed.assign(actors * (actors + 1), missing_whole<std::int64_t>);
}

void Recorder::add(FinishedRun&& run) {
  auto const point = static_cast<std::size_t>(run.point);
  digest_.add(point, run.record.digest);
  unit_steps_ += run.record.unit_steps;
  if (run.failed()) {
    ++failed_;
    fill_missing(run.record);
  } else {
    ++complete_[point];
  }
  auto const accumulate = [](std::vector<std::int64_t>& into,
                             std::vector<std::int64_t> const& from) {
    std::transform(from.begin(), from.end(), into.begin(), into.begin(), std::plus<>());
  };
  if (keeps_maps()) accumulate(maps_[point], run.record.maps);
  accumulate(event_sizes_[point], run.record.event_sizes);
  std::size_t const cells = about_.world_of(point).grid.cells.size();
  if (!keeps_maps()) run.record.monthly_deaths = {};
  for (MonthlyDeaths const& d : run.record.monthly_deaths) {
    auto const kinds = static_cast<std::size_t>(d.killer * party_kinds + d.victim);
    auto const month = static_cast<std::size_t>(d.month);
    monthly_deaths_[point][(kinds * months() + month) * cells + static_cast<std::size_t>(d.cell)] +=
        d.deaths;
  }
  for (RecordedDeployment const& d : run.record.deployments) {
    if (!keeps_maps()) break;
    auto const kind = static_cast<std::size_t>(d.kind - static_cast<int>(Kind::un_mission));
    auto const month = static_cast<std::size_t>(month_of_week(d.week));
    monthly_troops_[point][(kind * months() + month) * cells + static_cast<std::size_t>(d.cell)] +=
        d.persons;
  }
  run.record.monthly_deaths = {};
  if (level_ < Level::events) run.record.deployments = {};
  if (run.frames.weeks > 0) write_frames(run);
  run.frames = {};
  run.record.maps = {};
  run.record.event_sizes = {};
  if (level_ == Level::summary) run.record.series = {};
  if (!keeps_maps()) run.record.killed = {};
  block_.push_back(std::move(run));
  if (block_.size() == about_.scenarios.size() * block_replicates) write_block();
}

void Recorder::write_block() {
  if (block_.empty()) return;
  write_series();
  write_runs();
  if (level_ >= Level::events) write_tables();
  written_ += static_cast<int>(block_.size() / about_.scenarios.size());
  block_.clear();
}

void Recorder::write_series() {
  std::size_t const scenarios = about_.scenarios.size();
  std::size_t const replicates = block_.size() / scenarios;
  auto const first = static_cast<unsigned long long>(written_);
  auto const weeks = static_cast<std::size_t>(about_.weeks);
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    std::size_t const width = this->width(o.axis);
    if (width == 0) continue;
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
    if (o.axis != Axis::none) {
      offset.push_back(0);
      count.push_back(width);
    }
    if (o.whole_outcome()) {
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
  if (!keeps_maps()) return;
  std::vector<std::int64_t> killed;
  for (std::size_t s = 0; s < scenarios; ++s) {
    for (std::size_t r = 0; r < replicates; ++r) {
      auto const& of_run = block_[r * scenarios + s].record.killed;
      killed.insert(killed.end(), of_run.begin(), of_run.end());
    }
  }
  std::size_t const actors = about_.actors.size();
  file_.write("killed", {0, first, 0, 0}, {scenarios, replicates, actors, actors + 1}, killed);
}

void Recorder::write_totals() {
  std::size_t const scenarios = about_.scenarios.size();
  // Means over runs on the whole cell axis; NaN in the cells of other theatres' worlds.
  auto const spread = [&](std::vector<double>& means, std::size_t s,
                          std::span<std::int64_t const> sums) {
    std::size_t const own = about_.world_of(s).grid.cells.size();
    for (std::size_t row = 0; row < sums.size(); row += own) {
      auto const begin = means.size() + static_cast<std::size_t>(about_.first_cell(s));
      means.resize(means.size() + about_.cells(), std::numeric_limits<double>::quiet_NaN());
      for (std::size_t k = 0; k < own; ++k)
        means[begin + k] = static_cast<double>(sums[row + k]) / complete_[s];
    }
  };
  for (std::size_t m = 0; keeps_maps() && m < map_observables().size(); ++m) {
    std::vector<double> means;
    for (std::size_t s = 0; s < scenarios; ++s) {
      std::size_t const per_map = periods() * about_.world_of(s).grid.cells.size();
      spread(means, s, std::span<std::int64_t const>(maps_[s]).subspan(m * per_map, per_map));
    }
    file_.write(map_observables()[m].name, means);
  }
  std::vector<std::int64_t> sizes;
  for (auto const& counts : event_sizes_)
    sizes.insert(sizes.end(), counts.begin() + 1, counts.end());
  file_.write("event_size_count", sizes);
  std::vector<double> exponents, errors, smallest;
  for (auto const& counts : event_sizes_) {
    SizeCounts events;
    for (std::size_t size = 1; size < counts.size(); ++size) {
      if (counts[size] > 0) events[static_cast<std::int64_t>(size)] = counts[size];
    }
    auto const tail = tail_exponent(events);
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    exponents.push_back(tail ? tail->exponent : unknown);
    errors.push_back(tail ? tail->standard_error : unknown);
    smallest.push_back(tail ? static_cast<double>(tail->xmin) : unknown);
  }
  file_.write("tail_exponent", exponents);
  file_.write("tail_exponent_error", errors);
  file_.write("tail_xmin", smallest);
  auto const mean_over_runs = [&](std::vector<std::vector<std::int64_t>> const& sums) {
    std::vector<double> means;
    for (std::size_t s = 0; s < scenarios; ++s) spread(means, s, sums[s]);
    return means;
  };
  if (!keeps_maps()) return;
  file_.write("deaths_by_month", mean_over_runs(monthly_deaths_));
  file_.write("troops_by_month", mean_over_runs(monthly_troops_));
}

void Recorder::mark_missing() {
  constexpr char const* name = "missing_value";
  constexpr auto value = static_cast<double>(missing_whole<std::int64_t>);
  constexpr auto value_of_series = static_cast<double>(missing_whole<std::int32_t>);
  for (Observable const& o : observables()) {
    if (!has(o)) continue;
    if (o.whole && level_ != Level::summary) file_.own_attribute(o.name, name, value_of_series);
    if (!o.whole_outcome()) continue;
    file_.own_attribute(o.outcome(), name, value);
    if (o.axis == Axis::none) file_.own_attribute("runs/" + o.outcome(), name, value);
  }
  if (keeps_maps()) file_.own_attribute("killed", name, value);
}

void Recorder::finish(double wall_seconds) {
  write_block();
  write_totals();
  if (failed_ > 0) mark_missing();
  file_.attribute("/", "failed", failed_);
  file_.attribute("/", "digest", digest());
  file_.attribute("/", "unit_steps", unit_steps_);
  file_.group("provenance");
  for (auto const& [name, text] : about_.provenance) file_.attribute("provenance", name, text);
  file_.attribute("provenance", "wall_seconds", wall_seconds);
  file_.finish(path_);
  finished_ = true;
}

}  // namespace disalign
