/// Parts of a step: each is done once, and what fails is told whatever the number of threads.
#include "model/base/parallel.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace disalign;

TEST_CASE("parallel: every place belongs to one part, on any number of threads") {
  for (int const threads : {1, 2, 7}) {
    StepThreads const crew(threads);
    for (std::size_t const n : {0U, 1U, 99U, 100U, 1000U, 1001U}) {
      CAPTURE(n);
      std::vector<int> visits(n);
      std::vector<int> of_part(parts_of(n, 50));
      CHECK(of_part.size() <= static_cast<std::size_t>(threads));
      for_each_part(n, 50, [&](std::size_t first, std::size_t last, std::size_t part) {
        ++of_part[part];
        for (; first < last; ++first) ++visits[first];
      });
      CHECK(visits == std::vector<int>(n, 1));
      CHECK(of_part == std::vector<int>(of_part.size(), 1));
    }
  }
}

TEST_CASE("parallel: parts really run beside each other") {
  StepThreads const crew(2);
  std::atomic<int> begun = 0;
  for_each_task(2, true, [&](std::size_t) {
    ++begun;
    auto const end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (begun < 2 && std::chrono::steady_clock::now() < end) std::this_thread::yield();
    CHECK(begun == 2);
  });
}

TEST_CASE("parallel: short tasks and a step on one thread stay on the thread that asks") {
  auto const self = std::this_thread::get_id();
  auto const stays = [&](std::size_t) { CHECK(std::this_thread::get_id() == self); };
  for_each_task(5, true, stays);
  StepThreads const crew(3);
  for_each_task(5, false, stays);
  for_each_part(99, 50, [&](std::size_t, std::size_t, std::size_t k) { stays(k); });
}

TEST_CASE("parallel: of the parts that fail the first is told") {
  for (int const threads : {1, 3}) {
    StepThreads const crew(threads);
    auto const fail = [](std::size_t k) {
      if (k == 2 || k == 3) throw std::runtime_error(std::to_string(k));
    };
    CHECK_THROWS_WITH(for_each_task(8, true, fail), "2");
  }
}

TEST_CASE("parallel: threads are given back; fewer than one are one") {
  CHECK(step_threads() == 1);
  {
    StepThreads const crew(4);
    StepThreads const none(0);
    CHECK(step_threads() == 1);
  }
  CHECK(step_threads() == 1);
}
