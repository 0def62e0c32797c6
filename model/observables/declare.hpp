/// How an observable is declared: a name, a unit, a meaning and the expression that computes it.
///
/// Each theme is one function `observe_THEME(view, declare)`; the same call makes the list of
/// observables, the record of a week, the datasets of the file and the tables of the documents.
#pragma once
#include <algorithm>
#include <array>
#include <span>

#include "model/observables.hpp"
#include "model/observables/watch.hpp"

namespace disalign {

/// What an expression may look at: the week that just closed and what was noted since the start.
struct View {
  State const& state;
  Watch const& watch;
  std::span<OperationPair const> pairs;
};

/// A declaration without copies of its texts: it is visited every week of every run.
struct Declared {
  char const *name, *unit, *meaning;
  Axis axis;
  Fold fold;
  bool whole, describes_treatment;
};

/// Calls visit(Declared, value): value(0) for Axis::none, value(actor), or value(pair index).
template <class Visit>
class Declare {
 public:
  explicit Declare(Visit& visit) : visit_(visit) {}

  /// Something counted, stored whole.
  void count(char const* name, char const* unit, char const* meaning, Fold fold, auto value) {
    visit_(Declared{name, unit, meaning, Axis::none, fold, true, false},
           [value](int) { return static_cast<double>(value()); });
  }
  /// Something on a scale; its outcome is the mean over weeks.
  void level(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::none, Fold::mean, false, false},
           [value](int) { return static_cast<double>(value()); });
  }
  void actor_count(char const* name, char const* unit, char const* meaning, Fold fold, auto value) {
    visit_(Declared{name, unit, meaning, Axis::actor, fold, true, false},
           [value](int a) { return static_cast<double>(value(a)); });
  }
  void actor_level(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::actor, Fold::mean, false, false},
           [value](int a) { return static_cast<double>(value(a)); });
  }
  void actor_amount(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::actor, Fold::sum, false, false},
           [value](int a) { return static_cast<double>(value(a)); });
  }
  /// A quantity that adds up but is no whole number.
  void amount(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::none, Fold::sum, false, false},
           [value](int) { return static_cast<double>(value()); });
  }
  /// A level of an ordered pair of operations: value(pair index).
  void pair_level(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::pair, Fold::mean, false, false},
           [value](int k) { return static_cast<double>(value(k)); });
  }
  /// Reports of the treatment itself: left out of invariance tests.
  void treatment_count(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::none, Fold::sum, true, true},
           [value](int) { return static_cast<double>(value()); });
  }
  void treatment_level(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::none, Fold::mean, false, true},
           [value](int) { return static_cast<double>(value()); });
  }
  void treatment_actor_level(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::actor, Fold::mean, false, true},
           [value](int a) { return static_cast<double>(value(a)); });
  }
  void treatment_pair_level(char const* name, char const* unit, char const* meaning, auto value) {
    visit_(Declared{name, unit, meaning, Axis::pair, Fold::mean, false, true},
           [value](int k) { return static_cast<double>(value(k)); });
  }

 private:
  Visit& visit_;
};

inline double people_in(State const& state, int c) {
  auto const i = static_cast<std::size_t>(c);
  return static_cast<double>(state.cells.residents[i] + state.cells.displaced[i]);
}

/// Mean over the people of the map of value(cell).
double per_person(State const& state, auto value) {
  double sum = 0;
  double people = 0;
  for (int const c : state.grid().cells) {
    double const w = people_in(state, c);
    sum += w * static_cast<double>(value(c));
    people += w;
  }
  return people > 0 ? sum / people : 0;
}

/// The same of every actor's own plane: sums side by side, since one alone waits for each addition.
inline ActorArray<double> per_person(State const& state, ActorPlanes<float> const& planes) {
  ActorArray<double> mean{};
  constexpr int together = 4;
  for (int first = 0; first < state.actors.count; first += together) {
    std::array<float const*, together> plane{};
    for (int k = 0; k < together; ++k)
      plane[Actors::idx(k)] = planes[std::min(first + k, state.actors.count - 1)];
    std::array<double, together> sum{};
    double people = 0;
    for (int const c : state.grid().cells) {
      double const w = people_in(state, c);
      for (std::size_t k = 0; k < plane.size(); ++k) sum[k] += w * static_cast<double>(plane[k][c]);
      people += w;
    }
    for (int a = first; a < std::min(first + together, state.actors.count); ++a)
      mean[Actors::idx(a)] = people > 0 ? sum[Actors::idx(a - first)] / people : 0;
  }
  return mean;
}

/// Mean over the actor's persons where they stand of value(cell).
double per_member(State const& state, int a, auto value) {
  double sum = 0;
  double persons = 0;
  for (int const c : state.present.cells[Actors::idx(a)]) {
    auto const w = static_cast<double>(state.at.strength[a][c]);
    sum += w * static_cast<double>(value(c));
    persons += w;
  }
  return persons > 0 ? sum / persons : 0;
}

/// Sum of value(event) over the events of the week.
double sum_events(State const& state, auto value) {
  double sum = 0;
  for (Event const& event : state.events) sum += static_cast<double>(value(event));
  return sum;
}

/// Sum over the map of a column of persons.
inline std::int64_t total(std::int32_t const* column, State const& state) {
  std::int64_t sum = 0;
  for (int const c : state.grid().cells) sum += column[c];
  return sum;
}

}  // namespace disalign
