/// Battles: hostile sides that share a cell meet now and then and kill some of each other.
///     K_ab ~ Poisson(lam_c h_ab vis_ab A0/A_c exp(-Ip)), at most `most_contacts`
///     vis_ab = clip(0.3 + found_a found_b),   found_a = 1 - evasion_a (1 - kn_ba)
///     m_ab = n_a h_ab n_b e_b vis_ab / sum_b' h_ab' n_b' e_b' vis_ab',  m_ab / K in each contact
/// lam_c  contacts a week of sides that stand and hate in a cell of area A0 [1/week]
/// h  hostility, 0..1   kn_ba  share of a that b knows of   n  persons not committed this week
/// exp(-Ip)  interposition; not for contacts of an operation   m  persons committed
/// Losses of each contact: model/engagement.hpp. Dead civilians are added by `collateral`.
/// Area: two units somewhere in a country share a cell with probability ~ A_c and then meet at a
/// rate ~ 1/A_c, so the number of their meetings does not depend on the cells; where sides are so
/// dense that they always share cells, equal parts of m keep the dead, not the contacts, the same.
/// Troops of operations and criminal groups leave each other alone: criminals are for police (F11).
/// Limits: h = 0 or nobody there, no contact; a full commitment is never exceeded.
/// Reads at.strength, committed, friction, unseen, tips, support, harm, cells.interposition, supply.
/// Writes events, at.committed, flows.contacts. Source: MODEL.md eq. 4, 5 (prototype).
/// Draws: entity = pair of actors and cell. Branch 0 word 0: K. Branch k: words 0, 1 the dead of the
/// side with the lower and the higher key, word 2 the day.
#pragma once
#include "model/base/lanes.hpp"
#include "model/engagement.hpp"

namespace disalign {

struct Battles {
  static constexpr char const* name = "battles";
  float contact_rate = 2;
  float visible_always = 0.3F;
  int most_contacts = 3;
  float intensity = 0.06F;
  bool lanchester = false;
  float lanchester_rate = 0.02F;
  float lanchester_exponent = 1;

  static void describe(auto& self, auto& visit) {
    visit.field("contact_rate", self.contact_rate, "1/week", 0, 1000,
                "contacts of fully hostile, visible sides in a cell of the reference area (lam_c)",
                "prototype");
    visit.field("visible_always", self.visible_always, "1", 0, 1,
                "visibility of sides that know nothing of each other", "prototype");
    visit.field("most_contacts", self.most_contacts, "event", 1, 1000,
                "most contacts of two sides in a cell and week", "MODEL.md eq. 4");
    visit.field("intensity", self.intensity, "1", 0, 1,
                "dead of both sides per committed person of the weaker side", "prototype");
    visit.field("lanchester", self.lanchester, "1", 0, 1,
                "1: losses by Lanchester's laws, for theory checks", "Lanchester 1916");
    visit.field("lanchester_rate", self.lanchester_rate, "1/week", 0, 1,
                "losses per week and committed foe under Lanchester's laws", "assumed");
    visit.field("lanchester_exponent", self.lanchester_exponent, "1", 0, 1,
                "weight of the foe's strength: 1 square law, 0.5 linear law", "Lanchester 1916");
  }

  void operator()(State& state, Draws draws) const {
    for_each_cell(state.grid(), [&](int c) {
      if (state.present[c].size() < 2) return;
      Encounter const here = sides_in(state, c);
      for (int i = 0; i < here.sides; ++i) {
        for (int j = i + 1; j < here.sides; ++j) {
          if (here.heat[idx(i)][idx(j)] > 0.0F) contacts(state, draws, c, here, i, j);
        }
      }
    });
  }

 private:
  static std::size_t idx(int i) { return static_cast<std::size_t>(i); }

  /// Who can fight whom in one cell.
  struct Encounter {
    int sides = 0;
    // Set for i, j < sides.
    std::array<int, max_actors> actor;
    std::array<std::int32_t, max_actors> free;                   ///< persons not yet committed
    std::array<std::array<float, max_actors>, max_actors> heat;  ///< h vis
    std::array<float, max_actors> claims;                        ///< sum over foes of h n e vis
  };

  [[nodiscard]] Encounter sides_in(State const& state, int c) const {
    Encounter here;
    for (int const a : state.present[c]) {
      here.actor[idx(here.sides)] = a;
      here.free[idx(here.sides)] = free_strength(state, a, c);
      ++here.sides;
    }
    for (int i = 0; i < here.sides; ++i) {
      here.heat[idx(i)][idx(i)] = 0;
      for (int j = i + 1; j < here.sides; ++j) {
        float const h = contact_hostility(state, here.actor[idx(i)], here.actor[idx(j)], c);
        float const heat =
            h > 0.0F ? h * visibility(state, here.actor[idx(i)], here.actor[idx(j)], c) : 0.0F;
        here.heat[idx(i)][idx(j)] = here.heat[idx(j)][idx(i)] = heat;
      }
    }
    for (int i = 0; i < here.sides; ++i) {
      here.claims[idx(i)] = 0;
      for (int j = 0; j < here.sides; ++j) here.claims[idx(i)] += claim(state, c, here, i, j);
    }
    return here;
  }

  [[nodiscard]] float visibility(State const& state, int a, int b, int c) const {
    return clip(visible_always + found_share(state, b, a, c) * found_share(state, a, b, c));
  }

  /// h n_j e_j vis: what foe j asks of side i's strength.
  static float claim(State const& state, int c, Encounter const& here, int i, int j) {
    return here.heat[idx(i)][idx(j)] * static_cast<float>(here.free[idx(j)]) *
           local_quality(state, here.actor[idx(j)], c);
  }

  /// Persons of side i set apart for foe j.
  static std::int32_t committed_to(State const& state, int c, Encounter const& here, int i, int j) {
    if (!(here.claims[idx(i)] > 0.0F)) return 0;
    float const share = claim(state, c, here, i, j) / here.claims[idx(i)];
    return static_cast<std::int32_t>(static_cast<float>(here.free[idx(i)]) * share);
  }

  void contacts(State& state, Draws draws, int c, Encounter const& here, int i, int j) const {
    // The side with the lower key is side_a, so that words do not depend on the order of actors.
    auto const key = [&](int side) { return state.actors.key[idx(here.actor[idx(side)])]; };
    if (key(i) > key(j)) std::swap(i, j);
    int const a = here.actor[idx(i)];
    int const b = here.actor[idx(j)];
    std::uint64_t const entity = pair_address(state, a, b, static_cast<std::uint64_t>(c));
    std::int32_t const met =
        std::min(most_contacts, poisson(contact_rate * here.heat[idx(i)][idx(j)] *
                                            state.area_factor(c) * interposed(state, a, b, c),
                                        draws.at(entity)(0)));
    if (met == 0) return;
    std::int32_t const m_a = committed_to(state, c, here, i, j);
    std::int32_t const m_b = committed_to(state, c, here, j, i);
    for (std::int32_t k = 0; k < met; ++k) {
      Force const force_a = force_of(state, a, c, equal_part(m_a, k, met));
      Force const force_b = force_of(state, b, c, equal_part(m_b, k, met));
      if (force_a.committed == 0 || force_b.committed == 0) continue;
      Words const word = draws.at(entity, static_cast<std::uint32_t>(k) + 1);
      fight(state, c, a, b, force_a, force_b, word,
            mix(entity ^ static_cast<std::uint64_t>(k + 1)));
    }
  }

  /// exp(-Ip) for contacts of others, 1 when an operation takes part.
  static float interposed(State const& state, int a, int b, int c) {
    bool const own = state.actors.is_operation(a) || state.actors.is_operation(b);
    return own ? 1.0F : state.cells.interposition[idx(c)];
  }

  void fight(State& state, int c, int a, int b, Force const& force_a, Force const& force_b,
             Words word, std::uint64_t address) const {
    ExpectedLosses const losses =
        lanchester ? lanchester_losses(force_a, force_b, lanchester_rate, lanchester_exponent)
                   : expected_losses(force_a, force_b, intensity);
    Event event;
    event.kind = EventKind::battle;
    event.day = day_of_week(word(2));
    event.cell = c;
    event.side_a = a;
    event.side_b = b;
    event.committed_a = force_a.committed;
    event.committed_b = force_b.committed;
    event.deaths_a = dead_of(force_a, losses.a, word(0));
    event.deaths_b = dead_of(force_b, losses.b, word(1));
    event.address = address;
    state.at.committed[a][c] += force_a.committed;
    state.at.committed[b][c] += force_b.committed;
    state.events.push_back(event);
    ++state.flows.contacts;
  }
};

}  // namespace disalign
