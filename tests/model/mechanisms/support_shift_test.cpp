/// Support: what control earns, what killing costs, and who gains.
#include "model/mechanisms/support_shift.hpp"

#include <doctest/doctest.h>

#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

State after(State state, SupportShift const& rule) {
  rule(state, Draws(1, 0, 0, rule_address(SupportShift::name)));
  return state;
}

/// Government and red are foes in a cell that supports all three parties.
struct Contested : SmallTheatre {
  Contested() {
    state.actors.hostility[government][red] = state.actors.hostility[red][government] = 0.8F;
    state.at.support[government][middle] = 0.3F;
    state.at.support[red][middle] = 0.2F;
    state.at.support[blue][middle] = 0.1F;
  }
  void kill(int actor, std::int32_t persons) {
    state.at.killed_civilians[actor][middle] += persons;
    state.cells.killed[at(middle)] += persons;
  }
  [[nodiscard]] float support(int actor, SupportShift const& rule) const {
    return after(state, rule).at.support[actor][middle];
  }
};

SupportShift only_killing() {
  SupportShift rule;
  rule.rate = 0;
  return rule;
}

}  // namespace

TEST_CASE("support_shift: support rests at 0.7 control, for the government plus 0.3 road access") {
  Contested theatre;
  theatre.deploy(red, theatre.middle, 80);
  theatre.state.at.control[red][theatre.middle] = 0.6F;
  theatre.state.at.control[government][theatre.middle] = 0.2F;
  theatre.state.at.support[red][theatre.middle] = 0.7F * 0.6F;
  theatre.state.at.support[government][theatre.middle] = 0.7F * 0.2F + 0.3F * 0.5F;
  CHECK(theatre.support(red, SupportShift{}) == doctest::Approx(0.42));
  CHECK(theatre.support(government, SupportShift{}) == doctest::Approx(0.29));
}

TEST_CASE(
    "support_shift: an absent group is forgotten at 0.3 of the rate, the government is "
    "everywhere") {
  Contested theatre;
  CHECK(theatre.support(red, SupportShift{}) == doctest::Approx(0.2 * (1 - 0.3 * 0.02)));
  CHECK(theatre.support(government, SupportShift{}) == doctest::Approx(0.3 + 0.02 * (0.15 - 0.3)));
  theatre.deploy(red, theatre.middle, 10);
  CHECK(theatre.support(red, SupportShift{}) == doctest::Approx(0.2 * (1 - 0.02)));
}

TEST_CASE(
    "support_shift: killing costs half a share per dead in a thousand, and half of it goes to the "
    "foes") {
  Contested theatre;
  theatre.kill(red, 2);  // 0.2 per 1,000: a tenth of the support
  CHECK(theatre.support(red, only_killing()) == doctest::Approx(0.18));
  CHECK(theatre.support(government, only_killing()) == doctest::Approx(0.31));
  CHECK(theatre.support(blue, only_killing()) == doctest::Approx(0.1));
  theatre.state.actors.hostility[red][blue] = theatre.state.actors.hostility[blue][red] = 0.1F;
  CHECK(theatre.support(government, only_killing()) == doctest::Approx(0.305));
  CHECK(theatre.support(blue, only_killing()) == doctest::Approx(0.105));
}

TEST_CASE("support_shift: no week costs more than 0.3 of support, not even in an empty cell") {
  Contested theatre;
  theatre.kill(red, 5000);
  CHECK(theatre.support(red, only_killing()) == doctest::Approx(0.14));
  theatre.state.cells.residents[at(theatre.middle)] = 0;
  CHECK(theatre.support(red, only_killing()) == doctest::Approx(0.14));
}

TEST_CASE("support_shift: when nobody knows the author foes gain nothing") {
  Contested theatre;
  theatre.kill(red, 2);
  SupportShift rule = only_killing();
  rule.attributed = 0;
  CHECK(theatre.support(red, rule) == doctest::Approx(0.18));
  CHECK(theatre.support(government, rule) == doctest::Approx(0.3));
}

TEST_CASE("support_shift: an ally's killings are charged, those of a lukewarm friend are not") {
  Contested theatre;
  theatre.kill(partner, 2);
  theatre.state.actors.stances[partner][government] = 0.4F;
  CHECK(theatre.support(government, only_killing()) == doctest::Approx(0.3));
  theatre.state.actors.stances[partner][government] = 0.8F;
  CHECK(theatre.support(government, only_killing()) == doctest::Approx(0.27));
  CHECK(theatre.support(red, only_killing()) == doctest::Approx(0.215));
}

TEST_CASE("support_shift: more killing never wins the killer support nor costs the foe any") {
  Contested theatre;
  float own = 1;
  float foe = 0;
  for (int dead = 0; dead < 20; ++dead) {
    CHECK(theatre.support(red, SupportShift{}) <= own);
    CHECK(theatre.support(government, SupportShift{}) >= foe);
    own = theatre.support(red, SupportShift{});
    foe = theatre.support(government, SupportShift{});
    theatre.kill(red, 1);
  }
  CHECK(own < 0.15F);
}

TEST_CASE("support_shift: support sums to at most 0.98 and operations have none") {
  Contested theatre;
  for (int const actor : {government, red, blue}) {
    for (int const cell : theatre.world.grid.cells) theatre.state.at.control[actor][cell] = 1;
  }
  SupportShift fast;
  fast.rate = 1;
  fast.absent = 1;
  State const state = after(theatre.state, fast);
  check_invariants(state);
  float sum = 0;
  for (int const actor : {government, red, blue}) sum += state.at.support[actor][theatre.middle];
  CHECK(sum == doctest::Approx(0.98));
  CHECK(state.at.support[un][theatre.middle] == 0.0F);
  CHECK(state.at.support[partner][theatre.middle] == 0.0F);
}

TEST_CASE("support_shift: rate 0 without killing changes nothing, and the switch turns it off") {
  Contested theatre;
  CHECK(digest(after(theatre.state, only_killing())) == digest(theatre.state));
  CHECK(switch_works<SupportShift>(theatre.state));
}
