/// Who exists: kinds of actors, their tasks, what they are capable of and what they want.
#pragma once
#include <array>
#include <cstdint>

#include "model/attributes.hpp"

namespace disalign {

/// A theatre holds at most this many actors, splinters included.
inline constexpr int max_actors = 32;
/// Parties a stance can be taken towards: every actor, and the civilian communities.
inline constexpr int communities = max_actors;
inline constexpr int max_parties = max_actors + 1;

enum class Kind : std::int32_t {
  government = 0,
  armed_group = 1,
  un_mission = 2,
  parallel_force = 3,
  state_at_sea = 4,  ///< a state with ships in the theatre and no persons: see model/sea.hpp
};
inline constexpr std::array kind_names{"government", "armed_group", "un_mission", "parallel_force",
                                       "state_at_sea"};

/// The twelve tasks of MODEL.md section 3, in the order of every table.
enum Task : std::int32_t {
  protect_civilians,
  separate_parties,
  mediate,
  monitor_human_rights,
  train_and_assist,
  extend_state_authority,
  defeat_designated,
  hold_site,
  support_partner,
  secure_resources,
  humanitarian_access,
  intelligence,
};
inline constexpr int task_count = 12;
inline constexpr std::array<char const*, task_count> task_names{
    "protect_civilians",    "separate_parties",    "mediate",
    "monitor_human_rights", "train_and_assist",    "extend_state_authority",
    "defeat_designated",    "hold_site",           "support_partner",
    "secure_resources",     "humanitarian_access", "intelligence"};

using Goals = std::array<float, task_count>;     ///< g_ak >= 0, sum 1
using Stances = std::array<float, max_parties>;  ///< s_ap in [-1, 1]; index: actor or `communities`
using TaskMatrix =
    std::array<Goals, task_count>;  ///< symmetric, zero diagonal: clash X or synergy Y

/// What an operation is there for and on whose side. Operations hold two: what they declare and the
/// reference (the UN's own), which they follow wherever a channel of disalignment is switched off.
struct Profile {
  Goals goals{};
  Stances stances{};
};

/// `array[a]` over actors.
template <class T>
using ActorArray = std::array<T, max_actors>;
/// `matrix[i][j]` over actors.
template <class T>
using ActorMatrix = std::array<std::array<T, max_actors>, max_actors>;

}  // namespace disalign
