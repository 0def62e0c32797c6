/// Tests of complicity: supporters are blamed for the civilians their partners kill.
#include "model/mechanisms/complicity.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The UN supplies half of a partner of 400 that killed ten civilians in the middle.
struct Blamed : SmallTheatre {
  Blamed() {
    deploy(un, corner, 500);
    deploy(partner, middle, 400);
    state.politics.supported[un][partner] = 200;
    state.at.killed_civilians[partner][middle] = 10;
  }
  [[nodiscard]] State next(Complicity rule = {}) const { return after(state, rule); }
  [[nodiscard]] double loss(Complicity rule = {}) const {
    return static_cast<double>(state.at.impartiality[un][middle] -
                               next(rule).at.impartiality[un][middle]);
  }
};

}  // namespace

TEST_CASE("complicity: the supporter loses 0.05 (1 - exp(-share x killed / 5)) where it happened") {
  Blamed theatre;
  CHECK(theatre.loss() == doctest::Approx(0.05 * (1 - std::exp(-1.0))).epsilon(1e-4));
  CHECK(theatre.loss({.visible_killed = 5.5F}) < 0.999 * 0.05 * (1 - std::exp(-1.0)));  // the twin
  CHECK(theatre.next().politics.complicity[un] == 5.0F);
  CHECK(theatre.next().at.impartiality[un][theatre.corner] ==
        theatre.state.at.impartiality[un][theatre.corner]);
  CHECK(theatre.next().at.impartiality[partner][theatre.middle] ==
        theatre.state.at.impartiality[partner][theatre.middle]);
}

TEST_CASE("complicity: without support or without a killing nobody is blamed") {
  Blamed theatre;
  theatre.state.politics.supported[un][partner] = 0;
  CHECK(theatre.loss() == 0.0);
  theatre.state.politics.supported[un][partner] = 200;
  theatre.state.politics.complicity[un] = 3;  // of an earlier week
  theatre.state.at.killed_civilians[partner][theatre.middle] = 0;
  CHECK(theatre.loss() == 0.0);
  CHECK(theatre.next().politics.complicity[un] == 0.0F);
}

TEST_CASE("complicity: more support and more killing never cost less; the whole is the most") {
  Blamed theatre;
  double last = 0;
  for (float const persons : {50.0F, 200.0F, 400.0F}) {
    theatre.state.politics.supported[un][partner] = persons;
    CHECK(theatre.loss() > last);
    last = theatre.loss();
  }
  theatre.state.politics.supported[un][partner] = 4000;
  CHECK(theatre.loss() == last);
  theatre.state.at.killed_civilians[partner][theatre.middle] = 100;
  CHECK(theatre.loss() > last);
  CHECK(theatre.loss() <= 0.0501);
}

TEST_CASE("complicity: the floor holds, and a name below it is not mended") {
  Blamed theatre;
  theatre.state.at.impartiality[un][theatre.middle] = 0.06F;
  CHECK(theatre.next().at.impartiality[un][theatre.middle] == 0.05F);
  theatre.state.at.impartiality[un][theatre.middle] = 0.02F;
  CHECK(theatre.next().at.impartiality[un][theatre.middle] == 0.02F);
  check_invariants(theatre.next());
}

TEST_CASE("L2, due diligence: it halves the blame at most, step by step") {
  Blamed theatre;
  double last = theatre.loss();
  for (float const policy : {0.3F, 0.7F, 1.0F}) {
    CHECK(theatre.loss({.due_diligence = policy}) < last);
    last = theatre.loss({.due_diligence = policy});
  }
  CHECK(theatre.next({.due_diligence = 1}).politics.complicity[un] == 2.5F);
}

TEST_CASE("complicity: the switch governs it") {
  Blamed theatre;
  CHECK(switch_works<Complicity>(theatre.state));
}
