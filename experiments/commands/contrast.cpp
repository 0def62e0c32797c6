/// `disalign contrast`: every row of a study against its reference, paired by replicate.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/commands/analysis.hpp"
#include "experiments/nearest.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

ResultTable contrast_table() {
  return {"contrast",
          "outcome of a row against the reference, paired by replicate",
          {{"outcome", "", "outcome"},
           {"unit", "", "unit of the outcome and the effect"},
           {"scenario", "", "scenario or point of the design"},
           {"reference", "", "what it is compared with"},
           {"label", "", "what the row is"},
           {"mean", "1", "mean of the row, in the outcome's unit"},
           {"reference_mean", "1", "mean of the reference, in the outcome's unit"},
           {"effect", "1", "mean paired difference, in the outcome's unit"},
           {"lo", "1",
            "lower end of its 95 % interval (Student t on the differences; with [stop] the "
            "confidence sequence)"},
           {"hi", "1", "upper end of its 95 % interval"},
           {"standard_error", "1", "Monte Carlo standard error of the effect"},
           {"standardised_effect", "1", "effect over the root mean variance of both"},
           {"superiority", "1", "share of pairs in which the row is larger, ties one half"},
           {"correlation", "1", "of the pairs: what shared random numbers gained"},
           {"variance_ratio", "1", "independent runs that one paired run is worth"},
           {"pairs", "1", "replicates in which both are defined"}},
          {}};
}

double mean_of(std::vector<double> const& values) {
  Moments moments;
  for (double const value : values)
    if (std::isfinite(value)) moments.add(value);
  return moments.n > 0 ? moments.mean : std::nan("");
}

/// Throws Error when there is nothing to compare with.
void require_reference(Arguments const& arguments, Study const& study) {
  if (arguments.reference.empty() && study.reference.empty())
    throw Error(
        fmt::format("{}: has no reference (nothing to compare with). Name one: "
                    "--reference NAME, or study.reference = \"NAME\".",
                    arguments.file.string()));
  if (arguments.reference.empty()) return;
  std::vector<std::string> names;  // of scenarios, without their theatres'
  for (auto const& scenario : study.scenarios) {
    auto const suffix = scenario.theatre.empty() ? 0 : scenario.theatre.size() + 1;
    names.push_back(scenario.name.substr(0, scenario.name.size() - suffix));
  }
  if (std::find(names.begin(), names.end(), arguments.reference) == names.end())
    throw Error(fmt::format("--reference {}: is no row of this study. {}", arguments.reference,
                            suggestion(arguments.reference, names)));
}

Analysis contrasts(Arguments const& arguments, StudyResults& results) {
  Analysis analysis;
  ResultTable table = contrast_table();
  require_reference(arguments, results.study);
  if (!arguments.reference.empty()) results.study.reference = arguments.reference;
  constexpr std::size_t shown = 24;
  std::string text = results.study.title + "\n";
  for (auto const& name : wanted_outcomes(arguments, results)) {
    Outcome const outcome = results.outcome(name);
    text += fmt::format("\n{} [{}]: paired difference to {}, 95 % interval\n", name, outcome.unit,
                        results.study.reference);
    std::size_t rows = 0;
    std::size_t unmoved = 0;
    for (std::size_t s = 0; s < results.names.size(); ++s) {
      int const base = results.reference_of(s);
      if (base < 0) continue;
      auto const& reference = outcome.rows[static_cast<std::size_t>(base)];
      Contrast const c = paired(results, outcome.rows[s], reference);
      table.add({name, outcome.unit, results.names[s],
                 results.names[static_cast<std::size_t>(base)], results.labels[s],
                 mean_of(outcome.rows[s]), mean_of(reference), c.effect, c.lo, c.hi,
                 c.standard_error, c.standardised_effect, c.superiority_share, c.correlation,
                 c.variance_ratio, c.n});
      if (c.lo == 0 && c.hi == 0) {  // such as a theatre that nothing reaches
        ++unmoved;
        continue;
      }
      if (rows++ >= shown) continue;
      text += fmt::format(
          "  {:<28} {:>28}   d {:>6.2f}  P(larger) {:.2f}  r {:>5.2f}  ratio {:>6.1f}{}\n",
          results.names[s], interval_text(c.effect, c.lo, c.hi), c.standardised_effect,
          c.superiority_share, c.correlation, c.variance_ratio,
          c.excludes_zero() ? "" : "  (contains 0)");
    }
    if (unmoved > 0)
      text += fmt::format("  {} rows are the same as the reference in every replicate\n", unmoved);
    if (rows > shown) text += fmt::format("  ... and {} more rows in the table\n", rows - shown);
  }
  analysis.answer = std::move(text);
  analysis.tables.push_back(std::move(table));
  return analysis;
}

}  // namespace

int contrast_study(Arguments const& arguments) {
  return analyse(
      arguments, [&](StudyResults& results) { return contrasts(arguments, results); },
      [&](Study const& study) { require_reference(arguments, study); });
}

}  // namespace disalign
