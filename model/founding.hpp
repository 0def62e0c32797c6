/// How a run begins: from a cast of actors on a world to the state of week 0.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "model/reporting.hpp"
#include "model/state.hpp"

namespace disalign {

/// One actor as a scenario gives it, names resolved to indices and cells.
struct ActorPlan {
  std::string name, label;
  Kind kind = Kind::armed_group;
  bool present = true;  ///< false: other scenarios of the study have it, this one does not
  Attributes attributes;
  Profile declared;                 ///< stances indexed as in Cast::actors, and `communities`
  std::vector<int> home_cells;      ///< plane indices; units are founded there
  std::vector<float> home_weights;  ///< share of the strength for each home, same length, sum > 0
  bool designated = false;
};

/// Everything that a run starts from; the same for all replicates.
struct Cast {
  World const* world = nullptr;
  TaskMatrix clash{}, synergy{};
  Scales scales;
  Reporting reporting;            ///< the observer between true and recorded events
  std::vector<ActorPlan> actors;  ///< at most max_actors
  ActorMatrix<float> coordination{};
  std::vector<TimelineEntry> timeline;
  int spare_actors = 8;  ///< rows kept for splinters
};

/// The UN mission that parallel forces are measured against and follow where a channel is off: the
/// first that takes part, else the first, else -1.
int un_mission(Cast const& cast);

/// What actor `a` stands for when the run begins. A parallel force with a joint strategy (L13) has
/// moved that share of the way to the UN's declared goals and stances; all others declare theirs.
Profile starting_profile(Cast const& cast, int a);

/// The profile that lies a share of the way from one to another; a share of 0 gives `from` exactly.
Profile part_way(Profile const& from, Profile const& to, float share);

/// The state of week 0 of one replicate. Units' ids come from the actor's name and a serial number,
/// so they do not depend on who else takes part. Throws Error when the cast cannot be founded.
State found(Cast const& cast, std::uint64_t seed, std::uint64_t replicate);

}  // namespace disalign
