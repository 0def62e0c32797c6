/// Tests of the engagement ban: whose listing keeps whom from talking to a group.
#include "model/mechanisms/engagement_ban.hpp"

#include <doctest/doctest.h>

#include "model/task_features.hpp"
#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Red is designated; the partner hunts it beside the UN: c = 0.3, half of its need covered.
struct Listed : SmallTheatre {
  Listed() {
    deploy(un, middle, 1000);
    deploy(partner, middle, 200);
    deploy(red, middle, 300);
    state.actors.designated[red] = 1;
    state.actors.declared[partner].stances[red] = -1;
    state.actors.coordination[un][partner] = 0.3F;
    state.politics.supported[un][partner] = 100;
  }
  [[nodiscard]] float banned(int i = un, int p = red, EngagementBan rule = {}) const {
    return after(state, rule).politics.banned[Actors::idx(i)][Actors::idx(p)];
  }
};

}  // namespace

TEST_CASE("engagement ban: coordination plus half the support share binds") {
  Listed theatre;
  CHECK(theatre.banned() == doctest::Approx(0.3 + 0.5 * 0.5));
  CHECK(theatre.banned(un, red, {.support_weight = 0.55F}) > 0.57F);  // the twin
  CHECK(theatre.banned(un, blue) == 0.0F);
  theatre.state.actors.coordination[un][partner] = 1;
  CHECK(theatre.banned() == 1.0F);
}

TEST_CASE("engagement ban: nobody listed, or nobody who hunts, binds nobody") {
  Listed theatre;
  State unlisted = theatre.state;
  unlisted.actors.designated[red] = 0;
  CHECK(after(unlisted, EngagementBan{}).politics.banned[un][red] == 0.0F);
  theatre.state.actors.declared[partner].stances[red] = -0.4F;
  CHECK(theatre.banned() == 0.0F);
  theatre.state.actors.declared[partner].goals[defeat_designated] = 0.1F;
  CHECK(theatre.banned() == doctest::Approx(0.55));
  theatre.state.actors.present[partner] = 0;
  CHECK(theatre.banned() == 0.0F);
}

TEST_CASE("engagement ban: several hunters bind independently") {
  Listed theatre;
  theatre.state.actors.kind[blue] = Kind::parallel_force;
  theatre.deploy(blue, theatre.middle, 100);
  theatre.state.actors.declared[blue].stances[red] = -1;
  theatre.state.actors.coordination[un][blue] = 0.2F;
  CHECK(theatre.banned() == doctest::Approx(1 - 0.45 * 0.8));
}

TEST_CASE("engagement ban: closer ties and more support never loosen it") {
  float last = 0;
  for (float const c : {0.0F, 0.2F, 0.6F, 0.9F}) {
    for (float const supported : {0.0F, 80.0F, 200.0F}) {
      Listed theatre;
      theatre.state.actors.coordination[un][partner] = c;
      theatre.state.politics.supported[un][partner] = supported;
      CHECK(theatre.banned() >= (supported == 0.0F ? 0.999F * c : last));
      last = theatre.banned();
    }
  }
  CHECK(last == 1.0F);
}

TEST_CASE("engagement ban: it reads what the partner declares, and lifts with the designation") {
  Listed theatre;
  theatre.state.actors.stances[partner][red] = 1;
  theatre.state = after(theatre.state, EngagementBan{});
  CHECK(theatre.state.politics.banned[un][red] == doctest::Approx(0.55));
  theatre.state.actors.designated[red] = 0;
  CHECK(theatre.banned() == 0.0F);
}

TEST_CASE("engagement ban: a banned group draws fewer mediators; nobody is lost") {
  Listed theatre;
  auto const draw_of_mediation = [&] {
    std::vector<float> phi(static_cast<std::size_t>(theatre.state.grid().plane_size()));
    task_feature(theatre.state, theatre.state.orders.survey, un, mediate, phi.data());
    return phi[static_cast<std::size_t>(theatre.middle)];
  };
  float const open = draw_of_mediation();
  theatre.state = after(theatre.state, EngagementBan{});
  CHECK(draw_of_mediation() < open);
  check_invariants(theatre.state);
}

TEST_CASE("engagement ban: the switch governs it") {
  Listed theatre;
  CHECK(switch_works<EngagementBan>(theatre.state));
}
