/// Expulsion: a host that has lost patience tells an operation to leave.
///     hazard = a exp(b (h - H_i)) [1/week]
/// H_i  consent of the host, 0..1   a  hazard at consent h   b  how fast it grows as consent falls
/// The drawdown starts now and takes `exit_weeks` of the operation (26; companies 2); what a drawdown
/// under way has already taken home stays at home, and a faster one is not slowed down.
/// Limits: a = 0, no host, nobody in theatre: nobody is expelled. It happens once; those expelled do
/// not come back. At H = .7: 1.5 % a year, at .2: 50 %.
/// Sign of the direct effect: fewer persons of the operation; on civilians both. Reads no profile.
/// Reads consent, attributes.exit_weeks. Writes mandates.expelled, departure, drawdown_weeks,
/// drawdown_to; flows.expulsions. Source: MODEL.md eq. 23 (M18, F35).
/// Draws: entity = the operation's key, word 0.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/host.hpp"
#include "model/state.hpp"

namespace disalign {

struct Expulsion {
  static constexpr char const* name = "expulsion";
  float hazard = 0.00029F;
  float growth = 7.7F;
  float at_consent = 0.7F;

  static void describe(auto& self, auto& visit) {
    visit.field("hazard", self.hazard, "1/week", 0, 1, "hazard of expulsion at ordinary consent",
                "MODEL.md eq. 23: 0.00029, 1.5 % a year; F35");
    visit.field("growth", self.growth, "1", 0, 30, "growth of its logarithm as consent falls by 1",
                "MODEL.md eq. 23: 7.7, 50 % a year at 0.2");
    visit.field("at_consent", self.at_consent, "1", 0, 1, "consent at which the hazard is stated",
                "MODEL.md eq. 23: 0.7");
  }

  void operator()(State& state, Draws draws) const {
    if (host_of(state.actors) < 0) return;
    for (int i = 0; i < state.actors.count; ++i) {
      auto const a = Actors::idx(i);
      if (!is_guest(state, i) || state.actors.strength[a] == 0) continue;
      float const rate = hazard * exp(growth * (at_consent - state.actors.consent[a]));
      if (draws.at(state.actors.key[a])(0) < chance(rate)) expel(state, a);
    }
  }

 private:
  static void expel(State& state, std::size_t a) {
    Mandates& mandates = state.mandates;
    mandates.expelled[a] = 1;
    ++state.flows.expulsions;
    float const exit = state.actors.attributes[a].exit_weeks;
    auto const under_way = static_cast<float>(state.week - mandates.departure[a]);
    float const left = clip(mandates.drawdown_to[a]);
    float const gone = (1.0F - left) * clip(under_way / mandates.drawdown_weeks[a]);
    bool const leaves_sooner = under_way >= 0.0F && !(left > 0.0F) &&
                               mandates.drawdown_weeks[a] - under_way <= exit * (1.0F - gone);
    if (leaves_sooner) return;
    mandates.departure[a] = state.week - static_cast<std::int32_t>(gone * exit);
    mandates.drawdown_weeks[a] = exit;
    mandates.drawdown_to[a] = 0;
  }
};

}  // namespace disalign
