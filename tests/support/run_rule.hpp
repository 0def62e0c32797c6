/// One rule applied to a copy of a state, switched on or off, as the week would.
#pragma once
#include <cstdint>

#include "model/base/rule.hpp"
#include "model/state.hpp"

namespace disalign::test {

/// The state after one step of `rule` alone; seed 7, the given replicate.
template <class Rule>
State after(State state, Rule rule = {}, std::uint64_t replicate = 0, bool enabled = true) {
  Programme<Rule> programme{};
  programme.template get<Rule>().rule = rule;
  programme.template get<Rule>().enabled = enabled;
  programme.step(state, 7, replicate);
  return state;
}

/// True when column(state) changes with the rule on and stays with the rule off: for what no digest
/// holds because every week starts it afresh.
template <class Rule>
bool switch_governs(State const& before, auto const& column, Rule rule = {}) {
  return column(after(before, rule, 0, true)) != column(before) &&
         column(after(before, rule, 0, false)) == column(before);
}

}  // namespace disalign::test
