/// Which rules are channels of disalignment, and what of a run's record they may move.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "agents/week.hpp"
#include "model/base/channel.hpp"
#include "model/record.hpp"

namespace disalign::test {

template <class Rule>
constexpr bool is_channel = requires { Rule::channel; };

/// Calls visit(switched) for every channel of the week.
inline void each_channel(Week& week, auto&& visit) {
  week.each([&]<class Rule>(char const*, Switched<Rule>& switched) {
    if constexpr (is_channel<Rule>) visit(switched);
  });
}

inline Week without_channels() {
  Week week;
  each_channel(week, [](auto& switched) { switched.enabled = false; });
  return week;
}

/// The series of a record that do not describe the treatment itself.
inline std::vector<double> outcomes_of(Record const& record) {
  auto const weeks = static_cast<std::size_t>(record.weeks);
  std::vector<double> kept;
  std::size_t column = 0;
  for (Observable const& o : observables()) {
    auto const n = static_cast<std::size_t>(record.width(o.axis));
    for (std::size_t i = 0; i < n; ++i, ++column) {
      if (o.describes_treatment) continue;
      auto const begin = record.series.begin() + static_cast<std::ptrdiff_t>(column * weeks);
      kept.insert(kept.end(), begin, begin + record.weeks);
    }
  }
  return kept;
}

/// Calls visit(week, value) for every column of an observable's series.
inline void each_value(Record const& record, std::string const& name, auto&& visit) {
  auto const weeks = static_cast<std::size_t>(record.weeks);
  std::size_t column = 0;
  bool found = false;
  for (Observable const& o : observables()) {
    auto const n = static_cast<std::size_t>(record.width(o.axis));
    for (std::size_t i = 0; i < n; ++i, ++column) {
      if (o.name != name) continue;
      found = true;
      for (std::size_t w = 0; w < weeks; ++w) visit(w, record.series[column * weeks + w]);
    }
  }
  REQUIRE_MESSAGE(found, "no observable is called " << name);
}

/// Sum of an observable's series over weeks and columns.
inline double total(Record const& record, std::string const& name) {
  double sum = 0;
  each_value(record, name, [&](std::size_t, double value) { sum += value; });
  return sum;
}

/// By how much an observable, summed over its columns, is larger in `a` than in `b` in the first week
/// in which it differs; 0 when it never does.
inline double first_difference(Record const& a, Record const& b, std::string const& name) {
  std::vector<double> difference(static_cast<std::size_t>(a.weeks));
  each_value(a, name, [&](std::size_t w, double value) { difference[w] += value; });
  each_value(b, name, [&](std::size_t w, double value) { difference[w] -= value; });
  auto const first =
      std::find_if(difference.begin(), difference.end(), [](double d) { return d < 0 || d > 0; });
  return first == difference.end() ? 0 : *first;
}

}  // namespace disalign::test
