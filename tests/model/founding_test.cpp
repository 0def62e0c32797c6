/// How a run begins.
#include "model/founding.hpp"

#include <doctest/doctest.h>

#include "model/base/check.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;

TEST_CASE("founding: strength is placed to the last person, operations wait for their deployment") {
  test::SmallStudy const study;
  State const state = found(study.rival, 3, 4);
  ActorArray<std::int64_t> persons{};
  ActorArray<std::int64_t> quota{};
  for (std::size_t r = 0; r < static_cast<std::size_t>(state.units.size()); ++r) {
    persons[static_cast<std::size_t>(state.units.actor[r])] += state.units.strength[r];
    quota[static_cast<std::size_t>(state.units.actor[r])] += state.units.quota[r];
  }
  CHECK(persons[0] == 2000);
  CHECK(persons[1] == 1500);
  CHECK(persons[3] == 0);
  CHECK(quota[3] == 3000);
  CHECK(quota[4] == 1000);
  CHECK_NOTHROW(check_invariants(state));
  CHECK(state.ledger.people_at_start == 36 * 20000);
}

TEST_CASE("founding: replicates differ in the sizes of units, not in who exists") {
  test::SmallStudy const study;
  State const a = found(study.rival, 3, 4);
  State const b = found(study.rival, 3, 5);
  CHECK(a.units.id == b.units.id);
  CHECK(a.units.strength != b.units.strength);
  CHECK(digest(a) == digest(found(study.rival, 3, 4)));
}

TEST_CASE("founding: a unit's identity does not depend on who else takes part") {
  test::SmallStudy study;
  State const with = found(study.rival, 1, 0);
  study.rival.actors[1].present = false;
  State const without = found(study.rival, 1, 0);
  for (std::size_t r = 0; r < static_cast<std::size_t>(without.units.size()); ++r) {
    auto const same = std::find(with.units.id.begin(), with.units.id.end(), without.units.id[r]);
    REQUIRE(same != with.units.id.end());
    auto const k = static_cast<std::size_t>(same - with.units.id.begin());
    CHECK(with.units.strength[k] == without.units.strength[r]);
    CHECK(with.units.cell[k] == without.units.cell[r]);
  }
}

TEST_CASE("founding: a parallel force starts with the UN's profile in use and declares its own") {
  test::SmallStudy const study;
  State const state = found(study.rival, 1, 0);
  CHECK(state.actors.goals[4] == state.actors.declared[3].goals);
  CHECK(state.actors.declared[4].goals[secure_resources] == doctest::Approx(0.3));
  CHECK(state.actors.stances[4][0] == state.actors.declared[3].stances[0]);
  CHECK(state.actors.principles_of[4] == 3);
  CHECK(state.actors.principles_of[1] == 1);
}

TEST_CASE("founding: no home, no weight and too many actors are refused with the key") {
  test::SmallStudy study;
  study.rival.actors[1].home_weights = {0, 0};
  CHECK_THROWS_WITH_AS(found(study.rival, 1, 0), doctest::Contains("actors.red.home_weights"),
                       Error);
  study.rival.actors[1].home_cells.clear();
  CHECK_THROWS_WITH_AS(found(study.rival, 1, 0), doctest::Contains("actors.red.homes"), Error);
  study.rival.actors.resize(40);
  CHECK_THROWS_WITH_AS(found(study.rival, 1, 0), doctest::Contains("a theatre holds 32"), Error);
}
