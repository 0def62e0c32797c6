/// The step asks the system for no memory; only convoys do, whose routes are lists of their own.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

#include "agents/week.hpp"
#include "tests/support/allocations.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;

TEST_CASE("week: once it runs, no rule of any kernel but convoys asks the system for memory") {
  test::SmallStudy const study;
  for (Kernel const* form : kernels()) {
    CAPTURE(form->level);
    State state = found(study.rival, 5, 1);
    for (int week = 0; week < 60; ++week) form->step(study.week, state, 5, 1);
    int idle_weeks = 0;
    constexpr int weeks = 40;
    std::string who;
    who.reserve(10000);
    std::uint64_t last = 0;
    bool quiet = true;
    Lap const lap = [&](char const* name) {  // made once: it may itself ask for memory
      if (test::allocations() != last && std::string_view(name) != "convoys") {
        quiet = false;
        (who += name) += ' ';
      }
      last = test::allocations();
    };
    for (int week = 0; week < weeks; ++week) {
      last = test::allocations();
      quiet = true;
      form->step_in_laps(study.week, state, 5, 1, lap);
      idle_weeks += quiet ? 1 : 0;
    }
    CAPTURE(who);
    // Columns of units and events double now and then when there are more than ever before.
    CHECK(idle_weeks >= weeks - 2);
  }
}

TEST_CASE("week: the counter of the test above counts") {
  std::uint64_t const before = test::allocations();
  std::vector<int> values(1000);
  CHECK(values.size() == 1000);
  CHECK(test::allocations() > before);
}
