/// Theatres of a scenario: several countries side by side in one trajectory, one Security Council.
///
///     [theatres.NAME]           # in a scenario file, a study, or a scenario of a study
///     base = "x.toml"           # a scenario file that lies under everything (optional)
///     label = "..."             # for people (optional)
///     place, grid, actors, ...  # what is this theatre's own
///
/// A theatre is the scenario's common part with its own table laid over it; it becomes a scenario of
/// the study of its own, named SCENARIO.NAME.
#pragma once
#include <vector>

#include "experiments/study_drafts.hpp"

namespace disalign {

/// Puts a draft per theatre in the place of every draft that has theatres; they share a group. All
/// drafts must have the same theatres.
std::vector<Draft> split_theatres(std::vector<Draft> drafts, Problems& problems);

}  // namespace disalign
