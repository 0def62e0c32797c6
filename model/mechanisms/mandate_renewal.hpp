/// Mandate renewal: a mandate with an end goes on only if no bloc vetoes it.
///     U_b(renewal) = U_b + status_quo - objection [H < objection_consent or expelled]
///     P(veto by b) = lg(-U_b)
/// Vetoed: the mandate is lost, the operation withdraws over `withdrawal_weeks`. Not vetoed but short
/// of nine votes: a technical roll-over of 4 to 13 weeks, then a new vote. Else renewed for its term.
/// An early review that a slighted bloc asked for is a vote on every mission with an end whose pen
/// the other bloc holds; if it is not vetoed the mandate runs on as before.
/// H  consent of the host, 0..1   U_b  see security_council
/// Limits: no mandate with an end, no vote. Check: central operation, host consent, K = 0.2: 0.4 % of
/// renewals vetoed; 45 % under a full grudge of one bloc.
/// Without security_council nobody objects, and it reads no sponsor itself.
/// Reads docket.utility, pen, term, council.early_review, consent. Writes mandates.renewal, departure,
/// drawdown_*, authorised; docket.vetoed of parallel forces, which may stay (deployment_anyway);
/// council, flows. Source: MODEL.md eq. 24, Renewal (UNPREDEP 1999, UNOMIG 2009: about 0.3 %; F34).
/// Draws: entity = actor key; branch 0 the scheduled vote, branch 1 the early review: words 0-2 the
/// vote, word 3 the length of a roll-over.
#pragma once
#include "model/council_vote.hpp"

namespace disalign {

struct MandateRenewal {
  static constexpr char const* name = "mandate_renewal";
  float status_quo = 2.8F;
  float objection = 3;
  float objection_consent = 0.2F;
  float nine_votes = 0.02F;
  int rollover_least = 4;
  int rollover_most = 13;
  int withdrawal_weeks = 26;

  static void describe(auto& self, auto& visit) {
    visit.field("status_quo", self.status_quo, "1", 0, 20,
                "what a mission that exists has over a draft",
                "MODEL.md eq. 24: 0.3 % of renewals vetoed");
    visit.field("objection", self.objection, "1", 0, 20, "weight of the host's objection",
                "assumed");
    visit.field("objection_consent", self.objection_consent, "1", 0, 1,
                "consent below which the host objects", "assumed");
    visit.field("nine_votes", self.nine_votes, "1", 0, 1,
                "probability that a renewal without veto lacks nine votes and is rolled over",
                "assumed");
    visit.field("rollover_least", self.rollover_least, "week", 1, 52,
                "shortest technical roll-over", "MODEL.md eq. 24: 4-13");
    visit.field("rollover_most", self.rollover_most, "week", 1, 52, "longest technical roll-over",
                "MODEL.md eq. 24: 4-13");
    visit.field("withdrawal_weeks", self.withdrawal_weeks, "week", 1, 520,
                "weeks of withdrawal once a mandate is lost", "F34: 26");
  }

  void operator()(State& state, Draws draws) const {
    for (int a = 0; a < state.actors.count; ++a) {
      auto const i = Actors::idx(a);
      if (!state.actors.takes_part(a) || !state.actors.is_operation(a)) continue;
      if (state.mandates.renewal[i] < 0) continue;
      bool const leaves =
          state.mandates.departure[i] <= state.week && !(state.mandates.drawdown_to[i] > 0.0F);
      bool const scheduled = state.mandates.renewal[i] <= state.week;
      if (leaves) {
        state.mandates.renewal[i] = -1;
      } else if (scheduled || reviewed(state, i)) {
        decide(state, a, scheduled, draws.at(state.actors.key[i], scheduled ? 0 : 1));
      }
    }
  }

 private:
  static bool reviewed(State const& state, std::size_t i) {
    auto const other = static_cast<std::size_t>(1 - state.docket.pen[i]);
    return state.council.early_review[other] == state.week;
  }

  void decide(State& state, int a, bool scheduled, Words word) const {
    auto const i = Actors::idx(a);
    Mandates& mandates = state.mandates;
    bool const objects = state.actors.consent[i] < objection_consent || mandates.expelled[i] != 0;
    float const gain = status_quo - (objects ? objection : 0.0F);
    Vote const result = vote({state.docket.utility[0][i] + gain, state.docket.utility[1][i] + gain},
                             nine_votes, word);
    enter(state, a, result);
    if (result.vetoed()) {
      lose(state, a);
    } else if (scheduled) {
      int const longest = rollover_most > rollover_least ? rollover_most : rollover_least;
      auto const choices = static_cast<float>(longest - rollover_least + 1);
      int const roll = rollover_least + static_cast<int>(choices * word(3));
      int const term = state.docket.term[i] > 0 ? state.docket.term[i] : 52;
      mandates.renewal[i] = state.week + (result.nine_votes ? term
                                          : roll > longest  ? longest
                                                            : roll);
    }
  }

  void lose(State& state, int a) const {
    auto const i = Actors::idx(a);
    Mandates& mandates = state.mandates;
    mandates.renewal[i] = -1;
    mandates.authorised[i] = 0;
    mandates.departure[i] = state.week;
    mandates.drawdown_to[i] = 0;
    mandates.drawdown_weeks[i] = static_cast<float>(withdrawal_weeks);
    if (state.actors.kind[i] == Kind::parallel_force) state.docket.vetoed[i] = state.week;
    ++state.council.renewals_lost;
    ++state.flows.renewals_lost;
  }
};

}  // namespace disalign
