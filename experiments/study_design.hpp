/// Lays out the points of a study's design as scenarios, and writes such a study as text.
#pragma once
#include <vector>

#include "experiments/study_drafts.hpp"

namespace disalign {

/// Reads a scenario for every point of `study.design` from the tree of the base, whose files are put
/// in and whose actors are united, and appends it to the study. Values that a one-at-a-time design
/// leaves as in the base are filled in. Stops at the first point with a mistake: the next ones
/// would repeat it.
void lay_out(Study& study, Draft const& base, Problems& problems, Worlds& worlds);

/// The whole study as a tree that reads as the same study and needs no other file. `drafts`: the named
/// scenarios, then the base. Values that depend on each other (doses, goals, stances) stay as they were
/// written, because a point changes what was written; all other parameters are there in full.
TomlValue resolve_design(Study const& study, std::vector<Draft> const& drafts);

}  // namespace disalign
