/// The one exception of the project and the two families of checks.
#pragma once
#include <stdexcept>
#include <string>

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

/// A run that could not go on. Each layer that knows more puts its part in front: scenario and
/// replicate, then the week, then the rule.
class RunFailure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

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
