/// The one exception of the project and the two families of checks.
#pragma once
#include <array>
#include <cstdint>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

namespace disalign {

/// What a user can mend: "<full key or path>: <problem> (<why>). <what to do>".
/// Library code throws it; only the program prints it and chooses the exit code.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A statement about the state that must hold whatever the input was; thrown when it does not.
/// It names a defect of the program, never of the input.
class BrokenInvariant : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

/// What kind of failure ended a run, as the output names it.
enum class FaultCode : std::int8_t { none, broken_invariant, out_of_memory, error };
inline constexpr std::array fault_code_names{"none", "broken_invariant", "out_of_memory", "error"};

/// Why and where a run failed. Scenario and replicate are known to whoever holds the run.
struct RunFault {
  FaultCode code = FaultCode::none;
  int week = -1;        ///< from 0; -1 before the first week
  std::string theatre;  ///< "" for a theatre alone
  std::string rule;     ///< "" when no rule is known to have caused it
  std::string message;

  /// "theatre north, week 12, rule battles: message", as far as it is known.
  [[nodiscard]] std::string text() const {
    std::string where = theatre.empty() ? "" : "theatre " + theatre + ", ";
    if (week >= 0) where += "week " + std::to_string(week) + ", ";
    if (!rule.empty()) where += "rule " + rule + ", ";
    if (where.empty()) return message;
    return where.substr(0, where.size() - 2) + ": " + message;
  }
};

/// A run that could not go on. Each layer that knows more adds its part: the rule, then the week.
class RunFailure : public std::runtime_error {
 public:
  explicit RunFailure(RunFault what) : std::runtime_error(what.text()), fault(std::move(what)) {}
  RunFault fault;
};

/// The fault that an exception stands for.
inline RunFault fault_of(std::exception const& error) {
  if (auto const* known = dynamic_cast<RunFailure const*>(&error)) return known->fault;
  RunFault fault;
  fault.code = FaultCode::error;
  fault.message = error.what();
  if (dynamic_cast<BrokenInvariant const*>(&error) != nullptr)
    fault.code = FaultCode::broken_invariant;
  if (dynamic_cast<std::bad_alloc const*>(&error) != nullptr) {
    fault.code = FaultCode::out_of_memory;
    fault.message = "not enough memory";
  }
  return fault;
}

/// Throws BrokenInvariant with the text that `what()` makes unless `holds`. Always on: the text is
/// made only for a failure, so a check costs a comparison.
template <class What>
void ensure(bool holds, What const& what) {
  if (holds) return;
  if constexpr (requires { what(); }) {
    throw BrokenInvariant(what());
  } else {
    throw BrokenInvariant(what);
  }
}

}  // namespace disalign
