/// Tests of policing: who arrests criminals, and who does not.
#include "model/mechanisms/policing.hpp"

#include <doctest/doctest.h>

#include "tests/support/agreement.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A gang of 100 with 60 officers of the UN in its cell.
struct Beat : SmallTheatre {
  Beat() {
    state.actors.attributes[red].group_type = criminal;
    deploy(red, middle, 100);
    deploy(un, middle, 400);
    state.mandates.police[un] = 60;
  }
  [[nodiscard]] int left(std::uint64_t replicate, Policing rule = {}) const {
    return after(state, rule, replicate).units.strength[0];
  }
};

}  // namespace

TEST_CASE("policing: without police, or for rebels, nobody is arrested") {
  Beat theatre;
  theatre.state.mandates.police[un] = 0;
  for (std::uint64_t k = 0; k < 200; ++k) CHECK(theatre.left(k) == 100);
  theatre.state.mandates.police[un] = 60;
  theatre.state.actors.attributes[red].group_type = rebel;
  for (std::uint64_t k = 0; k < 200; ++k) CHECK(theatre.left(k) == 100);
}

TEST_CASE("policing: F11, more troops with as many officers arrest no more") {
  Beat theatre;
  Beat crowded;
  crowded.deploy(un, crowded.middle, 4000);
  for (std::uint64_t k = 0; k < 200; ++k) CHECK(theatre.left(k) == crowded.left(k));
}

TEST_CASE("policing: arrests are binomial with r police / (police + s); 10 % off fails") {
  Beat theatre;
  int const n = 4000;
  double const p = 1 - std::exp(-0.02 * 60.0 / 80.0);
  auto const mean = [&](float rate) {
    double arrested = 0;
    for (int k = 0; k < n; ++k)
      arrested += 100 - theatre.left(static_cast<std::uint64_t>(k), {.arrest_rate = rate});
    return arrested / n;
  };
  double const deviation = std::sqrt(100 * p * (1 - p));
  CHECK(agrees(mean(0.02F), 100 * p, deviation, n));
  CHECK_FALSE(agrees(mean(0.022F), 100 * p, deviation, n));
}

TEST_CASE("policing: more police never leave more members, and people are conserved") {
  Beat theatre;
  for (std::uint64_t k = 0; k < 200; ++k) {
    int last = 100;
    for (int const officers : {0, 20, 100, 1000}) {
      theatre.state.mandates.police[un] = officers;
      int const now = theatre.left(k);
      CHECK(now <= last);
      last = now;
    }
  }
  State next = theatre.state;
  check_invariants(after(next, Policing{.arrest_rate = 1}, 3));
}

TEST_CASE("policing: the switch governs it") {
  CHECK(switch_works<Policing>(Beat{}.state, {.arrest_rate = 1}));
}
