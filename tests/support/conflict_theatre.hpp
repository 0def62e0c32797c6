/// The small theatre made ready for fights: hostility by hand, sides in the open, weeks begun anew.
#pragma once
#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

namespace disalign::test {

/// How many standard errors a mean of n draws with that standard deviation lies from its expectation.
inline double standard_errors(double mean, double expected, double deviation, double n) {
  return std::fabs(mean - expected) / (deviation / std::sqrt(n));
}
/// The bound of every frequency test.
inline constexpr double bound = 4.5;

struct ConflictTheatre : SmallTheatre {
  ConflictTheatre() : ConflictTheatre(small_world()) {}
  explicit ConflictTheatre(World theatre_world) : SmallTheatre(std::move(theatre_world)) {
    for (auto& attributes : state.actors.attributes) attributes.evasion = 0;  // vis = 1
  }
  Attributes& attributes(int a) { return state.actors.attributes[Actors::idx(a)]; }
  void hate(int a, int b, float h) {
    state.actors.hostility[Actors::idx(a)][Actors::idx(b)] = h;
    state.actors.hostility[Actors::idx(b)][Actors::idx(a)] = h;
  }
  /// Moves a row to a cell as if it had moved this week.
  void move(int row, int to) {
    state.units.cell[static_cast<std::size_t>(row)] = to;
    tally(state);
  }
  /// Forgets the week's events and commitments.
  void begin() {
    state.events.clear();
    state.flows = Flows{};
    state.at.committed.fill(0);
  }
  /// Applies a rule with the draws of a replicate to this theatre's own state.
  template <class Rule>
  void apply(Rule const& rule, std::uint64_t replicate) {
    rule(state, Draws(7, replicate, state.week, rule_address(Rule::name)));
  }
  /// Applies a rule to a fresh week.
  template <class Rule>
  std::vector<Event> const& week(Rule const& rule, std::uint64_t replicate) {
    begin();
    apply(rule, replicate);
    return state.events;
  }
};

}  // namespace disalign::test
