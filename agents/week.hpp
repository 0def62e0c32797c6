/// The order of a week: the one file that names every rule. Order is science; read it top down.
#pragma once
#include <array>

#include "agents/armed_groups.hpp"
#include "agents/host_governments.hpp"
#include "agents/kernel.hpp"
#include "agents/parallel_forces.hpp"
#include "agents/peacekeepers.hpp"
#include "model/base/rule.hpp"
#include "model/mechanisms/acceptance.hpp"
#include "model/mechanisms/accountability_gap.hpp"
#include "model/mechanisms/alternative_partners.hpp"
#include "model/mechanisms/attacks_on_operations.hpp"
#include "model/mechanisms/battles.hpp"
#include "model/mechanisms/capability_sharing.hpp"
#include "model/mechanisms/casualties.hpp"
#include "model/mechanisms/civilian_missions.hpp"
#include "model/mechanisms/civilian_targeting.hpp"
#include "model/mechanisms/collateral.hpp"
#include "model/mechanisms/company_rules.hpp"
#include "model/mechanisms/complementarity.hpp"
#include "model/mechanisms/complicity.hpp"
#include "model/mechanisms/conditionality.hpp"
#include "model/mechanisms/conduct_conditional_force.hpp"
#include "model/mechanisms/consent.hpp"
#include "model/mechanisms/control.hpp"
#include "model/mechanisms/convoys.hpp"
#include "model/mechanisms/coordination_growth.hpp"
#include "model/mechanisms/crime.hpp"
#include "model/mechanisms/crossings.hpp"
#include "model/mechanisms/deployment.hpp"
#include "model/mechanisms/deployment_anyway.hpp"
#include "model/mechanisms/desertion.hpp"
#include "model/mechanisms/displacement.hpp"
#include "model/mechanisms/divergent_allocation.hpp"
#include "model/mechanisms/divergent_conduct.hpp"
#include "model/mechanisms/divergent_targeting.hpp"
#include "model/mechanisms/engagement_ban.hpp"
#include "model/mechanisms/expulsion.hpp"
#include "model/mechanisms/friction.hpp"
#include "model/mechanisms/grievance.hpp"
#include "model/mechanisms/group_splits.hpp"
#include "model/mechanisms/group_stances.hpp"
#include "model/mechanisms/hindered_movement.hpp"
#include "model/mechanisms/hostility.hpp"
#include "model/mechanisms/impartiality_spillover.hpp"
#include "model/mechanisms/impunity.hpp"
#include "model/mechanisms/interposition.hpp"
#include "model/mechanisms/learning.hpp"
#include "model/mechanisms/legal_basis.hpp"
#include "model/mechanisms/legitimacy.hpp"
#include "model/mechanisms/mandate_renewal.hpp"
#include "model/mechanisms/memories.hpp"
#include "model/mechanisms/modular_services.hpp"
#include "model/mechanisms/monitoring.hpp"
#include "model/mechanisms/movement.hpp"
#include "model/mechanisms/party_status.hpp"
#include "model/mechanisms/payroll.hpp"
#include "model/mechanisms/policing.hpp"
#include "model/mechanisms/presence.hpp"
#include "model/mechanisms/recruitment.hpp"
#include "model/mechanisms/regional_knowledge.hpp"
#include "model/mechanisms/rehatting.hpp"
#include "model/mechanisms/rescue.hpp"
#include "model/mechanisms/retaliation.hpp"
#include "model/mechanisms/sea_buildup.hpp"
#include "model/mechanisms/sea_incidents.hpp"
#include "model/mechanisms/sea_tension.hpp"
#include "model/mechanisms/security_council.hpp"
#include "model/mechanisms/sensing.hpp"
#include "model/mechanisms/side_deals.hpp"
#include "model/mechanisms/staff_losses.hpp"
#include "model/mechanisms/standing_deterrence.hpp"
#include "model/mechanisms/support_burden.hpp"
#include "model/mechanisms/support_shift.hpp"
#include "model/mechanisms/sustainment.hpp"
#include "model/mechanisms/talks.hpp"
#include "model/mechanisms/task_execution.hpp"
#include "model/mechanisms/task_migration.hpp"
#include "model/mechanisms/territorial_bias.hpp"
#include "model/mechanisms/timeline_events.hpp"
#include "model/mechanisms/truces.hpp"
#include "model/mechanisms/unit_regrouping.hpp"
#include "model/state.hpp"

namespace disalign {

/// What holds at the start of the week: shocks and votes, who deploys under which profile as the
/// channels let it be read, relations, means.
using Standing =
    Programme<TimelineEvents, Retaliation, SecurityCouncil, MandateRenewal, DeploymentAnyway,
              DivergentAllocation, DivergentTargeting, DivergentConduct, CompanyRules,
              EngagementBan, Rehatting, TaskMigration, TerritorialBias, Hostility,
              ConductConditionalForce, Impunity, AlternativePartners, Expulsion, Deployment,
              CoordinationGrowth, ModularServices, SupportBurden, Convoys, Payroll, Sustainment>;
/// Everyone senses and decides on the same snapshot; then units move.
using Choosing = Programme<Sensing, RegionalKnowledge, Learning, ArmedGroups, HostGovernments,
                           Peacekeepers, ParallelForces, HinderedMovement, Movement>;
/// What forces do where they arrived, and what violence comes of it. Deaths are final in casualties.
using Acting =
    Programme<TaskExecution, Friction, Complementarity, Presence, Monitoring, Interposition,
              StandingDeterrence, Crossings, Battles, AttacksOnOperations, CivilianMissions,
              CivilianTargeting, Crime, Policing, Rescue, StaffLosses, Collateral,
              CapabilitySharing, Casualties, AccountabilityGap, Conditionality, Complicity>;
/// How people and armed actors respond, and who comes to terms with whom.
using Responding = Programme<SupportShift, Grievance, Displacement, Legitimacy, LegalBasis, Consent,
                             Recruitment, Desertion, UnitRegrouping, GroupStances, GroupSplits,
                             Truces, Talks, SideDeals, PartyStatus>;
/// States at sea, where a place has one.
using AtSea = Programme<SeaBuildup, SeaIncidents, SeaTension>;
/// What is remembered.
using Remembering = Programme<ImpartialitySpillover, Acceptance, Control, Memories>;

static_assert(draws_are_distinct<Standing, Choosing, Acting, Responding, AtSea, Remembering>());

/// In which order the rules of a week act. The order of responses to the same week's violence is a
/// choice of the modeller that no finding should hang on; the other lists have theirs from causes
/// (orders before marches, violence before its deaths).
enum class WeekOrder { as_listed, responses_reversed };
inline constexpr std::array week_orders{"as_listed", "responses_reversed"};

/// The whole week with the parameters and switches of one point of a study.
class Week {
 public:
  WeekOrder order = WeekOrder::as_listed;

  /// Moves the state from `state.week` to the next.
  void step(State& state, std::uint64_t seed, std::uint64_t replicate) const;
  /// The same; calls lap(name) when a rule, or bookkeeping between rules, has ended.
  void step(State& state, std::uint64_t seed, std::uint64_t replicate, Lap const& lap) const;
  /// What both do, in one compiled form (week.cpp); the others choose it.
  template <class Each>
  void phases(State& state, std::uint64_t seed, std::uint64_t replicate, Each const& lap) const;

  /// Calls visit(name, Switched<Rule>&) for every rule in order.
  void each(auto&& visit) {
    standing_.each(visit);
    choosing_.each(visit);
    acting_.each(visit);
    responding_.each(visit);
    at_sea_.each(visit);
    remembering_.each(visit);
  }
  void each(auto&& visit) const {
    standing_.each(visit);
    choosing_.each(visit);
    acting_.each(visit);
    responding_.each(visit);
    at_sea_.each(visit);
    remembering_.each(visit);
  }

 private:
  Standing standing_;
  Choosing choosing_;
  Acting acting_;
  Responding responding_;
  AtSea at_sea_;
  Remembering remembering_;
};

}  // namespace disalign
