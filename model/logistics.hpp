/// Convoys on the road: what supports forces beyond their own means.
#pragma once
#include <cstdint>
#include <vector>

namespace disalign {

/// A convoy: escorts and civilian staff on a route from a hub. It is a unit of its operation while it
/// is under way: its escorts stand in no other cell.
struct Convoy {
  std::uint64_t id = 0;             ///< stable: drawn from operation, hub and week
  std::int32_t operation = 0;       ///< who runs it
  std::int32_t supported = 0;       ///< the actor it supplies
  std::int32_t from = 0, to = 0;    ///< plane indices of hub and destination
  std::int32_t escorts = 0;         ///< persons
  std::int32_t staff = 0;           ///< civilian staff [person]
  float cargo = 0;                  ///< person-weeks on board
  std::vector<std::int32_t> route;  ///< cells from hub to destination, both included
};

struct Logistics {
  std::vector<Convoy> convoys;  ///< under way this week

  static void each(auto& self, auto&& visit) {
    for (auto& convoy : self.convoys) {
      visit(convoy.id);
      visit(convoy.operation);
      visit(convoy.supported);
      visit(convoy.from);
      visit(convoy.to);
      visit(convoy.escorts);
      visit(convoy.staff);
      visit(convoy.cargo);
    }
  }
};

}  // namespace disalign
