/// A design for people and for programs.
#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "experiments/design/design.hpp"

namespace disalign {

/// Kind, factors with their ranges or levels, and the first points, for a terminal.
std::string design_text(Design const& design);

/// kind, seed, factors (key, name, levels or low and high) and points (values in the order of factors).
nlohmann::ordered_json design_json(Design const& design);

}  // namespace disalign
