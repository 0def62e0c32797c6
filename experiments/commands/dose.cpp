/// `disalign dose`: how an outcome depends on a dose, curve by curve.
#include <fmt/format.h>

#include <cmath>

#include "experiments/commands/analysis.hpp"
#include "experiments/commands/dose_plan.hpp"

namespace disalign {

namespace {

using Cell = ResultTable::Cell;

void add_statistics(ResultTable& table,
                    std::vector<std::pair<char const*, char const*>> const& names) {
  for (auto const& [name, meaning] : names) table.columns.push_back({name, "1", meaning});
}

/// The slope of every curve, their mean, and how each other factor of a grid changes it.
struct Slopes {
  ResultTable table;
  std::string text;
};

Slopes slopes_of(StudyResults const& results, DosePlan const& plan, Outcome const& outcome) {
  std::size_t const replicates = results.replicates;
  Slopes result;
  double const span = plan.high - plan.low;
  std::vector<std::vector<double>> slopes(plan.curves.size());
  std::vector<double> mean(replicates);
  for (std::size_t c = 0; c < plan.curves.size(); ++c) {
    for (std::size_t r = 0; r < replicates; ++r) {
      slopes[c].push_back(plan.curves[c].slope(outcome, r) * span);
      mean[r] += slopes[c].back() / static_cast<double>(plan.curves.size());
    }
  }
  auto const add = [&](std::string const& what, std::vector<double> const& values) {
    Contrast const m = mean_interval(results, values);
    result.table.rows.push_back({outcome.name, outcome.unit, what, m.effect, m.lo, m.hi,
                                 m.standard_error, m.effect / span, m.lo / span, m.hi / span, m.n});
    return m;
  };
  auto const per_unit = [&](Contrast const& m) {
    return plan.unit.empty()
               ? ""
               : fmt::format("; per {} {}", plan.unit,
                             interval_text(m.effect / span, m.lo / span, m.hi / span));
  };
  Contrast const all = add("mean over all curves", mean);
  result.text +=
      fmt::format("{} [{}]: {} over the whole range of {} ({} to {}), mean over all curves{}{}\n",
                  outcome.name, outcome.unit, interval_text(all.effect, all.lo, all.hi),
                  plan.dose.name, short_number(plan.low), short_number(plan.high), per_unit(all),
                  all.excludes_zero() ? "" : " (interval contains 0)");
  for (std::size_t c = 0; c < plan.curves.size(); ++c) {
    std::string const& text = plan.curves[c].text;
    Contrast const m = add(text, slopes[c]);
    result.text +=
        fmt::format("  {:<44} {:>28}{}\n", text, interval_text(m.effect, m.lo, m.hi), per_unit(m));
  }
  // How a factor changes the slope: mean slope at its last level minus at its first one.
  for (std::size_t f = 0; plan.grid && f < plan.others.size(); ++f) {
    std::string const first = plan.curves.front().others[f];
    std::string const last = plan.curves.back().others[f];
    std::vector<double> change(replicates);
    double n = 0;
    for (std::size_t c = 0; c < plan.curves.size(); ++c) {
      std::string const& word = plan.curves[c].others[f];
      if (word == first) ++n;
      for (std::size_t r = 0; r < replicates; ++r)
        change[r] += (word == last ? slopes[c][r] : 0) - (word == first ? slopes[c][r] : 0);
    }
    for (double& value : change) value /= n;
    Contrast const m =
        add(fmt::format("change with {} from {} to {}", plan.others[f].name, first, last), change);
    result.text += fmt::format("  change with {} from {} to {}: {}{}\n", plan.others[f].name, first,
                               last, interval_text(m.effect, m.lo, m.hi),
                               m.excludes_zero() ? "" : " (interval contains 0)");
  }
  return result;
}

ResultTable points_table(DosePlan const& plan) {
  ResultTable points{"dose",
                     "a point of the dose-response curves",
                     {{"outcome", "", "outcome"}, {"unit", "", "its unit"}},
                     {}};
  points.columns.push_back(
      {plan.dose.name, plan.unit.empty() ? "1" : plan.unit, plan.dose.meaning});
  for (auto const& other : plan.others) points.columns.push_back({other.name, "", other.meaning});
  add_statistics(points,
                 {{"mean", "mean of the outcome"},
                  {"mean_lo", "lower end of the mean's 95 % interval"},
                  {"mean_hi", "upper end"},
                  {"effect_of_dose", "paired difference to the first dose of the same curve"},
                  {"effect_of_dose_lo", "lower end of its 95 % interval"},
                  {"effect_of_dose_hi", "upper end"},
                  {"effect", "paired difference to the study's reference; empty without one"},
                  {"effect_lo", "lower end of its 95 % interval"},
                  {"effect_hi", "upper end"},
                  {"pairs", "replicates"}});
  return points;
}

ResultTable slopes_table() {
  return {"dose_slope",
          "change of the outcome with the dose, by least squares within each replicate",
          {{"outcome", "", "outcome"},
           {"unit", "", "its unit"},
           {"curve", "", "which curve, or which change of the slope"},
           {"change", "1", "over the whole range of the dose, in the outcome's unit"},
           {"lo", "1", "lower end of its 95 % interval over replicates"},
           {"hi", "1", "upper end"},
           {"standard_error", "1", "Monte Carlo standard error"},
           {"per_unit", "1", "the same per unit of the dose"},
           {"per_unit_lo", "1", "lower end of its 95 % interval"},
           {"per_unit_hi", "1", "upper end"},
           {"pairs", "1", "replicates"}},
          {}};
}

Analysis dose_response(Arguments const& arguments, StudyResults& results) {
  DosePlan const plan = dose_plan(results);
  // The paired difference of a row to the study's reference; NaN for that row and without one.
  auto const against_reference = [&](Outcome const& outcome, std::size_t row) {
    Contrast none;
    none.effect = none.lo = none.hi = std::nan("");
    int const reference = results.reference_of(row);
    return reference < 0 ? none
                         : paired(results, outcome.rows[row],
                                  outcome.rows[static_cast<std::size_t>(reference)]);
  };
  ResultTable points = points_table(plan);
  ResultTable slopes = slopes_table();
  std::string text = results.study.title + "\n\n";
  for (auto const& name : wanted_outcomes(arguments, results)) {
    Outcome const outcome = results.outcome(name);
    Slopes const found = slopes_of(results, plan, outcome);
    text += found.text + "\n";
    for (auto const& row : found.table.rows) slopes.add(row);
    for (auto const& curve : plan.curves) {
      for (auto const& [row, dose] : curve.points) {
        auto const& values = outcome.rows[row];
        Contrast const mean = mean_interval(results, values);
        std::vector<Cell> cells{name, outcome.unit, dose};
        cells.insert(cells.end(), curve.others.begin(), curve.others.end());
        for (Contrast const& x :
             {mean, paired(results, values, outcome.rows[curve.points.front().row]),
              against_reference(outcome, row)}) {
          for (double const value : {x.effect, x.lo, x.hi}) cells.emplace_back(value);
        }
        cells.emplace_back(mean.n);
        points.add(std::move(cells));
      }
    }
  }
  // The curves of the first outcome: one line a curve, one cell a dose.
  auto const first = wanted_outcomes(arguments, results).front();
  Outcome const outcome = results.outcome(first);
  bool const compared = results.reference_of(plan.curves.front().points.front().row) >= 0;
  text += fmt::format("{} against {} {}, 95 % interval\n", first,
                      compared ? results.study.reference + ", by" : "the first dose, by",
                      plan.dose.name);
  for (auto const& curve : plan.curves) {
    text += fmt::format("  {}\n   ", curve.text);
    for (auto const& [row, dose] : curve.points) {
      Contrast const d =
          compared ? against_reference(outcome, row)
                   : paired(results, outcome.rows[row], outcome.rows[curve.points.front().row]);
      text += fmt::format("  {}: {}", short_number(dose), interval_text(d.effect, d.lo, d.hi));
    }
    text += "\n";
  }
  return {std::move(text), {std::move(points), std::move(slopes)}};
}

}  // namespace

int dose_study(Arguments const& arguments) {
  return analyse(
      arguments, [&](StudyResults& results) { return dose_response(arguments, results); },
      [&](Study const& study) { require_dose(arguments.file, study); });
}

}  // namespace disalign
