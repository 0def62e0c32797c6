/// JSON as commands print it.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace disalign {

/// Indented text. Bytes that are no UTF-8, as a path or an attribute of a foreign file may hold them, become
/// U+FFFD: JSON has no place for them, and an answer must not be lost over a name.
std::string json_text(nlohmann::ordered_json const& value);

}  // namespace disalign
