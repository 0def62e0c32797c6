/// Capability sharing: narrow, high-value means of one operation help another on the owner's terms.
///     sigma_ji = w_j (a0 + (1 - a0) c_ij) (1 - clash_ij),   clash_ij = sum_kl b_ik X_kl b_jl
///     s_ic = 1 - prod_j (1 - sigma_ji sat(n_jc, 100))
///     a road bomb against i in c is jammed with probability jam s_ic
///     dead of i in c ~ Binomial(dead, 1 - evac s_ic)
///     criticism_i += cost/52 max_j (sigma_ji v_j)
/// w_j  attributes.sharing, 0 for caveated technology   c_ij  coordination, 0..1   a0  without it
/// b_ik  share of i's persons who execute task k this week   X  clash of tasks   n_jc  persons of j
/// whose reach covers c   v_j  attributes.attribution: what of it the public sees
/// Sensing reads sigma next week (eq. 2); convoys jam bombs on their routes with the same s.
/// Limits: w = 0, full clash or no lender in reach: no effect on any event.
/// Sign of the direct effect: never more dead of operations; criticism never falls.
/// Reads units.task (tasks follow the goals in use: divergent_allocation), coordination,
/// attributes, in_reach. Writes logistics.sharing, events, flows.attacks_on_operations, politics.criticism.
/// Draws: entity = the event's address; words 0, 1, 2 saved of sides a, b, staff; word 3 jammed.
/// Source: MODEL.md eq. 14 (M26); the coverage by the lender's persons is assumed.
#pragma once
#include <algorithm>
#include <array>

#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/base/lanes.hpp"
#include "model/shared_capability.hpp"

namespace disalign {

struct CapabilitySharing {
  static constexpr char const* name = "capability_sharing";
  float without_coordination = 0.3F;
  float jamming = 0.5F;
  float evacuation = 0.3F;
  float criticism = 0.05F;

  static void describe(auto& self, auto& visit) {
    visit.field("without_coordination", self.without_coordination, "1", 0, 1,
                "share of its terms that an owner lends without coordination",
                "MODEL.md eq. 14: 0.3");
    visit.field("jamming", self.jamming, "1", 0, 1,
                "share of road bombs that full shared capability prevents", "assumed: 0.5; M26");
    visit.field("evacuation", self.evacuation, "1", 0, 1,
                "share of an operation's dead that full shared medical evacuation saves",
                "assumed: 0.3; M26");
    visit.field("criticism", self.criticism, "1/year", 0, 1,
                "criticism by host and contributors of full, visible sharing", "assumed: 0.05");
  }

  void operator()(State& state, Draws draws) const {
    share(state);
    auto const jammed = [&](Event const& event) {
      if (event.kind != EventKind::road_bomb) return false;
      float const s = shared_capability(state, event.side_b, event.cell);
      return draws.at(event.address)(3) < jamming * s;
    };
    state.flows.attacks_on_operations -=
        static_cast<std::int32_t>(std::erase_if(state.events, jammed));
    for (Event& event : state.events) {
      Words const word = draws.at(event.address);
      int const cell_b = event.crossing() ? event.cell_b : event.cell;
      save(state, event.side_a, event.cell, event.deaths_a, word(0));
      save(state, event.side_b, cell_b, event.deaths_b, word(1));
      save(state, event.side_b, cell_b, event.deaths_staff, word(2));
    }
  }

 private:
  using TaskShares = std::array<float, task_count>;

  /// Dead of an operation who live because they reach a hospital.
  void save(State const& state, int side, int cell, std::int32_t& deaths, float u) const {
    if (side < 0 || deaths <= 0 || !state.actors.is_operation(side)) return;
    float const saved = evacuation * shared_capability(state, side, cell);
    deaths -= binomial(deaths, -log(1.0F - saved), u);
  }

  void share(State& state) const {
    Actors const& actors = state.actors;
    std::array<TaskShares, max_actors> tasks{};
    for_each_unit(state.units, [&](int row) {
      auto const r = static_cast<std::size_t>(row);
      auto const a = Actors::idx(state.units.actor[r]);
      if (!actors.is_operation(state.units.actor[r])) return;
      tasks[a][Actors::idx(state.units.task[r])] +=
          static_cast<float>(state.units.strength[r]) / static_cast<float>(actors.strength[a]);
    });
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      float visible = 0;
      for (int j = 0; j < actors.count; ++j) {
        auto const b = Actors::idx(j);
        bool const lends = j != i && works(actors, i) && works(actors, j);
        float const contact =
            without_coordination + (1.0F - without_coordination) * actors.coordination[a][b];
        float const sigma = lends ? clip(actors.attributes[b].sharing * contact *
                                         (1.0F - clash(state, tasks[a], tasks[b])))
                                  : 0.0F;
        state.logistics.sharing[b][a] = sigma;
        visible = std::max(visible, sigma * actors.attributes[b].attribution);
      }
      state.politics.criticism[a] = clip(state.politics.criticism[a] + criticism / 52.0F * visible);
    }
  }

  static bool works(Actors const& actors, int a) {
    return actors.takes_part(a) && actors.is_operation(a) && actors.strength[Actors::idx(a)] > 0;
  }

  static float clash(State const& state, TaskShares const& own, TaskShares const& other) {
    float sum = 0;
    for (std::size_t k = 0; k < own.size(); ++k) {
      for (std::size_t l = 0; l < other.size(); ++l)
        sum += own[k] * (*state.clash)[k][l] * other[l];
    }
    return clip(sum);
  }
};

}  // namespace disalign
