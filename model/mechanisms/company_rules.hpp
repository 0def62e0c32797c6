/// Company rules: what private companies may be used for, and whom they may employ.
///     g^_jk = 0 for tasks k that the rules exclude, the rest rescaled to sum 1; hold_site = 1 where
///     nothing is left
///     s^_jp = max(0, s^_jp) for local parties p where offensive use is excluded
///     vetting_j = v e
/// j  operations led by companies, private or of a state   v  vetting, 0..1 (L2)   e  its effect on
/// restraint. Groups may still attack a company: their own stance stays.
/// Limits: everything covered and v = 0, the default: nothing changes. Applied twice it does nothing
/// more. Sign of the direct effect: both; fewer offensives, fewer abuses.
/// Reads goals and stances in use (switches divergent_allocation, divergent_targeting), attributes.lead.
/// Writes goals, stances in use, politics.vetting_gain. Draws none.
/// Source: L5 (uses covered and excluded), L2 (vetting of companies), M14; effect of vetting assumed.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/conduct.hpp"
#include "model/state.hpp"

namespace disalign {

struct CompanyRules {
  static constexpr char const* name = "company_rules";
  int offensive = 1;
  int guarding = 1;
  int services = 1;
  float vetting = 0;
  float vetting_effect = 0.2F;

  static void describe(auto& self, auto& visit) {
    visit.field("offensive", self.offensive, "1", 0, 1,
                "1: companies may attack designated parties and take resources", "L5");
    visit.field("guarding", self.guarding, "1", 0, 1,
                "1: companies may guard people and sites and stand between parties", "L5");
    visit.field("services", self.services, "1", 0, 1,
                "1: companies may train, support, inform and do other unarmed work", "L5");
    visit.field("vetting", self.vetting, "1", 0, 1,
                "share of a company's members who are vetted for abuse", "L2");
    visit.field("vetting_effect", self.vetting_effect, "1", 0, 1,
                "restraint added by vetting all of them", "assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    for (int j = 0; j < state.actors.count; ++j) {
      if (!state.actors.takes_part(j) || !is_company(state.actors, j)) continue;
      state.politics.vetting_gain[Actors::idx(j)] = vetting * vetting_effect;
      if (offensive != 0 && guarding != 0 && services != 0) continue;
      confine(state.actors.goals[Actors::idx(j)]);
      if (offensive != 0) continue;
      for (int p = 0; p < state.actors.count; ++p) {
        float& stance = state.actors.stances[Actors::idx(j)][Actors::idx(p)];
        if (!state.actors.is_operation(p)) stance = std::max(0.0F, stance);
      }
    }
  }

 private:
  [[nodiscard]] bool covered(Task task) const {
    switch (task) {
      case defeat_designated:
      case secure_resources:
        return offensive != 0;
      case hold_site:
      case protect_civilians:
      case separate_parties:
        return guarding != 0;
      default:
        return services != 0;
    }
  }

  void confine(Goals& goals) const {
    float sum = 0;
    for (int k = 0; k < task_count; ++k) {
      float& g = goals[static_cast<std::size_t>(k)];
      if (!covered(static_cast<Task>(k))) g = 0;
      sum += g;
    }
    if (!(sum > 0.0F)) {
      goals[hold_site] = 1;
      return;
    }
    // Sums within rounding of 1 are left alone, so that a second pass changes nothing.
    if (sum < 0.99999F || sum > 1.00001F) {
      for (float& g : goals) g /= sum;
    }
  }
};

}  // namespace disalign
