/// What operations may do and for how long, as it stands this week: founding copies it from the
/// attributes; the Council, hosts and the timeline change it.
#pragma once
#include <cstdint>

#include "model/actors.hpp"

namespace disalign {

struct Mandates {
  ActorArray<float> authorised{};          ///< 1 the Council authorised it, 0 not
  ActorArray<float> budget{};              ///< factor on strength and external income; 1 as planned
  ActorArray<std::int32_t> arrival{};      ///< week in which force generation begins
  ActorArray<std::int32_t> departure{};    ///< week in which the drawdown begins
  ActorArray<float> drawdown_weeks{};      ///< length of the drawdown [week]
  ActorArray<float> drawdown_to{};         ///< share of the strength that stays after it, 0..1
  ActorArray<float> ramp_midpoint{};       ///< t50 of force generation [week]
  ActorArray<std::int32_t> renewal{};      ///< week of the next vote on it; -1 none
  ActorArray<std::int32_t> merged_into{};  ///< operation whose command it joined; -1 none
  ActorArray<float> memory{};              ///< rho: weight of its own profile after a merger, 0..1
  ActorArray<std::uint8_t> expelled{};     ///< 1 once the host told it to leave

  // Merger and narrowing
  ActorArray<std::int32_t> rehatted{};   ///< persons of others who joined it; they stay [person]
  ActorArray<float> joined_share{};      ///< share of the mission that this operation became, 0..1
  ActorArray<std::uint32_t> dropped{};   ///< bit k: its mandate no longer holds task k
  ActorArray<std::uint32_t> narrowed{};  ///< bit k: task k has left its goals
  ActorArray<Goals> vacated{};  ///< weight of dropped tasks that nobody has adopted yet, 0..1

  // Civil capacity in theatre
  ActorArray<std::int32_t> police{};            ///< police officers [person]
  ActorArray<std::int32_t> observers{};         ///< unarmed observers [person]
  ActorArray<std::int32_t> module_police{};     ///< officers of an added service [person]
  ActorArray<std::int32_t> module_monitors{};   ///< human-rights staff of an added service [person]
  ActorArray<std::int32_t> module_mediators{};  ///< mediators of an added service [person]
  ActorArray<float> seconded{};        ///< staff of partners who serve with it this week [person]
  ActorArray<float> mediation_gain{};  ///< added to 1: factor on its mediation, >= 0

  ActorArray<float> learned{};      ///< l_i: lessons learned, 0..1
  ActorArray<std::uint8_t> lent{};  ///< 1: a UN presence lends it legitimacy this week
  std::int32_t reserve_cell = -1;   ///< where the rapid-reaction reserve was sent; -1 at rest
  std::int32_t reserve_week = -1;   ///< first week in which it stands there [week]

  static void each(auto& self, auto&& visit) {
    visit(self.authorised);
    visit(self.budget);
    visit(self.arrival);
    visit(self.departure);
    visit(self.drawdown_weeks);
    visit(self.drawdown_to);
    visit(self.ramp_midpoint);
    visit(self.renewal);
    visit(self.merged_into);
    visit(self.memory);
    visit(self.expelled);
    visit(self.rehatted);
    visit(self.joined_share);
    visit(self.dropped);
    visit(self.narrowed);
    visit(self.vacated);
    visit(self.police);
    visit(self.observers);
    visit(self.module_police);
    visit(self.module_monitors);
    visit(self.module_mediators);
    visit(self.seconded);
    visit(self.mediation_gain);
    visit(self.learned);
    visit(self.lent);
    visit(self.reserve_cell);
    visit(self.reserve_week);
  }
};

}  // namespace disalign
