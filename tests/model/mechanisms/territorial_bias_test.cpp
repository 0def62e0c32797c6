/// Tests of territorial bias: neighbours who take sides.
#include "model/mechanisms/territorial_bias.hpp"

#include <doctest/doctest.h>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct BorderTheatre : SmallTheatre {
  BorderTheatre() {
    state.actors.stances[government][red] = -1;
    state.actors.stances[government][communities] = 0.5F;
    state.actors.attributes[partner].own_territory = 1;
  }
};

}  // namespace

TEST_CASE("territorial_bias: M12, 0.3 of the government's stances become the neighbour's") {
  BorderTheatre theatre;
  State const next = after(theatre.state, TerritorialBias{});
  CHECK(next.actors.stances[partner][red] == doctest::Approx(-0.3));
  CHECK(next.actors.stances[partner][government] == doctest::Approx(0.3));
  CHECK(next.actors.stances[partner][communities] == doctest::Approx(0.15));
  CHECK(next.actors.stances[partner][blue] == 0.0F);
  CHECK(next.actors.stances[red][partner] == doctest::Approx(-0.3));
}

TEST_CASE("territorial_bias: a force from outside, or no bias, changes nothing") {
  BorderTheatre theatre;
  CHECK(digest(after(theatre.state, TerritorialBias{.bias = 0})) == digest(theatre.state));
  theatre.state.actors.attributes[partner].own_territory = 0;
  CHECK(digest(after(theatre.state, TerritorialBias{})) == digest(theatre.state));
}

TEST_CASE("territorial_bias: it shapes the start and is not repeated") {
  BorderTheatre theatre;
  theatre.state.week = 1;
  CHECK(digest(after(theatre.state, TerritorialBias{})) == digest(theatre.state));
}

TEST_CASE("territorial_bias: declared, reference and used stances move by the same share") {
  BorderTheatre theatre;
  theatre.state.actors.declared[partner].stances[red] = 1;
  State const next = after(theatre.state, TerritorialBias{});
  CHECK(next.actors.declared[partner].stances[red] == doctest::Approx(0.4));
  CHECK(next.actors.reference[partner].stances[red] == doctest::Approx(-0.3));
  CHECK(next.actors.stances[un][red] == 0.0F);
}

TEST_CASE("territorial_bias: more bias never brings a force further from the government") {
  BorderTheatre theatre;
  float last = 1;
  for (float const bias : {0.0F, 0.2F, 0.6F, 1.0F}) {
    float const stance =
        after(theatre.state, TerritorialBias{.bias = bias}).actors.stances[partner][red];
    CHECK(stance < last);
    last = stance;
  }
  CHECK(last == -1.0F);
}

TEST_CASE("territorial_bias: the switch governs it") {
  CHECK(switch_governs<TerritorialBias>(
      BorderTheatre{}.state, [](State const& s) { return s.actors.stances[partner][red]; }));
}
