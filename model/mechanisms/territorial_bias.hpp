/// Territorial bias: a force at home in the conflict sees parties as the government there does.
///     s_jp <- (1 - b own) s_jp + b own s_gp     for every local party p but the government itself
///     s_jg <- (1 - b own) s_jg + b own          towards the government g,    both in week 0
/// b  bias   own  1 for an operation on its members' own territory (neighbours have stakes)   s stances
/// Declared, reference and used stances are shifted alike, so a run without channels still does not
/// depend on what j declares; local parties answer in kind, as at founding.
/// Limits: b = 0 or own = 0, nothing; b = 1, the government's own stances.
/// Sign of the direct effect: partiality (the spread of its stances) grows or falls with that of the
/// government's.
/// Reads attributes.own_territory, stances of the government. Writes stances of the operation and of
/// local parties towards it. Draws none.
/// Source: MODEL.md 6B, own-territory stance bias from neighbours (M12); form and b assumed.
#pragma once
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct TerritorialBias {
  static constexpr char const* name = "territorial_bias";
  float bias = 0.3F;

  static void describe(auto& self, auto& visit) {
    visit.field("bias", self.bias, "1", 0, 1,
                "weight of the government's stances in those of a force on its own territory",
                "assumed; M12");
  }

  void operator()(State& state, Draws /*draws*/) const {
    if (state.week != 0) return;
    Actors& actors = state.actors;
    int host = -1;
    for (int a = actors.count - 1; a >= 0; --a) {
      if (actors.takes_part(a) && actors.is_government(a)) host = a;
    }
    if (host < 0) return;
    Stances towards = actors.stances[Actors::idx(host)];
    towards[Actors::idx(host)] = 1;
    for (int j = 0; j < actors.count; ++j) {
      auto const i = Actors::idx(j);
      float const weight = bias * clip(actors.attributes[i].own_territory);
      if (!actors.takes_part(j) || !actors.is_operation(j) || !(weight > 0.0F)) continue;
      for (int p = 0; p <= communities; ++p) {
        bool const party = p == communities || (p < actors.count && !actors.is_operation(p));
        if (!party) continue;
        auto const k = Actors::idx(p);
        for (Stances* stances :
             {&actors.declared[i].stances, &actors.reference[i].stances, &actors.stances[i]}) {
          (*stances)[k] += weight * (towards[k] - (*stances)[k]);
        }
        if (p < actors.count) actors.stances[k][i] = actors.stances[i][k];
      }
    }
  }
};

}  // namespace disalign
