/// Attacks on civilians: a unit turns on the people of its cell.
///     hazard = osv_a con rep sup (1 - prot) det mon imp obey,   at most one attack a week
///     con = 0.3 + 2.8 K (1 - K)           armed groups, operations: contested control (Kalyvas, F31)
///     con = 1 - (1 - P) (1 - S_foes)      the army and its allies: rebel presence or support
///     rep = 1 + 0.7 EW_8(contacts),   sup = 1 - 0.7 S_ca,   imp = 1 + 1.5 impunity_a (no groups)
///     obey = 1 - (1 - obey0) t / (t + w)   t  local parties it has a truce with, w  those it fights
///     dead = 1 + Poisson(0.1 n X), X ~ Exp(1), at most 5 % of the people of the cell
/// osv  rate of a unit [1/week]; the army's and operations' times 1 - r   r  restraint this week,
/// with sanctions and shocks; a surge of violence adds to the factor 1 on every hazard (scenario 2)
/// K  own control   P = n/(n + n_half)  foes n in the vicinity, per reference area   S  support
/// prot  protection: from groups for groups, from the government for the army and its allies
/// det  standing deterrence   mon  human-rights monitoring, only for the army and its allies (F5, F9)
/// n  persons of the unit   criminal groups: 1 / (1 + police_c / 20) in place of (1 - prot) det (F11)
/// militias: 1 - m (1 - det) and 1 - m prot in their place: troops restrain former combatants, others
/// hardly (F11)   m  what a militia heeds of troops
/// An ally of the army is an operation whose stance towards it exceeds `ally_stance`.
/// Limits: full protection, full restraint of an army, or nobody there: no attack.
/// Reads units, at.control, contacts, support, nearby, cells.protection_*, deterrence, monitoring,
/// residents, displaced, politics.truce, actors.hostility, impunity, stances (switch
/// divergent_targeting). Writes events.
/// Source: MODEL.md eq. 7, repression 6A (prototype; n_half assumed). Draws: entity = unit id; word 0
/// whether, word 1 X, word 2 the dead, word 3 the day.
#pragma once
#include <array>
#include <memory_resource>
#include <vector>

#include "model/base/lanes.hpp"
#include "model/civil_capacity.hpp"
#include "model/conduct.hpp"
#include "model/engagement.hpp"

namespace disalign {

struct CivilianTargeting {
  static constexpr char const* name = "civilian_targeting";
  float uncontrolled = 0.3F;
  float contested = 2.8F;
  float reprisal = 0.7F;
  float sympathy = 0.7F;
  float impunity_effect = 1.5F;
  float deaths_per_fighter = 0.1F;
  float largest_share = 0.05F;
  float half_presence = 100;
  float ally_stance = 0.5F;
  float obey = 0.2F;
  float police_scale = 20;
  float militia_heed = 0.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("uncontrolled", self.uncontrolled, "1", 0, 10,
                "factor where a group has no or full control", "assumed; F31");
    visit.field("contested", self.contested, "1", 0, 20,
                "what contested control adds: 1/4 of it at parity", "prototype; F31");
    visit.field("reprisal", self.reprisal, "week", 0, 20,
                "what one remembered contact a week adds to the hazard", "prototype");
    visit.field("sympathy", self.sympathy, "1", 0, 1,
                "share of the hazard that full support takes away", "prototype");
    visit.field("impunity_effect", self.impunity_effect, "1", 0, 10,
                "what full impunity adds to the hazard of army and operations", "S: 1.5-3");
    visit.field("deaths_per_fighter", self.deaths_per_fighter, "person", 0, 10,
                "mean dead beyond the first, per person of the unit", "prototype");
    visit.field("largest_share", self.largest_share, "1", 0, 1,
                "largest share of the people of a cell killed in one attack", "prototype");
    visit.field("half_presence", self.half_presence, "person", 1, 1e5,
                "foes in the reference area that make half of the army's suspicion", "assumed");
    visit.field("ally_stance", self.ally_stance, "1", 0, 1,
                "stance towards the government above which an operation is its ally", "assumed");
    visit.field("obey", self.obey, "1", 0, 1,
                "share of the hazard left to a party that has a truce with all its foes",
                "MODEL.md eq. 7: 0.2");
    visit.field("police_scale", self.police_scale, "person", 0.1, 1e5,
                "police officers in a cell that halve the attacks of a criminal group",
                "assumed, as in crime; F11");
    visit.field("militia_heed", self.militia_heed, "1", 0, 1,
                "share of the restraint by troops that a militia heeds; rebels 1, criminals 0",
                "assumed; F11");
  }

  void operator()(State& state, Draws draws) const {
    list_chances(state);
    Units const& units = state.units;
    std::pmr::vector<std::uint8_t> attacks(static_cast<std::size_t>(units.size()), &state.arena);
    for_each_unit_apart(units, draws, [&](int row, Words word) {
      auto const r = static_cast<std::size_t>(row);
      if (units.away[r] != 0) return;
      attacks[r] = word(0) < state.scratch[units.actor[r]][units.cell[r]] ? 1 : 0;
    });
    for (std::size_t r = 0; r < attacks.size(); ++r) {
      if (attacks[r] != 0) attack(state, r, draws.at(units.id[r]));
    }
  }

  /// Hazard of an attack on civilians by a unit of actor a in cell c [1/week].
  [[nodiscard]] float hazard(State const& state, int a, int c) const {
    return hazard(state, conduct_of(state, a), a, c);
  }

 private:
  /// Writes the chance of an attack by each actor in each cell where it stands into its scratch plane:
  /// its units there share it.
  void list_chances(State& state) const {
    std::array<Conduct, max_actors> conduct;
    for (int a = 0; a < state.actors.count; ++a) conduct[Actors::idx(a)] = conduct_of(state, a);
    auto const& occupied = state.present.occupied;
    for_each_part(occupied.size(), occupied_cells_of_part,
                  [&](std::size_t k, std::size_t last, std::size_t) {
                    for (; k < last; ++k) {
                      int const c = occupied[k];
                      for (int const a : state.present[c])
                        state.scratch[a][c] = chance(hazard(state, conduct[Actors::idx(a)], a, c));
                    }
                  });
  }

  void attack(State& state, std::size_t r, Words word) const {
    Units const& units = state.units;
    int const c = units.cell[r];
    auto const most = static_cast<std::int32_t>(largest_share * people(state, c));
    if (most == 0) return;
    auto const n = static_cast<float>(units.strength[r]);
    Event event;
    event.kind = EventKind::attack_on_civilians;
    event.day = day_of_week(word(3));
    event.cell = c;
    event.side_a = units.actor[r];
    event.side_b = civilians;
    event.deaths_civilians =
        std::min(most, 1 + poisson(deaths_per_fighter * n * exponential(word(1)), word(2)));
    event.committed_a = units.strength[r];
    event.unit_a = static_cast<std::int32_t>(r);
    event.address = mix(units.id[r]);
    state.events.push_back(event);
  }

  /// What the units of one actor have in common.
  struct Conduct {
    float truces = 1;                   ///< obey
    float heed = 0;                     ///< of troops that stand by
    float restraint = 1, impunity = 1;  ///< 1 - r, imp; 1 for groups
    bool for_government = false;
  };

  [[nodiscard]] Conduct conduct_of(State const& state, int a) const {
    Conduct conduct;
    conduct.truces = 1.0F - (1.0F - obey) * bound_share(state, a);
    conduct.heed = heed_of_troops(state.actors, a);
    if (!state.actors.is_group(a)) {
      conduct.restraint = 1.0F - restraint_now(state, a);
      conduct.impunity = 1.0F + impunity_effect * state.actors.impunity[Actors::idx(a)];
    }
    conduct.for_government = fights_for_government(state.actors, a);
    return conduct;
  }

  [[nodiscard]] float hazard(State const& state, Conduct const& conduct, int a, int c) const {
    Actors const& actors = state.actors;
    Attributes const& its = actors.attributes[Actors::idx(a)];
    auto const cell = static_cast<std::size_t>(c);
    float h = its.one_sided_rate * (1.0F + reprisal * state.at.contacts[a][c]) *
              (1.0F - sympathy * state.at.support[a][c]) * conduct.truces;
    h *= 1.0F - conduct.heed * (1.0F - state.cells.deterrence[cell]);
    h *= 1.0F + state.shocks.violence_in(state.grid(), a, c);
    h *= conduct.restraint;
    h *= conduct.impunity;
    if (conduct.for_government) {
      return h * suspicion(state, a, c) * state.cells.monitoring[cell] *
             (1.0F - state.cells.protection_from_government[cell]);
    }
    float const k = state.at.control[a][c];
    h *= uncontrolled + contested * k * (1.0F - k);
    if (!actors.is_group(a)) return h;
    if (its.group_type == criminal) return h / (1.0F + police_in(state, c) / police_scale);
    return h * (1.0F - conduct.heed * state.cells.protection_from_groups[cell]);
  }

  /// How far troops that stand by restrain an actor, 0..1: rebels, not armies (F5), nor criminals (F11).
  [[nodiscard]] float heed_of_troops(Actors const& actors, int a) const {
    int const type = actors.attributes[Actors::idx(a)].group_type;
    if (!actors.is_group(a) || type == criminal) return 0.0F;
    return type == militia ? militia_heed : 1.0F;
  }

  /// Of the local parties that a fights or has a truce with, the share it has a truce with, 0..1.
  static float bound_share(State const& state, int a) {
    Actors const& actors = state.actors;
    if (actors.is_operation(a)) return 0.0F;
    float truces = 0;
    float foes = 0;
    for (int p = 0; p < actors.count; ++p) {
      if (actors.is_operation(p) || actors.strength[Actors::idx(p)] == 0) continue;
      if (state.politics.truce[Actors::idx(a)][Actors::idx(p)] != Truce::at_war) {
        truces += 1.0F;
      } else if (actors.hostility[Actors::idx(a)][Actors::idx(p)] > 0.0F) {
        foes += 1.0F;
      }
    }
    return truces > 0.0F ? truces / (truces + foes) : 0.0F;
  }

  static float people(State const& state, int c) {
    auto const cell = static_cast<std::size_t>(c);
    return static_cast<float>(state.cells.residents[cell] + state.cells.displaced[cell]);
  }

  [[nodiscard]] bool fights_for_government(Actors const& actors, int a) const {
    if (actors.is_government(a)) return true;
    if (!actors.is_operation(a)) return false;
    for (int g = 0; g < actors.count; ++g) {
      if (actors.is_government(g) && actors.stances[Actors::idx(a)][Actors::idx(g)] > ally_stance) {
        return true;
      }
    }
    return false;
  }

  /// con of the army and its allies: presence or support of armed groups it is hostile to, 0..1.
  [[nodiscard]] float suspicion(State const& state, int a, int c) const {
    std::int32_t persons = 0;
    float support = 0;
    for (int g = 0; g < state.actors.count; ++g) {
      if (!state.actors.is_group(g) || !(state.hostility(a, g, c) > 0.0F)) continue;
      persons += state.at.nearby[g][c];
      support += state.at.support[g][c];
    }
    float const presence =
        saturation(static_cast<float>(persons) * state.vicinity_factor(c), half_presence);
    return 1.0F - (1.0F - presence) * (1.0F - clip(support));
  }
};

}  // namespace disalign
