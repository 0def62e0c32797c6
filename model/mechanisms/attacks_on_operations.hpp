/// Attacks on operations: armed groups ambush peacekeepers and mine the roads they use.
///     rate_ip = lam_a (1 - Ac_ip) (1 + Pt_i) exp(beta_l lost_p + beta_s ln(f_p / f_i)) kn A0/A_c
///     ambushes ~ Poisson(rate_ip),   road bombs ~ Poisson(2 rate_ip), each at most `most_attacks`
/// Ac_ip  acceptance of operation i by group p   Pt_i  how far i counts as a party, 0..1   lost_p  share of its control p lost in 13 weeks
/// f  strength times quality in the cell; the ratio is kept in [0.1, 10]   kn  share of i that p finds
/// Ambush: dead of both sides as in a battle, times 0.05. p's persons are divided among operations,
/// i's among groups, in proportion to the foe's persons, and equally among a week's ambushes.
/// Road bomb: Poisson(0.19) dead of i, none of p.
/// Limits: full acceptance, no attack. Only armed groups attack; both signs of F20 and F21 run.
/// Reads at.strength, committed, support, unseen, tips, friction, actors.acceptance, control_lost,
/// supply. Writes events, at.committed, flows.attacks_on_operations.
/// Source: MODEL.md eq. 6; bombs: MINUSMA to January 2023, 548 attacks, 103 dead.
/// Draws: entity = pair of actors and cell. Branch 0: word 0 ambushes, word 1 bombs. Branch k, ambush:
/// words 0, 1 dead of p and i, word 2 day. Branch 1000 + k, bomb: word 0 dead, word 1 day.
#pragma once
#include "model/base/lanes.hpp"
#include "model/engagement.hpp"

namespace disalign {

struct AttacksOnOperations {
  static constexpr char const* name = "attacks_on_operations";
  float rate = 0.15F;
  float loss_effect = 1;
  float strength_effect = 0.3F;
  float bombs_per_ambush = 2;
  float bomb_deaths = 0.19F;
  float intensity = 0.06F;
  float ambush_factor = 0.05F;
  int most_attacks = 3;

  static void describe(auto& self, auto& visit) {
    visit.field(
        "rate", self.rate, "1/week", 0, 10,
        "ambushes by a group that rejects an equal operation in a cell of the reference area "
        "(lam_a)",
        "MODEL.md eq. 6");
    visit.field("loss_effect", self.loss_effect, "1", -5, 5,
                "log rate per share of control lost (beta_l)", "F20; sign contested");
    visit.field("strength_effect", self.strength_effect, "1", -2, 2,
                "log rate per log of the group's relative strength (beta_s)",
                "F21; sign contested");
    visit.field("bombs_per_ambush", self.bombs_per_ambush, "1", 0, 20,
                "road bombs for each ambush expected", "MINUSMA to January 2023");
    visit.field("bomb_deaths", self.bomb_deaths, "person", 0, 10, "mean dead of a road bomb",
                "MINUSMA to January 2023: 103 of 548");
    visit.field("intensity", self.intensity, "1", 0, 1,
                "dead of both sides per committed person of the weaker side", "prototype");
    visit.field("ambush_factor", self.ambush_factor, "1", 0, 1,
                "dead of an ambush as a share of those of a battle (amb)", "prototype");
    visit.field("most_attacks", self.most_attacks, "event", 1, 100,
                "most ambushes, and most bombs, of a pair in a cell and week", "assumed");
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    for_each_cell(state.grid(), [&](int c) {
      if (state.present[c].size() < 2) return;
      auto const here = [&](int a) { return state.at.strength[a][c] > 0; };
      std::int64_t groups = 0;      // free persons of all groups in the cell
      std::int64_t operations = 0;  // free persons of all operations in the cell
      for (int a = 0; a < actors.count; ++a) {
        if (!here(a)) continue;
        if (actors.is_group(a)) groups += free_strength(state, a, c);
        if (actors.is_operation(a)) operations += free_strength(state, a, c);
      }
      if (groups == 0 || operations == 0) return;
      ActorArray<std::int32_t> unbound{};
      for (int a = 0; a < actors.count; ++a) {
        if (here(a)) unbound[Actors::idx(a)] = free_strength(state, a, c);
      }
      for (int p = 0; p < actors.count; ++p) {
        bool const criminals_only = actors.attributes[Actors::idx(p)].group_type == criminal;
        if (!actors.is_group(p) || criminals_only || !here(p)) continue;  // F11
        for (int i = 0; i < actors.count; ++i) {
          if (!actors.is_operation(i) || !here(i)) continue;
          std::int64_t const n_p = unbound[Actors::idx(p)];
          std::int64_t const n_i = unbound[Actors::idx(i)];
          attack(state, draws, c, p, i, static_cast<std::int32_t>(n_p * n_i / operations),
                 static_cast<std::int32_t>(n_i * n_p / groups));
        }
      }
    });
  }

  /// Expected ambushes of operation i by group p in a cell that holds both [1/week].
  [[nodiscard]] float ambush_rate(State const& state, int p, int i, int c) const {
    Actors const& actors = state.actors;
    auto const power_of = [&](int a) {
      return static_cast<float>(state.at.strength[a][c]) * local_quality(state, a, c);
    };
    float const own = power_of(p);
    float const foe = power_of(i);
    if (!(own > 0.0F)) return 0.0F;
    float const relative = std::clamp(own / (foe + 1e-3F), 0.1F, 10.0F);
    float const push =
        loss_effect * actors.control_lost[Actors::idx(p)] + strength_effect * log(relative);
    return rate * (1.0F - actors.acceptance[Actors::idx(i)][Actors::idx(p)]) *
           (1.0F + state.politics.party_status[Actors::idx(i)]) * exp(push) *
           found_share(state, p, i, c) * state.area_factor(c);
  }

 private:
  void attack(State& state, Draws draws, int c, int p, int i, std::int32_t m_p,
              std::int32_t m_i) const {
    float const expected = ambush_rate(state, p, i, c);
    if (!(expected > 0.0F)) return;
    std::uint64_t const entity = pair_address(state, p, i, static_cast<std::uint64_t>(c));
    Words const word = draws.at(entity);
    std::int32_t const ambushes = std::min(most_attacks, poisson(expected, word(0)));
    std::int32_t const bombs =
        std::min(most_attacks, poisson(expected * bombs_per_ambush, word(1)));
    for (std::int32_t k = 0; k < ambushes; ++k) {
      ambush(state, draws, entity, c, k, force_of(state, p, c, equal_part(m_p, k, ambushes)),
             force_of(state, i, c, equal_part(m_i, k, ambushes)), p, i);
    }
    for (std::int32_t k = 0; k < bombs; ++k) bomb(state, draws, entity, c, k, p, i);
  }

  static Event event_of(EventKind kind, std::uint64_t entity, std::uint32_t branch, int c, int p,
                        int i) {
    Event event;
    event.kind = kind;
    event.cell = c;
    event.side_a = p;
    event.side_b = i;
    event.address = mix(entity ^ branch);
    return event;
  }

  void ambush(State& state, Draws draws, std::uint64_t entity, int c, std::int32_t k,
              Force const& attacker, Force const& target, int p, int i) const {
    if (attacker.committed == 0 || target.committed == 0) return;
    auto const branch = static_cast<std::uint32_t>(k) + 1;
    Words const word = draws.at(entity, branch);
    ExpectedLosses const losses = expected_losses(attacker, target, intensity * ambush_factor);
    Event event = event_of(EventKind::attack_on_operation, entity, branch, c, p, i);
    event.day = day_of_week(word(2));
    event.deaths_a = dead_of(attacker, losses.a, word(0));
    event.deaths_b = dead_of(target, losses.b, word(1));
    event.committed_a = attacker.committed;
    event.committed_b = target.committed;
    state.at.committed[p][c] += attacker.committed;
    state.at.committed[i][c] += target.committed;
    state.events.push_back(event);
    ++state.flows.attacks_on_operations;
  }

  void bomb(State& state, Draws draws, std::uint64_t entity, int c, std::int32_t k, int p,
            int i) const {
    auto const branch = static_cast<std::uint32_t>(k) + 1000;
    Words const word = draws.at(entity, branch);
    Event event = event_of(EventKind::road_bomb, entity, branch, c, p, i);
    event.day = day_of_week(word(1));
    event.deaths_b = std::min(state.at.strength[i][c], poisson(bomb_deaths, word(0)));
    state.events.push_back(event);
    ++state.flows.attacks_on_operations;
  }
};

}  // namespace disalign
