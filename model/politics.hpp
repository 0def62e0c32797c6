/// What parties and operations owe one another and are thought of: truces, support, blame, consent.
///
/// Part of the state; rules close it once a week. `each` visits every dynamic member once, for the
/// digest and for the checks.
#pragma once
#include <cstdint>

#include "model/actors.hpp"

namespace disalign {

/// How two parties stand after talks. Values of Politics::truce.
enum Truce : std::uint8_t { at_war = 0, ceasefire = 1, settled = 2 };

struct Politics {
  // Between parties
  ActorMatrix<std::uint8_t> truce{};  ///< Truce of p and q, symmetric
  ActorMatrix<float> truce_weeks{};   ///< weeks since the truce began, symmetric [week]
  ActorMatrix<float> hurt{};       ///< EW_26 of the losses of both at each other's hands over their
                                   ///< strength, symmetric [1/week]
  ActorArray<float> exclusions{};  ///< side deals of others that left party p out

  // Operations and those they support: [i][j], i supports j
  ActorMatrix<float> supported{};  ///< persons of j whose need i covers this week [person]
  ActorMatrix<float> delivered{};  ///< of these, supplied this week after convoys' losses [person]
  ActorArray<float> diverted{};    ///< share of i's troops bound by support this week, 0..1
  ActorArray<float> party_intensity{};  ///< EW_13 of sup_i of eq. 21 [1]
  ActorArray<float> party_status{};     ///< Pt_i: taken for a party to the conflict, 0..1

  // Conduct and blame
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

  static void each(auto& self, auto&& visit) {
    visit(self.truce);
    visit(self.truce_weeks);
    visit(self.hurt);
    visit(self.exclusions);
    visit(self.supported);
    visit(self.delivered);
    visit(self.diverted);
    visit(self.party_intensity);
    visit(self.party_status);
    visit(self.sanction_weeks);
    visit(self.impunity_gained);
    visit(self.complicity);
    visit(self.criticism);
    visit(self.usefulness);
    visit(self.alternative);
    visit(self.army_losses_near);
  }
};

}  // namespace disalign
