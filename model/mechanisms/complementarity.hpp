/// Complementarity: partners in reach whose tasks support each other achieve more together.
///     Cm_ic = 1 + chi sum_{j != i} sat(n_jc, h) C_ij / C0 (1 - max(fric_ic, fric_jc))
///     C_ij  = sum_kl g_ik Y_kl g_jl
/// n_jc  persons of j whose reach covers c   h  persons for half the effect   Y  synergy of tasks
/// g  declared goals: this benefit has its own switch   C0  synergy of a fully complementary pair
/// fric  share of effect that friction takes this week
/// Limits: no partner in reach, or Y = 0: Cm = 1. Multiplies protection, human rights, mediation and
/// humanitarian access of i.
/// Sign of the direct effect: never below 1, so it only helps civilians.
/// Reads actors.declared, synergy, at.in_reach, at.friction. Writes at.complementarity. Draws none.
/// Source: MODEL.md 6B (M1, F10); chi and h assumed. C_ij is a sum over profiles that this rule
/// needs, not the index of section 4: it reads no index.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Complementarity {
  static constexpr char const* name = "complementarity";
  static constexpr Channel channel{"protected_share", 1};
  float strength = 0.5F;
  float half_persons = 200;
  float full_synergy = 0.2F;

  static void describe(auto& self, auto& visit) {
    visit.field("strength", self.strength, "1", 0, 10,
                "gain beside a large, fully complementary partner (chi)", "assumed");
    visit.field("half_persons", self.half_persons, "person", 1, 1e5,
                "partner's persons in reach for half the gain", "assumed");
    visit.field("full_synergy", self.full_synergy, "1", 0.001, 1,
                "synergy of goals that counts as fully complementary (C0)",
                "MODEL.md section 4, worked example: copy .13, complement .20");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    for (int i = 0; i < actors.count; ++i) {
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      for (int j = 0; j < actors.count; ++j) {
        if (j == i || !actors.takes_part(j) || !actors.is_operation(j)) continue;
        float const gain = strength * synergy_of(state, i, j) / full_synergy;
        for_each_cell(state.grid(), [&](int c) {
          float const partners = static_cast<float>(state.at.in_reach[j][c]);
          float const lost = std::max(state.at.friction[i][c], state.at.friction[j][c]);
          state.at.complementarity[i][c] +=
              gain * saturation(partners, half_persons) * (1.0F - lost);
        });
      }
    }
  }

 private:
  static float synergy_of(State const& state, int i, int j) {
    Goals const& own = state.actors.declared[Actors::idx(i)].goals;
    Goals const& other = state.actors.declared[Actors::idx(j)].goals;
    float sum = 0;
    for (std::size_t k = 0; k < own.size(); ++k) {
      for (std::size_t l = 0; l < other.size(); ++l)
        sum += own[k] * (*state.synergy)[k][l] * other[l];
    }
    return sum;
  }
};

}  // namespace disalign
