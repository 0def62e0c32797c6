/// The order of a week: the one file that names every rule. Order is science; read it top down.
#pragma once
#include "agents/armed_groups.hpp"
#include "agents/host_governments.hpp"
#include "agents/parallel_forces.hpp"
#include "agents/peacekeepers.hpp"
#include "model/base/rule.hpp"
#include "model/mechanisms/acceptance.hpp"
#include "model/mechanisms/attacks_on_operations.hpp"
#include "model/mechanisms/battles.hpp"
#include "model/mechanisms/casualties.hpp"
#include "model/mechanisms/civilian_targeting.hpp"
#include "model/mechanisms/collateral.hpp"
#include "model/mechanisms/complementarity.hpp"
#include "model/mechanisms/conduct_conditional_force.hpp"
#include "model/mechanisms/control.hpp"
#include "model/mechanisms/crime.hpp"
#include "model/mechanisms/crossings.hpp"
#include "model/mechanisms/deployment.hpp"
#include "model/mechanisms/desertion.hpp"
#include "model/mechanisms/displacement.hpp"
#include "model/mechanisms/divergent_allocation.hpp"
#include "model/mechanisms/divergent_targeting.hpp"
#include "model/mechanisms/friction.hpp"
#include "model/mechanisms/grievance.hpp"
#include "model/mechanisms/group_splits.hpp"
#include "model/mechanisms/group_stances.hpp"
#include "model/mechanisms/hindered_movement.hpp"
#include "model/mechanisms/hostility.hpp"
#include "model/mechanisms/impartiality_spillover.hpp"
#include "model/mechanisms/impunity.hpp"
#include "model/mechanisms/interposition.hpp"
#include "model/mechanisms/legitimacy.hpp"
#include "model/mechanisms/memories.hpp"
#include "model/mechanisms/monitoring.hpp"
#include "model/mechanisms/movement.hpp"
#include "model/mechanisms/payroll.hpp"
#include "model/mechanisms/presence.hpp"
#include "model/mechanisms/recruitment.hpp"
#include "model/mechanisms/rescue.hpp"
#include "model/mechanisms/sensing.hpp"
#include "model/mechanisms/standing_deterrence.hpp"
#include "model/mechanisms/support_shift.hpp"
#include "model/mechanisms/sustainment.hpp"
#include "model/mechanisms/task_execution.hpp"
#include "model/mechanisms/unit_regrouping.hpp"
#include "model/state.hpp"

namespace disalign {

/// What holds at the start of the week: profiles as the channels let them be read, relations, means.
using Standing = Programme<DivergentAllocation, DivergentTargeting, Hostility,
                           ConductConditionalForce, Impunity, Deployment, Payroll, Sustainment>;
/// Everyone senses and decides on the same snapshot; then units move.
using Choosing = Programme<Sensing, ArmedGroups, HostGovernments, Peacekeepers, ParallelForces,
                           HinderedMovement, Movement>;
/// What forces do where they arrived, and what violence comes of it. Deaths are final in casualties.
using Acting = Programme<TaskExecution, Friction, Complementarity, Presence, Monitoring,
                         Interposition, StandingDeterrence, Crossings, Battles, AttacksOnOperations,
                         CivilianTargeting, Crime, Rescue, Collateral, Casualties>;
/// How people and armed actors respond.
using Responding = Programme<SupportShift, Grievance, Displacement, Legitimacy, Recruitment,
                             Desertion, UnitRegrouping, GroupStances, GroupSplits>;
/// What is remembered.
using Remembering = Programme<ImpartialitySpillover, Acceptance, Control, Memories>;

/// The whole week with the parameters and switches of one point of a study.
class Week {
 public:
  /// Moves the state from `state.week` to the next.
  void step(State& state, std::uint64_t seed, std::uint64_t replicate) const;

  /// Calls visit(name, Switched<Rule>&) for every rule in order.
  void each(auto&& visit) {
    standing_.each(visit);
    choosing_.each(visit);
    acting_.each(visit);
    responding_.each(visit);
    remembering_.each(visit);
  }
  void each(auto&& visit) const {
    standing_.each(visit);
    choosing_.each(visit);
    acting_.each(visit);
    responding_.each(visit);
    remembering_.each(visit);
  }

 private:
  Standing standing_;
  Choosing choosing_;
  Acting acting_;
  Responding responding_;
  Remembering remembering_;
};

}  // namespace disalign
