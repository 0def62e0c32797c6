/// Races on purpose: the thread sanitizer must see them through TBB and OpenMP, or its silence says nothing.
#include <doctest/doctest.h>
#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/task_arena.h>

#include <array>
#include <atomic>
#include <chrono>
#include <thread>

#include "model/base/parallel.hpp"

using disalign::for_each_task;
using disalign::StepThreads;

namespace {

/// Both must have begun, or one thread does the work of both and there is no race. Relaxed: no order
/// follows from it.
void wait_for_both(std::atomic<int>& begun) {
  begun.fetch_add(1, std::memory_order_relaxed);
  auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (begun.load(std::memory_order_relaxed) < 2 && std::chrono::steady_clock::now() < end)
    std::this_thread::yield();
}

}  // namespace

TEST_CASE("no race: tasks of one arena count in an atomic number") {
  std::atomic<int> guarded = 0;
  oneapi::tbb::task_arena arena(4);
  arena.execute([&] { oneapi::tbb::parallel_for(0, 100'000, [&](int i) { guarded += i % 2; }); });
  CHECK(guarded == 50'000);
}

TEST_CASE("no race: parts of a step write what is their own, and are read after it") {
  StepThreads const crew(4);
  std::array<int, 64> own{};
  int sum = 0;
  for (int again = 0; again < 20; ++again) {
    for_each_task(own.size(), true, [&](std::size_t k) { own[k] += static_cast<int>(k); });
    for (int const value : own) sum += value;
  }
  CHECK(sum == 2016 * 210);
}

// Skipped unless asked for (--no-skip): scripts/test runs it under the sanitizer and expects a report.
TEST_CASE("planted race: two tasks write one number at the same time" * doctest::skip()) {
  using oneapi::tbb::global_control;
  global_control const two_threads(global_control::max_allowed_parallelism, 2);
  oneapi::tbb::task_arena arena(2);
  std::atomic<int> begun = 0;
  int unguarded = 0;
  arena.execute([&] {
    auto const write = [&](int) {
      wait_for_both(begun);
      for (int i = 0; i < 1000; ++i) ++unguarded;
    };
    oneapi::tbb::parallel_for(0, 2, write, oneapi::tbb::simple_partitioner());
  });
  CHECK(begun == 2);
  CHECK(unguarded > 0);
}

TEST_CASE("planted race: two parts of a step write one number at the same time" * doctest::skip()) {
  StepThreads const crew(2);
  std::atomic<int> begun = 0;
  int unguarded = 0;
  for_each_task(2, true, [&](std::size_t) {
    wait_for_both(begun);
    for (int i = 0; i < 1000; ++i) ++unguarded;
  });
  CHECK(begun == 2);
  CHECK(unguarded > 0);
}
