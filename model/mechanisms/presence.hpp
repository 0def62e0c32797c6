/// Presence: operations that protect civilians by being there.
///     prot_c = 1 - exp(-sum_i P_ic)
///     P_ic   = p_i n_ic (1 - b_i)/100 iota_ic g^_i,PC/.35 z_i Cm_ic u_ic^.5 (1 - fric_ic)
/// n_ic  persons of i whose reach covers c   iota  perceived impartiality   z  protection skill
/// g^_PC  weight of protection among the goals in use   Cm  complementarity   u  mean supply
/// fric  share of effect that friction takes this week
/// b_i  share of i's troops bound by the support of others
/// Against armed groups every operation counts; p_j is lower for a parallel force that the Council
/// did not authorise or that has no UN mission beside it (F10). Against the army and its allies
/// only parallel forces count, at full p (F9): the UN acts on the army through monitoring (F5).
/// Persons in reach, not those in the cell itself: a reach in km gives nearly the same effect on any
/// grid, the strength of single cells does not. u is the mean over the units in the cell, or of the
/// whole force where it covers the cell from outside.
/// Limits: g_PC = 0 or nobody in reach, P = 0; saturates at prot = 1.
/// Sign of the direct effect: protection rises with n, iota, z, Cm, u and falls with fric.
/// Reads goals in use, attributes, mandates.authorised, politics.diverted, at.in_reach,
/// impartiality, complementarity, friction, supply.
/// Writes cells.protection_from_groups and protection_from_government. Draws none.
/// Source: MODEL.md eq. 12; F1, F5, F9, F10; p := 1 assumed, to be calibrated.
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Presence {
  static constexpr char const* name = "presence";
  float effect = 1;
  float without_mandate = 0.3F;
  float full_goal = 0.35F;

  static void describe(auto& self, auto& visit) {
    visit.field("effect", self.effect, "1", 0, 100,
                "protection exponent of 100 fully impartial UN troops (p)",
                "assumed; calibrate to F1 (upper bound), F10");
    visit.field("without_mandate", self.without_mandate, "1", 0, 1,
                "effect against groups of a force without authorisation or without a UN mission",
                "assumed; F9, F10");
    visit.field("full_goal", self.full_goal, "1", 0.01, 1,
                "weight of protection among the goals at which the effect is stated",
                "MODEL.md section 4: the UN's .35");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    Cells& cells = state.cells;
    bool const un_present = has_un(actors);
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      if (!actors.takes_part(i) || !actors.is_operation(i) || actors.strength[a] == 0) continue;
      Attributes const& attributes = actors.attributes[a];
      bool const un = actors.kind[a] == Kind::un_mission;
      bool const mandated = un || (state.mandates.authorised[a] >= 0.5F && un_present);
      float const per_person = effect / 100.0F * actors.goals[a][protect_civilians] / full_goal *
                               attributes.protection_skill * (1.0F - state.politics.diverted[a]);
      float const supplied = mean_supply(state, i);
      for_each_cell(state.grid(), [&](int c) {
        std::int32_t const persons = state.at.in_reach[i][c];
        if (persons == 0) return;
        float const power = per_person * static_cast<float>(persons) * state.at.impartiality[i][c] *
                            state.at.complementarity[i][c] * (1.0F - state.at.friction[i][c]) *
                            root(supply_in(state, i, c, supplied));
        auto const cell = Actors::idx(c);
        add(cells.protection_from_groups[cell], mandated ? power : without_mandate * power);
        if (!un) add(cells.protection_from_government[cell], power);
      });
    }
  }

 private:
  /// 1 - (1 - prot) exp(-P): adding operations one by one gives 1 - exp(-sum P).
  static void add(float& protection, float power) {
    protection = clip(1.0F - (1.0F - protection) * exp(-power));
  }

  static bool has_un(Actors const& actors) {
    for (int a = 0; a < actors.count; ++a) {
      auto const i = Actors::idx(a);
      if (actors.takes_part(a) && actors.kind[i] == Kind::un_mission && actors.strength[i] > 0)
        return true;
    }
    return false;
  }

  /// Mean supply of the force by person, 0..1.
  static float mean_supply(State const& state, int i) {
    float persons = 0;
    float supplied = 0;
    for_each_unit(state.units, [&](int row) {
      auto const r = static_cast<std::size_t>(row);
      if (state.units.actor[r] != i) return;
      persons += static_cast<float>(state.units.strength[r]);
      supplied += static_cast<float>(state.units.strength[r]) * state.units.supply[r];
    });
    return persons > 0.0F ? supplied / persons : 0.0F;
  }

  /// Mean supply by person of the units in cell c, `otherwise` when none stands there.
  static float supply_in(State const& state, int i, int c, float otherwise) {
    if (state.at.strength[i][c] == 0) return otherwise;
    auto const cell = Actors::idx(c);
    float persons = 0;
    float supplied = 0;
    for (auto at = state.by_cell.start[cell]; at < state.by_cell.start[cell + 1]; ++at) {
      auto const r = Actors::idx(state.by_cell.rows[Actors::idx(at)]);
      if (state.units.actor[r] != i) continue;
      persons += static_cast<float>(state.units.strength[r]);
      supplied += static_cast<float>(state.units.strength[r]) * state.units.supply[r];
    }
    return persons > 0.0F ? supplied / persons : otherwise;
  }
};

}  // namespace disalign
