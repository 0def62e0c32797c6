/// What parties and operations owe one another and are thought of: truces, support, blame, consent.
///
/// Part of the state; rules close it once a week. `each` visits every dynamic member once, for the
/// digest and for the checks.
#pragma once
#include <cstdint>

#include "model/actors.hpp"

namespace disalign {

/// How two parties stand after talks. Values of Politics::truce.
/// A side deal is a ceasefire that a third party bought: no settlement follows from it.
enum Truce : std::uint8_t { at_war = 0, ceasefire = 1, settled = 2, side_deal = 3 };

/// What the timeline decided in place of a rule's parameter, from then on; unset: the parameter holds.
struct Policies {
  static constexpr float unset = -1;
  ActorArray<float> support_strictness = filled();   ///< of supporter i, 0..1
  ActorArray<float> support_credibility = filled();  ///< of supporter i, 0..1
  float political_track = unset;                     ///< 0..1
  float reporting = unset;  ///< probability that a killing becomes public where nobody monitors

  /// The policy where there is one, else the parameter.
  static float or_rule(float policy, float parameter) { return policy < 0.0F ? parameter : policy; }

 private:
  static ActorArray<float> filled() {
    ActorArray<float> values{};
    values.fill(unset);
    return values;
  }
};

struct Politics {
  Policies policies;

  // Between parties
  ActorMatrix<std::uint8_t> truce{};  ///< Truce of p and q, symmetric
  ActorMatrix<float> truce_weeks{};   ///< weeks since the truce began, symmetric [week]
  ActorMatrix<float> hurt{};    ///< losses of both at each other's hands over the strength of both,
                                ///< fading with a half-life of 26 weeks, symmetric [1]
  ActorMatrix<float> drift{};   ///< what side deals and party status have added to the stance of p
                                ///< towards q since week 0; rules that renew a stance add it
  ActorMatrix<float> banned{};  ///< [i][p]: probability that i may not engage group p, 0..1
  ActorArray<float> exclusions{};  ///< side deals of others with the government that leave p out

  // Operations and those they support: [i][j], i supports j
  ActorMatrix<float> supported{};  ///< persons of j whose need i covers this week [person]
  ActorMatrix<float> delivered{};  ///< of these, supplied this week after convoys' losses [person]
  ActorMatrix<float> support_stopped{};  ///< weeks left in which i withholds support from j [week]
  ActorMatrix<float> support_ends{};     ///< weeks until a decided stop takes effect; 0 none [week]
  ActorArray<float> conditionality{};    ///< what j has to fear for its support after abuse, 0..1
  ActorArray<float> diverted{};          ///< share of i's troops bound by support this week, 0..1
  ActorArray<float> party_intensity{};   ///< EW_13 of sup_i of eq. 21 [1]
  ActorArray<float> party_status{};      ///< Pt_i: taken for a party to the conflict, 0..1

  // Conduct and blame
  ActorArray<float> restraint_gain{};  ///< added to restraint by a sanction under way, 0..1
  ActorArray<float> vetting_gain{};    ///< added to restraint by vetting, 0..1
  ActorArray<float> sanction_weeks{};  ///< weeks left in which a sanction raises restraint [week]
  ActorArray<float>
      impunity_gained{};  ///< impunity that unpunished abuse and side deals added, 0..1
  ActorArray<float>
      complicity{};  ///< civilians killed this week by those i supports, weighted [person]

  // Host and operation
  ActorArray<float> criticism{};         ///< cr_i: EW_26 of public reports of abuse, 0..1
  ActorArray<float> usefulness{};        ///< use_i: fall of the army's losses near i, 0..1
  ActorArray<float> alternative{};       ///< alt_i: a more favourable partner at hand, 0..1
  ActorArray<float> army_losses_near{};  ///< EW_13 of the army's dead in cells of i [person/week]
  ActorArray<float>
      army_losses_expected{};  ///< EW_13 of its dead there if it died alike everywhere

  static void each(auto& self, auto&& visit) {
    visit(self.policies.support_strictness);
    visit(self.policies.support_credibility);
    visit(self.policies.political_track);
    visit(self.policies.reporting);
    visit(self.truce);
    visit(self.truce_weeks);
    visit(self.hurt);
    visit(self.drift);
    visit(self.banned);
    visit(self.exclusions);
    visit(self.supported);
    visit(self.delivered);
    visit(self.support_stopped);
    visit(self.support_ends);
    visit(self.conditionality);
    visit(self.diverted);
    visit(self.party_intensity);
    visit(self.party_status);
    visit(self.restraint_gain);
    visit(self.vetting_gain);
    visit(self.sanction_weeks);
    visit(self.impunity_gained);
    visit(self.complicity);
    visit(self.criticism);
    visit(self.usefulness);
    visit(self.alternative);
    visit(self.army_losses_near);
    visit(self.army_losses_expected);
  }
};

}  // namespace disalign
