/// A test that cannot run says so in the form that scripts/test counts: a skip is no pass.
#pragma once
#include <iostream>

namespace disalign::test {

/// Prints the reason; the test returns after it.
inline void skip(char const* reason) { std::cout << "SKIPPED: " << reason << '\n' << std::flush; }

}  // namespace disalign::test
