/// The resolved text of a study: what all scenarios share once, then what each has of its own.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "experiments/toml.hpp"

namespace disalign {

/// What all trees have in common, key by key. Keys named in `whole` are taken whole or not at all.
TomlValue shared_part(std::span<TomlValue const> trees, std::vector<std::string> const& whole);

/// What `tree` has beside `shared`: overlaying it on `shared` gives `tree` again.
TomlValue own_part(TomlValue const& tree, TomlValue const& shared);

/// The first key in which two trees differ: "seed: 1 here, 2 there"; "" when they are equal.
/// The order of scenarios and actors is an order of the output, so another order differs too.
std::string first_difference(TomlValue const& here, TomlValue const& there, std::string const& key);

}  // namespace disalign
