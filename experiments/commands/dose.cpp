/// `disalign dose`: how an outcome depends on the first factor of a grid, by the other factors.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/commands/analysis.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Cell = ResultTable::Cell;

/// The grid of a study: its first factor is the dose, a combination of the others a curve.
class DoseGrid {
 public:
  explicit DoseGrid(StudyResults const& results) : design_(results.study.design) {
    auto const fail = [&](char const* why) {
      throw Error(
          fmt::format("{}: {}. See experiments/studies/dose.toml.", results.file.string(), why));
    };
    if (!design_ || design_->kind != Design::Kind::grid)
      fail("a dose and its response need a grid (kind = \"grid\", the dose as its first factor)");
    doses_ = design_->numbers(0);
    if (doses_.empty())
      fail("the first factor of the grid, the dose, has values that are no numbers");
    named_ = results.study.named();
    curves_ = design_->points.size() / levels();
    if (levels() < 2) fail("the dose has one level (a curve needs two)");
  }
  [[nodiscard]] std::size_t levels() const { return design_->factors.front().levels.size(); }
  [[nodiscard]] std::size_t curves() const { return curves_; }
  [[nodiscard]] std::size_t row(std::size_t level, std::size_t curve) const {
    return named_ + level * curves_ + curve;
  }
  [[nodiscard]] double dose(std::size_t level) const { return doses_[level * curves_]; }
  [[nodiscard]] std::vector<Factor> const& factors() const { return design_->factors; }
  /// Values of the other factors on a curve.
  [[nodiscard]] std::vector<std::string> others(std::size_t curve) const {
    std::vector<std::string> words;
    for (std::size_t f = 1; f < design_->factors.size(); ++f)
      words.push_back(design_->words(f)[curve]);
    return words;
  }
  [[nodiscard]] std::string curve_text(std::size_t curve) const {
    std::string text;
    auto const words = others(curve);
    for (std::size_t f = 0; f < words.size(); ++f)
      text += fmt::format("{}{} {}", f == 0 ? "" : ", ", design_->factors[f + 1].name, words[f]);
    return text.empty() ? "the curve" : text;
  }
  /// Slope of a replicate's outcome on the dose by least squares, per unit of the dose.
  [[nodiscard]] double slope(Outcome const& outcome, std::size_t curve,
                             std::size_t replicate) const {
    double centre = 0;
    for (std::size_t k = 0; k < levels(); ++k) centre += dose(k) / static_cast<double>(levels());
    double xy = 0;
    double xx = 0;
    for (std::size_t k = 0; k < levels(); ++k) {
      double const x = dose(k) - centre;
      xy += x * outcome.rows[row(k, curve)][replicate];
      xx += x * x;
    }
    return xy / xx;
  }

 private:
  std::optional<Design> design_;
  std::vector<double> doses_;
  std::size_t named_ = 0, curves_ = 0;
};

/// Mean of a value of each replicate with its 95 % interval.
Contrast mean_interval(std::vector<double> const& values) {
  return paired(values, std::vector<double>(values.size(), 0.0));
}

std::vector<ResultTable::Column> factor_columns(DoseGrid const& grid, bool with_dose) {
  std::vector<ResultTable::Column> columns;
  for (auto const& factor : grid.factors()) {
    if (&factor == &grid.factors().front()) {
      if (with_dose) columns.push_back({factor.name, "1", factor.key});
    } else {
      columns.push_back({factor.name, "", factor.key});
    }
  }
  return columns;
}

std::vector<Cell> start(std::string const& outcome, std::string const& unit,
                        std::optional<double> dose, std::vector<std::string> const& others) {
  std::vector<Cell> cells{outcome, unit};
  if (dose) cells.emplace_back(*dose);
  for (auto const& word : others) cells.emplace_back(word);
  return cells;
}

void add_statistics(ResultTable& table,
                    std::vector<std::pair<char const*, char const*>> const& names) {
  for (auto const& [name, meaning] : names) table.columns.push_back({name, "1", meaning});
}

/// The slope at every combination of the other factors, their mean, and how each factor changes it.
struct Slopes {
  ResultTable table;
  std::string text;
};

Slopes slopes_of(DoseGrid const& grid, Outcome const& outcome, std::size_t replicates,
                 double span) {
  Slopes result;
  result.table.columns = {};
  std::vector<std::vector<double>> slopes(grid.curves());
  std::vector<double> mean(replicates);
  for (std::size_t c = 0; c < grid.curves(); ++c) {
    for (std::size_t r = 0; r < replicates; ++r) {
      slopes[c].push_back(grid.slope(outcome, c, r) * span);
      mean[r] += slopes[c].back() / static_cast<double>(grid.curves());
    }
  }
  auto const add = [&](std::string const& what, std::vector<double> const& values) {
    Contrast const m = mean_interval(values);
    result.table.rows.push_back(
        {outcome.name, outcome.unit, what, m.effect, m.lo, m.hi, m.standard_error, m.n});
    return m;
  };
  Contrast const all = add("mean over all curves", mean);
  result.text += fmt::format(
      "{} [{}]: {} over the whole range of {} ({} to {}), mean over all curves{}\n", outcome.name,
      outcome.unit, interval_text(all.effect, all.lo, all.hi), grid.factors().front().name,
      short_number(grid.dose(0)), short_number(grid.dose(grid.levels() - 1)),
      all.excludes_zero() ? "" : " (interval contains 0)");
  for (std::size_t c = 0; c < grid.curves(); ++c) {
    Contrast const m = add(grid.curve_text(c), slopes[c]);
    result.text +=
        fmt::format("  {:<44} {:>28}\n", grid.curve_text(c), interval_text(m.effect, m.lo, m.hi));
  }
  // How a factor changes the slope: mean slope at its last level minus at its first one.
  for (std::size_t f = 1; f < grid.factors().size(); ++f) {
    std::string const first = grid.others(0)[f - 1];
    std::string const last = grid.others(grid.curves() - 1)[f - 1];
    std::vector<double> change(replicates);
    double n = 0;
    for (std::size_t c = 0; c < grid.curves(); ++c) {
      auto const word = grid.others(c)[f - 1];
      if (word == first) ++n;
      for (std::size_t r = 0; r < replicates; ++r)
        change[r] += (word == last ? slopes[c][r] : 0) - (word == first ? slopes[c][r] : 0);
    }
    for (double& value : change) value /= n;
    Contrast const m = add(
        fmt::format("change with {} from {} to {}", grid.factors()[f].name, first, last), change);
    result.text += fmt::format("  change with {} from {} to {}: {}{}\n", grid.factors()[f].name,
                               first, last, interval_text(m.effect, m.lo, m.hi),
                               m.excludes_zero() ? "" : " (interval contains 0)");
  }
  return result;
}

Analysis dose_response(Arguments const& arguments, StudyResults& results) {
  DoseGrid const grid(results);
  double const span = grid.dose(grid.levels() - 1) - grid.dose(0);
  int const reference =
      results.study.reference.empty() ? -1 : results.reference_of(results.names.size() - 1);
  ResultTable points{"dose",
                     "a point of the dose-response grid",
                     {{"outcome", "", "outcome"}, {"unit", "", "its unit"}},
                     {}};
  auto const factors = factor_columns(grid, true);
  points.columns.insert(points.columns.end(), factors.begin(), factors.end());
  add_statistics(points,
                 {{"mean", "mean of the outcome"},
                  {"mean_lo", "lower end of the mean's 95 % interval"},
                  {"mean_hi", "upper end"},
                  {"effect_of_dose", "paired difference to the lowest dose of the same curve"},
                  {"effect_of_dose_lo", "lower end of its 95 % interval"},
                  {"effect_of_dose_hi", "upper end"},
                  {"effect", "paired difference to the study's reference; empty without one"},
                  {"effect_lo", "lower end of its 95 % interval"},
                  {"effect_hi", "upper end"},
                  {"pairs", "replicates"}});
  ResultTable slopes{"dose_slope",
                     "change of the outcome over the whole range of the dose, by least squares",
                     {{"outcome", "", "outcome"},
                      {"unit", "", "its unit"},
                      {"curve", "", "which curve, or which change of the slope"},
                      {"change", "1", "over the whole range of the dose, in the outcome's unit"},
                      {"lo", "1", "lower end of its 95 % interval over replicates"},
                      {"hi", "1", "upper end"},
                      {"standard_error", "1", "Monte Carlo standard error"},
                      {"pairs", "1", "replicates"}},
                     {}};
  std::string text = results.study.title + "\n\n";
  std::string tables;
  for (auto const& name : wanted_outcomes(arguments, results)) {
    Outcome const outcome = results.outcome(name);
    Slopes const found = slopes_of(grid, outcome, results.replicates, span);
    text += found.text;
    for (auto const& row : found.table.rows) slopes.add(row);
    for (std::size_t c = 0; c < grid.curves(); ++c) {
      for (std::size_t k = 0; k < grid.levels(); ++k) {
        auto const& values = outcome.rows[grid.row(k, c)];
        Contrast const mean = mean_interval(values);
        Contrast const dose = paired(values, outcome.rows[grid.row(0, c)]);
        auto cells = start(name, outcome.unit, grid.dose(k), grid.others(c));
        auto const add = [&](Contrast const& x) {
          for (double const value : {x.effect, x.lo, x.hi}) cells.emplace_back(value);
        };
        add(mean);
        add(dose);
        Contrast none;
        none.effect = none.lo = none.hi = std::nan("");
        add(reference < 0 ? none
                          : paired(values, outcome.rows[static_cast<std::size_t>(reference)]));
        cells.emplace_back(mean.n);
        points.add(std::move(cells));
      }
    }
    text += "\n";
  }
  // The curves of the first outcome, averaged over nothing: one line a curve, one cell a dose.
  auto const first = wanted_outcomes(arguments, results).front();
  Outcome const outcome = results.outcome(first);
  text += fmt::format("{} against {} {}, 95 % interval\n", first,
                      reference < 0 ? "the lowest dose, by" : results.study.reference + ", by",
                      grid.factors().front().name);
  for (std::size_t c = 0; c < grid.curves(); ++c) {
    text += fmt::format("  {}\n   ", grid.curve_text(c));
    for (std::size_t k = 0; k < grid.levels(); ++k) {
      Contrast const d = paired(
          outcome.rows[grid.row(k, c)],
          outcome.rows[reference < 0 ? grid.row(0, c) : static_cast<std::size_t>(reference)]);
      text +=
          fmt::format("  {}: {}", short_number(grid.dose(k)), interval_text(d.effect, d.lo, d.hi));
    }
    text += "\n";
  }
  return {std::move(text), {std::move(points), std::move(slopes)}};
}

}  // namespace

int dose_study(Arguments const& arguments) {
  return analyse(arguments,
                 [&](StudyResults& results) { return dose_response(arguments, results); });
}

}  // namespace disalign
