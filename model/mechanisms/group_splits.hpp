/// Splits of armed groups: losses wear cohesion down; a group without cohesion breaks in two.
///     Co' = clip(Co + mend (1 - Co) - wear losses / strength)
///     P(split this week) = 1 - exp(-rate (1 - Co'))
/// Co  cohesion, 0..1   losses  own persons killed this week   strength  before these losses
/// The splinter takes the units whose hashed id falls in a drawn share, `least` to 1/2; when these
/// are none or all of them, the group holds together. It inherits attributes (not the sponsor's
/// income, which stays with the parent), goals, stances and what others think of its parent; parent
/// and splinter take the stance -quarrel to each other. Support, control and remembered harm in a
/// cell, and the purse, are divided in proportion to strength. A splinter starts united.
/// It takes a spare row of Actors; without one no group splits. Its key is the parent's birth draw.
/// Limits: rate = 0, no split; no losses, Co tends to 1 and splits cease. It inherits no truce.
/// Reads killed_this_week, strength. Writes cohesion, actors, units.actor, at.*, flows.splits.
/// Source: MODEL.md eq. 11 (assumed). Draws: actor: word 0 whether, word 1 the share, words 2-3 the key.
#pragma once
#include <memory_resource>
#include <vector>

#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct GroupSplits {
  static constexpr char const* name = "group_splits";
  float rate = 0.002F;
  float mend = 0.01F;
  float wear = 2;
  float least = 0.2F;
  float quarrel = 0.4F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 10, "hazard that a group without cohesion splits",
                "assumed");
    visit.field("mend", self.mend, "1/week", 0, 1, "recovery of cohesion", "assumed");
    visit.field("wear", self.wear, "1", 0, 100, "cohesion lost when all people are lost",
                "assumed");
    visit.field("least", self.least, "1", 0, 0.5,
                "smallest share of units that a splinter is drawn to take", "assumed");
    visit.field("quarrel", self.quarrel, "1", -1, 1,
                "negative stance of parent and splinter to each other",
                "assumed: rivalry of groups, eq. 11");
  }

  void operator()(State& state, Draws draws) const {
    Actors& actors = state.actors;
    int const groups = actors.count;  // splinters of this week wait until the next
    for (int a = 0; a < groups; ++a) {
      auto const i = Actors::idx(a);
      if (!actors.takes_part(a) || !actors.is_group(a)) continue;
      auto const lost = static_cast<float>(actors.killed_this_week[i]);
      auto const persons = static_cast<float>(actors.strength[i]) + lost;
      float const shock = persons > 0.0F ? wear * lost / persons : 0.0F;
      actors.cohesion[i] = clip(actors.cohesion[i] + mend * (1.0F - actors.cohesion[i]) - shock);
      Words const word = draws.at(actors.key[i]);
      if (word(0) >= chance(rate * (1.0F - actors.cohesion[i])) || actors.count == actors.capacity)
        continue;
      split(state, a, least + (0.5F - least) * word(1), word.child_id());
    }
  }

 private:
  static bool leaves(std::uint64_t unit, std::uint64_t key, float share) {
    return unit_interval(static_cast<std::uint32_t>(mix(unit ^ key) >> 32)) < share;
  }

  void split(State& state, int parent, float share, std::uint64_t key) const {
    Units& units = state.units;
    std::int64_t leaving = 0;
    std::int64_t staying = 0;
    for_each_unit(units, [&](int row) {
      auto const r = static_cast<std::size_t>(row);
      if (units.actor[r] == parent)
        (leaves(units.id[r], key, share) ? leaving : staying) += units.strength[r];
    });
    if (leaving == 0 || staying == 0) return;
    int const child = found_splinter(state.actors, parent, key);
    inherit_politics(state.politics, parent, child);
    float const part = static_cast<float>(leaving) / static_cast<float>(leaving + staying);
    float& purse = state.actors.purse[Actors::idx(parent)];
    state.actors.purse[Actors::idx(child)] = part * purse;
    purse *= 1.0F - part;
    divide_cells(state, parent, child, key, share);
    for_each_unit(units, [&](int row) {
      auto const r = static_cast<std::size_t>(row);
      if (units.actor[r] != parent || !leaves(units.id[r], key, share)) return;
      units.actor[r] = child;
      state.at.home[child][units.home[r]] = 1;
    });
    ++state.flows.splits;
  }

  /// Fills the next row of `actors` with a copy of the parent that nobody else has met yet.
  [[nodiscard]] int found_splinter(Actors& actors, int parent, std::uint64_t key) const {
    int const child = actors.count++;
    auto const from = Actors::idx(parent);
    auto const to = Actors::idx(child);
    for (int b = 0; b < child; ++b) {
      auto const other = Actors::idx(b);
      for (auto* stances : {&actors.declared[other].stances, &actors.reference[other].stances,
                            &actors.stances[other]}) {
        (*stances)[to] = (*stances)[from];
      }
      actors.acceptance[other][to] = actors.acceptance[other][from];
      actors.hostility[other][to] = actors.hostility[to][other] = actors.hostility[other][from];
    }
    actors.key[to] = key;
    actors.kind[to] = Kind::armed_group;
    actors.present[to] = 1;
    actors.parent[to] = parent;
    actors.attributes[to] = actors.attributes[from];
    actors.attributes[to].external_income = 0;
    actors.declared[to] = actors.declared[from];
    actors.reference[to] = actors.reference[from];
    actors.goals[to] = actors.goals[from];
    actors.stances[to] = actors.stances[from];
    actors.principles_of[to] = static_cast<std::int32_t>(to);
    actors.threat[to] = actors.threat[from];
    actors.unpaid_share[to] = actors.unpaid_share[from];
    actors.cohesion[to] = actors.attributes[from].cohesion;
    actors.legitimacy[to] = actors.legitimacy[from];
    actors.consent[to] = actors.consent[from];
    actors.control_lost[to] = actors.control_lost[from];
    actors.impunity[to] = actors.impunity[from];
    actors.designated[to] = actors.designated[from];
    actors.stances[to][from] = actors.stances[from][to] = -quarrel;
    actors.declared[to].stances[from] = actors.declared[from].stances[to] = -quarrel;
    actors.reference[to].stances[from] = actors.reference[from].stances[to] = -quarrel;
    actors.hostility[to][from] = actors.hostility[from][to] = quarrel > 0.0F ? quarrel : 0.0F;
    return child;
  }

  /// What happened to the parent happened to the splinter too, but it signed no truce: it is at war.
  static void inherit_politics(Politics& politics, int parent, int child) {
    auto const from = Actors::idx(parent);
    auto const to = Actors::idx(child);
    politics.drift[to] = politics.drift[from];
    politics.hurt[to] = politics.hurt[from];
    for (int b = 0; b < child; ++b) {
      auto const other = Actors::idx(b);
      politics.drift[other][to] = politics.drift[other][from];
      politics.hurt[other][to] = politics.hurt[other][from];
      politics.banned[other][to] = politics.banned[other][from];
    }
  }

  /// Divides what the parent has in a cell by the strength of both there; where it has no units, all
  /// stays with it. Before units change hands. Memory of contacts is shared: both were there.
  static void divide_cells(State& state, int parent, int child, std::uint64_t key, float share) {
    Units const& units = state.units;
    ActorCells& at = state.at;
    // By unit and not from the tally: regrouping has moved people between units since.
    std::pmr::vector<std::int32_t> all(static_cast<std::size_t>(state.grid().plane_size()),
                                       &state.arena);
    std::pmr::vector<std::int32_t> leaving(all.size(), &state.arena);
    for_each_unit(units, [&](int row) {
      auto const r = static_cast<std::size_t>(row);
      if (units.actor[r] != parent) return;
      auto const cell = static_cast<std::size_t>(units.cell[r]);
      all[cell] += units.strength[r];
      if (leaves(units.id[r], key, share)) leaving[cell] += units.strength[r];
    });
    for_each_cell(state.grid(), [&](int c) {
      auto const cell = static_cast<std::size_t>(c);
      at.contacts[child][c] = at.contacts[parent][c];
      at.impartiality[child][c] = at.impartiality[parent][c];
      float const part = leaving[cell] > 0
                             ? static_cast<float>(leaving[cell]) / static_cast<float>(all[cell])
                             : 0.0F;
      for (auto* planes : {&at.support, &at.control, &at.harm}) {
        (*planes)[child][c] = part * (*planes)[parent][c];
        (*planes)[parent][c] *= 1.0F - part;
      }
    });
  }
};

}  // namespace disalign
