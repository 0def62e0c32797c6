/// Where a scenario takes place: the world that `place` and `[grid]` describe.
#pragma once
#include <memory>

#include "experiments/scenario.hpp"

namespace disalign {

/// The world of the scenario whose root this is; nothing (and a problem reported) when it cannot be
/// made. `place` holds the facts of a place file, or `kind = "synthetic"` with `seed` and sizes, or
/// `kind = "small"`, the 3 x 3 world of tests, which has its own grid.
std::shared_ptr<World const> read_world(TomlTable& root, Worlds& worlds);

}  // namespace disalign
