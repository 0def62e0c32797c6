/// Hindered movement: a force that holds a place keeps others out of it.
///     P(j closes c to i) = q exp(-kappa c_ij)
///     when the parallel force j has more persons in c than i, and is host-favoured (declared stance
///     to the government >= favour) or independent (c_ij < independence)
/// q  chance without coordination   c_ij  coordination of i and j   kappa  its effect, from interoperability (L11)
/// A unit of operation i that chose c stays where it is; units already in c remain.
/// Limits: q = 0, or j nowhere: no cell is closed. Each pair and cell is drawn once a week.
/// Sign of the direct effect: fewer moves of the other operations; on civilians both.
/// Reads declared stances (own switch), coordination, at.strength. Writes at.closed.
/// Draws: mix of the keys of j and i (ordered), branch cell: word 0.
/// Source: MODEL.md eq. 16 (M24, scenario 3); thresholds assumed.
#pragma once
#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct HinderedMovement {
  static constexpr char const* name = "hindered_movement";
  static constexpr Channel channel{"hindered_moves", 1};
  float closure = 0.6F;
  float interoperability = 0.511111F;
  float favour = 0.5F;
  float independence = 0.5F;

  static void describe(auto& self, auto& visit) {
    visit.field("closure", self.closure, "1", 0, 1,
                "chance per week that an uncoordinated force closes a cell it holds",
                "MODEL.md eq. 16: 0.6; M24");
    visit.field("interoperability", self.interoperability, "1", 0.2, 0.9,
                "how far exchanged staff make forces interoperable: kappa = 0.3 at 0.2, 3 at 0.9",
                "L11: 0.2-0.9; 0.511 gives MODEL.md's kappa 1.5");
    visit.field("favour", self.favour, "1", -1, 1,
                "stance to the government from which a force is host-favoured", "assumed");
    visit.field("independence", self.independence, "1", 0, 1,
                "coordination below which a force is independent", "assumed");
  }

  /// kappa = 0.3 + 2.7 (L11 - 0.2) / 0.7: what full coordination takes off the log rate.
  [[nodiscard]] float coordination_effect() const {
    return 0.3F + 2.7F / 0.7F * (interoperability - 0.2F);
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    for (int j = 0; j < actors.count; ++j) {
      auto const holder = Actors::idx(j);
      if (!actors.takes_part(j) || actors.kind[holder] != Kind::parallel_force) continue;
      bool const favoured = favoured_by_host(actors, j);
      for (int i = 0; i < actors.count; ++i) {
        if (i == j || !actors.takes_part(i) || !actors.is_operation(i)) continue;
        float const contact = actors.coordination[holder][Actors::idx(i)];
        if (!favoured && contact >= independence) continue;
        float const probability = closure * exp(-coordination_effect() * contact);
        std::uint64_t const pair = mix(actors.key[holder] ^ mix(actors.key[Actors::idx(i)]));
        for_each_cell_of(state, j, [&](int c) {
          if (state.at.strength[j][c] <= state.at.strength[i][c]) return;
          if (draws.at(pair, static_cast<std::uint32_t>(c))(0) < probability)
            state.at.closed[i][c] = 1;
        });
      }
    }
  }

 private:
  [[nodiscard]] bool favoured_by_host(Actors const& actors, int j) const {
    for (int g = 0; g < actors.count; ++g) {
      if (!actors.takes_part(g) || !actors.is_government(g)) continue;
      if (actors.declared[Actors::idx(j)].stances[Actors::idx(g)] >= favour) return true;
    }
    return false;
  }
};

}  // namespace disalign
