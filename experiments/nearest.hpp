/// The nearest valid name, for messages about names that are not known.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace disalign {

/// Edits (insert, delete, replace, swap of neighbours) that turn one name into the other; the case
/// of ASCII letters does not matter. Optimal string alignment distance.
int edit_distance(std::string_view a, std::string_view b);

/// The valid name with the fewest edits, or "" when none is close (more than a third of its letters,
/// at least 2).
std::string nearest(std::string_view name, std::vector<std::string> const& valid);

/// What to do about an unknown name: "Did you mean \"rate\"?", else the list of valid names.
std::string suggestion(std::string_view name, std::vector<std::string> const& valid);

}  // namespace disalign
