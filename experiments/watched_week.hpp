/// A week under watch: it can be stopped, faults can be injected, and the rule that broke an invariant
/// is found.
#pragma once
#include <csignal>
#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <thread>

#include "agents/kernel.hpp"
#include "experiments/injected_faults.hpp"
#include "experiments/stop_request.hpp"
#include "model/base/check.hpp"
#include "model/state.hpp"

namespace disalign {

/// Thrown in a run that has no time left; no failure of the run.
struct RunAbandoned {};

/// The rules of a week with what watches over them. In the normal case a week costs a comparison
/// more: only a week that is under suspicion is checked after every rule.
template <class WeekRules>
struct WatchedWeek {
  WeekRules const* rules = nullptr;
  StopRequest const* stop = nullptr;
  int point = 0, replicate = 0;
  int suspect_week = -1;  ///< the week in which a run before this one broke an invariant

  void step(State& state, std::uint64_t seed, std::uint64_t of_replicate) const {
    if (stop != nullptr && stop->overdue()) throw RunAbandoned{};
    InjectedFault const* fault = nullptr;
    for (InjectedFault const& one : injected_run_faults()) {
      if (one.matches(point, replicate, state.week)) fault = &one;
    }
    if (fault == nullptr && state.week != suspect_week) {
      rules->step(state, seed, of_replicate);
    } else {
      careful_step(state, seed, of_replicate, fault);
    }
  }

 private:
  /// Checks after every rule. Within a week a check may fail for a while (a rule moves what a later
  /// one books): the rule to blame is the last after which the checks began to fail for good.
  void careful_step(State& state, std::uint64_t seed, std::uint64_t of_replicate,
                    InjectedFault const* fault) const {
    bool const spoils = fault != nullptr && fault->kind == InjectedFault::Kind::invariant;
    if (fault != nullptr && !spoils) happen(*fault);
    bool const suspect = state.week == suspect_week;
    std::string last, culprit;
    bool held = true;
    auto const look = [&](char const* rule) {
      bool const holds = what_is_broken(state).empty();
      if (held && !holds) culprit = rule;
      held = holds;
    };
    Lap const after = [&](char const* rule) {
      if (is_bookkeeping(rule)) return;
      if (spoils && fault->rule == rule) spoil(state);
      if (suspect) look(rule);
      last = rule;
    };
    rules->step(state, seed, of_replicate, after);
    if (spoils && fault->rule.empty()) {
      spoil(state);
      if (suspect) look(last.c_str());
    }
    if (!suspect || held) return;
    RunFault found;
    found.code = FaultCode::broken_invariant;
    found.rule = culprit;
    found.message = what_is_broken(state);
    throw RunFailure(std::move(found));
  }

  static std::string what_is_broken(State const& state) {
    try {
      check_invariants(state);
    } catch (BrokenInvariant const& broken) {
      return broken.what();
    }
    return "";
  }

  /// Somebody is missing in the books: no later rule mends that.
  static void spoil(State& state) { ++state.ledger.left_map; }

  static void happen(InjectedFault const& fault) {
    switch (fault.kind) {
      case InjectedFault::Kind::error: {
        RunFault injected;
        injected.code = FaultCode::error;
        injected.rule = fault.rule;
        injected.message = "a fault was injected (DISALIGN_FAULT)";
        throw RunFailure(std::move(injected));
      }
      case InjectedFault::Kind::memory:
        throw std::bad_alloc();
      case InjectedFault::Kind::kill:
        std::raise(SIGKILL);
        break;
      case InjectedFault::Kind::slow:
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        break;
      case InjectedFault::Kind::invariant:
        break;
    }
  }
};

}  // namespace disalign
