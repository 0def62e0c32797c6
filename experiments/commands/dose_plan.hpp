/// Which rows of a study are the doses of which curve: a grid's first factor by the others, or `[dose]`.
#pragma once
#include <string>
#include <vector>

#include "experiments/results.hpp"

namespace disalign {

/// Rows that differ in their dose alone.
struct DoseCurve {
  struct Point {
    std::size_t row = 0;
    double dose = 0;
  };
  std::string text;                 ///< "coupling 0.5, synergy 0.14"
  std::vector<std::string> others;  ///< value of each of DosePlan::others, in words
  std::vector<Point> points;        ///< at least two doses, in the order of the study

  /// Slope of a replicate's outcome on the dose by least squares, per unit of the dose.
  [[nodiscard]] double slope(Outcome const& outcome, std::size_t replicate) const;
};

struct DosePlan {
  struct Named {
    std::string name, meaning;
  };
  Named dose;
  std::string unit;           ///< of the dose; "" where none is stated (a factor of a grid)
  std::vector<Named> others;  ///< what tells curves apart
  std::vector<DoseCurve> curves;
  bool grid = false;  ///< every curve has the same doses, every combination of the others is there
  double low = 0, high = 0;  ///< smallest and largest dose
};

/// Throws Error, naming the file, when the study has neither a grid whose first factor is a number nor
/// `[dose]`.
void require_dose(std::filesystem::path const& file, Study const& study);

/// Throws Error like `require_dose`.
DosePlan dose_plan(StudyResults const& results);

}  // namespace disalign
