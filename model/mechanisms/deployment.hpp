/// Deployment: operations arrive along a ramp, replace their losses, rotate and draw down.
///     N(t) = Q b max(min(max(i, m / Q), f), f lg((t - t50) / s)) (1 - (1 - k) d(t)), at most Q
///     due  = [N(t) - N(t-1)]+ + ceil(r [min(N(t-1), N(t)) - n]+), at most N(t) - n
///     gone = n - N(t), at most Q / w + 1
/// Q  quota: authorised strength, the sum of the units' quotas [persons]   n  present [persons]
/// t  weeks since arrival   t50, s  midpoint and width of the ramp [weeks]; s = 0 is a step at t50
/// i  share re-hatted on arrival   m  persons of others who joined later   f  highest share filled
/// b  factor of the budget on the ceiling (M7)   r  replacement [1/week]
/// d  share of the drawdown done, linear from 0 to 1 over w weeks   k  share that stays
/// Civilian staff, police and observers come and go by the same equations with their own Q and n.
/// An operation that joined another has nobody left to send: its Q is 0.
/// Those due fill units in the order of their hashed ids, each to its quota; nobody is sent to a
/// unit whose supply is below `supply_needed`, so a force that withdraws hungry does not refill at
/// once. Persons above N(t) leave in the reverse order, a cut no faster than a drawdown (assumed).
/// A refilled empty unit stands in its home. A rotating operation has each unit away one week in 26,
/// by (week + hash of id).
/// Limits: r = 0, losses are never replaced; n <= Q always; after the drawdown n = k Q.
/// Reads mandates, attributes, units. Writes units.strength, cell, origin, away; flows and ledger
/// arrived and departed; actors.civilian_staff, mandates.police and observers. Draws none.
/// Source: MODEL.md 6B, rapid deployment (M15, F32-F34, C23), UN shock (M7); replacement assumed.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <vector>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Deployment {
  static constexpr char const* name = "deployment";
  float replacement = 0.25F;
  float supply_needed = 0.5F;
  int rotation_weeks = 26;

  static void describe(auto& self, auto& visit) {
    visit.field("replacement", self.replacement, "1/week", 0, 1,
                "share of the persons missing from the ramp who are replaced in a week", "assumed");
    visit.field("supply_needed", self.supply_needed, "1", 0, 1,
                "supply of a unit below which nobody is sent to it", "assumed; M6");
    visit.field("rotation_weeks", self.rotation_weeks, "week", 1, 520,
                "a rotating unit is away one week in this many", "MODEL.md 6B: 26");
  }

  void operator()(State& state, Draws /*draws*/) const {
    rotate(state);
    for (int a = 0; a < state.actors.count; ++a) {
      if (state.actors.takes_part(a) && state.actors.is_operation(a)) deploy(state, a);
    }
  }

  /// N(t) / Q of operation a in the given week of the run, 0..1, with `joined` = m / Q.
  [[nodiscard]] static float share_due(State const& state, int a, int week, float joined = 0) {
    auto const i = Actors::idx(a);
    Attributes const& attributes = state.actors.attributes[i];
    Mandates const& mandates = state.mandates;
    int const t = week - mandates.arrival[i];
    if (t < 0 && !(joined > 0.0F)) return 0.0F;
    float const fill = clip(attributes.fill_share);
    float const since = static_cast<float>(t) - mandates.ramp_midpoint[i];
    float const width = attributes.ramp_width;
    float const step = since >= 0.0F ? 1.0F : 0.0F;
    float const ramp = t < 0 ? 0.0F : width > 0.0F ? logistic(since / width) : step;
    float const initial = t < 0 ? 0.0F : clip(attributes.initial_share);
    float const floor = std::min(std::max(initial, joined), fill);
    float const drawn =
        clip(static_cast<float>(week - mandates.departure[i] + 1) / mandates.drawdown_weeks[i]);
    float const left = 1.0F - (1.0F - clip(mandates.drawdown_to[i])) * drawn;
    return clip(std::max(floor, fill * ramp) * left * mandates.budget[i]);
  }

 private:
  void rotate(State& state) const {
    Units& units = state.units;
    for_each_part(units.id.size(), rows_of_part, [&](std::size_t r, std::size_t last, std::size_t) {
      for (; r < last; ++r) {
        int const a = units.actor[r];
        if (!state.actors.is_operation(a)) continue;
        bool const rotates = state.actors.attributes[Actors::idx(a)].rotation >= 0.5F;
        auto const turn = static_cast<std::uint64_t>(state.week) + mix(units.id[r]);
        bool const home = turn % static_cast<std::uint64_t>(rotation_weeks) == 0;
        units.away[r] = rotates && home ? 1 : 0;
      }
    });
  }

  /// A unit and its turn.
  struct Row {
    std::uint64_t order;  ///< hashed id
    std::size_t row;
    bool operator<(Row const& other) const { return order < other.order; }
  };
  using Rows = std::pmr::vector<Row>;

  /// Whether a unit has room for more and is supplied well enough for them.
  [[nodiscard]] bool takes_more(Units const& units, std::size_t r) const {
    return units.strength[r] < units.quota[r] && !(units.supply[r] < supply_needed);
  }

  /// How many arrive (positive) or leave (negative) of `quota` persons of whom `present` are there.
  [[nodiscard]] std::int64_t change(State const& state, int a, std::int64_t quota,
                                    std::int64_t present, float joined) const {
    auto const persons = [&](int week) {
      return static_cast<std::int64_t>(
          static_cast<float>(quota) * share_due(state, a, week, joined) + 0.5F);
    };
    std::int64_t const before = persons(state.week - 1);
    std::int64_t const target = std::min(quota, persons(state.week));
    if (present > target) {
      float const pace = static_cast<float>(quota) / state.mandates.drawdown_weeks[Actors::idx(a)];
      return -std::min(present - target,
                       std::max(before - target, static_cast<std::int64_t>(pace) + 1));
    }
    std::int64_t const missing = std::max<std::int64_t>(0, std::min(before, target) - present);
    auto replaced = static_cast<std::int64_t>(replacement * static_cast<float>(missing));
    if (static_cast<float>(replaced) < replacement * static_cast<float>(missing)) ++replaced;
    std::int64_t const grown = std::max<std::int64_t>(0, target - before);
    return std::min(target - present, grown + replaced);
  }

  void deploy(State& state, int a) const {
    Units const& units = state.units;
    auto const i = Actors::idx(a);
    std::int64_t quota = 0;
    std::int64_t present = 0;
    Rows rows(&state.arena);
    for (std::size_t r = 0; r < units.id.size(); ++r) {
      if (units.actor[r] != a) continue;
      rows.push_back({mix(units.id[r]), r});
      quota += units.quota[r];
      present += units.strength[r];
    }
    float const joined =
        quota > 0 ? static_cast<float>(state.mandates.rehatted[i]) / static_cast<float>(quota)
                  : 0.0F;
    deploy_civilians(state, a);
    std::int64_t const due = change(state, a, quota, present, joined);
    if (due == 0) return;
    std::erase_if(rows, [&](Row const& row) {
      return due > 0 ? !takes_more(units, row.row) : units.strength[row.row] == 0;
    });
    std::sort(rows.begin(), rows.end());
    if (due > 0) {
      arrive(state, a, rows, due);
    } else {
      std::reverse(rows.begin(), rows.end());
      depart(state, a, rows, -due);
    }
  }

  void deploy_civilians(State& state, int a) const {
    auto const i = Actors::idx(a);
    bool const joined = state.mandates.merged_into[i] >= 0;
    Attributes const& attributes = state.actors.attributes[i];
    auto const follow = [&](std::int32_t& there, float authorised) {
      auto const quota = joined ? 0 : static_cast<std::int64_t>(authorised);
      there +=
          static_cast<std::int32_t>(quota == 0 ? -there : change(state, a, quota, there, 0.0F));
    };
    follow(state.actors.civilian_staff[i], attributes.civilians);
    follow(state.mandates.police[i], attributes.police);
    follow(state.mandates.observers[i], attributes.observers);
  }

  static void arrive(State& state, int a, Rows const& rows, std::int64_t due) {
    Units& units = state.units;
    std::int64_t arrived = 0;
    for (auto const& [order, r] : rows) {
      std::int64_t const places = units.quota[r] - units.strength[r];
      auto const persons = static_cast<std::int32_t>(std::min(places, due - arrived));
      if (persons == 0) break;
      if (units.strength[r] == 0) units.cell[r] = units.origin[r] = units.home[r];
      units.strength[r] += persons;
      arrived += persons;
    }
    state.flows.arrived[Actors::idx(a)] += static_cast<std::int32_t>(arrived);
    state.ledger.arrived[Actors::idx(a)] += arrived;
  }

  static void depart(State& state, int a, Rows const& rows, std::int64_t leaving) {
    std::int64_t departed = 0;
    for (auto const& [order, r] : rows) {
      std::int64_t const there = state.units.strength[r];
      auto const persons = static_cast<std::int32_t>(std::min(there, leaving - departed));
      state.units.strength[r] -= persons;
      departed += persons;
    }
    state.flows.departed[Actors::idx(a)] += static_cast<std::int32_t>(departed);
    state.ledger.departed[Actors::idx(a)] += departed;
  }
};

}  // namespace disalign
