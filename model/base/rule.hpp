/// What a rule is: decisions and mechanisms, their switch, and the list that steps through them.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {

/// Agents decide: they see the world and write orders; they cannot change it.
template <class Rule, class State, class Orders>
concept Decision = requires(Rule const rule, State const& state, Orders& orders, Draws draws) {
  rule(state, orders, draws);
};

/// Mechanisms happen: they change the world.
template <class Rule, class State>
concept Mechanism = requires(Rule const rule, State& state, Draws draws) { rule(state, draws); };

/// A rule and its switch, `enabled` in the rule's own table of a scenario file.
template <class Rule>
struct Switched {
  bool enabled = true;
  [[no_unique_address]] Rule rule{};  // some rules have no parameters
};

/// An ordered list of rules. Each has a `name` (its table, its address of draws) and parameters
/// declared by `describe`. A rule that is switched off leaves every other rule's draws unchanged.
template <class... Rules>
class Programme {
 public:
  static constexpr std::array addresses{rule_address(Rules::name)...};

  /// Runs every enabled rule of this list once, in order, for the state's current week. `lap(name)` is
  /// called when a rule has ended: a bench reads its clock there, suspicion looks at the state.
  template <class State, class Lap>
  void step(State& state, std::uint64_t seed, std::uint64_t replicate, Lap const& lap) const {
    auto const one = [&]<class Rule>(Switched<Rule> const& switched) {
      run(switched, state, seed, replicate);
      lap(Rule::name);
    };
    std::apply([&](auto const&... switched) { (one(switched), ...); }, rules_);
  }
  template <class State>
  void step(State& state, std::uint64_t seed, std::uint64_t replicate) const {
    step(state, seed, replicate, [](char const*) {});
  }
  /// The same from the last rule to the first.
  template <class State, class Lap>
  void step_reversed(State& state, std::uint64_t seed, std::uint64_t replicate,
                     Lap const& lap) const {
    auto const one = [&]<std::size_t from_end>() {
      auto const& switched = std::get<sizeof...(Rules) - 1 - from_end>(rules_);
      run(switched, state, seed, replicate);
      lap(name(switched));
    };
    [&]<std::size_t... k>(std::index_sequence<k...>) {
      (one.template operator()<k>(), ...);
    }(std::index_sequence_for<Rules...>());
  }

  /// Calls visit(name, switched) for every rule, in order: `switched.enabled`, `switched.rule`.
  void each(auto&& visit) {
    std::apply([&](auto&... switched) { (visit(name(switched), switched), ...); }, rules_);
  }
  void each(auto&& visit) const {
    std::apply([&](auto const&... switched) { (visit(name(switched), switched), ...); }, rules_);
  }

  /// The rule of a type, for tests and for studies in code.
  template <class Rule>
  Switched<Rule>& get() {
    return std::get<Switched<Rule>>(rules_);
  }

 private:
  template <class Rule>
  static constexpr char const* name(Switched<Rule> const&) {
    return Rule::name;
  }

  /// Not inlined: a profile shows every rule under its own name, and both kinds of steps share it.
  template <class Rule, class State>
  [[gnu::noinline]] static void run(Switched<Rule> const& switched, State& state,
                                    std::uint64_t seed, std::uint64_t replicate) {
    if (!switched.enabled) return;
    Draws const draws(seed, replicate, state.week, rule_address(Rule::name));
    try {
      if constexpr (requires { switched.rule(state, draws); }) {
        switched.rule(state, draws);
      } else {
        switched.rule(std::as_const(state), state.orders, draws);
      }
    } catch (std::exception const& error) {
      RunFault fault = fault_of(error);
      fault.rule = Rule::name;
      throw RunFailure(std::move(fault));
    }
  }

  std::tuple<Switched<Rules>...> rules_;
};

/// Whether no two rules of these programmes would share their draws; if not, rename one.
template <class... Programmes>
consteval bool draws_are_distinct() {
  std::vector<std::uint32_t> all;
  (all.insert(all.end(), Programmes::addresses.begin(), Programmes::addresses.end()), ...);
  std::sort(all.begin(), all.end());
  return std::adjacent_find(all.begin(), all.end()) == all.end();
}

}  // namespace disalign
