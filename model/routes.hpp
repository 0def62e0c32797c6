/// Least-cost routes on the grid by road access.
#pragma once
#include <algorithm>
#include <cstdint>
#include <functional>
#include <queue>
#include <utility>
#include <vector>

#include "model/place.hpp"

namespace disalign {

/// All least-cost routes from one cell (Dijkstra 1959 over Moore neighbours). A km costs
/// 1 / max(road access, 0.1): off the road it takes ten times as long (assumed). Ties go to the cell
/// of lower plane index, so that routes are the same on every machine.
class Routes {
 public:
  /// Finds the routes, anew only for another map or hub.
  void prepare(World const& world, int hub) {
    if (world_ == &world && hub_ == hub) return;
    world_ = &world;
    hub_ = hub;
    Grid const& grid = world.grid;
    came_from_.assign(idx(grid.plane_size()), -1);
    std::vector<float> cost(came_from_.size(), 3e38F);
    using Entry = std::pair<float, int>;
    std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
    cost[idx(hub)] = 0;
    came_from_[idx(hub)] = hub;
    open.emplace(0.0F, hub);
    while (!open.empty()) {
      auto const [so_far, c] = open.top();
      open.pop();
      if (so_far > cost[idx(c)]) continue;
      for (int k = grid.neighbour_start[idx(c)]; k < grid.neighbour_start[idx(c) + 1]; ++k) {
        int const next = grid.neighbours[idx(k)];
        float const slow = 0.5F * (1.0F / passable(world, c) + 1.0F / passable(world, next));
        float const reached = so_far + slow * grid.distance_km(c, next);
        if (reached >= cost[idx(next)]) continue;
        cost[idx(next)] = reached;
        came_from_[idx(next)] = c;
        open.emplace(reached, next);
      }
    }
  }

  /// Cells from the hub to `destination`, both included; empty when no way leads there.
  [[nodiscard]] std::vector<std::int32_t> to(int destination) const {
    std::vector<std::int32_t> cells;
    if (came_from_[idx(destination)] < 0) return cells;
    for (int c = destination;; c = came_from_[idx(c)]) {
      cells.push_back(c);
      if (came_from_[idx(c)] == c) break;
    }
    std::reverse(cells.begin(), cells.end());
    return cells;
  }

  /// The cell before `c` on the way from the hub: the hub's own is the hub, -1 where no way leads.
  [[nodiscard]] int before(int c) const { return came_from_[idx(c)]; }

 private:
  static std::size_t idx(int i) { return static_cast<std::size_t>(i); }
  static float passable(World const& world, int c) {
    return std::max(0.1F, world.road_access[idx(c)]);
  }

  World const* world_ = nullptr;
  int hub_ = -1;
  std::vector<int> came_from_;
};

}  // namespace disalign
