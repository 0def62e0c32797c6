/// The rows of a study in its file: scenarios, points of a design, or the factors of a grid.
#include <algorithm>
#include <limits>

#include "experiments/recorder.hpp"
#include "experiments/recorder_parts.hpp"

namespace disalign {

using hdf5::Description;
using hdf5::Type;
using recorder::counting;

namespace {

constexpr char const* row_meaning = "name of the row: a scenario, or a point of the design";

}  // namespace

/// Makes the dimension `scenario`, or what stands in its place: variables are declared over `scenario`
/// all the same.
void Recorder::make_rows() {
  std::vector<std::string> names;
  for (auto const& s : about_.scenarios) names.push_back(s.name);
  if (!about_.design) {
    file_.coordinate(
        Description{
            .name = "scenario", .units = "", .long_name = "scenario: a named point of the study"},
        names);
    return;
  }
  Design const& design = *about_.design;
  std::size_t const points = design.points.size();
  std::size_t const named = names.size() - points;
  auto const extents = design.grid();
  std::vector<std::string> axes;
  if (named == 0 && !extents.empty()) {
    std::size_t stride = points;
    for (std::size_t f = 0; f < extents.size(); ++f) {
      stride /= extents[f];
      auto const every = [&](auto const& all) {
        std::remove_cvref_t<decltype(all)> levels;
        for (std::size_t k = 0; k < extents[f]; ++k) levels.push_back(all[k * stride]);
        return levels;
      };
      Factor const& factor = design.factors[f];
      Description const about{.name = factor.name, .units = "1", .long_name = factor.key};
      if (auto const numbers = design.numbers(f); !numbers.empty()) {
        file_.coordinate(about, every(numbers));
      } else {
        file_.coordinate(about, every(design.words(f)));
      }
      axes.push_back(factor.name);
    }
  } else {
    file_.coordinate(Description{.name = "point", .units = "1", .long_name = "row of the study"},
                     counting(static_cast<int>(names.size())));
    axes = {"point"};
  }
  file_.unfold("scenario", axes);
  file_.variable(Description{.name = "scenario", .units = "", .long_name = row_meaning}, Type::text,
                 {"scenario"});
  file_.write("scenario", names);
  if (axes != std::vector<std::string>{"point"}) return;
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    Factor const& factor = design.factors[f];
    Description const about{
        .name = factor.name, .units = "1", .long_name = factor.key + "; empty for named scenarios"};
    if (auto numbers = design.numbers(f); !numbers.empty()) {
      numbers.insert(numbers.begin(), named, std::numeric_limits<double>::quiet_NaN());
      file_.variable(about, Type::float64, {"scenario"});
      file_.write(factor.name, numbers);
    } else {
      auto words = design.words(f);
      words.insert(words.begin(), named, std::string());
      file_.variable(about, Type::text, {"scenario"});
      file_.write(factor.name, words);
    }
  }
}

/// The group /design: a row for each point, a column for each factor, with the factor's full key.
void Recorder::make_points() {
  Design const& design = *about_.design;
  file_.group("design");
  file_.attribute("design", "kind",
                  std::string(design_names[static_cast<std::size_t>(design.kind)]));
  file_.attribute("design", "seed", design.seed);
  file_.coordinate(Description{.name = "design/point",
                               .units = "1",
                               .long_name = "point of the design, in the order of the rows"},
                   counting(static_cast<int>(design.points.size())));
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    Factor const& factor = design.factors[f];
    auto const row = std::find_if(about_.parameters.begin(), about_.parameters.end(),
                                  [&](ParameterRow const& r) { return r.key == factor.key; });
    Description const about{.name = "design/" + factor.name,
                            .units = row == about_.parameters.end() ? "1" : row->unit,
                            .long_name = row == about_.parameters.end() ? factor.key : row->meaning,
                            .attributes = {{"key", factor.key}}};
    if (auto const numbers = design.numbers(f); !numbers.empty()) {
      file_.variable(about, Type::float64, {"point"});
      file_.write(about.name, numbers);
    } else {
      file_.variable(about, Type::text, {"point"});
      file_.write(about.name, design.words(f));
    }
  }
}

}  // namespace disalign
