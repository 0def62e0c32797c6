/// Convoys: support travels by road from the hub, can be foreseen and is attacked on the way.
///     every `interval` weeks, from the hub of i to every other cell where supported units stand
///     rate_p  = lambda sum_(c on the route) km_c (1 - Ac_ip) n_pc/100 A0/A_c (1 + use_c)
///     ambush ~ chance((1 - b) rate_p),   bomb ~ chance(b rate_p with km_c (1 - jam s_ic) for km_c)
///     use'_c  = d use_c + (1 - d) [a convoy passes c this week],   d = 2^(-1/13)
///     cargo' = cargo (1 - lost) after each attack;   delivered_ij' = delivered_ij (1 - lost_ij)
/// lambda  attacks per km beside 100 fighters that reject i   km_c  the road's length in c [km]
/// Ac  acceptance of i by group p   n_pc  its persons in c   use  predictability, 0..1
/// b  share of attacks made with bombs (eq. 6: two of three)   s  shared capability, jams bombs
/// lost_ij  share of the cargo for j lost on the last trip, until the next one
/// A convoy is a unit of its operation, away from all cells for the week: its escorts leave the
/// strongest unit at the hub and return to it when the next week begins; staff travel with them.
/// Ambush: by p's strongest unit in the cell, dead as in eq. 5; the cargo lost goes to p's purse.
/// Bomb: Poisson dead, the cargo is destroyed. Half of the dead are civilian staff.
/// The way is the cheapest by road access. Attacks happen before units move this week.
/// MODEL.md states one rate for both forms of attack; their share b is a mend.
/// Limits: nobody supported, all at the hub, or full acceptance: nothing is lost.
/// Sign of the direct effect: supplies fewer, kills the supporter's people, feeds armed groups.
/// Reads supported, delivered, hub, acceptance, at.strength, in_reach, sharing, civilian_staff. No
/// profile. Writes logistics, units, events, purse, delivered, flows (convoys, cargo).
/// Draws: convoy id mixed with the group's key. Block 0: words 0, 1 ambush, bomb. Block 1 ambush,
/// block 2 bomb: word 0 where, 1 day, 2 dead of the convoy, 3 staff of them. Block 3: 0 dead of p.
/// Source: MODEL.md eq. 20 (M8, scenario 1), eq. 5, 6, 14.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <unordered_map>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/engagement.hpp"
#include "model/road_exposure.hpp"
#include "model/routes.hpp"

namespace disalign {

struct Convoys {
  static constexpr char const* name = "convoys";
  int interval = 2;
  int escorts = 40;
  int staff = 20;
  float attack_rate = 0.0002F;
  float bomb_share = 0.667F;
  float bomb_deaths = 0.19F;
  float jamming = 0.5F;
  float cargo_lost = 0.3F;
  float staff_share = 0.5F;
  float ambush_intensity = 0.003F;
  float memory = 13;

  static void describe(auto& self, auto& visit) {
    visit.field("interval", self.interval, "week", 1, 52, "weeks between convoys",
                "MODEL.md eq. 20: 2");
    visit.field("escorts", self.escorts, "person", 0, 1000, "troops who escort a convoy",
                "MODEL.md eq. 20: 40");
    visit.field("staff", self.staff, "person", 0, 1000, "civilian staff who travel with a convoy",
                "MODEL.md eq. 20: 20");
    visit.field("attack_rate", self.attack_rate, "1/km", 0, 1,
                "attacks per km of road beside 100 fighters of a group that rejects the operation",
                "assumed: 0.0002");
    visit.field("bomb_share", self.bomb_share, "1", 0, 1, "share of the attacks made with bombs",
                "MINUSMA to January 2023: two of three (eq. 6)");
    visit.field("bomb_deaths", self.bomb_deaths, "person", 0, 10, "mean dead of a bomb",
                "MINUSMA to January 2023: 103 of 548");
    visit.field("jamming", self.jamming, "1", 0, 1,
                "share of bombs that full shared capability prevents", "M26; assumed: 0.5");
    visit.field("cargo_lost", self.cargo_lost, "1", 0, 1,
                "share of the cargo lost in an attack; an ambush takes it", "assumed: 0.3");
    visit.field("staff_share", self.staff_share, "1", 0, 1,
                "share of the dead who are civilian staff", "S: half");
    visit.field("ambush_intensity", self.ambush_intensity, "1", 0, 1,
                "dead of both sides of an ambush per committed person of the weaker side",
                "prototype: 0.06 of a battle x 0.05");
    visit.field("memory", self.memory, "week", 0, 520,
                "half-life of what is known of the roads that convoys take", "MODEL.md eq. 20: 13");
  }

  void operator()(State& state, Draws draws) const {
    take_back(state);
    Logistics& logistics = state.logistics;
    logistics.road_use.resize(Actors::idx(state.grid().plane_size()), 0.0F);
    if (state.week % interval == 0) {
      Chains const standing(state);
      for (int i = 0; i < state.actors.count; ++i) {
        auto const a = Actors::idx(i);
        logistics.lost_share[a].fill(0);
        if (state.actors.takes_part(i) && logistics.hub[a] > 0) send(state, draws, standing, i);
      }
    }
    remember(state);
    for (std::size_t i = 0; i < logistics.lost_share.size(); ++i) {
      for (std::size_t j = 0; j < logistics.lost_share[i].size(); ++j)
        state.politics.delivered[i][j] *= 1.0F - logistics.lost_share[i][j];
    }
  }

 private:
  /// The units that stand in each cell when the convoys leave, as chains of rows.
  struct Chains {
    std::pmr::vector<int> first;  ///< per plane index, -1 for none
    std::pmr::vector<int> next;   ///< per row, -1 for none

    explicit Chains(State const& state)
        : first(Actors::idx(state.grid().plane_size()), -1, &state.arena),
          next(Actors::idx(state.units.size()), -1, &state.arena) {
      for (int row = 0; row < state.units.size(); ++row) {
        auto const r = Actors::idx(row);
        if (state.units.away[r] != 0) continue;
        int& head = first[Actors::idx(state.units.cell[r])];
        next[r] = head;
        head = row;
      }
    }
  };

  /// Strongest unit of an actor that stands in a cell, convoys excepted; -1 when there is none.
  static int strongest(Units const& units, Chains const& standing, int actor, int cell) {
    int best = -1;
    for (int row = standing.first[Actors::idx(cell)]; row >= 0;
         row = standing.next[Actors::idx(row)]) {
      auto const r = Actors::idx(row);
      if (units.actor[r] != actor || units.strength[r] == 0) continue;
      auto const b = Actors::idx(best);
      bool const more = best < 0 || units.strength[r] > units.strength[b] ||
                        (units.strength[r] == units.strength[b] && units.id[r] < units.id[b]);
      if (more) best = row;
    }
    return best;
  }

  /// Last week's escorts rejoin the unit they left, or stay a unit at the hub if it changed sides.
  static void take_back(State& state) {
    Units& units = state.units;
    auto& convoys = state.logistics.convoys;
    if (convoys.empty()) return;
    std::pmr::unordered_map<std::uint64_t, int> row_of(&state.arena);
    row_of.reserve(2 * convoys.size());
    for (Convoy const& convoy : convoys) row_of[convoy.id] = row_of[convoy.escort_unit] = -1;
    for (int row = units.size() - 1; row >= 0; --row) {
      if (auto const at = row_of.find(units.id[Actors::idx(row)]); at != row_of.end())
        at->second = row;
    }
    for (Convoy const& convoy : convoys) {
      int const row = row_of[convoy.id];
      if (row < 0) continue;
      auto const r = Actors::idx(row);
      units.away[r] = 0;
      int const home = row_of[convoy.escort_unit];
      if (home < 0 || units.actor[Actors::idx(home)] != units.actor[r]) continue;
      units.strength[Actors::idx(home)] += units.strength[r];
      units.strength[r] = 0;
    }
    convoys.clear();
  }

  void send(State& state, Draws draws, Chains const& standing, int i) const {
    auto const a = Actors::idx(i);
    std::int32_t const hub = state.logistics.hub[a];
    std::int32_t staff_left = state.actors.civilian_staff[a];
    auto const& delivered = state.politics.delivered[a];
    if (std::none_of(delivered.begin(), delivered.end(), [](float d) { return d > 0.0F; })) return;
    Routes& routes = state.coverage.routes[a];
    routes.prepare(*state.world, hub);
    RoadExposure exposure(state, routes, i, jamming);
    for (int j = 0; j < state.actors.count; ++j) {
      float const total = delivered[Actors::idx(j)] * static_cast<float>(interval);
      if (!(total > 0.0F)) continue;
      std::int64_t persons = 0;
      for_each_cell_of(state, j, [&](int c) { persons += state.at.strength[j][c]; });
      float lost = 0;
      for_each_cell_of(state, j, [&](int c) {
        if (c == hub) return;
        Convoy convoy;
        convoy.route = routes.to(c);
        if (convoy.route.empty()) return;  // no way on land: it goes by air
        convoy.id = mix(pair_address(state, i, j, static_cast<std::uint64_t>(c)) ^
                        mix(static_cast<std::uint64_t>(state.week))) |
                    0x8000000000000000U;
        convoy.operation = i;
        convoy.supported = j;
        convoy.from = hub;
        convoy.to = c;
        convoy.staff = std::min(staff, staff_left);
        staff_left -= convoy.staff;
        convoy.cargo =
            total * static_cast<float>(state.at.strength[j][c]) / static_cast<float>(persons);
        ++state.flows.convoys;
        state.flows.cargo_sent += convoy.cargo;
        lost += convoy.cargo;
        travel(state, draws, standing, exposure, convoy);
        lost -= convoy.cargo;
        state.logistics.convoys.push_back(std::move(convoy));
      });
      state.flows.cargo_lost += lost;
      state.logistics.lost_share[a][Actors::idx(j)] = clip(lost / total);
    }
  }

  /// Takes the escorts from the hub and lets every group attack on the way.
  void travel(State& state, Draws draws, Chains const& standing, RoadExposure& exposure,
              Convoy& convoy) const {
    Units& units = state.units;
    int row = -1;
    if (int const from = strongest(units, standing, convoy.operation, convoy.from);
        from >= 0 && escorts > 0) {
      auto const r = Actors::idx(from);
      convoy.escort_unit = units.id[r];
      convoy.escorts = std::min(escorts, units.strength[r]);
      units.strength[r] -= convoy.escorts;
      float const supply = units.supply[r];
      row = units.add(convoy.id, convoy.operation, convoy.from, convoy.escorts);
      units.quota.back() = 0;  // force generation does not fill it
      units.supply.back() = supply;
      units.task.back() = support_partner;
      units.away.back() = 1;
    }
    Party party{row, convoy.escorts, convoy.staff};
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.takes_part(p) || !state.actors.is_group(p)) continue;
      std::uint64_t const entity = mix(convoy.id ^ mix(state.actors.key[Actors::idx(p)]));
      Words const word = draws.at(entity);
      for (bool const bomb : {false, true}) {
        float const all = exposure.on_way_to(convoy.to, p, bomb);
        float const share = bomb ? bomb_share : 1.0F - bomb_share;
        if (word(bomb ? 1 : 0) < chance(attack_rate * share * all))
          attack(state, draws, standing, entity, bomb, p, convoy,
                 exposure.along(convoy.route, p, bomb), party);
      }
    }
    if (party.attacked) ++state.flows.convoys_attacked;
  }

  /// Who travels: the convoy's row and those still alive.
  struct Party {
    int row;
    std::int32_t escorts, staff;
    bool attacked = false;
  };

  void attack(State& state, Draws draws, Chains const& standing, std::uint64_t entity, bool bomb,
              int p, Convoy& convoy, std::pmr::vector<float> const& cumulated, Party& party) const {
    Words const word = draws.at(entity, 0, bomb ? 2 : 1);
    auto const at =
        std::lower_bound(cumulated.begin(), cumulated.end(), word(0) * cumulated.back());
    int const cell = convoy.route[static_cast<std::size_t>(at - cumulated.begin())];
    Event event;
    event.kind = EventKind::convoy_attack;
    event.day = day_of_week(word(1));
    event.cell = cell;
    event.side_a = p;
    event.side_b = convoy.operation;
    event.unit_b = party.row;
    event.address = mix(entity ^ (bomb ? 2U : 1U));
    std::int32_t const people = party.escorts + party.staff;
    std::int32_t dead = std::min(people, poisson(bomb_deaths, word(2)));
    if (!bomb) {
      event.unit_a = strongest(state.units, standing, p, cell);
      Force const attacker = unit_force(state, p, event.unit_a);
      Force target = unit_force(state, convoy.operation, party.row);
      target.committed = people;  // staff do not fight: the escorts' quality is spread over all
      target.quality *= static_cast<float>(party.escorts) / static_cast<float>(std::max(1, people));
      ExpectedLosses const losses = expected_losses(attacker, target, ambush_intensity);
      event.deaths_a = dead_of(attacker, losses.a, draws.at(entity, 0, 3)(0));
      event.committed_a = attacker.committed;
      dead = dead_of(target, losses.b, word(2));
    }
    event.committed_b = party.escorts;
    event.deaths_staff = std::clamp(binomial(dead, -log(1.0F - staff_share), word(3)),
                                    std::max(0, dead - party.escorts), std::min(dead, party.staff));
    event.deaths_b = dead - event.deaths_staff;
    party.escorts -= event.deaths_b;
    party.staff -= event.deaths_staff;
    party.attacked = true;
    float const taken = cargo_lost * convoy.cargo;
    convoy.cargo -= taken;
    if (!bomb) state.actors.purse[Actors::idx(p)] += taken;
    state.events.push_back(event);
  }

  static Force unit_force(State const& state, int actor, int row) {
    Attributes const& own = state.actors.attributes[Actors::idx(actor)];
    if (row < 0) return {0, own.combat, 1.0F, own.loss_factor};
    auto const r = Actors::idx(row);
    return {state.units.strength[r], own.combat, state.units.supply[r], own.loss_factor};
  }

  void remember(State& state) const {
    Logistics& logistics = state.logistics;
    std::pmr::vector<std::uint8_t> passed(logistics.road_use.size(), 0, &state.arena);
    for (Convoy const& convoy : logistics.convoys) {
      for (std::int32_t const c : convoy.route) passed[Actors::idx(c)] = 1;
    }
    float const kept = weekly_decay(memory);
    for (std::size_t c = 0; c < passed.size(); ++c) {
      logistics.road_use[c] =
          kept * logistics.road_use[c] + (1.0F - kept) * static_cast<float>(passed[c]);
    }
  }
};

}  // namespace disalign
