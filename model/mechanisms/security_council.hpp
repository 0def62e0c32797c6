/// Security Council: what divides it, what each bloc thinks of each operation, and votes on drafts.
///     U_b = base + need A + host h + terrorism CT w - distance d^2 - contested K - grudge Gr_b
///     P(veto by b) = lg(-U_b); without a veto nine votes still fail with probability `nine_votes`
///     K' = K + return (K0 - K) + veto (vetoes of last week), in [0, 1], once a week
/// A  need: [EW_13(deaths) / EW_104(deaths) - 1] in [0, 1]: deaths over their trend
/// h  1 where the host's consent to the operation is at least a half   CT  consensus, 0..1
/// w  min(1, g_DD / 0.2): what agreement on counter-terrorism is worth to this operation
/// d  half the distance of the sponsor's position from the bloc's   Gr_b  resentment (retaliation)
/// A draft comes from the timeline, or from need: with the UN's budget factor B < 1 the Council is
/// asked at rate `substitution` (1 - B) to authorise a parallel force that stands by unauthorised
/// (M7). Adopted: authorised, force generation begins, renewal every `mandate_weeks`. Vetoed: see
/// deployment_anyway.
/// Limits: no draft, no vote and no veto. Check: central operation, host consent, K = 0.2: each bloc
/// lg(-3.4), 6 % vetoed; one bloc's own force: the other lg(-0.4), 40 %.
/// Reads sponsor position, goals, consent, ledger, docket.resentment. Writes council, docket.utility,
/// pen, draft, vetoed; mandates.authorised, arrival, renewal. Source: MODEL.md eq. 24; baseline 5 % of
/// drafts vetoed in 2014-23 (Highlights of Security Council Practice 2023); w assumed.
/// This switch governs the reading of sponsors. Sign: none of its own.
/// Draws: entity = actor key; branch 0 words 0-2 the vote, branch 1 word 0 the call to substitute.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/council_vote.hpp"

namespace disalign {

struct SecurityCouncil {
  static constexpr char const* name = "security_council";
  static constexpr Channel channel{"council_drafts", 0};
  float base = 4.3F;
  float need = 1.5F;
  float host = 0.7F;
  float terrorism = 1.5F;
  float distance = 4;
  float contested = 3;
  float grudge = 6;
  float rest = 0.2F;
  float recovery = 0.02F;
  float veto = 0.1F;
  float nine_votes = 0.02F;
  float substitution = 0.1F;
  int mandate_weeks = 52;

  static void describe(auto& self, auto& visit) {
    visit.field("base", self.base, "1", -20, 20, "a bloc's readiness to let any draft pass",
                "MODEL.md eq. 24; 5 % of drafts vetoed");
    visit.field("need", self.need, "1", 0, 20, "weight of deaths above their trend", "assumed");
    visit.field("host", self.host, "1", 0, 20, "weight of the host's consent", "assumed");
    visit.field("terrorism", self.terrorism, "1", 0, 20, "weight of agreement on counter-terrorism",
                "assumed");
    visit.field("distance", self.distance, "1", 0, 50,
                "weight of the squared distance of the sponsor from the bloc", "assumed");
    visit.field("contested", self.contested, "1", 0, 50, "weight of what divides the Council",
                "assumed");
    visit.field("grudge", self.grudge, "1", 0, 50, "weight of resentment over an earlier veto",
                "assumed; M25");
    visit.field("rest", self.rest, "1", 0, 1, "contestation at rest (K0)", "MODEL.md eq. 24");
    visit.field("recovery", self.recovery, "1/week", 0, 1, "return of contestation to rest",
                "assumed");
    visit.field("veto", self.veto, "1", 0, 1, "what a veto adds to contestation", "assumed");
    visit.field("nine_votes", self.nine_votes, "1", 0, 1,
                "probability that a draft without veto fails for want of nine votes", "assumed");
    visit.field("substitution", self.substitution, "1/week", 0, 10,
                "rate of calls on a force standing by when the UN has no money at all",
                "assumed; M7");
    visit.field("mandate_weeks", self.mandate_weeks, "week", 1, 520,
                "length of a mandate that the Council adopts", "MODEL.md eq. 24: 52, optional 26");
  }

  void operator()(State& state, Draws draws) const {
    weigh(state.council, state.week);
    count_deaths(state);
    float const want = need_of(state.docket);
    float const budget = un_budget(state);
    for (int a = 0; a < state.actors.count; ++a) {
      if (!state.actors.takes_part(a) || !state.actors.is_operation(a)) continue;
      auto const i = Actors::idx(a);
      std::uint64_t const key = state.actors.key[i];
      state.docket.pen[i] = penholder(state.actors.attributes[i]);
      float const calls = chance(substitution * positive(1.0F - budget));
      if (stands_by(state, a) && draws.at(key, 1)(0) < calls) state.docket.draft[i] = state.week;
      for (std::size_t b = 0; b < bloc_count; ++b) {
        state.docket.utility[b][i] = utility(state, i, b, want);
      }
      if (state.docket.draft[i] == state.week) decide(state, a, draws.at(key));
    }
  }

 private:
  void weigh(Council& council, int week) const {
    if (council.week_weighed >= week) return;
    council.week_weighed = week;
    auto const vetoes = static_cast<float>(council.vetoes - council.vetoes_weighed);
    council.vetoes_weighed = council.vetoes;
    council.contestation =
        clip(council.contestation + recovery * (rest - council.contestation) + veto * vetoes);
  }

  /// Memories of all deaths; in the first weeks plain means, so that neither starts from nothing.
  static void count_deaths(State& state) {
    Docket& docket = state.docket;
    std::int64_t counted = state.ledger.civilian_dead;
    for (std::int64_t const killed : state.ledger.killed) counted += killed;
    auto const deaths = static_cast<float>(counted - docket.deaths_counted);
    docket.deaths_counted = counted;
    if (state.week == 0) return;  // nothing has happened yet
    auto const remember = [&](float& memory, float half_life) {
      float const share =
          std::max(1.0F - weekly_decay(half_life), 1.0F / static_cast<float>(state.week));
      memory += share * (deaths - memory);
    };
    remember(docket.deaths_recent, 13);
    remember(docket.deaths_trend, 104);
  }

  static float need_of(Docket const& docket) {
    if (!(docket.deaths_trend > 0.0F)) return 0;
    return clip(docket.deaths_recent / docket.deaths_trend - 1.0F);
  }

  /// The least budget factor of the UN missions of this theatre; 1 without one.
  static float un_budget(State const& state) {
    float least = 1;
    for (int a = 0; a < state.actors.count; ++a) {
      auto const i = Actors::idx(a);
      if (!state.actors.takes_part(a) || state.actors.kind[i] != Kind::un_mission) continue;
      least = std::min(least, state.mandates.budget[i]);
    }
    return least;
  }

  static bool stands_by(State const& state, int a) {
    auto const i = Actors::idx(a);
    return state.actors.kind[i] == Kind::parallel_force && !(state.mandates.authorised[i] > 0.0F) &&
           state.mandates.arrival[i] > state.week && state.docket.draft[i] < state.week &&
           state.docket.vetoed[i] < 0;
  }

  [[nodiscard]] float utility(State const& state, std::size_t i, std::size_t b, float want) const {
    Attributes const& its = state.actors.attributes[i];
    Council const& council = state.council;
    float const x = its.sponsor_x - bloc_positions[b];
    float const d2 = (x * x + its.sponsor_y * its.sponsor_y) / 4.0F;
    float const consents = state.actors.consent[i] >= 0.5F ? 1.0F : 0.0F;
    float const fights = clip(state.actors.goals[i][defeat_designated] / 0.2F);
    return base + need * want + host * consents +
           terrorism * council.counter_terrorism_consensus * fights - distance * d2 -
           contested * council.contestation - grudge * state.docket.resentment[b][i];
  }

  void decide(State& state, int a, Words word) const {
    auto const i = Actors::idx(a);
    Docket& docket = state.docket;
    Vote const result = vote({docket.utility[0][i], docket.utility[1][i]}, nine_votes, word);
    enter(state, a, result);
    if (result.vetoed()) docket.vetoed[i] = state.week;
    if (!result.adopted()) return;
    Mandates& mandates = state.mandates;
    mandates.authorised[i] = 1;
    mandates.arrival[i] = std::min(mandates.arrival[i], state.week);
    docket.vetoed[i] = -1;
    docket.anyway[i] = 0;
    docket.term[i] = mandate_weeks;
    mandates.renewal[i] = state.week + mandate_weeks;
  }
};

}  // namespace disalign
