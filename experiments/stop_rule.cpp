/// Reads and judges stopping rules.
#include "experiments/stop_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/statistics/moments.hpp"
#include "experiments/statistics/planning.hpp"
#include "experiments/toml_fields.hpp"

namespace disalign {

std::optional<StopRule> read_stop(TomlTable& root) {
  auto table = root.table("stop");
  if (!table) return std::nullopt;
  StopRule stop;
  table->require("outcome", stop.outcome);
  bool const absolute = table->read("half_width", stop.half_width, {1e-12, 1e15, "1"});
  bool const relative = table->read("rel", stop.relative, {1e-6, 10, "1"});
  if (absolute == relative) {
    table->report(
        Problems::Rank::missing, absolute ? "rel" : "half_width",
        absolute ? "stands beside half_width (one of them decides). Remove one."
                 : "is missing. Write half_width = 50 (in the outcome's unit), or rel = 0.05.");
  }
  table->read("n_min", stop.n_min, {10, 1e6, "run"});
  table->read("n_max", stop.n_max, {10, 1e7, "run"});
  table->read("batch", stop.batch, {1, 1e6, "run"});
  if (stop.n_max < stop.n_min)
    table->report(Problems::Rank::inconsistent, "n_max", "is below n_min. Raise it.");
  table->close();
  return stop;
}

TomlValue write_stop(StopRule const& stop) {
  TomlValue table;
  table.put("outcome", toml_value(stop.outcome));
  if (stop.half_width > 0) {
    table.put("half_width", toml_value(stop.half_width));
  } else {
    table.put("rel", toml_value(stop.relative));
  }
  table.put("n_min", toml_value(std::int64_t{stop.n_min}));
  table.put("n_max", toml_value(std::int64_t{stop.n_max}));
  table.put("batch", toml_value(std::int64_t{stop.batch}));
  return table;
}

bool StopRule::satisfied(std::vector<std::vector<double>> const& outcomes,
                         std::vector<int> const& references) const {
  bool const compared =
      std::any_of(references.begin(), references.end(), [](int r) { return r >= 0; });
  for (std::size_t row = 0; row < outcomes.size(); ++row) {
    bool const paired = references[row] >= 0;
    if (compared && !paired) continue;
    Moments differences;
    Moments own;
    Moments base;
    for (std::size_t r = 0; r < outcomes[row].size(); ++r) {
      double const mine = outcomes[row][r];
      double const its = paired ? outcomes[static_cast<std::size_t>(references[row])][r] : 0.0;
      if (!std::isfinite(mine) || !std::isfinite(its)) continue;
      differences.add(mine - its);
      own.add(mine);
      base.add(its);
    }
    if (differences.n < n_min) return false;
    // Pairs that are equal while the outcome varies: nothing of what differs reaches this row.
    if (!(own.variance() > 0 || base.variance() > 0)) return false;
    auto const now = anytime_interval(differences, n_min);
    double const target =
        half_width > 0 ? half_width : relative * std::abs((paired ? base : own).mean);
    if (!(now.half_width <= target)) return false;
  }
  return true;
}

std::string StopRule::text() const {
  std::string const width =
      half_width > 0
          ? fmt::format("{} (in its unit)", half_width)
          : fmt::format("{} times the mean (of the reference, where there is one)", relative);
  return fmt::format(
      "in batches of {} until the 95 % confidence sequence of {} is at most {} wide on either side "
      "in every row, looked at from {} replicates on, at most {}",
      batch, outcome, width, n_min, n_max);
}

}  // namespace disalign
