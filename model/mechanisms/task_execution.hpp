/// Task execution: what a contingent does this week in the cell where it is.
///     P(support_partner) = b_a, else P(k) ~ g_k phi_k(c), the task of the largest goal where nothing
///     is on offer
/// g  goals in use (divergent_allocation)   phi  features of the cell, 0..1
/// b  share of the operation's troops bound by the support of others (support_burden)
/// Limits: one goal and b = 0, that task. Operations only: others do not execute mandates.
/// Reads goals, features, politics.diverted. Writes units.task.
/// Source: MODEL.md section 3 (executed task k*), eq. 20. Draws: word 0 the task, word 1 support.
#pragma once
#include "model/base/lanes.hpp"
#include "model/task_features.hpp"

namespace disalign {

struct TaskExecution {
  static constexpr char const* name = "task_execution";

  static void describe(auto&, auto&) {}

  void operator()(State& state, Draws draws) const {
    Units& units = state.units;
    Survey& survey = state.orders.survey;
    survey_cells(state, survey);
    int known_for = -1;  // the actor whose features the survey holds
    for_each_unit(units, draws, [&](int row, Words word) {
      auto const r = static_cast<std::size_t>(row);
      int const a = units.actor[r];
      if (units.away[r] != 0 || !state.actors.is_operation(a)) return;
      if (a != known_for) list_features(state, known_for = a);
      units.task[r] =
          word(1) < state.politics.diverted[Actors::idx(a)]
              ? support_partner
              : pick(offers(state, a, units.cell[r]), state.actors.goals[Actors::idx(a)], word(0));
    });
  }

 private:
  static void list_features(State& state, int a) {
    Survey& survey = state.orders.survey;
    for (std::size_t k = 0; k < survey.feature.size(); ++k) {
      if (state.actors.goals[Actors::idx(a)][k] > 0.0F)
        task_feature(state, survey, a, static_cast<Task>(k), survey.feature[k].data());
    }
  }

  static Goals offers(State const& state, int a, int c) {
    Goals result{};
    for (std::size_t k = 0; k < result.size(); ++k) {
      float const g = state.actors.goals[Actors::idx(a)][k];
      if (g > 0.0F) result[k] = g * state.orders.survey.feature[k][static_cast<std::size_t>(c)];
    }
    return result;
  }

  static std::int32_t pick(Goals const& on_offer, Goals const& goals, float u) {
    float sum = 0;
    for (float const w : on_offer) sum += w;
    if (!(sum > 0.0F)) {
      return static_cast<std::int32_t>(std::max_element(goals.begin(), goals.end()) -
                                       goals.begin());
    }
    float below = 0;
    std::int32_t last = hold_site;
    for (int k = 0; k < task_count; ++k) {
      float const w = on_offer[static_cast<std::size_t>(k)];
      if (!(w > 0.0F)) continue;
      below += w;
      last = k;
      if (u * sum <= below) break;
    }
    return last;
  }
};

}  // namespace disalign
