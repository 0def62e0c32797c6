/// A design: which keys of a scenario vary, and the points at which they are tried.
///
///     [design]
///     kind = "grid"          # grid, list, lhs, sobol, saltelli, morris or ofat
///     seed = 1               # of the sampled kinds; not the seed of the runs
///     points = 64            # lhs, sobol: points; saltelli: base points; morris: trajectories
///     levels = 4             # morris: levels of its grid
///     file = "points.csv"    # list: a column for each factor, headed by its key, a row for each point
///     rows = [[0.1, 2], ...] # list: the same, written out, in the order of `vary`
///
///     [design.vary]
///     "actors.partner.dose.target" = [0.05, 0.1, 0.2]                # levels: numbers, words, tables
///     "desertion.rate" = { low = 0.002, high = 0.02, log = true, name = "desertion" }
///     "actors.un.strength" = { low = 4000, high = 12000, whole = true, steps = 5 }
///
/// A key is the full key of anything that a scenario may say. A range has `steps` evenly spaced levels
/// in grid and ofat. A weight of goals is set and the actor's other weights are scaled, so that they
/// still sum to 1. `ofat` is the base point, then every factor at each of its levels, the others as in
/// the base. A study may have named scenarios beside its design: they are its first rows.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "experiments/design/samples.hpp"
#include "experiments/toml_table.hpp"

namespace disalign {

/// One key that varies.
struct Factor {
  std::string key;                ///< full key in a scenario
  std::string name;               ///< of its coordinate in the file
  std::vector<TomlValue> levels;  ///< empty for a range without steps
  double low = 0, high = 1;       ///< ends of a range, in the key's unit
  bool logarithmic = false, whole = false;
  bool ranged = false;  ///< given as a range, not as levels
  TomlOrigin origin;

  /// The value at a place in [0, 1]: within the range, or the level whose share of [0, 1] it is.
  [[nodiscard]] TomlValue at(double unit) const;
};

struct Design {
  enum class Kind { grid, list, lhs, sobol, saltelli, morris, ofat };
  Kind kind = Kind::grid;
  std::vector<Factor> factors;
  /// Points x factors. A table without keys stands for "as in the base" (ofat, until the base is known).
  std::vector<std::vector<TomlValue>> points;
  UnitPoints units;  ///< places in the unit cube of sampled kinds, else empty
  std::int64_t seed = 1;
  int size = 0;    ///< points, base points or trajectories; 0 where the kind has none
  int levels = 4;  ///< of Morris' grid

  /// Extents of a grid, one for each factor; empty for other kinds.
  [[nodiscard]] std::vector<std::size_t> grid() const;
  /// Values of a factor at all points as numbers (truth values 0 and 1); empty when one is a text or a
  /// table.
  [[nodiscard]] std::vector<double> numbers(std::size_t factor) const;
  /// Values of a factor at all points in words, as TOML has them.
  [[nodiscard]] std::vector<std::string> words(std::size_t factor) const;
};
inline constexpr std::array design_names{"grid",     "list",   "lhs", "sobol",
                                         "saltelli", "morris", "ofat"};

/// Reads the table `[design]`. Every mistake goes to the problems; a design with mistakes is not used.
std::optional<Design> read_design(TomlTable& root);

/// The table from which `read_design` reads the same design, without needing another file.
TomlValue write_design(Design const& design);

/// A scenario's tree with the values of a point. Throws Error, naming the key, where a part of a
/// key is no table or goals cannot sum to 1.
TomlValue at_point(TomlValue base, Design const& design, std::size_t point);

/// What a tree has at a full key; nullptr when nothing.
TomlValue const* find_key(TomlValue const& tree, std::string const& key);

/// The design as CSV: `point`, then a column for each factor under its key; readable as a list again.
std::string design_csv(Design const& design);

/// The text of a number or word as one cell of CSV.
std::string csv_cell(std::string const& text);

}  // namespace disalign
