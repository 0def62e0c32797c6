/// Collateral harm: bystanders die in contacts, the more the less restrained the sides are.
///     killed by s ~ Poisson(0.5 (1 - r_s) m_s / (m_a + m_b) D min(1, rho / 2e5)),   s = a, b
/// r  restraint as it stands this week, 0..1   m  persons committed   D  dead of both sides in the contact (after rescue)
/// rho  residents and displaced of the cell per reference area A0: a density, so that smaller cells
/// do not spare bystanders.
/// Each side answers for its own part of the contact: what `civilians_by_b` says is side_b's.
/// Limits: full restraint of both, no dead, or an empty cell: nobody.
/// Applies to battles, crossings (cell of side_a) and ambushes; road bombs commit nobody.
/// Reads events, residents, displaced. Writes events. Source: MODEL.md eq. 9 (prototype), F39.
/// Draws: entity = the event's address; words 0, 1 killed by side_a and side_b.
#pragma once
#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/conduct.hpp"
#include "model/state.hpp"

namespace disalign {

struct Collateral {
  static constexpr char const* name = "collateral";
  float bystanders_per_death = 0.5F;
  float dense = 2e5F;

  static void describe(auto& self, auto& visit) {
    visit.field("bystanders_per_death", self.bystanders_per_death, "1", 0, 20,
                "civilians killed per fighter killed, by sides without restraint in a dense cell",
                "prototype; F39");
    visit.field("dense", self.dense, "person", 1, 1e9,
                "people per reference area at which bystanders are everywhere", "prototype");
  }

  void operator()(State& state, Draws draws) const {
    for (Event& event : state.events) {
      std::int32_t const persons = event.committed_a + event.committed_b;
      bool const contact =
          event.kind == EventKind::battle || event.kind == EventKind::attack_on_operation;
      std::int32_t const dead = event.deaths_a + event.deaths_b;
      if (!contact || persons == 0 || dead == 0) continue;
      auto const c = static_cast<std::size_t>(event.cell);
      auto const people = static_cast<float>(state.cells.residents[c] + state.cells.displaced[c]);
      float const each = bystanders_per_death * static_cast<float>(dead) *
                         clip(people * state.area_factor(event.cell) / dense) /
                         static_cast<float>(persons);
      auto const mean = [&](int side, std::int32_t committed) {
        return each * (1.0F - restraint_now(state, side)) * static_cast<float>(committed);
      };
      Words const word = draws.at(event.address);
      std::int32_t const by_a = poisson(mean(event.side_a, event.committed_a), word(0));
      std::int32_t const by_b = poisson(mean(event.side_b, event.committed_b), word(1));
      event.deaths_civilians += by_a + by_b;
      event.civilians_by_b += by_b;
    }
  }
};

}  // namespace disalign
