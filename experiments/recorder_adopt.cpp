/// Taking over the runs of a complete file of fewer replicates, so that only new ones are simulated.
///
/// The file holds of every run what the recorder writes of it, except what it writes only summed over
/// runs: maps, sizes of events, deaths and troops by month. Their sums come back exactly: a sum S of n
/// whole numbers is stored as the double S / n, and round(n (S / n)) = S while S < 2^52.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "experiments/recorder.hpp"
#include "experiments/recorder_parts.hpp"
#include "model/base/check.hpp"

namespace disalign {

using recorder::block_replicates;
using recorder::logs;

namespace {

constexpr double most = 1LL << 53U;                // of any number that is whole
constexpr std::int64_t most_rows = 1'000'000'000;  // of a log, in one run

[[noreturn]] void refuse(hdf5::File const& file, std::string const& name, char const* why) {
  throw Error(fmt::format(
      "{}: {}: {} (the file is damaged). Name another file with -o, or start over with --fresh.",
      file.path().string(), name, why));
}

/// Refuses what no run can have, before it is counted with. A value that is missing is NaN.
void require_possible(hdf5::File const& file, std::string const& name,
                      std::vector<double> const& values, double limit) {
  if (std::ranges::any_of(values, [&](double v) { return std::abs(v) > limit; }))
    refuse(file, name, "no run has such a number");
}

/// Copies the rows of a log, some at a time; returns how many there are.
std::uint64_t copy_rows(hdf5::File& from, hdf5::File& to, recorder::Log const& log,
                        std::uint64_t rows) {
  constexpr std::uint64_t at_once = 1U << 18U;
  auto const columns = from.entries(log.group);
  for (auto const& column : columns) {
    if (column.shape != hdf5::Shape{rows}) refuse(from, column.name, "has another length");
    if (column.type != hdf5::Type::int32 && column.type != hdf5::Type::float32)
      refuse(from, column.name, "has another type");
  }
  if (rows == 0) return 0;
  to.extend(std::string(log.group) + "/" + log.row, rows);
  for (auto const& column : columns) {
    for (std::uint64_t first = 0; first < rows; first += at_once) {
      hdf5::Shape const offset{first};
      hdf5::Shape const count{std::min(at_once, rows - first)};
      if (column.type == hdf5::Type::int32) {
        to.write(column.name, offset, count, from.read<std::int32_t>(column.name, offset, count));
      } else {
        to.write(column.name, offset, count, from.read<float>(column.name, offset, count));
      }
    }
  }
  return rows;
}

}  // namespace

std::vector<FinishedRun> Recorder::read_block(hdf5::File& old, int first, int replicates) const {
  std::size_t const scenarios = about_.scenarios.size();
  auto const n = static_cast<std::size_t>(replicates);
  auto const weeks = static_cast<std::size_t>(about_.weeks);
  hdf5::Shape const offset{0, static_cast<unsigned long long>(first)};
  hdf5::Shape const count{scenarios, n};
  auto const with = [](hdf5::Shape shape, std::initializer_list<std::size_t> more) {
    shape.insert(shape.end(), more.begin(), more.end());
    return shape;
  };
  std::vector<FinishedRun> runs(scenarios * n);
  auto const run_at = [&](std::size_t s, std::size_t r) -> FinishedRun& {
    return runs[r * scenarios + s];
  };
  hdf5::Shape const first_row{static_cast<std::size_t>(first) * scenarios};
  auto const digests = old.read<std::uint64_t>("runs/digest", first_row, {runs.size()});
  auto const steps = old.read<std::int64_t>("runs/unit_steps", first_row, {runs.size()});
  require_possible(old, "runs/unit_steps", {steps.begin(), steps.end()}, most);
  for (std::size_t k = 0; k < runs.size(); ++k) {
    runs[k].point = static_cast<int>(k % scenarios);
    runs[k].replicate = first + static_cast<int>(k / scenarios);
    runs[k].record.digest = digests[k];
    runs[k].record.unit_steps = steps[k];
  }
  auto const read = [&](std::string const& name, hdf5::Shape const& from, hdf5::Shape const& size) {
    auto const block = file_.real_block(name, from, size);
    return old.read<double>(name, block.first, block.second);
  };
  for (Observable const& o : observables()) {
    std::size_t const width = this->width(o.axis);
    if (width == 0) continue;
    bool const axis = o.axis != Axis::none;
    auto const outcomes =
        read(o.outcome(), axis ? with(offset, {0}) : offset, axis ? with(count, {width}) : count);
    if (o.whole_outcome()) require_possible(old, o.outcome(), outcomes, most);
    std::vector<double> series;
    if (level_ != Level::summary) {
      series = read(o.name, axis ? with(offset, {0, 0}) : with(offset, {0}),
                    axis ? with(count, {weeks, width}) : with(count, {weeks}));
      if (o.whole) require_possible(old, o.name, series, std::numeric_limits<std::int32_t>::max());
    }
    for (std::size_t k = 0; k < scenarios * n; ++k) {
      Record& record = run_at(k / n, k % n).record;
      for (std::size_t column = 0; column < width; ++column) {
        record.outcomes.push_back(outcomes[k * width + column]);
        for (std::size_t w = 0; w < weeks && !series.empty(); ++w)
          record.series.push_back(series[(k * weeks + w) * width + column]);
      }
    }
  }
  for (DerivedOutcome const& d : derived_outcomes()) {
    auto const values = read(d.name, offset, count);
    for (std::size_t k = 0; k < values.size(); ++k)
      run_at(k / n, k % n).record.outcomes.push_back(values[k]);
  }
  if (!keeps_maps()) return runs;
  std::size_t const actors = about_.actors.size();
  std::size_t const pairs = actors * (actors + 1);
  auto const killed =
      old.read<std::int64_t>("killed", with(offset, {0, 0}), with(count, {actors, actors + 1}));
  for (std::size_t k = 0; k < scenarios * n; ++k) {
    auto const begin = killed.begin() + static_cast<std::ptrdiff_t>(k * pairs);
    run_at(k / n, k % n).record.killed.assign(begin, begin + static_cast<std::ptrdiff_t>(pairs));
  }
  return runs;
}

void Recorder::read_sums(hdf5::File& old, int replicates) {
  std::size_t const scenarios = about_.scenarios.size();
  // Means lie on the cell axis of the whole study, sums on that of the scenario's own world.
  auto const read = [&](std::string const& name, std::vector<std::vector<std::int64_t>>& sums,
                        std::size_t first_row, std::size_t rows) {
    auto const means = old.read<double>(name);
    if (means.size() != scenarios * rows * about_.cells()) refuse(old, name, "has another shape");
    require_possible(old, name, means, most / replicates);
    for (std::size_t s = 0; s < scenarios; ++s) {
      std::size_t const own = about_.world_of(s).grid.cells.size();
      auto const first_cell = static_cast<std::size_t>(about_.first_cell(s));
      for (std::size_t row = 0; row < rows; ++row) {
        double const* from = &means[(s * rows + row) * about_.cells() + first_cell];
        if (std::any_of(from, from + own, [](double mean) { return std::isnan(mean); }))
          refuse(old, name, "a mean is missing");
        for (std::size_t k = 0; k < own; ++k)
          sums[s][(first_row + row) * own + k] = std::llround(from[k] * replicates);
      }
    }
  };
  if (keeps_maps()) {
    for (std::size_t m = 0; m < map_observables().size(); ++m)
      read(map_observables()[m].name, maps_, m * periods(), periods());
    read("deaths_by_month", monthly_deaths_, 0, std::size_t{party_kinds} * party_kinds * months());
    read("troops_by_month", monthly_troops_, 0, 2 * months());
  }
  auto const bins = static_cast<std::size_t>(largest_event_bin);
  auto const sizes = old.read_shaped<std::int64_t>("event_size_count", {scenarios, bins});
  require_possible(old, "event_size_count", {sizes.begin(), sizes.end()}, most);
  for (std::size_t s = 0; s < scenarios; ++s)
    std::copy_n(sizes.begin() + static_cast<std::ptrdiff_t>(s * bins), bins,
                event_sizes_[s].begin() + 1);
}

void Recorder::adopt(hdf5::File& old, int replicates) {
  ensure(written_ == 0 && block_.empty(), "only a new file can take over another's runs");
  adopted_ = static_cast<std::size_t>(replicates) * about_.scenarios.size();
  for (int first = 0; first < replicates; first += block_replicates) {
    for (FinishedRun& run : read_block(old, first, std::min(block_replicates, replicates - first)))
      add(std::move(run));
  }
  read_sums(old, replicates);
  if (level_ < Level::events) return;
  for (std::size_t k = 0; k < std::size(logs); ++k) {
    std::string const counts = std::string("runs/") + logs[k].row;
    auto const starts = old.read<std::int64_t>(counts + "_start", {0}, {adopted_});
    auto const sizes = old.read<std::int64_t>(counts + "_count", {0}, {adopted_});
    std::int64_t rows = 0;
    for (std::size_t run = 0; run < adopted_; ++run) {
      if (sizes[run] < 0 || sizes[run] > most_rows)
        refuse(old, counts + "_count", "no run has so many rows");
      if (starts[run] != rows)
        refuse(old, counts + "_start", "the rows of a run do not follow those of the run before");
      rows += sizes[run];
    }
    file_.write(counts + "_start", {0}, {adopted_}, starts);
    file_.write(counts + "_count", {0}, {adopted_}, sizes);
    rows_written_[k] = copy_rows(old, file_, logs[k], static_cast<std::uint64_t>(rows));
  }
  if (level_ < Level::replay) return;
  for (FrameVariable const& frame : frame_variables) {
    std::string const name = std::string("frames/") + frame.name;
    for (std::size_t run = 0; run < adopted_; ++run) {
      auto const [offset, count] = frame_block(frame, run);
      file_.write(name, offset, count, old.read<float>(name, offset, count));
    }
  }
}

}  // namespace disalign
