/// Compares the variables of the root: by run, or whole with /runs.
#include "experiments/commands/stored_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/observables.hpp"

namespace disalign {
namespace {

/// Equal, or both undefined.
bool same(double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); }

/// What the file keeps of a value: level series are float32.
double kept(Observable const& o, double value) {
  return o.whole ? value : static_cast<double>(static_cast<float>(value));
}

}  // namespace

StoredRuns::StoredRuns(hdf5::File& file, std::size_t points, std::size_t replicates)
    : file_(file), points_(points), replicates_(replicates) {
  for (auto& entry : file_.entries()) entries_.emplace(entry.name, std::move(entry));
}

std::vector<std::string> StoredRuns::differences_from_rows() {
  std::vector<std::string> differences;
  std::size_t const runs = points_ * replicates_;
  auto const compare = [&](std::string const& name) {
    auto const rows = file_.read_shaped<double>("runs/" + name, {runs});
    auto const root = file_.read_shaped<double>(name, {points_, replicates_});
    for (std::size_t run = 0; run < runs; ++run) {
      double const stored = root[run % points_ * replicates_ + run / points_];
      if (same(stored, rows[run])) continue;
      differences.push_back(fmt::format("run {} in the file: {} is {}, and {} in /runs", run, name,
                                        stored, rows[run]));
      return;
    }
  };
  for (Observable const& o : observables()) {
    if (o.axis == Axis::none) compare(o.outcome());
  }
  for (DerivedOutcome const& d : derived_outcomes()) compare(d.name);
  return differences;
}

std::vector<double> StoredRuns::read(std::string const& name, int point, int replicate) {
  hdf5::Entry const& entry = entries_.at(name);
  auto const at = std::find(entry.dimensions.begin(), entry.dimensions.end(), "replicate");
  auto const leading = static_cast<std::size_t>(at - entry.dimensions.begin());
  hdf5::Shape offset(entry.shape.size(), 0);
  hdf5::Shape count = entry.shape;
  // The rows of a grid are unfolded over its factors, the last one fastest.
  auto left = static_cast<unsigned long long>(point);
  for (std::size_t axis = leading; axis-- > 0; left /= entry.shape[axis]) {
    offset[axis] = left % entry.shape[axis];
    count[axis] = 1;
  }
  offset.at(leading) = static_cast<unsigned long long>(replicate);
  count.at(leading) = 1;
  return file_.read<double>(name, offset, count);
}

std::string StoredRuns::difference(FinishedRun const& run) {
  Record const& record = run.record;
  auto const weeks = static_cast<std::size_t>(record.weeks);
  std::string found;
  auto const compare = [&](std::string const& name, std::vector<double> const& simulated) {
    if (!found.empty()) return;
    auto const stored = read(name, run.point, run.replicate);
    if (stored.size() != simulated.size()) {
      found = name + " has another shape";
      return;
    }
    auto const [s, k] = std::mismatch(stored.begin(), stored.end(), simulated.begin(), same);
    if (s != stored.end()) found = fmt::format("{}: {} in the file, {} simulated", name, *s, *k);
  };
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    auto const width = static_cast<std::size_t>(record.width(o.axis));
    if (width == 0) continue;
    auto const begin = record.outcomes.begin() + static_cast<std::ptrdiff_t>(column);
    compare(o.outcome(), {begin, begin + static_cast<std::ptrdiff_t>(width)});
    if (entries_.contains(o.name)) {
      std::vector<double> series;
      for (std::size_t w = 0; w < weeks; ++w) {
        for (std::size_t k = 0; k < width; ++k)
          series.push_back(kept(o, record.series[(column + k) * weeks + w]));
      }
      compare(o.name, series);
    }
    column += width;
  }
  for (DerivedOutcome const& d : derived_outcomes()) compare(d.name, {record.outcomes[column++]});
  return found;
}

}  // namespace disalign
