/// Memories of a week: what each party did to civilians, and where it met its foes.
///     v_pc = EW_6(civilians killed by p per 10,000 people of the cell),   EW_8(hostile contacts of p in c)
/// EW_h(x): m' = d m + (1 - d) x, d = 2^(-1/h). People are residents, displaced and this week's
/// dead, so the rate never exceeds 10,000 and an empty cell gives 0.
/// A contact is an event of kind battle; it counts for both sides, where each stands.
/// Limits: nothing happens, both decay by half in 6 and 8 weeks; half-life 0, only this week counts.
/// Reads at.killed_civilians, cells, events. Writes at.harm, at.contacts; read from next week on.
/// Source: MODEL.md 3 (v_pc) and eq. 7 (rep). Draws: none.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Memories {
  static constexpr char const* name = "memories";
  float harm_half_life = 6;
  float contacts_half_life = 8;

  static void describe(auto& self, auto& visit) {
    visit.field("harm_half_life", self.harm_half_life, "week", 0, 520,
                "half-life of the memory of killed civilians", "MODEL.md 3: 6");
    visit.field("contacts_half_life", self.contacts_half_life, "week", 0, 520,
                "half-life of the memory of hostile contacts", "MODEL.md eq. 7: 8");
  }

  void operator()(State& state, Draws) const {
    float const harm_kept = weekly_decay(harm_half_life);
    float const contacts_kept = weekly_decay(contacts_half_life);
    Cells const& cells = state.cells;
    for (int a = 0; a < state.actors.count; ++a) {
      if (!state.actors.takes_part(a)) continue;
      float* harm = state.at.harm[a];
      float* contacts = state.at.contacts[a];
      std::int32_t const* killed = state.at.killed_civilians[a];
      for_each_strip(state.grid(), [=](auto c) {
        set(harm, c, at(harm, c) * harm_kept);
        set(contacts, c, at(contacts, c) * contacts_kept);
      });
      for_each_cell(state.grid(), [&](int c) {
        if (killed[c] == 0) return;
        auto const i = static_cast<std::size_t>(c);
        auto const people =
            static_cast<float>(cells.residents[i] + cells.displaced[i] + cells.killed[i]);
        harm[c] += (1.0F - harm_kept) * 10000.0F * static_cast<float>(killed[c]) / people;
      });
    }
    for (Event const& event : state.events) {
      if (event.kind != EventKind::battle) continue;
      state.at.contacts[event.side_a][event.cell] += 1.0F - contacts_kept;
      int const cell_b = event.crossing() ? event.cell_b : event.cell;
      state.at.contacts[event.side_b][cell_b] += 1.0F - contacts_kept;
    }
  }
};

}  // namespace disalign
