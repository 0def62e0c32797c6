/// Going in without the Council: how often, when, and at what price.
#include "model/mechanisms/deployment_anyway.hpp"

#include <doctest/doctest.h>

#include "tests/support/agreement.hpp"
#include "tests/support/council_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct Vetoed : CouncilTheatre {
  Vetoed() {
    mandates().arrival[partner] = 100000;
    mandates().authorised[partner] = 0;
    state.docket.vetoed[partner] = 6;
    state.actors.coordination[un][partner] = state.actors.coordination[partner][un] = 0.5F;
  }
};

double share(DeploymentAnyway const& rule, float stake, float consent, int n) {
  Vetoed theatre;
  theatre.attributes(partner).stake = stake;
  theatre.state.actors.consent[partner] = consent;
  int gone = 0;
  for (int r = 0; r < n; ++r) {
    theatre.state.docket.vetoed[partner] = 6;
    theatre.state.docket.anyway[partner] = 0;
    theatre.apply(rule, static_cast<std::uint64_t>(r));
    gone += theatre.state.docket.anyway[partner];
  }
  return static_cast<double>(gone) / n;
}

double lg(double x) { return 1 / (1 + std::exp(-x)); }

DeploymentAnyway resolved() {
  DeploymentAnyway rule;
  rule.base = 100;
  return rule;
}

}  // namespace

TEST_CASE("deployment_anyway: without a veto nothing happens") {
  Vetoed theatre;
  theatre.state.docket.vetoed[partner] = -1;
  State const before = theatre.state;
  theatre.apply(resolved());
  CHECK(digest(theatre.state) == digest(before));
}

TEST_CASE(
    "deployment_anyway: 73 % with everything at stake and the host's request, 5 % with neither") {
  int const n = 20000;
  DeploymentAnyway rule;
  CHECK(share_agrees(share(rule, 1, 0.7F, n), lg(1), n));
  CHECK(share_agrees(share(rule, 0, 0.3F, n), lg(-3), n));
  rule.stake *= 0.9F;
  CHECK_FALSE(share_agrees(share(rule, 1, 0.7F, n), lg(1), n));
}

TEST_CASE("deployment_anyway: it is decided four weeks after the veto, once") {
  Vetoed theatre;
  theatre.state.week = 9;
  theatre.apply(resolved());
  CHECK(theatre.state.docket.anyway[partner] == 0);
  DeploymentAnyway reluctant;
  reluctant.base = -100;
  theatre.state.week = 10;
  theatre.apply(reluctant);
  theatre.apply(resolved());
  CHECK(theatre.state.docket.anyway[partner] == 0);
}

TEST_CASE("deployment_anyway: it arrives without authorisation, coordination and much legitimacy") {
  Vetoed theatre;
  float const legitimacy = theatre.state.actors.legitimacy[partner];
  theatre.apply(resolved());
  CHECK(theatre.mandates().arrival[partner] == 10);
  CHECK(theatre.mandates().authorised[partner] == 0);
  CHECK(theatre.state.actors.coordination[un][partner] == 0);
  CHECK(theatre.state.actors.coordination[partner][un] == 0);
  CHECK(theatre.state.actors.legitimacy[partner] == doctest::Approx(legitimacy - 0.3F));
  check_invariants(theatre.state);
}

TEST_CASE("deployment_anyway: coordination may grow again, and authorisation mends its standing") {
  Vetoed theatre;
  theatre.apply(resolved());
  auto& c = theatre.state.actors.coordination;
  c[un][partner] = c[partner][un] = 0.2F;
  theatre.apply(resolved());
  CHECK(c[un][partner] == 0.2F);
  CHECK(theatre.state.docket.anyway[partner] == 1);
  theatre.mandates().authorised[partner] = 1;
  theatre.apply(resolved());
  CHECK(theatre.state.docket.anyway[partner] == 0);
}

TEST_CASE("deployment_anyway: a force that lost its mandate calls its withdrawal off") {
  Vetoed theatre;
  theatre.mandates().arrival[partner] = 0;
  theatre.mandates().departure[partner] = 6;
  theatre.apply(resolved());
  CHECK(theatre.mandates().departure[partner] == 100000);
  CHECK(theatre.mandates().arrival[partner] == 0);
}

TEST_CASE("deployment_anyway: nobody stays whom the host itself told to leave") {
  Vetoed theatre;
  theatre.mandates().departure[partner] = 6;
  theatre.mandates().expelled[partner] = 1;
  theatre.apply(resolved());
  CHECK(theatre.state.docket.anyway[partner] == 0);
  CHECK(theatre.mandates().departure[partner] == 6);
}

TEST_CASE("deployment_anyway: a higher stake never keeps a force at home") {
  int differ = 0;
  for (std::uint64_t r = 0; r < 200; ++r) {
    Vetoed theatre;
    State const start = theatre.state;
    theatre.attributes(partner).stake = 0.2F;
    theatre.apply(DeploymentAnyway{}, r);
    int const low = theatre.state.docket.anyway[partner];
    theatre.state = start;
    theatre.attributes(partner).stake = 0.9F;
    theatre.apply(DeploymentAnyway{}, r);
    CHECK(theatre.state.docket.anyway[partner] >= low);
    differ += theatre.state.docket.anyway[partner] - low;
  }
  CHECK(differ > 20);
}

TEST_CASE("deployment_anyway: its switch") {
  Vetoed theatre;
  CHECK(switch_works<DeploymentAnyway>(theatre.state));
}
