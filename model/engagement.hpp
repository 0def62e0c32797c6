/// Attrition: what an armed contact of two sides costs them. Shared by battles, crossings, ambushes.
///     base = intensity min(m_a, m_b)
///     loss_a ~ Poisson(base f_b / (f_a + f_b) asym_a), at most m_a,   f = m e u^0.5
/// m  persons committed   e  combat quality of one person (halved by friction)   u  supply, 0..1
/// f  fighting strength   asym  share of losses that an advanced force suffers
/// intensity  dead of both sides per person of the weaker side in one contact
/// Limits: no persons on a side, no losses; the expected losses of both sides sum to base when
/// asym = 1, and the stronger side loses less. Source: MODEL.md eq. 5 (prototype).
#pragma once
#include <algorithm>
#include <cstdint>

#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

/// One side of a contact.
struct Force {
  std::int32_t committed = 0;  ///< m [persons]
  float quality = 1;           ///< e
  float supply = 1;            ///< u, 0..1
  float loss_factor = 1;       ///< asym, 0..1

  /// f = m e u^0.5.
  [[nodiscard]] float fighting_strength() const {
    return static_cast<float>(committed) * quality * root(supply);
  }
};

/// Expected losses of the two sides of a contact [persons].
struct ExpectedLosses {
  float a = 0, b = 0;
};

/// Expected losses of one contact by MODEL.md eq. 5.
inline ExpectedLosses expected_losses(Force const& a, Force const& b, float intensity) {
  float const fa = a.fighting_strength();
  float const fb = b.fighting_strength();
  if (!(fa + fb > 0.0F)) return {};
  float const base = intensity * static_cast<float>(std::min(a.committed, b.committed));
  return {base * fb / (fa + fb) * a.loss_factor, base * fa / (fa + fb) * b.loss_factor};
}

/// Expected losses by Lanchester (1916), for theory tests: loss_a = rate e_b m_b^x m_a^(1-x);
/// x = 1 is the square law, x = 1/2 the linear law.
inline ExpectedLosses lanchester_losses(Force const& a, Force const& b, float rate,
                                        float exponent) {
  auto const loss = [&](Force const& own, Force const& foe) {
    return rate * foe.quality * power(static_cast<float>(foe.committed), exponent) *
           power(static_cast<float>(own.committed), 1.0F - exponent);
  };
  if (a.committed == 0 || b.committed == 0) return {};
  return {loss(a, b), loss(b, a)};
}

/// Dead of a side at u in (0, 1): Poisson, at most all who are committed.
inline std::int32_t dead_of(Force const& side, float expected, float u) {
  return std::min(side.committed, poisson(expected, u));
}

/// Strength-weighted mean supply of an actor's units in a cell, 0..1. The sum is of integers, so it
/// does not depend on the order of rows.
inline float local_supply(State const& state, int actor, int cell) {
  auto const& start = state.by_cell.start;
  auto const c = static_cast<std::size_t>(cell);
  std::int64_t persons = 0;
  std::int64_t supplied = 0;  // [persons / 65536]
  for (auto i = static_cast<std::size_t>(start[c]); i < static_cast<std::size_t>(start[c + 1]);
       ++i) {
    auto const r = static_cast<std::size_t>(state.by_cell.rows[i]);
    if (state.units.actor[r] != actor) continue;
    persons += state.units.strength[r];
    supplied += state.units.strength[r] *
                static_cast<std::int64_t>(state.units.supply[r] * 65536.0F + 0.5F);
  }
  return persons > 0 ? static_cast<float>(supplied) / (65536.0F * static_cast<float>(persons))
                     : 1.0F;
}

/// Combat quality of an actor's persons in a cell this week: e (1 - friction).
inline float local_quality(State const& state, int actor, int cell) {
  return state.actors.attributes[Actors::idx(actor)].combat *
         (1.0F - state.at.friction[actor][cell]);
}

/// The side that `committed` persons of an actor form in a cell, with the supply they have there.
inline Force force_of(State const& state, int actor, int cell, std::int32_t committed) {
  return {committed, local_quality(state, actor, cell), local_supply(state, actor, cell),
          state.actors.attributes[Actors::idx(actor)].loss_factor};
}

/// Hostility that leads to contacts: that of State::hostility, but troops of operations and criminal
/// groups leave each other alone, since criminals are for police (F11, F12).
inline float contact_hostility(State const& state, int a, int b, int cell) {
  Actors const& actors = state.actors;
  auto const is_criminal = [&](int p) {
    return actors.is_group(p) && actors.attributes[Actors::idx(p)].group_type == criminal;
  };
  bool const left_alone =
      (actors.is_operation(a) && is_criminal(b)) || (actors.is_operation(b) && is_criminal(a));
  return left_alone ? 0.0F : state.hostility(a, b, cell);
}

/// Persons of an actor in a cell who are not yet bound in a contact this week.
inline std::int32_t free_strength(State const& state, int actor, int cell) {
  return std::max(0, state.at.strength[actor][cell] - state.at.committed[actor][cell]);
}

/// Share of a side in a cell that the observer can bring to a fight, 0..1: all of a side that
/// stands (evasion 0), what is known of one that evades (evasion 1): 1 - evasion (1 - kn).
inline float found_share(State const& state, int observer, int side, int cell) {
  return 1.0F - state.actors.attributes[Actors::idx(side)].evasion *
                    (1.0F - state.known_share(observer, side, cell));
}

/// Address of a pair of actors at a place; the same whichever is named first.
inline std::uint64_t pair_address(State const& state, int a, int b, std::uint64_t place) {
  std::uint64_t const ka = state.actors.key[Actors::idx(a)];
  std::uint64_t const kb = state.actors.key[Actors::idx(b)];
  return mix(std::min(ka, kb) ^ mix(std::max(ka, kb) ^ mix(place)));
}

/// Part `k` of `parts` of `persons`, as equal as integers allow; the parts sum to `persons`.
inline std::int32_t equal_part(std::int32_t persons, std::int32_t k, std::int32_t parts) {
  return static_cast<std::int32_t>((std::int64_t{persons} * (k + 1)) / parts -
                                   (std::int64_t{persons} * k) / parts);
}

}  // namespace disalign
