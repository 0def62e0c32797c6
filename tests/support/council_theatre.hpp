/// The small theatre before the Council: the UN's mandate and the partner's draft can be put to the vote.
#pragma once
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

namespace disalign::test {

struct CouncilTheatre : SmallTheatre {
  CouncilTheatre() {
    for (auto& plan : cast.actors) plan.attributes.consent = 0.7F;
    reset();
    state.week = 10;
    state.council.week_weighed = state.council.week_felt = 9;
  }
  Attributes& attributes(int a) { return state.actors.attributes[Actors::idx(a)]; }
  Mandates& mandates() { return state.mandates; }
  /// What both blocs think of an operation, by hand.
  void utility(int a, float p3, float p2) {
    state.docket.utility[0][Actors::idx(a)] = p3;
    state.docket.utility[1][Actors::idx(a)] = p2;
  }
  /// Applies a rule with the draws of a replicate to this theatre's own state.
  template <class Rule>
  void apply(Rule const& rule, std::uint64_t replicate = 0) {
    rule(state, Draws(7, replicate, state.week, rule_address(Rule::name)));
  }
};

}  // namespace disalign::test
