/// Reads a place file (experiments/places/*.toml): facts about a country.
#pragma once
#include <filesystem>

#include "experiments/toml_table.hpp"
#include "model/place.hpp"

namespace disalign {

/// The facts of a place file; its layout is in experiments/places/README.md. Throws Error with every
/// mistake of the file, one a line. Whether the facts fit together is for `make_world` to say.
Place read_place(std::filesystem::path const& file);

/// The same from a table, for scenarios that hold the facts themselves; mistakes go to its problems.
Place read_place(TomlTable& root);

}  // namespace disalign
