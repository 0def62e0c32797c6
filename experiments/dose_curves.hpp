/// Curves of dose and response over named scenarios: `[dose]`, for doses that are no factor of a grid.
///
///     [dose]
///     name = "delay"                          # of the dose
///     unit = "week"
///     meaning = "from the killing to the arrival"   # default: its name
///     [dose.curves]                           # a curve for each kind of scenario: dose of each of them
///     brigade = { brigade_2 = 2, brigade_12 = 12 }
///     company = { company_2 = 2, company_12 = 12 }
///
/// `disalign dose` prints each curve's slope per unit of the dose, with its interval over replicates.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "experiments/toml_table.hpp"

namespace disalign {

struct DoseCurves {
  struct Curve {
    std::string name;
    std::vector<std::pair<std::string, double>> doses;  ///< scenario, its dose in `unit`
  };
  std::string name, unit, meaning;
  std::vector<Curve> curves;
};

/// Reads the table `[dose]` of a study whose scenarios have these names; mistakes go to the problems.
std::optional<DoseCurves> read_dose_curves(TomlTable& root,
                                           std::vector<std::string> const& scenarios);

TomlValue write_dose_curves(DoseCurves const& curves);

}  // namespace disalign
