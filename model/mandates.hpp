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
  }
};

}  // namespace disalign
