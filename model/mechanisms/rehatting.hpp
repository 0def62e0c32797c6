/// Re-hatting: a parallel operation joins the UN mission; its units change helmets.
///     units of j -> U with all their persons,   c_jU = 1
///     g^_U = g_U + sum_j rho_j w_j (g^_j - g_U),   s^_U likewise,   rho' = max(0, rho - 0.02)
/// rho  memory of its own profile, 0.2 at the merger   w_j  share of the mission's persons who were j's
/// g_U  the mission's own goals   g^_j  goals in use of j (divergent_allocation governs them); stances
/// in use likewise (divergent_targeting)
/// When: in `merge_week` of j, or once another rule names a mission in mandates.merged_into. With
/// no UN mission in the scenario nothing happens. Quotas go along, so the mission's authorised strength
/// grows by them, and who joined stays whatever the mission's ramp says (C23). Civilians and police of
/// j leave (rule deployment). National caveats are an actor's, so the unit takes the mission's (mended:
/// MODEL.md keeps them; units have no attributes of their own).
/// Limits: nobody merges, nothing changes; rho = 0, the mission keeps its profile.
/// Conserved: persons; j books them as departed, U as arrived.
/// Reads attributes.merge_week, goals and stances in use. Writes units.actor, at.home, coordination,
/// mandates (merged_into, memory, joined_share, rehatted), goals and stances of the mission, ledger,
/// flows. Draws none. Source: MODEL.md 6B, re-hatting (M28, C23).
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct Rehatting {
  static constexpr char const* name = "rehatting";
  float memory = 0.2F;
  float forgetting = 0.02F;

  static void describe(auto& self, auto& visit) {
    visit.field("memory", self.memory, "1", 0, 1,
                "weight of their old profile among those who join (rho)",
                "MODEL.md 6B: 0.2, assumed");
    visit.field("forgetting", self.forgetting, "1/week", 0, 1, "loss of that weight",
                "MODEL.md 6B: 0.02, assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    Mandates& mandates = state.mandates;
    bool joined = false;
    for (int j = 0; j < actors.count; ++j) {
      auto const i = Actors::idx(j);
      if (!actors.takes_part(j) || actors.kind[i] != Kind::parallel_force) continue;
      bool const due = static_cast<float>(state.week) >= actors.attributes[i].merge_week;
      if (mandates.merged_into[i] < 0 && due) mandates.merged_into[i] = mission(actors);
      int const u = mandates.merged_into[i];
      if (u < 0) continue;
      joined = true;
      if (mandates.joined_share[i] > 0.0F) {
        mandates.memory[i] = std::max(0.0F, mandates.memory[i] - forgetting);
      }
      join(state, j, u);
    }
    if (joined) blend(state);
  }

 private:
  /// The UN mission that others join: the first that takes part; -1 none.
  static int mission(Actors const& actors) {
    for (int a = 0; a < actors.count; ++a) {
      if (actors.takes_part(a) && actors.kind[Actors::idx(a)] == Kind::un_mission) return a;
    }
    return -1;
  }

  /// Moves every unit that j still has to mission u.
  void join(State& state, int j, int u) const {
    auto const i = Actors::idx(j);
    auto const to = Actors::idx(u);
    Units& units = state.units;
    std::int64_t persons = 0;
    std::int64_t mission_persons = 0;
    bool any = false;
    for (std::size_t r = 0; r < units.id.size(); ++r) {
      if (units.actor[r] == u) mission_persons += units.strength[r];
      if (units.actor[r] != j) continue;
      any = true;
      persons += units.strength[r];
      units.actor[r] = u;
      state.at.home[u][units.home[r]] = 1;
    }
    if (!any) return;
    Mandates& mandates = state.mandates;
    if (!(mandates.joined_share[i] > 0.0F)) {
      mandates.memory[i] = memory;
      mandates.joined_share[i] =
          persons > 0 ? static_cast<float>(persons) / static_cast<float>(persons + mission_persons)
                      : 0.0F;
      ++state.flows.mergers;
    }
    auto const moved = static_cast<std::int32_t>(persons);
    mandates.rehatted[to] += moved;
    state.flows.departed[i] += moved;
    state.flows.arrived[to] += moved;
    state.ledger.departed[i] += persons;
    state.ledger.arrived[to] += persons;
    state.actors.strength[i] -= persons;
    state.actors.strength[to] += persons;
    state.actors.coordination[i][to] = state.actors.coordination[to][i] = 1.0F;
  }

  static void blend(State& state) {
    Actors& actors = state.actors;
    Mandates const& mandates = state.mandates;
    for (int a = 0; a < actors.count; ++a) {
      auto const u = Actors::idx(a);
      if (actors.kind[u] != Kind::un_mission) continue;
      Profile const& own = actors.declared[u];
      Goals goals = own.goals;
      Stances stances = own.stances;
      for (int j = 0; j < actors.count; ++j) {
        auto const i = Actors::idx(j);
        if (mandates.merged_into[i] != a) continue;
        float const weight = mandates.memory[i] * mandates.joined_share[i];
        for (std::size_t k = 0; k < goals.size(); ++k)
          goals[k] += weight * (actors.goals[i][k] - own.goals[k]);
        for (std::size_t p = 0; p < stances.size(); ++p)
          stances[p] += weight * (actors.stances[i][p] - own.stances[p]);
      }
      actors.goals[u] = goals;
      for (int p = 0; p < actors.count; ++p) {
        if (!actors.is_operation(p)) actors.stances[u][Actors::idx(p)] = stances[Actors::idx(p)];
      }
      actors.stances[u][communities] = stances[communities];
    }
  }
};

}  // namespace disalign
