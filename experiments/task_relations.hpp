/// Which tasks clash and which help each other: the matrices X and Y of MODEL.md section 4 as tables.
///
///     [clash.defeat_designated]
///     mediate = { value = 0.6, reason = "..." }
///
/// An entry stands once for both orders and carries one reason. A pair may clash and help at once.
#pragma once
#include "experiments/toml_table.hpp"
#include "model/founding.hpp"

namespace disalign {

/// Reads `task_relations` of a scenario, its file put in before: symmetric, zero diagonal, 0..1.
void read_task_relations(TomlTable& root, TaskMatrix& clash, TaskMatrix& synergy);

/// All entries above zero in the order of the tasks, with the reasons of the tree that was read.
TomlValue write_task_relations(Cast const& cast, TomlValue const& read);

}  // namespace disalign
