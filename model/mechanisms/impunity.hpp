/// Impunity: an army abuses more where nobody watches and nobody punishes.
///     impunity_a = clip(1 - (monitored_a + conditionality_a + y_a) + gained_a)    governments
///     impunity_a = clip(gained_a - conditionality_a)                              operations
///     monitored_a = sum_c n_ac m_c / sum_c n_ac
/// n  persons of the army in the cell   y  accountability: probability of a sanction
/// m_c  share of abuse in c that the monitors of operations within reach see (model/conduct.hpp)
/// gained  what cases without a sanction added   conditionality  what it has to fear for its support
/// An operation starts without impunity: its restraint already says how it behaves when it is held to
/// account; only cases that nobody punished add to it (M17).
/// Limits: no staff, no consent or no reach: 1 - y; an army that is not deployed is not monitored.
/// Reads at.strength, at.in_reach, actors.goals (switch divergent_allocation), consent, civil staff,
/// politics.conditionality, impunity_gained. Writes actors.impunity of governments and operations;
/// `civilian_targeting` multiplies their rates by 1 + 1.5 times it.
/// Source: MODEL.md 6A repression [S], eq. 22, F5, F11, M10, M17, M30. Draws: none.
#pragma once
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/conduct.hpp"
#include "model/state.hpp"

namespace disalign {

struct Impunity {
  static constexpr char const* name = "impunity";
  float half_staff = 100;

  static void describe(auto& self, auto& visit) {
    visit.field("half_staff", self.half_staff, "person", 1, 1e5,
                "civilian staff on human rights that see half of what there is to see", "assumed");
  }

  void operator()(State& state, Draws) const {
    Actors& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      if (!actors.takes_part(a) || actors.is_group(a)) continue;
      auto const i = Actors::idx(a);
      float const added = state.politics.impunity_gained[i] - state.politics.conditionality[i];
      actors.impunity[i] =
          actors.is_government(a)
              ? clip(1.0F - (monitored_share(state, a) + actors.attributes[i].accountability) +
                     added)
              : clip(added);
    }
  }

 private:
  [[nodiscard]] float monitored_share(State const& state, int army) const {
    ActorArray<float> const sight = sight_of_operations(state, half_staff);
    float persons = 0;
    float monitored = 0;
    for_each_cell_of(state, army, [&](int c) {
      auto const n = static_cast<float>(state.at.strength[army][c]);
      persons += n;
      monitored += n * watched_share(state, sight, c);
    });
    return persons > 0.0F ? monitored / persons : 0.0F;
  }
};

}  // namespace disalign
