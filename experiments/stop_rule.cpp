/// Reads and judges stopping rules.
#include "experiments/stop_rule.hpp"

#include <cmath>

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

bool StopRule::satisfied(std::vector<std::vector<double>> const& outcomes, int reference) const {
  for (std::size_t row = 0; row < outcomes.size(); ++row) {
    bool const paired = reference >= 0;
    if (paired && row == static_cast<std::size_t>(reference)) continue;
    std::vector<double> values;
    double scale = 0;
    double n = 0;
    for (std::size_t r = 0; r < outcomes[row].size(); ++r) {
      double const own = outcomes[row][r];
      double const base = paired ? outcomes[static_cast<std::size_t>(reference)][r] : 0.0;
      if (!std::isfinite(own) || !std::isfinite(base)) continue;
      values.push_back(own - base);
      scale += paired ? base : own;
      ++n;
    }
    auto const now = anytime_interval(values, n_min);
    double const target =
        half_width > 0 ? half_width : relative * std::abs(scale) / std::max(1.0, n);
    if (!(now.half_width <= target)) return false;
  }
  return true;
}

}  // namespace disalign
