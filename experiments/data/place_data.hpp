/// Facts of a place that come from the user's data files instead of the place file.
#pragma once
#include <filesystem>

#include "experiments/problems.hpp"
#include "experiments/toml.hpp"

namespace disalign {

/// Puts data files that a place names into its tree, which then needs no other file:
///     population = { file, source, iso3, lon, lat, persons, country }   a raster: becomes `cells`
///     deployments = { file, source, mission, first_year, last_year }    Geo-PKO: becomes `bases`
/// Relative paths lie in the folder `data` (--data, DISALIGN_DATA). Reports what cannot be read.
void inline_place_data(TomlValue& place, std::filesystem::path const& data, Problems& problems);

}  // namespace disalign
