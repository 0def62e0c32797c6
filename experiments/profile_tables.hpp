/// What an actor stands for: the tables `goals` and `stances` of actors and of a dose's anchors.
#pragma once
#include "experiments/toml_table.hpp"
#include "model/founding.hpp"

namespace disalign {

/// Words that are no actor's name, because stances use them for several parties at once.
inline constexpr std::array<char const*, 3> stance_words{"governments", "armed_groups",
                                                         "communities"};

bool is_operation(ActorPlan const& plan);

/// Reads `owner.goals` when it is there: shares of tasks that sum to 1, zero for those not named.
void read_goals(TomlTable& owner, Goals& result);

/// Reads `owner.stances` when it is there: stances towards the local parties, zero for those not
/// named. An operation answers to no stance of its own towards another operation, and local parties
/// answer operations in kind (see founding), so those are refused. `self` is the actor who holds them.
void read_stances(TomlTable& owner, std::vector<ActorPlan> const& plans, int self, Stances& result);

}  // namespace disalign
