/// Parallel forces decide where they go, by their own goals as far as divergent_allocation lets them.
/// National caveats keep units out of cells whose risk is above the contributors' ceiling; their own
/// base stays open to them. Risk counts enemies, and groups as far as they do not accept the force.
/// Limits: risk_ceiling = 1, no caveat. Source: MODEL.md eq. 1 and section 5.
/// Reads the closed state of last week, goals and stances in use. Writes orders.weight. Draws: none.
#pragma once
#include "agents/choice.hpp"

namespace disalign {

struct ParallelForces {
  static constexpr char const* name = "parallel_forces";
  float caveats = 1;

  static void describe(auto& self, auto& visit) {
    visit.field("caveats", self.caveats, "1", 0, 1,
                "share of the way from no caveat to the contributors' risk ceiling", "assumed");
  }

  void operator()(State const& state, Orders& orders, Draws) const {
    survey_cells(state, orders.survey);
    for (int a = 0; a < state.actors.count; ++a) {
      if (!decides(state, a, Kind::parallel_force)) continue;
      weigh_cells(state, orders, a,
                  [&](Task task, float* phi) { task_feature(state, orders.survey, a, task, phi); });
      keep_caveats(state, orders, a, caveats);
    }
  }
};

}  // namespace disalign
