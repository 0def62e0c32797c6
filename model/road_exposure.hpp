/// How exposed the ways from a hub are to attacks by armed groups.
///     exposure of a way = sum over its cells of  km_c (1 - jam s_ic) (1 - Ac_ip) n_pc/100 A0/A_c (1 + use_c)
/// km_c  the road's length in c [km]   jam  0 for ambushes   s  shared capability   Ac  acceptance of i
/// by group p   n_pc  its persons in c   use  predictability of the road, 0..1
/// Ways from one hub share their beginning: each stretch is worked out once, when a way first takes it.
/// Source: MODEL.md eq. 20 (model/mechanisms/convoys.hpp).
#pragma once
#include <array>
#include <memory_resource>
#include <span>
#include <vector>

#include "model/routes.hpp"
#include "model/shared_capability.hpp"
#include "model/state.hpp"

namespace disalign {

class RoadExposure {
 public:
  /// `jamming`: share of bombs that full shared capability prevents.
  RoadExposure(State const& state, Routes const& routes, int operation, float jamming)
      : state_(&state),
        routes_(&routes),
        operation_(operation),
        jamming_(jamming),
        known_(Actors::idx(state.grid().plane_size()), 0, &state.arena),
        sums_(&state.arena),
        way_(&state.arena) {
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.takes_part(p) || !state.actors.is_group(p)) continue;
      column_[Actors::idx(p)] = 2 * groups_;
      group_[groups_++] = p;
    }
    sums_.resize(known_.size() * 2 * groups_);
  }

  /// Exposure to ambushes or bombs by group p on the whole way to a cell beyond the hub.
  [[nodiscard]] float on_way_to(int destination, int p, bool bomb) {
    measure(destination);
    float const before = at(destination)[column_[Actors::idx(p)] + (bomb ? 1U : 0U)];
    return before + in_cell(p, bomb, destination, half(routes_->before(destination), destination));
  }

  /// The same sum from the hub up to each cell of a way.
  [[nodiscard]] std::pmr::vector<float> along(std::span<std::int32_t const> way, int p,
                                              bool bomb) const {
    std::pmr::vector<float> cumulated(way.size(), &state_->arena);
    float sum = 0;
    for (std::size_t k = 0; k < way.size(); ++k) {
      float km = 0;
      if (k > 0) km += half(way[k - 1], way[k]);
      if (k + 1 < way.size()) km += half(way[k], way[k + 1]);
      cumulated[k] = sum += in_cell(p, bomb, way[k], km);
    }
    return cumulated;
  }

 private:
  /// Of a cell: the sums up to the cell before it, that one's road to it included; groups by form.
  [[nodiscard]] float* at(int c) { return sums_.data() + Actors::idx(c) * 2 * groups_; }

  /// Half of the road between the middles of two cells [km].
  [[nodiscard]] float half(int from, int to) const {
    return 0.5F * state_->grid().distance_km(from, to);
  }

  [[nodiscard]] float in_cell(int p, bool bomb, int c, float km) const {
    std::int32_t const n = state_->at.strength[p][c];
    if (n == 0) return 0;
    float const rejected =
        1.0F - state_->actors.acceptance[Actors::idx(operation_)][Actors::idx(p)];
    float const jam =
        bomb && jamming_ > 0.0F ? jamming_ * shared_capability(*state_, operation_, c) : 0.0F;
    return km * (1.0F - jam) * rejected * static_cast<float>(n) / 100.0F * state_->area_factor(c) *
           (1.0F + state_->logistics.road_use[Actors::idx(c)]);
  }

  /// Works out the way to a cell as far as it is not known.
  void measure(int c) {
    way_.clear();
    for (; known_[Actors::idx(c)] == 0 && routes_->before(c) != c; c = routes_->before(c))
      way_.push_back(c);
    for (; !way_.empty(); way_.pop_back()) {
      int const next = way_.back();
      int const here = routes_->before(next);
      int const before = routes_->before(here);
      float km = 0;
      if (before != here) km += half(before, here);
      km += half(here, next);
      for (std::size_t g = 0; g < groups_; ++g) {
        for (std::size_t form = 0; form < 2; ++form)
          at(next)[2 * g + form] = at(here)[2 * g + form] + in_cell(group_[g], form == 1, here, km);
      }
      known_[Actors::idx(next)] = 1;
    }
  }

  State const* state_;
  Routes const* routes_;
  int operation_;
  float jamming_;
  std::size_t groups_ = 0;
  std::array<int, max_actors> group_{};
  ActorArray<std::size_t> column_{};
  std::pmr::vector<std::uint8_t> known_;
  std::pmr::vector<float> sums_;
  std::pmr::vector<int> way_;
};

}  // namespace disalign
