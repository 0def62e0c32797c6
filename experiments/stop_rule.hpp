/// When a study has enough replicates: `[stop]`, judged after every batch on replicates that are whole.
///
///     [stop]
///     outcome = "total_civilian_deaths"
///     half_width = 50        # in the outcome's unit, or
///     rel = 0.05             # times the mean of the reference (of the row itself without one)
///     n_min = 100            # replicates before the first look, or study.replicates if that is more
///     n_max = 2000           # replicates at which it stops in any case
///     batch = 50             # replicates between looks
///
/// A study with a reference stops when the interval of every row's paired difference is narrow enough, one
/// without when that of every row's mean is. The interval is a confidence sequence
/// (statistics/planning.hpp): it covers as well when one stops by it as at a fixed number, and it is the
/// interval that such a study reports. An outcome that is the same number in every run, such as 0
/// events, is not known however many runs there are: what is rare has not been seen yet.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "experiments/toml_table.hpp"

namespace disalign {

struct StopRule {
  std::string outcome;
  double half_width = 0;  ///< in the outcome's unit; 0: relative
  double relative = 0;    ///< of the reference's mean
  int n_min = 100, n_max = 2000, batch = 50;

  /// Whether the outcome, [row][replicate] (NaN: undefined, or its replicate is not whole), is known
  /// well enough; `references` has for each row the one that it is compared with, -1 for none.
  [[nodiscard]] bool satisfied(std::vector<std::vector<double>> const& outcomes,
                               std::vector<int> const& references) const;
  /// The rule in words, for people: "until ... at most 50 on either side, ...".
  [[nodiscard]] std::string text() const;
};

/// Reads the table `[stop]`; mistakes go to the problems.
std::optional<StopRule> read_stop(TomlTable& root);

TomlValue write_stop(StopRule const& stop);

}  // namespace disalign
