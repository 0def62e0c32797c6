/// The actors of a scenario: `[actors.NAME]` tables read into a cast and written back.
#pragma once
#include "experiments/toml_table.hpp"
#include "model/founding.hpp"

namespace disalign {

/// Reads every table of `actors` into `cast.actors` and `cast.coordination`, in the order given.
/// Presets must have been put in before. Homes are looked up among the world's towns and bases.
/// `cast.clash` and `cast.synergy` must be there: a dose of a parallel force is solved here.
void read_actors(TomlTable& actors, World const& world, Cast& cast);

/// The tables with every value explicit: kind, label, presence, attributes, goals, stances towards
/// every party, coordination. A dose stands there as the goals, stances and principles
/// that it came to. `read` holds the tables that were read; homes are taken from there.
TomlValue write_actors(Cast const& cast, TomlValue const& read);

/// Whether a name can be a label of scenarios, actors and files: letters, digits, "_", "-" and ".".
bool is_plain_name(std::string_view name);

}  // namespace disalign
