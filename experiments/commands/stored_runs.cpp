/// Compares the variables of the root: by run, or whole with /runs.
#include "experiments/commands/stored_runs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <tuple>

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
  keeps_series_ = std::any_of(observables().begin(), observables().end(),
                              [&](Observable const& o) { return entries_.contains(o.name); });
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

std::optional<std::vector<double>> StoredRuns::read(std::string const& name, int point,
                                                    int replicate) {
  auto const found = entries_.find(name);
  if (found == entries_.end()) return std::nullopt;
  auto const& [dimensions, shape] = std::tie(found->second.dimensions, found->second.shape);
  auto const at = std::find(dimensions.begin(), dimensions.end(), "replicate");
  auto const leading = at - dimensions.begin();
  auto const rows =
      std::accumulate(shape.begin(), shape.begin() + leading, 1ULL, std::multiplies<>());
  if (at == dimensions.end() || rows != points_ ||
      shape[static_cast<std::size_t>(leading)] != replicates_)
    return std::nullopt;
  hdf5::Shape offset(shape.size(), 0);
  hdf5::Shape count = shape;
  // The rows of a grid are unfolded over its factors, the last one fastest.
  auto left = static_cast<unsigned long long>(point);
  for (auto axis = static_cast<std::size_t>(leading); axis-- > 0; left /= shape[axis]) {
    offset[axis] = left % shape[axis];
    count[axis] = 1;
  }
  offset[static_cast<std::size_t>(leading)] = static_cast<unsigned long long>(replicate);
  count[static_cast<std::size_t>(leading)] = 1;
  return file_.read<double>(name, offset, count);
}

std::string StoredRuns::difference(FinishedRun const& run) {
  Record const& record = run.record;
  auto const weeks = static_cast<std::size_t>(record.weeks);
  std::string found;
  auto const compare = [&](std::string const& name, std::vector<double> const& simulated) {
    if (!found.empty()) return;
    auto const stored = read(name, run.point, run.replicate);
    if (!stored || stored->size() != simulated.size()) {
      found = name + " is not there or has another shape";
      return;
    }
    auto const [s, k] = std::mismatch(stored->begin(), stored->end(), simulated.begin(), same);
    if (s != stored->end()) found = fmt::format("{}: {} in the file, {} simulated", name, *s, *k);
  };
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    auto const width = static_cast<std::size_t>(record.width(o.axis));
    if (width == 0) continue;
    auto const begin = record.outcomes.begin() + static_cast<std::ptrdiff_t>(column);
    compare(o.outcome(), {begin, begin + static_cast<std::ptrdiff_t>(width)});
    if (keeps_series_) {
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
