/// Conditionality: support to a force that abuses is withdrawn, if the threat is meant and abuse is seen.
///     s_i = strictness_i (v_i + (1 - v_i) o)
///     P(stop of i's support to j is decided) = s (1 - exp(-m killed_j))
///     conditionality_j = clip(sum_i min(1, L_ij / n_j) s m)
/// v  credibility of the threat: 1 the supporter's own, 0 a veto stands against it and monitoring is
/// outsourced, which is worth a share o of it (M10)   m  monitoring rate (L2): chance per civilian
/// killed that monitors see it   L_ij  persons of j whose need i covers   n_j  persons of j
/// strictness and v are this rule's parameters, or what a timeline decided for i since (L2).
/// A stop decided takes effect `delay` weeks later and holds for `stop_length` weeks.
/// conditionality_j is what j has to fear: `impunity` subtracts it. Once support has stopped there is
/// nothing left to fear: leverage and sanction exclude each other.
/// Limits: strictness or monitoring 0, or no support: nothing is withdrawn.
/// Sign of the direct effect: both. The threat restrains, the withdrawal weakens the partner.
/// Reads no profile; politics.supported, at.killed_civilians, strength. Writes
/// politics.support_ends, support_stopped, conditionality.
/// Source: MODEL.md 6E L2 (M10), 22; one-off stop of 26 weeks assumed.
/// Draws: entity mix(key_i ^ mix(key_j)), word 0 whether a stop is decided.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/conduct.hpp"
#include "model/state.hpp"

namespace disalign {

struct Conditionality {
  static constexpr char const* name = "conditionality";
  float strictness = 0.5F;
  float credibility = 1;
  float outsourced = 0.5F;
  float monitoring_rate = 0.3F;
  float delay = 8;
  float stop_length = 26;

  static void describe(auto& self, auto& visit) {
    visit.field("strictness", self.strictness, "1", 0, 1,
                "probability that support is withdrawn after abuse that was seen",
                "L2; assumed: 0.5");
    visit.field("credibility", self.credibility, "1", 0, 1,
                "1 a credible threat, 0 an empty one: a veto stands against it", "L2; M10");
    visit.field("outsourced", self.outsourced, "1", 0, 1,
                "what monitoring by others is worth beside the supporter's own",
                "MODEL.md 6E: 0.5; M10");
    visit.field("monitoring_rate", self.monitoring_rate, "1", 0, 1,
                "rate per civilian killed at which monitors of support see it", "L2; assumed: 0.3");
    visit.field("delay", self.delay, "week", 0, 104, "weeks from the decision to the stop",
                "MODEL.md 6E: 8");
    visit.field("stop_length", self.stop_length, "week", 0, 520,
                "weeks for which support stays withdrawn", "assumed");
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    state.politics.conditionality.fill(0);
    for (int i = 0; i < actors.count; ++i) {
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      for (int j = 0; j < actors.count; ++j) {
        if (i != j && actors.takes_part(j)) watch(state, draws, i, j);
      }
    }
  }

  /// s_i: what is left of supporter i's strictness when its threat may be empty, 0..1.
  [[nodiscard]] float threat(State const& state, int i) const {
    Policies const& policies = state.politics.policies;
    float const strict = Policies::or_rule(policies.support_strictness[Actors::idx(i)], strictness);
    float const v = Policies::or_rule(policies.support_credibility[Actors::idx(i)], credibility);
    return strict * (v + (1.0F - v) * outsourced);
  }

 private:
  void watch(State& state, Draws draws, int i, int j) const {
    auto const a = Actors::idx(i);
    auto const b = Actors::idx(j);
    Politics& politics = state.politics;
    float& stopped = politics.support_stopped[a][b];
    float& ends = politics.support_ends[a][b];
    stopped = std::max(0.0F, stopped - 1.0F);
    bool const pending = ends > 0.0F;
    bool now = pending && ends <= 1.0F;
    ends = std::max(0.0F, ends - 1.0F);
    float const covered = politics.supported[a][b];
    if (covered > 0.0F && state.actors.strength[b] > 0) {
      float const meant = threat(state, i);
      float const share = clip(covered / static_cast<float>(state.actors.strength[b]));
      politics.conditionality[b] =
          clip(politics.conditionality[b] + share * meant * monitoring_rate);
      auto const killed = static_cast<float>(civilians_killed_by(state, j));
      std::uint64_t const pair = mix(state.actors.key[a] ^ mix(state.actors.key[b]));
      if (!pending && draws.at(pair)(0) < meant * chance(monitoring_rate * killed)) {
        ends = delay;
        now = !(delay > 0.0F);
      }
    }
    if (now) stopped = stop_length;
  }
};

}  // namespace disalign
