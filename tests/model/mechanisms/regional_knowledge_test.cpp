/// Tests of regional knowledge: language and kin as an asset.
#include "model/mechanisms/regional_knowledge.hpp"

#include <doctest/doctest.h>

#include "model/civil_capacity.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A partner of detection 0.3 that covers the middle by half: unseen 0.85.
struct Kin : SmallTheatre {
  Kin() {
    deploy(partner, middle, 100);
    its().detection = 0.3F;
    its().regional = 1;
    state.at.unseen[partner][middle] = 0.85F;
    for (int const c : world.grid.cells) state.at.impartiality[partner][c] = 0.5F;
    state.actors.consent[partner] = 0.7F;
  }
  Attributes& its() { return state.actors.attributes[partner]; }
  [[nodiscard]] State next(RegionalKnowledge rule = {}) const { return after(state, rule); }
};

}  // namespace

TEST_CASE("regional_knowledge: M11, kin add 0.2 to detection, 0.1 to consent and trust up to 0.7") {
  Kin theatre;
  State const next = theatre.next();
  CHECK(next.at.unseen[partner][theatre.middle] == doctest::Approx(0.75));  // 1 - .5 x .5
  CHECK(next.at.impartiality[partner][theatre.corner] == doctest::Approx(0.7));
  CHECK(next.actors.consent[partner] == doctest::Approx(0.8));
  CHECK(next.mandates.mediation_gain[partner] == doctest::Approx(0.2));
}

TEST_CASE("regional_knowledge: foreigners gain nothing") {
  Kin theatre;
  theatre.its().regional = 0;
  CHECK(digest(theatre.next()) == digest(theatre.state));
  CHECK(theatre.next().at.unseen[partner][theatre.middle] == 0.85F);
}

TEST_CASE("regional_knowledge: trust and consent are raised at the start only, knowledge always") {
  Kin theatre;
  theatre.state.week = 10;
  State const next = theatre.next();
  CHECK(next.at.impartiality[partner][theatre.middle] == 0.5F);
  CHECK(next.actors.consent[partner] == 0.7F);
  CHECK(next.at.unseen[partner][theatre.middle] < 0.85F);
}

TEST_CASE("regional_knowledge: a force that is trusted more than 0.7 loses no trust") {
  Kin theatre;
  theatre.state.at.impartiality[partner][theatre.middle] = 0.9F;
  CHECK(theatre.next().at.impartiality[partner][theatre.middle] == 0.9F);
}

TEST_CASE("regional_knowledge: closer ties never see less, and all stays a share") {
  Kin theatre;
  float last = 1;
  for (float const ties : {0.0F, 0.3F, 0.6F, 1.0F}) {
    theatre.its().regional = ties;
    float const unseen = theatre.next().at.unseen[partner][theatre.middle];
    CHECK(unseen <= last);
    last = unseen;
  }
  theatre.state.actors.consent[partner] = 0.98F;
  theatre.its().detection = 1;
  theatre.state.at.unseen[partner][theatre.middle] = 0;
  check_invariants(theatre.next());
  CHECK(theatre.next().at.unseen[partner][theatre.middle] == 0.0F);
}

TEST_CASE("L9, secondees: 50 with a partner raise its mediation by a tenth") {
  Kin theatre;
  theatre.its().regional = 0;
  theatre.state.actors.civilian_staff[partner] = 100;
  theatre.state.mandates.seconded[partner] = 50;
  CHECK(mediators_of(theatre.next(), partner) == doctest::Approx(110));
}

TEST_CASE("regional_knowledge: the switch governs it") {
  CHECK(switch_works<RegionalKnowledge>(Kin{}.state));
}
