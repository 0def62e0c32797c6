/// How often this program has asked the system for memory: the test program counts in `operator new`.
#pragma once
#include <cstdint>

namespace disalign::test {

/// Calls of any `operator new` since the program began, of all threads.
std::uint64_t allocations();

}  // namespace disalign::test
