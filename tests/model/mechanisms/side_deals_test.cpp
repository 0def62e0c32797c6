/// Tests of side deals: who buys whom off, and what it costs the others.
#include "model/mechanisms/side_deals.hpp"

#include <doctest/doctest.h>

#include "model/mechanisms/group_stances.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// The army fights red and blue; the partner declares favour 0.5 for red.
struct Bargain : ConflictTheatre {
  Bargain() {
    deploy(government, middle, 1000);
    deploy(red, middle, 500);
    deploy(blue, corner, 500);
    deploy(un, middle, 500);
    deploy(partner, middle, 500);
    hate(government, red, 1);
    hate(government, blue, 1);
    state.actors.declared[partner].stances[red] = 0.5F;
    state.actors.acceptance[un][blue] = 0.6F;
  }
  [[nodiscard]] bool dealt(int p) const {
    return state.politics.truce[Actors::idx(p)][government] == Truce::side_deal;
  }
  double share(SideDeals const& rule, int weeks) const {
    Bargain other;
    int deals = 0;
    for (int r = 0; r < weeks; ++r) {
      other.state.actors.stances = state.actors.stances;
      other.state.politics = state.politics;
      other.apply(rule, static_cast<std::uint64_t>(r));
      deals += other.dealt(red) ? 1 : 0;
    }
    return static_cast<double>(deals) / weeks;
  }
};

SideDeals const sure{.rate = 1000};

}  // namespace

TEST_CASE("side deals: they come at the rate of the broker's favour; rate 10 % off fails") {
  Bargain theatre;
  int const weeks = 20000;
  double const p = 1 - std::exp(-0.6 * 0.5);
  double const deviation = std::sqrt(p * (1 - p));
  CHECK(standard_errors(theatre.share({.rate = 0.6F}, weeks), p, deviation, weeks) < bound);
  CHECK(standard_errors(theatre.share({.rate = 0.66F}, weeks), p, deviation, weeks) > bound);
}

TEST_CASE("side deals: without favour and without resources held there are none") {
  Bargain theatre;
  theatre.state.actors.declared[partner].stances[red] = -0.5F;
  theatre.state.actors.declared[partner].goals[secure_resources] = 0.4F;
  theatre.apply(sure, 0);
  CHECK(!theatre.dealt(red));
  theatre.world.resource[static_cast<std::size_t>(theatre.middle)] = 1;
  theatre.state.at.control[red][theatre.middle] = 0.5F;
  theatre.apply(sure, 0);
  CHECK(theatre.dealt(red));
  CHECK(!theatre.dealt(blue));
}

TEST_CASE("side deals: the host deals too; a broker that is not there does not") {
  Bargain theatre;
  theatre.state.actors.present[partner] = 0;
  theatre.apply(sure, 0);
  CHECK(!theatre.dealt(red));
  theatre.state.actors.stances[government][red] = 0.1F;
  theatre.apply(sure, 0);
  CHECK(theatre.dealt(red));
  CHECK(theatre.state.politics.impunity_gained[government] == doctest::Approx(0.05));
}

TEST_CASE("side deals: stances of both rise for good, government and broker gain impunity") {
  Bargain theatre;
  theatre.state.actors.stances[red][government] = -0.9F;
  theatre.state.actors.stances[government][red] = -0.8F;
  theatre.state.actors.declared[government].stances[red] = -0.8F;
  theatre.apply(sure, 0);
  CHECK(theatre.state.flows.side_deals == 1);
  CHECK(theatre.state.actors.stances[red][government] == doctest::Approx(-0.4));
  CHECK(theatre.state.actors.stances[government][red] == doctest::Approx(-0.3));
  CHECK(theatre.state.politics.impunity_gained[government] == doctest::Approx(0.05));
  CHECK(theatre.state.politics.impunity_gained[partner] == doctest::Approx(0.05));
  for (std::uint64_t r = 0; r < 1000; ++r) theatre.apply(GroupStances{}, r);
  CHECK(theatre.state.actors.stances[government][red] == doctest::Approx(-0.3));
  CHECK(theatre.state.actors.stances[government][blue] == doctest::Approx(0.0));
}

TEST_CASE("side deals: the excluded group loses cohesion and trust, and grieves where it stands") {
  Bargain theatre;
  auto const slow = [&](int c) {
    return theatre.state.cells.grievance_slow[static_cast<std::size_t>(c)];
  };
  theatre.apply(sure, 0);
  CHECK(theatre.state.actors.cohesion[blue] == doctest::Approx(0.9));
  CHECK(theatre.state.actors.cohesion[red] == doctest::Approx(1.0));
  CHECK(theatre.state.actors.acceptance[un][blue] == doctest::Approx(0.5));
  CHECK(slow(theatre.corner) == doctest::Approx(0.1));
  CHECK(slow(theatre.middle) == 0.0F);
  check_invariants(theatre.state);
}

TEST_CASE("side deals: when every group deals nobody is excluded") {
  Bargain theatre;
  theatre.state.actors.declared[partner].stances[blue] = 0.5F;
  theatre.apply(sure, 0);
  CHECK(theatre.dealt(blue));
  CHECK(theatre.state.flows.side_deals == 2);
  CHECK(theatre.state.actors.cohesion[blue] == 1.0F);
}

TEST_CASE("side deals: more favour never undoes a deal on the same draws; a truce needs none") {
  int more = 0;
  for (std::uint64_t r = 0; r < 300; ++r) {
    bool before = false;
    for (float const favour : {0.1F, 0.4F, 1.0F}) {
      Bargain theatre;
      theatre.state.actors.declared[partner].stances[red] = favour;
      theatre.state.actors.stances[partner][red] =
          -1;  // in use, but the channel reads the declared
      theatre.apply(SideDeals{.rate = 1}, r);
      CHECK((!before || theatre.dealt(red)));
      more += theatre.dealt(red) && !before ? 1 : 0;
      before = theatre.dealt(red);
    }
  }
  CHECK(more > 50);
  Bargain theatre;
  theatre.state.politics.truce[red][government] = Truce::settled;
  theatre.apply(sure, 0);
  CHECK(!theatre.dealt(red));
}

TEST_CASE("side deals: the switch governs them") {
  Bargain theatre;
  CHECK(switch_works<SideDeals>(theatre.state, sure));
}
