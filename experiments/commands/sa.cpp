/// `disalign sa`: which factors an outcome depends on, by the kind of the study's design.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include "experiments/commands/analysis.hpp"
#include "experiments/statistics/sensitivity.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

constexpr std::uint64_t bootstrap_seed = 1;

std::string estimate_text(Estimate const& e) { return interval_text(e.value, e.lo, e.hi); }

/// Outcomes of the design's points alone; undefined ones are refused, because indices need every point.
PointOutcomes points_of(StudyResults const& results, Outcome const& outcome) {
  PointOutcomes points(outcome.rows.begin() + static_cast<std::ptrdiff_t>(results.study.named()),
                       outcome.rows.end());
  for (std::size_t p = 0; p < points.size(); ++p) {
    for (double const value : points[p]) {
      if (std::isfinite(value)) continue;
      throw Error(
          fmt::format("{}: {}: is undefined in a run of point {} (indices need every point). "
                      "Name another outcome.",
                      results.file.string(), outcome.name, p));
    }
  }
  return points;
}

ResultTable table_of(char const* name, char const* meaning,
                     std::vector<std::pair<char const*, char const*>> const& columns) {
  ResultTable table{name,
                    meaning,
                    {{"outcome", "", "outcome"},
                     {"unit", "", "its unit"},
                     {"factor", "", "factor"},
                     {"key", "", "full key of the factor"}},
                    {}};
  for (auto const& [column, about] : columns) table.columns.push_back({column, "1", about});
  return table;
}

void add(ResultTable& table, Outcome const& outcome, Factor const& factor,
         std::vector<double> const& numbers) {
  std::vector<ResultTable::Cell> cells{outcome.name, outcome.unit, factor.name, factor.key};
  for (double const number : numbers) cells.emplace_back(number);
  table.add(std::move(cells));
}

/// Factors by falling value; equal ones keep their order, those without a value come last.
std::vector<std::size_t> ranking(std::vector<double> const& values) {
  std::vector<std::size_t> order(values.size());
  for (std::size_t f = 0; f < order.size(); ++f) order[f] = f;
  auto const key = [&](std::size_t f) {
    double const least = -std::numeric_limits<double>::infinity();
    return std::pair(-(std::isnan(values[f]) ? least : values[f]), f);
  };
  std::sort(order.begin(), order.end(),
            [&](std::size_t x, std::size_t y) { return key(x) < key(y); });
  return order;
}

class Sensitivity {
 public:
  Sensitivity(StudyResults& results, std::vector<std::string> outcomes)
      : results_(results), design_(*results.study.design), outcomes_(std::move(outcomes)) {}

  Analysis sobol() {
    ResultTable table = table_of(
        "sa", "Sobol' indices of a factor",
        {{"first", "share of the variance of the mean outcome that the factor alone explains"},
         {"first_lo", "lower end of its 95 % interval (bootstrap)"},
         {"first_hi", "upper end"},
         {"total", "share with all interactions"},
         {"total_lo", "lower end of its 95 % interval"},
         {"total_hi", "upper end"},
         {"noise_share", "share of the seeds in the variance of single runs"},
         {"noise_share_lo", "lower end of its 95 % interval"},
         {"noise_share_hi", "upper end"}});
    for (auto const& name : outcomes_) {
      Outcome const outcome = results_.outcome(name);
      auto const found = sobol_indices(design_.size, static_cast<int>(design_.factors.size()),
                                       points_of(results_, outcome), bootstrap_seed);
      text_ += fmt::format("\n{} [{}]: seeds are {} of the variance of single runs\n", name,
                           outcome.unit, estimate_text(found.noise_share));
      std::vector<double> totals;
      for (auto const& total : found.total) totals.push_back(total.value);
      for (std::size_t const f : ranking(totals)) {
        text_ += fmt::format("  {:<36} total {:>24}  first {:>24}\n", design_.factors[f].name,
                             estimate_text(found.total[f]), estimate_text(found.first[f]));
      }
      for (std::size_t f = 0; f < design_.factors.size(); ++f) {
        auto const& [s, t, n] = std::tie(found.first[f], found.total[f], found.noise_share);
        add(table, outcome, design_.factors[f],
            {s.value, s.lo, s.hi, t.value, t.lo, t.hi, n.value, n.lo, n.hi});
      }
    }
    return {text_, {std::move(table)}};
  }

  Analysis morris() {
    ResultTable table =
        table_of("sa", "Morris' effects of a factor over its whole range, in the outcome's unit",
                 {{"mu", "mean effect"},
                  {"mu_lo", "lower end of its 95 % interval (bootstrap)"},
                  {"mu_hi", "upper end"},
                  {"mu_star", "mean of absolute effects"},
                  {"mu_star_lo", "lower end of its 95 % interval"},
                  {"mu_star_hi", "upper end"},
                  {"sigma", "standard deviation of effects: interactions and curvature"},
                  {"sigma_lo", "lower end of its 95 % interval"},
                  {"sigma_hi", "upper end"},
                  {"noise", "mean absolute effect that seeds alone would give"}});
    for (auto const& name : outcomes_) {
      Outcome const outcome = results_.outcome(name);
      auto const found =
          morris_effects(design_.units, points_of(results_, outcome), bootstrap_seed);
      text_ += fmt::format("\n{} [{}]: mean absolute effect over a factor's range\n", name,
                           outcome.unit);
      std::vector<double> sizes;
      for (auto const& effect : found) sizes.push_back(effect.mean_size.value);
      for (std::size_t const f : ranking(sizes)) {
        auto const& e = found[f];
        text_ +=
            fmt::format("  {:<36} mu* {:>26}  mu {:>26}  sigma {:>8}  seeds alone {}\n",
                        design_.factors[f].name, estimate_text(e.mean_size), estimate_text(e.mean),
                        short_number(e.spread.value), short_number(e.noise));
      }
      for (std::size_t f = 0; f < found.size(); ++f) {
        auto const& e = found[f];
        add(table, outcome, design_.factors[f],
            {e.mean.value, e.mean.lo, e.mean.hi, e.mean_size.value, e.mean_size.lo, e.mean_size.hi,
             e.spread.value, e.spread.lo, e.spread.hi, e.noise});
      }
    }
    return {text_, {std::move(table)}};
  }

  /// One factor at a time: every level against the base point, paired.
  Analysis one_at_a_time() {
    ResultTable table =
        table_of("sa", "a level of a factor against the base point, paired by replicate",
                 {{"effect", "mean paired difference to the base point"},
                  {"lo", "lower end of its 95 % interval"},
                  {"hi", "upper end"}});
    table.columns.insert(table.columns.begin() + 4, {"level", "", "value of the factor"});
    for (auto const& name : outcomes_) {
      Outcome const outcome = results_.outcome(name);
      auto const points = points_of(results_, outcome);
      text_ += fmt::format("\n{} [{}]: difference to the base\n", name, outcome.unit);
      std::size_t p = 1;
      for (std::size_t f = 0; f < design_.factors.size(); ++f) {
        auto const words = design_.words(f);
        for (std::size_t k = 0; k < design_.factors[f].levels.size(); ++k, ++p) {
          Contrast const c = paired(results_, points[p], points[0]);
          text_ += fmt::format("  {:<36} {:<10} {}\n", design_.factors[f].name, words[p],
                               interval_text(c.effect, c.lo, c.hi));
          table.add({outcome.name, outcome.unit, design_.factors[f].name, design_.factors[f].key,
                     words[p], c.effect, c.lo, c.hi});
        }
      }
    }
    return {text_, {std::move(table)}};
  }

  Analysis ranks() {
    ResultTable table =
        table_of("sa", "rank correlation of a factor with the mean outcome of a point",
                 {{"rank_correlation", "Spearman's rank correlation"},
                  {"lo", "lower end of its 95 % interval (bootstrap)"},
                  {"hi", "upper end"}});
    for (auto const& name : outcomes_) {
      Outcome const outcome = results_.outcome(name);
      auto const points = points_of(results_, outcome);
      text_ += fmt::format("\n{} [{}]: rank correlation over {} points\n", name, outcome.unit,
                           points.size());
      for (std::size_t f = 0; f < design_.factors.size(); ++f) {
        auto const values = design_.numbers(f);
        if (values.empty()) continue;  // words have no order
        auto const r = rank_sensitivity(values, points, bootstrap_seed);
        text_ += fmt::format("  {:<36} {}\n", design_.factors[f].name, estimate_text(r));
        add(table, outcome, design_.factors[f], {r.value, r.lo, r.hi});
      }
    }
    return {text_, {std::move(table)}};
  }

 private:
  StudyResults& results_;
  Design const& design_;
  std::vector<std::string> outcomes_;
  std::string text_ = results_.study.title + "\n";
};

/// Throws Error for a study whose design says nothing about sensitivity.
void require_sample(std::filesystem::path const& file, Study const& study) {
  auto const refuse = [&](std::string const& why) {
    throw Error(
        fmt::format("{}: {}. Write [design] with kind = \"saltelli\" (Sobol' indices), "
                    "\"morris\", \"ofat\", \"lhs\" or \"sobol\".",
                    file.string(), why));
  };
  if (!study.design) refuse("has no design (sensitivity needs points)");
  Design::Kind const kind = study.design->kind;
  if (kind == Design::Kind::grid || kind == Design::Kind::list)
    refuse(
        fmt::format("its design is a {} (indices need a sampled design; a grid has its own "
                    "command, dose)",
                    design_names[static_cast<std::size_t>(kind)]));
}

Analysis sensitivity(Arguments const& arguments, StudyResults& results) {
  require_sample(results.file, results.study);
  if (results.replicates == 0)
    throw Error(
        fmt::format("{}: no replicate is finished at every point ({} have a failed run). Run the "
                    "failed ones again: disalign run --only-failed.",
                    results.file.string(), results.left_out));
  Sensitivity analysis(results, wanted_outcomes(arguments, results));
  switch (results.study.design->kind) {
    case Design::Kind::saltelli:
      return analysis.sobol();
    case Design::Kind::morris:
      return analysis.morris();
    case Design::Kind::ofat:
      return analysis.one_at_a_time();
    default:  // a sample of the whole space
      return analysis.ranks();
  }
}

}  // namespace

int analyse_sensitivity(Arguments const& arguments) {
  return analyse(
      arguments, [&](StudyResults& results) { return sensitivity(arguments, results); },
      [&](Study const& study) { require_sample(arguments.file, study); });
}

}  // namespace disalign
