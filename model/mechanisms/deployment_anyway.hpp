/// Deployment anyway: a parallel force whose draft was vetoed goes in, or stays, without the Council.
///     P = lg(base + stake s + host h - legal),  decided `delay` weeks after the veto
/// s  what is at stake for its sponsor, 0..1   h  1 where the host's consent is at least a half
/// Then: not authorised; force generation begins (a withdrawal is called off); its coordination with
/// every operation starts at 0 and its legitimacy is `legitimacy_loss` lower. How far both recover
/// without the Council is up to coordination_growth (legal ceiling) and legal_basis.
/// Limits: no veto, nothing; a stake of 1 at the host's request 73 %, no stake without it 5 %.
/// Reads docket.vetoed, stake, consent. Writes mandates.arrival, departure, authorised; docket;
/// coordination, legitimacy. Source: MODEL.md 6C, Deployment anyway (M20, M21; scenario 3 [S]).
/// Draws: entity = actor key, word 0.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct DeploymentAnyway {
  static constexpr char const* name = "deployment_anyway";
  float base = -2;
  float stake = 3;
  float host = 1;
  float legal = 1;
  float legitimacy_loss = 0.3F;
  int delay = 4;

  static void describe(auto& self, auto& visit) {
    visit.field("base", self.base, "1", -20, 20, "readiness to act against a veto",
                "MODEL.md 6C (M20); assumed");
    visit.field("stake", self.stake, "1", 0, 20, "weight of what is at stake for the sponsor",
                "assumed");
    visit.field("host", self.host, "1", 0, 20, "weight of the host's request", "assumed");
    visit.field("legal", self.legal, "1", 0, 20, "what acting without the Council costs",
                "assumed");
    visit.field("legitimacy_loss", self.legitimacy_loss, "1", 0, 1,
                "legitimacy it starts without for want of a mandate", "assumed; M20");
    visit.field("delay", self.delay, "week", 1, 520, "weeks from the veto to the decision",
                "scenario 3: 4 [S]");
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      auto const i = Actors::idx(a);
      if (!actors.takes_part(a) || actors.kind[i] != Kind::parallel_force) continue;
      Docket& docket = state.docket;
      bool const due = docket.vetoed[i] >= 0 && state.week >= docket.vetoed[i] + delay;
      if (due) {
        docket.vetoed[i] = -1;
        bool const barred = state.mandates.expelled[i] != 0;  // the host itself told it to leave
        if (!barred && draws.at(actors.key[i])(0) < willing(state, i)) go(state, i);
      }
      if (state.mandates.authorised[i] > 0.0F) docket.anyway[i] = 0;
    }
  }

 private:
  [[nodiscard]] float willing(State const& state, std::size_t i) const {
    float const requested = state.actors.consent[i] >= 0.5F ? 1.0F : 0.0F;
    return logistic(base + stake * state.actors.attributes[i].stake + host * requested - legal);
  }

  void go(State& state, std::size_t i) const {
    Mandates& mandates = state.mandates;
    state.docket.anyway[i] = 1;
    mandates.authorised[i] = 0;
    mandates.arrival[i] = std::min(mandates.arrival[i], state.week);
    if (mandates.departure[i] <= state.week) {
      auto const planned = static_cast<std::int32_t>(state.actors.attributes[i].departure_week);
      mandates.departure[i] = planned > state.week ? planned : 100000;
    }
    auto& c = state.actors.coordination;
    for (std::size_t j = 0; j < c.size(); ++j) c[i][j] = c[j][i] = 0;
    state.actors.legitimacy[i] = clip(state.actors.legitimacy[i] - legitimacy_loss);
  }
};

}  // namespace disalign
