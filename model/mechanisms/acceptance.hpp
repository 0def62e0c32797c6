/// Acceptance: an armed group comes to accept or reject an operation by its stance, its name, its friends.
///     Ac' = Ac + r (Ac* - Ac)
///     Ac* = clip(.5 + .5 s^_ip + .5 iota_i - .5 sum_j a_ij [-s^_jp]+)
///     a_ij = (b0 + (1 - b0) c_ij) (1 - max(brand_i, brand_j)) over operations j with persons in theatre
/// s^  stances in use (divergent_targeting governs them)   iota_i  mean perceived impartiality over
/// the cells where i stands, its value at rest where it stands nowhere   c_ij  coordination
/// r  rate [1/week]   b0  association without coordination   brand  branding
/// Limits: r = 0 constant; alone, Ac tends to clip(.5 + .5 s + .5 iota).
/// Sign of the direct effect: the operation's own favour and impartiality raise it, hostile
/// associates lower it; acceptance lowers attacks on i and opens talks.
/// Reads stances, coordination, attributes, at.strength, at.impartiality. Writes actors.acceptance
/// of operations by armed groups. Draws none. Source: MODEL.md 6C, acceptance by group p (F19).
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Acceptance {
  static constexpr char const* name = "acceptance";
  float rate = 0.05F;
  float association = 0.2F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "approach of acceptance to its target",
                "MODEL.md 6C: 0.05");
    visit.field("association", self.association, "1", 0, 1,
                "association of uncoordinated operations in a group's eyes (b0)", "assumed: 0.2");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      float const iota = mean_impartiality(state, i);
      for (int p = 0; p < actors.count; ++p) {
        if (!actors.takes_part(p) || !actors.is_group(p)) continue;
        float const own = actors.stances[Actors::idx(i)][Actors::idx(p)];
        float const target =
            clip(0.5F + 0.5F * own + 0.5F * iota - 0.5F * hostile_friends(actors, i, p));
        float& acceptance = actors.acceptance[Actors::idx(i)][Actors::idx(p)];
        acceptance += rate * (target - acceptance);
      }
    }
  }

 private:
  static float mean_impartiality(State const& state, int i) {
    float sum = 0;
    float count = 0;
    for_each_cell_of(state, i, [&](int c) {
      sum += state.at.impartiality[i][c];
      count += 1.0F;
    });
    return count > 0.0F ? sum / count : state.actors.attributes[Actors::idx(i)].impartiality;
  }

  [[nodiscard]] float hostile_friends(Actors const& actors, int i, int p) const {
    float sum = 0;
    for (int j = 0; j < actors.count; ++j) {
      auto const other = Actors::idx(j);
      if (j == i || !actors.takes_part(j) || !actors.is_operation(j) || actors.strength[other] == 0)
        continue;
      float const branding =
          std::max(actors.attributes[Actors::idx(i)].branding, actors.attributes[other].branding);
      float const bond =
          association + (1.0F - association) * actors.coordination[Actors::idx(i)][other];
      sum += bond * (1.0F - branding) * positive(-actors.stances[other][Actors::idx(p)]);
    }
    return sum;
  }
};

}  // namespace disalign
