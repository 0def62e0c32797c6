/// What states at sea have there and how tense it is between them.
#pragma once
#include <array>
#include <cstdint>

#include "model/actors.hpp"

namespace disalign {

/// Kinds of incident at sea, from the mildest.
enum SeaIncident : std::int32_t { shadowing, warning_shot, collision, boarding };
inline constexpr std::array sea_incident_names{"shadowing", "warning_shot", "collision",
                                               "boarding"};
inline constexpr int sea_incident_kinds = 4;

struct Sea {
  ActorArray<float> assets{};             ///< N_a: build-up of state a [ship]; ships are its floor
  ActorMatrix<float> tension{};           ///< tens_ab, symmetric, 0..0.9
  ActorMatrix<std::int32_t> incidents{};  ///< of this week between a and b, symmetric
  std::array<std::int32_t, sea_incident_kinds> by_kind{};  ///< incidents of this week by kind
  std::int32_t deaths = 0;  ///< people killed in collisions this week

  static void each(auto& self, auto&& visit) {
    visit(self.assets);
    visit(self.tension);
    visit(self.incidents);
    visit(self.by_kind);
    visit(self.deaths);
  }
};

}  // namespace disalign
