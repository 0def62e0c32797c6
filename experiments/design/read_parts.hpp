/// The parts of `[design]` that are read on their own: a factor, and a list of points.
#pragma once
#include <string>

#include "experiments/design/design.hpp"

namespace disalign {

/// More points than that are no design but a mistake: every one needs its own scenario in memory.
inline constexpr int most_points = 100000;

/// One entry of `[design.vary]`. Mistakes go to the problems of the table.
Factor read_factor(TomlTable& vary, std::string const& key);

/// A factor that is known by its key alone, as the columns of a list are.
Factor factor_of_key(std::string const& key);

/// The points of a list, from `rows` or from the CSV that `file` names, whose header names the factors
/// (a column `point` is a number for people). Mistakes go to the problems of the table.
void read_list(TomlTable& table, Design& design);

}  // namespace disalign
