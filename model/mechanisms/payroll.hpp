/// Pay: what a party earns this week, and the share of its people it cannot pay.
///     B' = B + income - pay - support,
///     unpaid = min(1, [-B']+ / (pay + support)),   then B' = min([B']+, reserve pay)
/// B, income  [persons paid for a week]     pay  1 per person of its strength
/// support  1 per person of others whose need it covers this week: own people and they share a lack
///     government   tax sum_c residents_c [K_c > held] + external
///     armed group  sum_c (levy residents_c + yield V_c A_c / A0) K_c + external
///     operation    budget external + g_RE yield sum_c V_c K_c A_c / A0
///                  (concessions: its weight on resources)
/// K  smoothed control, 0..1     V  lootable resource value, 0..1     external  attributes.external_income
/// budget  mandates.budget: what a recession or a budget crisis leaves of the external income (M7)
/// An operation without external income is paid in full by its sponsor, outside this purse.
/// Beyond `reserve` weeks of pay a surplus is spent on other things: B stays finite, and a rich past
/// shields nobody for years (assumed; MODEL.md leaves B unbounded).
/// Limits: no people, nothing unpaid; income >= pay, nothing unpaid; no income and no purse, all.
/// Reads control, residents, resource, strength, goals, mandates.budget, politics.supported.
/// Writes actors.purse, actors.unpaid_share,
/// which sustainment turns into lower supply. Source: MODEL.md 3 (assumed). Draws: none.
#pragma once
#include <algorithm>

#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Payroll {
  static constexpr char const* name = "payroll";
  float tax = 0.02F;
  float tax_control = 0.5F;
  float levy = 0.01F;
  float resource_yield = 200;
  float reserve = 26;

  static void describe(auto& self, auto& visit) {
    visit.field("tax", self.tax, "person-week/week", 0, 1,
                "persons the government can pay per resident it rules", "assumed");
    visit.field("tax_control", self.tax_control, "1", 0, 1,
                "control above which the government taxes a cell", "assumed");
    visit.field("levy", self.levy, "person-week/week", 0, 1,
                "persons an armed group can pay per resident of a cell it fully controls",
                "assumed");
    visit.field("resource_yield", self.resource_yield, "person-week/week", 0, 1e5,
                "persons paid from a cell of resource value 1 under full control", "assumed");
    visit.field("reserve", self.reserve, "week", 0, 1e4, "weeks of pay that a purse holds at most",
                "assumed");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      auto const i = Actors::idx(a);
      if (!actors.takes_part(a)) continue;
      bool const sponsored =
          actors.is_operation(a) && !(actors.attributes[i].external_income > 0.0F);
      auto const pay = static_cast<float>(actors.strength[i]);
      if (sponsored) {
        actors.unpaid_share[i] = 0;
        continue;
      }
      float support = 0;
      for (float const persons : state.politics.supported[i]) support += persons;
      float const due = pay + support;
      float const left = actors.purse[i] + income(state, a) - due;
      actors.unpaid_share[i] = due > 0.0F ? std::min(1.0F, positive(-left) / due) : 0.0F;
      actors.purse[i] = std::min(positive(left), reserve * pay);
    }
  }

 private:
  [[nodiscard]] float income(State const& state, int a) const {
    Actors const& actors = state.actors;
    auto const i = Actors::idx(a);
    float const rent = actors.is_group(a) ? 1.0F : actors.goals[i][secure_resources];
    float const budget = actors.is_operation(a) ? state.mandates.budget[i] : 1.0F;
    float earned = budget * actors.attributes[i].external_income;
    for_each_cell(state.grid(), [&](int c) {
      auto const cell = static_cast<std::size_t>(c);
      float const held = state.at.control[a][c];
      if (!(held > 0.0F)) return;
      auto const residents = static_cast<float>(state.cells.residents[cell]);
      if (actors.is_government(a)) {
        earned += held > tax_control ? tax * residents : 0.0F;
        return;
      }
      earned += rent * resource_yield * state.world->resource[cell] * held / state.area_factor(c);
      if (actors.is_group(a)) earned += levy * residents * held;
    });
    return earned;
  }
};

}  // namespace disalign
