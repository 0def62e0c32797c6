/// Support of forces by others, what travels to them by road, and what operations lend each other.
#pragma once
#include <cstdint>
#include <vector>

#include "model/actors.hpp"

namespace disalign {

/// A convoy: escorts and civilian staff on a route from a hub. It is a unit of its operation while
/// it is under way: its escorts stand in no cell.
struct Convoy {
  std::uint64_t id = 0;             ///< of its unit: drawn from operation, destination and week
  std::uint64_t escort_unit = 0;    ///< id of the unit that gave the escorts and takes them back
  std::int32_t operation = 0;       ///< who runs it
  std::int32_t supported = 0;       ///< the actor it supplies
  std::int32_t from = 0, to = 0;    ///< plane indices of hub and destination
  std::int32_t escorts = 0;         ///< persons at departure
  std::int32_t staff = 0;           ///< civilian staff at departure [person]
  float cargo = 0;                  ///< person-weeks that arrive
  std::vector<std::int32_t> route;  ///< cells from hub to destination, both included
};

struct Logistics {
  std::vector<Convoy> convoys;      ///< under way this week
  ActorArray<std::int32_t> hub{};   ///< plane index of the hub of each operation; 0 none
  ActorMatrix<float> lost_share{};  ///< [i][j]: share of the cargo of i for j lost on its last trip
  ActorMatrix<float> sharing{};     ///< [j][i]: sigma_ji, what j shares with i, 0..1
  std::vector<float> road_use;      ///< per cell: EW_13 of the weeks with a convoy, 0..1; may be
                                    ///< empty before the first one

  static void each(auto& self, auto&& visit) {
    for (auto& convoy : self.convoys) {
      visit(convoy.id);
      visit(convoy.escort_unit);
      visit(convoy.operation);
      visit(convoy.supported);
      visit(convoy.from);
      visit(convoy.to);
      visit(convoy.escorts);
      visit(convoy.staff);
      visit(convoy.cargo);
    }
    visit(self.hub);
    visit(self.lost_share);
    visit(self.sharing);
    for (auto& use : self.road_use) visit(use);
  }
};

}  // namespace disalign
