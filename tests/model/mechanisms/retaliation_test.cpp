/// Grudges between the blocs: how they grow, fade and reach other missions.
#include "model/mechanisms/retaliation.hpp"

#include <doctest/doctest.h>

#include "tests/support/agreement.hpp"
#include "tests/support/council_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

TEST_CASE("retaliation: without a veto nobody bears a grudge") {
  CouncilTheatre theatre;
  theatre.apply(Retaliation{});
  CHECK(theatre.state.council.grudge == BlocArray<float>{});
  CHECK(theatre.state.docket.resentment == BlocArray<ActorArray<float>>{});
}

TEST_CASE("retaliation: a vetoed draft makes a full grudge, two do not make more") {
  for (int slights : {1, 2}) {
    CouncilTheatre theatre;
    theatre.state.council.slights = {0, slights};
    theatre.apply(Retaliation{});
    CHECK(theatre.state.council.grudge == BlocArray<float>{0, 1});
    CHECK(theatre.state.council.slights == BlocArray<std::int32_t>{});
  }
}

TEST_CASE("retaliation: a grudge halves in 26 weeks, once a week however many theatres there are") {
  CouncilTheatre theatre;
  theatre.state.council.grudge = {1, 0};
  for (int week = 10; week < 36; ++week) {
    theatre.state.week = week;
    theatre.apply(Retaliation{});
    theatre.apply(Retaliation{});  // a second theatre meets the same Council
  }
  CHECK(theatre.state.council.grudge[0] == doctest::Approx(0.5).epsilon(1e-5));
}

TEST_CASE(
    "retaliation: it falls on the missions whose pen the other bloc holds, little on others") {
  CouncilTheatre theatre;
  theatre.state.docket.pen[partner] = 1;  // the P2 hold its pen
  theatre.state.council.slights = {0, 1};
  theatre.apply(Retaliation{});
  CHECK(theatre.state.docket.resentment[1][un] == 1);
  CHECK(theatre.state.docket.resentment[1][partner] == doctest::Approx(0.2));
  CHECK(theatre.state.docket.resentment[0][un] == 0);
  check_invariants(theatre.state);
}

TEST_CASE("retaliation: a longer memory never bears a smaller grudge") {
  for (float half_life : {4.0F, 26.0F, 100.0F}) {
    CouncilTheatre shorter;
    CouncilTheatre longer;
    shorter.state.council.grudge = longer.state.council.grudge = {0.8F, 0.3F};
    shorter.apply(Retaliation{.half_life = half_life});
    longer.apply(Retaliation{.half_life = 1.5F * half_life});
    CHECK(longer.state.council.grudge[0] > shorter.state.council.grudge[0]);
  }
}

TEST_CASE("retaliation: one slight in five provokes an early review six weeks after the veto") {
  auto const share = [](float probability, int n) {
    CouncilTheatre theatre;
    int reviews = 0;
    for (int r = 0; r < n; ++r) {
      theatre.state.council.slights = {0, 1};
      theatre.state.council.week_felt = 9;
      theatre.state.council.early_review = {-1, -1};
      theatre.apply(Retaliation{.early_review = probability}, static_cast<std::uint64_t>(r));
      CHECK(theatre.state.council.early_review[0] == -1);
      if (theatre.state.council.early_review[1] < 0) continue;
      CHECK(theatre.state.council.early_review[1] == 15);  // the veto was in week 9
      ++reviews;
    }
    return static_cast<double>(reviews) / n;
  };
  int const n = 30000;
  CHECK(share_agrees(share(0.2F, n), 0.2, n));
  CHECK_FALSE(share_agrees(share(0.22F, n), 0.2, n));
}

TEST_CASE("retaliation: its switch") {
  CouncilTheatre theatre;
  theatre.state.council.slights = {1, 0};
  CHECK(switch_works<Retaliation>(theatre.state));
}
