/// What a week leaves behind for those who observe it.
#include "agents/week.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/support/small_study.hpp"

using namespace disalign;
using namespace disalign::test;

TEST_CASE("week: when it closes, the rows by cell are those of the units that stand there") {
  SmallStudy const study;
  State state = found(study.rival, 3, 0);
  int compactions = 0;
  for (int week = 0; week < 48; ++week) {
    int const before = state.units.size();
    study.week.step(state, 3, 0);
    if (state.units.size() < before) ++compactions;
    bool sound = true;
    std::size_t standing = 0;
    for (int const c : state.grid().cells) {
      auto const cell = static_cast<std::size_t>(c);
      for (auto k = state.by_cell.start[cell]; k < state.by_cell.start[cell + 1]; ++k) {
        auto const row = static_cast<std::size_t>(state.by_cell.rows[static_cast<std::size_t>(k)]);
        sound = sound && row < static_cast<std::size_t>(state.units.size()) &&
                state.units.cell[row] == c && state.units.strength[row] > 0;
        ++standing;
      }
    }
    CAPTURE(week);
    CHECK(sound);
    CHECK(standing == state.by_cell.rows.size());
  }
  CHECK(compactions > 0);  // rows of the dissolved were removed
}

TEST_CASE("week: responses in the opposite order are another history of the same people") {
  SmallStudy const study;
  Week reversed = study.week;
  reversed.order = WeekOrder::responses_reversed;
  std::vector<std::string> usual, opposite;
  State a = found(study.rival, 3, 0);
  State b = a;
  study.week.step(a, 3, 0, [&](char const* name) { usual.emplace_back(name); });
  reversed.step(b, 3, 0, [&](char const* name) { opposite.emplace_back(name); });
  auto const from = std::find(usual.begin(), usual.end(), "support_shift") - usual.begin();
  auto const to = std::find(usual.begin(), usual.end(), "party_status") + 1 - usual.begin();
  REQUIRE(to - from == 15);
  std::reverse(usual.begin() + from, usual.begin() + to);
  CHECK(usual == opposite);
  for (int week = 1; week < 48; ++week) {
    study.week.step(a, 3, 0);
    reversed.step(b, 3, 0);
    check_invariants(b);
  }
  CHECK(digest(a) != digest(b));
}
