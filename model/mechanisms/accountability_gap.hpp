/// Accountability gap: a force whose killings are punished holds back, one that goes free learns that too.
///     P(reported) = 1 - (1 - v) (1 - m_c)
///     P(sanctioned | reported) = clip(y_a + k m_c);   companies: clip(b + l (y_a + k m_c))
///     sanctioned: restraint + g for w weeks;   reported and not: impunity' = impunity + f, at most 1
///     impunity gained fades by half in `fading` weeks
/// for each event and each side of it, army or operation, that killed at least one civilian
/// y  attributes.accountability   m_c  share of abuse in the cell that monitors see, 0..1
/// v  publicity without monitors (the parameter, or what a timeline decided since)   k  strictness   b, l  company_sanction and company_liability (L5):
/// neither company nor sponsor answers for a company unless its guidelines say so (M17): 0 by default
/// A sanction under way is renewed, not added to. Killings that nobody reports change nothing. The
/// fading is ours: without it every army would be at full impunity after fifty reports.
/// Limits: no civilian killed, sanctions run out and impunity fades; y = 1, every report is punished.
/// Sign of the direct effect: cases go unpunished. On civilians both: sanctions lower, impunity raises
/// attacks on them.
/// This switch governs the reading of accountability, a principle. Reads events, attributes, in_reach,
/// goals in use, consent. Writes politics.sanction_weeks, restraint_gain, impunity_gained; flows.
/// Source: MODEL.md eq. 22 (M14, M17), L2, L5. Draws: entity = the event's address; words 0 reported
/// and 1 sanctioned for side_a, 2 and 3 for side_b.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/conduct.hpp"
#include "model/state.hpp"

namespace disalign {

struct AccountabilityGap {
  static constexpr char const* name = "accountability_gap";
  static constexpr Channel channel{"unpunished", 1};
  float publicity = 0.3F;
  float strictness = 0.3F;
  float sanction_gain = 0.1F;
  float sanction_length = 52;
  float free_gain = 0.02F;
  float fading = 26;
  float company_sanction = 0;
  float company_liability = 0;
  float half_staff = 100;

  static void describe(auto& self, auto& visit) {
    visit.field("publicity", self.publicity, "1", 0, 1,
                "probability that a killing becomes public where nobody monitors", "L2; assumed");
    visit.field("strictness", self.strictness, "1", 0, 1,
                "what full monitoring adds to the probability of a sanction", "L2; assumed");
    visit.field("sanction_gain", self.sanction_gain, "1", 0, 1,
                "restraint added while a sanction is under way", "MODEL.md eq. 22: 0.1");
    visit.field("sanction_length", self.sanction_length, "week", 0, 520,
                "weeks for which a sanction holds", "MODEL.md eq. 22: 52");
    visit.field("free_gain", self.free_gain, "1", 0, 1,
                "impunity gained by a reported killing that nobody punished",
                "MODEL.md eq. 22: 0.02");
    visit.field("fading", self.fading, "week", 0.1, 1000,
                "half-life of impunity gained by cases without a sanction", "assumed");
    visit.field("company_sanction", self.company_sanction, "1", 0, 1,
                "probability that a reported killing by a company is punished",
                "L5; S: 0, nobody was held to account");
    visit.field("company_liability", self.company_liability, "1", 0, 1,
                "share of the rules for other forces that binds companies", "L5; S: 0");
    visit.field("half_staff", self.half_staff, "person", 1, 1e5,
                "staff on human rights that see half of what there is to see",
                "assumed, as in impunity");
  }

  void operator()(State& state, Draws draws) const {
    Politics& politics = state.politics;
    float const kept = weekly_decay(fading);
    for (int a = 0; a < state.actors.count; ++a) {
      auto const i = Actors::idx(a);
      politics.impunity_gained[i] *= kept;
      politics.sanction_weeks[i] = std::max(0.0F, politics.sanction_weeks[i] - 1.0F);
      if (!(politics.sanction_weeks[i] > 0.0F)) politics.restraint_gain[i] = 0;
    }
    ActorArray<float> const sight = sight_of_operations(state, half_staff);
    for (Event const& event : state.events) {
      if (event.deaths_civilians == 0) continue;
      Words const word = draws.at(event.address);
      float const watched = watched_share(state, sight, event.cell);
      if (event.deaths_civilians > event.civilians_by_b)
        judge(state, event.side_a, watched, word(0), word(1));
      if (event.civilians_by_b > 0) judge(state, event.side_b, watched, word(2), word(3));
    }
  }

  /// Probability that a reported killing by actor a is punished, where a share `watched` is seen.
  [[nodiscard]] float sanction_probability(Actors const& actors, int a, float watched) const {
    float const rules = actors.attributes[Actors::idx(a)].accountability + strictness * watched;
    return is_company(actors, a) ? clip(company_sanction + company_liability * rules) : clip(rules);
  }

 private:
  void judge(State& state, int a, float watched, float u_reported, float u_sanctioned) const {
    if (a < 0 || state.actors.is_group(a)) return;
    float const v = Policies::or_rule(state.politics.policies.reporting, publicity);
    if (!(u_reported < 1.0F - (1.0F - v) * (1.0F - watched))) return;
    auto const i = Actors::idx(a);
    Politics& politics = state.politics;
    if (u_sanctioned < sanction_probability(state.actors, a, watched)) {
      politics.sanction_weeks[i] = sanction_length;
      politics.restraint_gain[i] = sanction_length > 0.0F ? sanction_gain : 0.0F;
      ++state.flows.sanctions;
    } else {
      politics.impunity_gained[i] = clip(politics.impunity_gained[i] + free_gain);
      ++state.flows.unpunished;
    }
  }
};

}  // namespace disalign
