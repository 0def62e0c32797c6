/// One step on several threads: loops whose parts do not meet are cut in parts.
///
/// The bytes are those of one thread, whatever the number of threads: a part writes only what is its own,
/// and what is summed over parts is an integer, or is summed in a fixed order afterwards. A part takes
/// no memory from an arena and hands out no event.
/// Runs of an ensemble keep to one thread each; a run that has the machine to itself is told so.
#pragma once
#include <cstddef>

namespace disalign {

/// Threads of every step from now on; 1 until told otherwise.
void use_step_threads(int threads);
[[nodiscard]] int step_threads();

/// Steps on so many threads as long as it lives.
class StepThreads {
 public:
  explicit StepThreads(int threads) : before_(step_threads()) { use_step_threads(threads); }
  StepThreads(StepThreads const&) = delete;
  StepThreads& operator=(StepThreads const&) = delete;
  ~StepThreads() { use_step_threads(before_); }

 private:
  int before_;
};

/// Calls part(body, k) for k = 0 .. parts - 1, in parallel where a step has several threads. What the
/// first of the parts that fail throws is thrown.
void run_parts(std::size_t parts, void (*part)(void const* body, std::size_t k), void const* body);

/// Calls body(k) for k = 0 .. n - 1, each perhaps on another thread where they are `long_enough`.
template <class Body>
void for_each_task(std::size_t n, bool long_enough, Body const& body) {
  if (long_enough) {
    run_parts(
        n, [](void const* its, std::size_t k) { (*static_cast<Body const*>(its))(k); }, &body);
  } else {
    for (std::size_t k = 0; k < n; ++k) body(k);
  }
}

/// In how many parts of at least `least` places n places are cut.
[[nodiscard]] inline std::size_t parts_of(std::size_t n, std::size_t least) {
  auto const threads = static_cast<std::size_t>(step_threads());
  std::size_t const most = n / least;
  return most < 1 ? 1 : most < threads ? most : threads;
}

/// Calls body(first, last, part) for parts of the places 0 .. n - 1, numbered 0 .. parts_of(n, least) - 1.
template <class Body>
void for_each_part(std::size_t n, std::size_t least, Body const& body) {
  std::size_t const parts = parts_of(n, least);
  auto const part = [&](std::size_t k) { body(n * k / parts, n * (k + 1) / parts, k); };
  run_parts(
      parts, [](void const* its, std::size_t k) { (*static_cast<decltype(part)*>(its))(k); },
      &part);
}

/// Fewest places of a loop that are worth a thread: some ten microseconds of a rule.
inline constexpr std::size_t cells_of_part = 16384;          // of a plane
inline constexpr std::size_t occupied_cells_of_part = 1024;  // with the units in them
inline constexpr std::size_t rows_of_part = 4096;            // units

}  // namespace disalign
