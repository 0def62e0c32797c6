/// The timeline of a scenario: `[timeline.NAME]` tables read into entries and written back.
///
///     [timeline.recession]
///     action = "budget"      # see timeline_actions in model/timeline.hpp
///     week = 8               # or hazard = 0.01 per week
///     actor = "un"           # other, amount, weeks, task, place and radius_km as the action asks
#pragma once
#include "experiments/toml_table.hpp"
#include "model/founding.hpp"

namespace disalign {

/// Reads every table of `timeline` into `cast.timeline`, in the order of the file. The actors of the
/// cast must have been read before; places are looked up among the world's towns and bases.
void read_timeline(TomlTable& timeline, World const& world, Cast& cast);

/// The tables with every value explicit. `read` holds the tables that were read: names and places
/// are taken from there.
TomlValue write_timeline(Cast const& cast, TomlValue const& read);

/// Whom an action concerns, in words: "a UN mission".
char const* words(ActionForm::Whom whom);

}  // namespace disalign
