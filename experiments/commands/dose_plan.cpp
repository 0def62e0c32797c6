/// From a design, or from `[dose]`, to curves.
#include "experiments/commands/dose_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "model/base/check.hpp"

namespace disalign {

namespace {

[[noreturn]] void refuse(std::filesystem::path const& file, char const* why) {
  throw Error(
      fmt::format("{}: {}. See experiments/studies/dose.toml and south_sudan_transition.toml.",
                  file.string(), why));
}

DosePlan plan_of_grid(StudyResults const& results) {
  Design const& design = *results.study.design;
  auto const doses = design.numbers(0);
  std::size_t const levels = design.factors.front().levels.size();
  DosePlan plan;
  plan.grid = true;
  plan.dose = {design.factors.front().name, design.factors.front().key};
  for (std::size_t f = 1; f < design.factors.size(); ++f)
    plan.others.push_back({design.factors[f].name, design.factors[f].key});
  std::size_t const curves = design.points.size() / levels;
  for (std::size_t c = 0; c < curves; ++c) {
    DoseCurve curve;
    for (std::size_t f = 1; f < design.factors.size(); ++f) {
      curve.others.push_back(design.words(f)[c]);
      curve.text +=
          fmt::format("{}{} {}", f == 1 ? "" : ", ", design.factors[f].name, curve.others.back());
    }
    if (curve.text.empty()) curve.text = "the curve";
    for (std::size_t k = 0; k < levels; ++k)
      curve.points.push_back({results.study.named() + k * curves + c, doses[k * curves]});
    plan.curves.push_back(std::move(curve));
  }
  return plan;
}

/// A curve of each name in each theatre.
DosePlan plan_of_scenarios(StudyResults const& results) {
  DoseCurves const& named = *results.study.dose;
  DosePlan plan;
  plan.dose = {named.name, named.meaning};
  plan.unit = named.unit;
  plan.others = {{"curve", "kind of scenario"}};
  std::vector<std::string> theatres;
  for (auto const& theatre : results.theatres)
    if (std::find(theatres.begin(), theatres.end(), theatre) == theatres.end())
      theatres.push_back(theatre);
  for (auto const& from : named.curves) {
    for (auto const& theatre : theatres) {
      DoseCurve curve;
      curve.text = row_name(from.name, theatre);
      curve.others = {curve.text};
      for (auto const& [scenario, dose] : from.doses) {
        auto const at =
            std::find(results.names.begin(), results.names.end(), row_name(scenario, theatre));
        if (at == results.names.end())
          refuse(results.file, "[dose] names a scenario that it lacks");
        curve.points.push_back({static_cast<std::size_t>(at - results.names.begin()), dose});
      }
      plan.curves.push_back(std::move(curve));
    }
  }
  return plan;
}

}  // namespace

double DoseCurve::slope(Outcome const& outcome, std::size_t replicate) const {
  double centre = 0;
  for (auto const& point : points) centre += point.dose / static_cast<double>(points.size());
  double xy = 0;
  double xx = 0;
  for (auto const& [row, dose] : points) {
    double const x = dose - centre;
    xy += x * outcome.rows[row][replicate];
    xx += x * x;
  }
  return xy / xx;
}

void require_dose(std::filesystem::path const& file, Study const& study) {
  if (study.dose) return;
  if (!study.design || study.design->kind != Design::Kind::grid)
    refuse(
        file,
        "a dose and its response need a grid (kind = \"grid\", the dose as its first factor), or "
        "[dose] with curves of named scenarios");
  if (study.design->numbers(0).empty())
    refuse(file, "the first factor of the grid, the dose, has values that are no numbers");
  if (study.design->factors.front().levels.size() < 2)
    refuse(file, "the dose has one level (a curve needs two)");
}

DosePlan dose_plan(StudyResults const& results) {
  require_dose(results.file, results.study);
  DosePlan plan = results.study.dose ? plan_of_scenarios(results) : plan_of_grid(results);
  plan.low = plan.high = plan.curves.front().points.front().dose;
  for (auto const& curve : plan.curves) {
    for (auto const& point : curve.points) {
      plan.low = std::min(plan.low, point.dose);
      plan.high = std::max(plan.high, point.dose);
    }
  }
  return plan;
}

}  // namespace disalign
