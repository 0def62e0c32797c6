/// One trajectory: from the founding to the last week of its theatres, with their records.
#pragma once
#include <exception>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/founding.hpp"
#include "model/record.hpp"

namespace disalign {

/// What a run needs beside its cast and its week.
struct RunAddress {
  std::uint64_t seed = 1;
  std::uint64_t replicate = 0;
};

/// One theatre of a trajectory: its own world, actors and rules.
template <class WeekRules>
struct Theatre {
  std::string name;  ///< "" when it is the only one
  Cast const* cast = nullptr;
  WeekRules const* week_rules = nullptr;
};

/// The seed of a theatre's draws: the run's own for a theatre alone, else a mix with its name. So
/// neither the order of theatres nor who else is there moves a draw.
inline std::uint64_t theatre_seed(std::uint64_t seed, std::string const& name) {
  return name.empty() ? seed : mix(seed ^ hash_name(name.c_str()));
}

/// Keeps a trajectory between two weeks and brings it back (experiments/checkpoint_file.hpp).
class Keeper {
 public:
  Keeper() = default;
  Keeper(Keeper const&) = delete;
  Keeper& operator=(Keeper const&) = delete;
  virtual ~Keeper() = default;
  /// Brings founded states and fresh recordings to where they were kept; gives the weeks done.
  virtual int resume(std::span<State> states, std::span<Recording> recordings) = 0;
  /// Called after every week but the last; may throw to leave the trajectory.
  virtual void after_week(std::span<State const> states, std::span<Recording const> recordings) = 0;
};

/// Sees the state of a theatre (its position) at the end of a week.
using WeekWatch = std::function<void(std::size_t, State const&)>;

/// Simulates `weeks` weeks of all theatres in step; one record per theatre, in their order. The
/// Security Council travels from theatre to theatre within a week; nothing else couples them.
/// `week_rules.step(state, seed, replicate)` moves one week on. Each state is checked each week: a
/// broken invariant says which week broke it. With a keeper the trajectory goes on from where it was
/// kept, and is offered to be kept after every week. `watch(theatre, state)` sees every closed week.
template <class WeekRules>
std::vector<Record> simulate_theatres(std::span<Theatre<WeekRules> const> theatres, int weeks,
                                      RunAddress run, bool keep_events, Keeper* keeper = nullptr,
                                      WeekWatch const& watch = nullptr) {
  std::vector<State> states;
  std::vector<Recording> recordings;
  for (auto const& theatre : theatres) {
    std::uint64_t const seed = theatre_seed(run.seed, theatre.name);
    states.push_back(found(*theatre.cast, seed, run.replicate));
    recordings.emplace_back(states.back(), weeks,
                            Reporter(theatre.cast->reporting, seed, run.replicate), keep_events);
  }
  int const first = keeper != nullptr ? keeper->resume(states, recordings) : 0;
  Council council = states.front().council;
  for (int week = first; week < weeks; ++week) {
    for (std::size_t t = 0; t < theatres.size(); ++t) {
      auto const& [name, cast, week_rules] = theatres[t];
      try {
        states[t].council = council;
        week_rules->step(states[t], theatre_seed(run.seed, name), run.replicate);
        council = states[t].council;
        check_invariants(states[t]);
      } catch (std::exception const& error) {
        RunFault fault = fault_of(error);
        fault.theatre = name;
        fault.week = week;
        throw RunFailure(std::move(fault));
      }
    }
    for (std::size_t t = 0; t < theatres.size(); ++t) {
      states[t].council = council;  // all records show the Council as the week leaves it
      recordings[t].add(states[t]);
      if (watch) watch(t, states[t]);
    }
    if (keeper != nullptr && week + 1 < weeks) keeper->after_week(states, recordings);
  }
  std::vector<Record> records;
  for (std::size_t t = 0; t < theatres.size(); ++t) {
    records.push_back(recordings[t].finish(states[t]));
  }
  return records;
}

/// Simulates one theatre alone.
template <class WeekRules>
Record simulate(Cast const& cast, WeekRules const& week_rules, int weeks, RunAddress run,
                bool keep_events) {
  Theatre<WeekRules> const theatre{"", &cast, &week_rules};
  auto records = simulate_theatres(std::span(&theatre, 1), weeks, run, keep_events);
  return std::move(records.front());
}

}  // namespace disalign
