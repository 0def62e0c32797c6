/// What is bound to happen, or may happen, in a scenario: entries of its timeline, and the shocks that
/// are under way because of them.
#pragma once
#include <cstdint>
#include <vector>

#include "model/actors.hpp"

namespace disalign {

/// One entry of a scenario's timeline; constant in a run.
struct TimelineEntry {
  std::uint64_t key = 0;    ///< hash of its name: address of its draws
  std::int32_t action = 0;  ///< what happens; see the rule `timeline`
  float week = -1;          ///< week in which it happens; -1 when it has a hazard
  float hazard = 0;         ///< rate per week while it has not happened [1/week]
  std::int32_t actor = -1;  ///< whom it concerns; -1 nobody in particular
  std::int32_t other = -1;  ///< second actor, where the action has one
  std::int32_t cell = -1;   ///< plane index of its centre; -1 the whole theatre
  float radius = 0;         ///< km around the centre
  float amount = 0;         ///< size, in the unit of the action
  float weeks = 0;          ///< how long it lasts or takes [week]
};

/// Shocks under way.
struct Shocks {
  ActorArray<float> restraint_lost{};  ///< share of an actor's restraint that is gone, 0..1
  ActorArray<float> violence{};        ///< added to the factor on its attacks on civilians, >= 0
  float coup = 0;                      ///< 1 right after a coup, fading, 0..1
  float violence_half_life = 4;        ///< weeks in which restraint and violence recover by half
  std::vector<std::uint8_t> happened;  ///< per entry of the timeline: 1 once it happened

  static void each(auto& self, auto&& visit) {
    visit(self.restraint_lost);
    visit(self.violence);
    visit(self.coup);
    visit(self.violence_half_life);
    visit(self.happened);
  }
};

}  // namespace disalign
