/// Policing: police arrest members of criminal groups; troops do not.
///     arrested ~ Binomial(n, 1 - exp(-r police_c / (police_c + s)))     per unit of a criminal group
/// n  persons of the unit   police_c  officers in its cell (model/civil_capacity.hpp)
/// r  arrests of a member where police are many [1/week]   s  officers for half of it [persons]
/// The arrested leave the group and the map; the books count them among deserters.
/// Limits: no police, or rebels and militias: nobody is arrested.
/// Sign of the direct effect: more police, fewer members left.
/// Reads group_type, civil capacity. Writes units.strength, ledger, flows.deserted.
/// Draws: entity = unit id, word 0. Source: F11, F12 (criminals answer to police); form assumed.
#pragma once
#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/civil_capacity.hpp"
#include "model/state.hpp"

namespace disalign {

struct Policing {
  static constexpr char const* name = "policing";
  float arrest_rate = 0.02F;
  float half_police = 20;

  static void describe(auto& self, auto& visit) {
    visit.field("arrest_rate", self.arrest_rate, "1/week", 0, 1,
                "hazard of arrest of a member of a criminal group where police are many",
                "assumed; F11, F12");
    visit.field("half_police", self.half_police, "person", 0.1, 1e5,
                "officers in a cell for half of that hazard", "assumed, as in crime");
  }

  void operator()(State& state, Draws draws) const {
    Units& units = state.units;
    for_each_unit(units, draws, [&](int row, Words word) {
      auto const r = static_cast<std::size_t>(row);
      int const a = units.actor[r];
      auto const i = Actors::idx(a);
      bool const hunted =
          state.actors.is_group(a) && state.actors.attributes[i].group_type == criminal;
      if (!hunted) return;
      float const hazard = arrest_rate * saturation(police_in(state, units.cell[r]), half_police);
      std::int32_t const arrested = binomial(units.strength[r], hazard, word(0));
      units.strength[r] -= arrested;
      state.flows.deserted[i] += arrested;
      state.ledger.deserted[i] += arrested;
      state.ledger.left_map += arrested;
    });
  }
};

}  // namespace disalign
