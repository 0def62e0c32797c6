/// A small war for tests that need every rule at work: five actors fight on a 6 x 6 world.
#pragma once
#include "agents/week.hpp"
#include "model/trajectory.hpp"

namespace disalign::test {

/// Owns the world and two casts: the UN with a partner that copies it, and with a rival.
class SmallStudy {
 public:
  SmallStudy() : world(plain_world(6, 6, 50, 20000)) {
    world.resource[static_cast<std::size_t>(world.grid.cell(2, 2))] = 0.6F;
    world.protection_site[static_cast<std::size_t>(world.grid.cell(3, 3))] = 3000;
    for (Cast* cast : {&aligned, &rival}) fill(*cast);
    rival.actors.back().attributes.restraint = 0.8F;
    rival.actors.back().attributes.sponsor_x = -1;
    Profile& declared = rival.actors.back().declared;
    declared.goals = Goals{};
    declared.goals[secure_resources] = 0.3F;
    declared.goals[support_partner] = 0.2F;
    declared.goals[defeat_designated] = 0.2F;
    declared.goals[hold_site] = 0.3F;
    declared.stances[0] = 1;
    declared.stances[1] = -1;
    declared.stances[2] = 0.8F;  // it deals with blue and hunts red
    declared.stances[communities] = -0.2F;
  }
  SmallStudy(SmallStudy const&) = delete;
  SmallStudy& operator=(SmallStudy const&) = delete;

  World world;
  Cast aligned, rival;
  Week week;

 private:
  void fill(Cast& cast) {
    cast.world = &world;
    cast.clash[secure_resources][protect_civilians] =
        cast.clash[protect_civilians][secure_resources] = 0.6F;
    cast.synergy[hold_site][protect_civilians] = cast.synergy[protect_civilians][hold_site] = 0.5F;
    ActorPlan& army = add(cast, "government", Kind::government, 2000,
                          {world.grid.cell(3, 3), world.grid.cell(1, 4)});
    army.attributes.one_sided_rate = 0.03F;
    army.attributes.evasion = 0;
    army.declared.stances[1] = army.declared.stances[2] = -1;
    army.declared.goals[extend_state_authority] = 0.6F;
    army.declared.goals[defeat_designated] = 0.4F;
    for (char const* name : {"red", "blue"}) {
      bool const is_red = name[0] == 'r';
      ActorPlan& group =
          add(cast, name, Kind::armed_group, 1500,
              {world.grid.cell(is_red ? 4 : 1, 1), world.grid.cell(2, is_red ? 3 : 2)});
      group.designated = is_red;
      group.declared.stances[0] = -1;
      group.declared.stances[is_red ? 2 : 1] = -0.8F;
      group.declared.goals[extend_state_authority] = 0.4F;
      group.declared.goals[secure_resources] = 0.3F;
      group.declared.goals[defeat_designated] = 0.3F;
    }
    for (char const* name : {"un", "partner"}) {
      bool const is_un = name[0] == 'u';
      ActorPlan& force = add(cast, name, is_un ? Kind::un_mission : Kind::parallel_force,
                             is_un ? 3000 : 1000, {world.grid.cell(3, 3), world.grid.cell(1, 2)});
      force.attributes.evasion = 0;
      force.attributes.loss_factor = 0.15F;
      force.attributes.restraint = 0.98F;
      force.attributes.one_sided_rate = 0.03F;
      force.attributes.authority = 1;
      force.attributes.civilians = is_un ? 300 : 0;
      force.attributes.support = 0;
      force.attributes.support_dependence = is_un ? 0 : 0.5F;
      force.declared.goals[protect_civilians] = 0.5F;
      force.declared.goals[separate_parties] = 0.2F;
      force.declared.goals[monitor_human_rights] = 0.2F;
      force.declared.goals[mediate] = 0.1F;
      force.declared.stances[0] = 0.1F;
      force.declared.stances[communities] = 0.4F;
    }
    TimelineEntry vote;
    vote.action = static_cast<std::int32_t>(Action::draft);
    vote.week = 20;
    vote.actor = 4;
    cast.timeline.push_back(vote);
    TimelineEntry term;
    term.action = static_cast<std::int32_t>(Action::mandate);
    term.week = 1;
    term.weeks = 13;
    for (int const operation : {3, 4}) {
      term.actor = operation;
      cast.timeline.push_back(term);
    }
    cast.coordination[3][4] = cast.coordination[4][3] = 0.3F;
  }

  static ActorPlan& add(Cast& cast, char const* name, Kind kind, float strength,
                        std::vector<int> homes) {
    ActorPlan plan;
    plan.name = plan.label = name;
    plan.kind = kind;
    plan.attributes.strength = strength;
    plan.home_weights.assign(homes.size(), 1.0F);
    plan.home_cells = std::move(homes);
    cast.actors.push_back(std::move(plan));
    return cast.actors.back();
  }
};

}  // namespace disalign::test
