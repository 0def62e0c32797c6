/// Task migration: what the UN's mandate drops, a willing partner takes over in part.
///     g_U,k -> 0 for every dropped task k, the other goals of U rescaled to sum 1
///     g_j -> (1 - m) g_j + mu sum_k g_Uk e_k,   m = mu sum_k g_Uk   for one willing partner j
/// g_Uk  the weight that task k had for the mission   mu  share adopted   e_k  task k alone
/// Willing: a parallel force with civilian staff or police in theatre, since civil tasks are done by
/// civilians and police; the one with the most, at its civil efficiency, then the lower key. What
/// nobody adopts waits for one. Its work counts at its civil efficiency wherever model/civil_capacity.hpp
/// is read: the weight moves, the capacity does not.
/// Declared, reference and used goals of j are mixed alike, so a run without channels still does not
/// depend on what j declares. Who drops: `narrowing_week` with the tasks below, or any rule that sets
/// mandates.dropped. A mission never drops its last task.
/// Limits: mu = 0, dropped tasks are done by nobody; nothing dropped, nothing changes.
/// Sign of the direct effect on civil tasks: dropping lowers, adoption raises what is done of them.
/// Reads mandates, civil staff. Writes goals of missions and partners, mandates (dropped, narrowed,
/// vacated). Draws none. Source: MODEL.md 6C, task migration (M30).
#pragma once
#include "model/base/draws.hpp"
#include "model/civil_capacity.hpp"
#include "model/state.hpp"

namespace disalign {

struct TaskMigration {
  static constexpr char const* name = "task_migration";
  float share = 0.5F;
  float narrowing_week = 100000;
  bool drop_mediate = false;
  bool drop_monitor_human_rights = true;
  bool drop_train_and_assist = true;
  bool drop_extend_state_authority = true;

  static void describe(auto& self, auto& visit) {
    visit.field("share", self.share, "1", 0, 1,
                "share of a dropped task's weight that a partner adopts (mu)", "assumed; M30");
    visit.field("narrowing_week", self.narrowing_week, "week", 0, 1e5,
                "week in which UN missions drop the tasks marked here", "scenario; M30");
    visit.field("drop_mediate", self.drop_mediate, "1", 0, 1, "1: mediation is dropped",
                "scenario");
    visit.field("drop_monitor_human_rights", self.drop_monitor_human_rights, "1", 0, 1,
                "1: human-rights monitoring is dropped", "scenario");
    visit.field("drop_train_and_assist", self.drop_train_and_assist, "1", 0, 1,
                "1: training is dropped", "scenario");
    visit.field("drop_extend_state_authority", self.drop_extend_state_authority, "1", 0, 1,
                "1: the extension of state authority is dropped", "scenario");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    Mandates& mandates = state.mandates;
    bool const narrows = static_cast<float>(state.week) >= narrowing_week;
    for (int u = 0; u < actors.count; ++u) {
      auto const i = Actors::idx(u);
      if (!actors.takes_part(u) || actors.kind[i] != Kind::un_mission) continue;
      if (narrows) mandates.dropped[i] |= marked();
      if ((mandates.dropped[i] & ~mandates.narrowed[i]) != 0) narrow(state, i);
      int const j = willing(state);
      if (j >= 0) adopt(state, i, Actors::idx(j));
    }
  }

 private:
  static constexpr std::uint32_t bit(Task k) { return std::uint32_t{1} << k; }

  [[nodiscard]] std::uint32_t marked() const {
    return (drop_mediate ? bit(mediate) : 0U) |
           (drop_monitor_human_rights ? bit(monitor_human_rights) : 0U) |
           (drop_train_and_assist ? bit(train_and_assist) : 0U) |
           (drop_extend_state_authority ? bit(extend_state_authority) : 0U);
  }

  static void narrow(State& state, std::size_t u) {
    Mandates& mandates = state.mandates;
    Goals& declared = state.actors.declared[u].goals;
    Goals left = declared;
    Goals freed{};
    float sum = 0;
    for (std::size_t k = 0; k < left.size(); ++k) {
      if ((mandates.dropped[u] >> k & 1U) != 0) {
        freed[k] = left[k];
        left[k] = 0;
      }
      sum += left[k];
    }
    mandates.narrowed[u] = mandates.dropped[u];
    if (!(sum > 0.0F)) return;
    for (std::size_t k = 0; k < left.size(); ++k) {
      left[k] /= sum;
      mandates.vacated[u][k] += freed[k];
    }
    state.actors.reference[u].goals = state.actors.goals[u] = declared = left;
  }

  static int willing(State const& state) {
    int best = -1;
    float most = 0;
    for (int j = 0; j < state.actors.count; ++j) {
      auto const i = Actors::idx(j);
      if (!state.actors.takes_part(j) || state.actors.kind[i] != Kind::parallel_force) continue;
      float const capacity =
          police_of(state, j) + static_cast<float>(state.actors.civilian_staff[i]) *
                                    state.actors.attributes[i].civil_efficiency;
      bool const ahead =
          capacity > most || (capacity == most && best >= 0 &&
                              state.actors.key[i] < state.actors.key[Actors::idx(best)]);
      if (!(capacity > 0.0F) || !ahead) continue;
      best = j;
      most = capacity;
    }
    return best;
  }

  void adopt(State& state, std::size_t u, std::size_t j) const {
    Goals& vacated = state.mandates.vacated[u];
    float mixed = 0;
    for (float const g : vacated) mixed += share * g;
    if (!(mixed > 0.0F)) return;
    for (Goals* goals : {&state.actors.declared[j].goals, &state.actors.reference[j].goals,
                         &state.actors.goals[j]}) {
      for (std::size_t k = 0; k < goals->size(); ++k)
        (*goals)[k] = (1.0F - mixed) * (*goals)[k] + share * vacated[k];
    }
    vacated = Goals{};
  }
};

}  // namespace disalign
