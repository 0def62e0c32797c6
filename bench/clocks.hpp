/// Clocks, and a way to keep the optimiser from leaving out what is timed.
#pragma once
#include <chrono>
#include <ctime>

namespace disalign {

using Clock = std::chrono::steady_clock;

inline double us_since(Clock::time_point start) {
  return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

/// CPU time of all threads of this process, in user and system mode [s].
inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Keeps a result alive for the optimiser.
template <class T>
void keep(T const& value) {
  asm volatile("" : : "g"(&value) : "memory");
}

}  // namespace disalign
