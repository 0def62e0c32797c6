/// Tests of impartiality spill-over: what an operation's friends and deeds do to its name.
#include "model/mechanisms/impartiality_spillover.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/support/run_rule.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// UN and partner of MODEL.md section 4's worked example in the middle; army and red group there too.
struct NamedTheatre : SmallTheatre {
  explicit NamedTheatre(int partners = 300, float flow = 0) {
    for (auto& attributes : state.actors.attributes) attributes.reach = 30;
    for (float& information : state.cells.information) information = flow;
    deploy(un, middle, 300);
    deploy(partner, middle, partners);
    deploy(government, middle, 100);
    deploy(red, middle, 100);
    Stances& stances = state.actors.declared[partner].stances;
    stances[government] = 1;
    stances[red] = stances[blue] = -1;
    stances[communities] = -0.2F;
    coordinate(0.3F);
  }
  void coordinate(float c) {
    state.actors.coordination[un][partner] = state.actors.coordination[partner][un] = c;
  }
  void align() { state.actors.declared[partner].stances = {}; }
  [[nodiscard]] float iota(int weeks = 1, ImpartialitySpillover rule = {}) const {
    State copy = state;
    for (int w = 0; w < weeks; ++w) copy = after(std::move(copy), rule);
    return copy.at.impartiality[un][middle];
  }
};

}  // namespace

TEST_CASE("impartiality_spillover: alone and harmless an operation rests at its own value") {
  NamedTheatre theatre(0, 1);
  CHECK(theatre.iota(100) == doctest::Approx(0.8).epsilon(1e-5));
  theatre.state.at.impartiality[un][theatre.middle] = 0.4F;
  for (float& information : theatre.state.cells.information) information = 0;
  CHECK(theatre.iota(35) == doctest::Approx(0.8 - 0.4 * std::pow(0.98, 35)).epsilon(1e-4));
}

TEST_CASE("impartiality_spillover: beside a partial force it falls by s iota a tau y") {
  NamedTheatre theatre;
  double const bond = 0.2 + 0.8 * 0.3;
  double const seen = 1 - std::exp(-0.75);
  CHECK(theatre.iota() == doctest::Approx(0.8 - 0.3 * 0.8 * bond * seen).epsilon(1e-5));
  CHECK(theatre.iota(1, {.spillover = 0.33F}) < 0.745F);  // the twin
  double const rest = 0.8 * 0.02 / (0.02 + 0.3 * bond * seen);
  CHECK(theatre.iota(400) == doctest::Approx(rest).epsilon(1e-3));
}

TEST_CASE(
    "impartiality_spillover: an even-handed partner costs nothing, however kind to civilians") {
  NamedTheatre theatre;
  theatre.align();
  theatre.state.actors.declared[partner].stances[communities] = 1;
  CHECK(theatre.iota(52) == doctest::Approx(0.8).epsilon(1e-5));
}

TEST_CASE("impartiality_spillover: it takes two sides to be partial, present or supported") {
  NamedTheatre theatre;
  theatre.state.units.cell[3] = theatre.corner;  // red leaves
  tally(theatre.state);
  CHECK(theatre.iota() == 0.8F);
  theatre.state.at.support[blue][theatre.middle] = 0.06F;
  CHECK(theatre.iota() < 0.75F);
}

TEST_CASE(
    "impartiality_spillover: more coordination, partners or killing never leaves a better name") {
  float last = 1;
  for (float c : {0.0F, 0.3F, 0.7F, 1.0F}) {
    NamedTheatre theatre;
    theatre.coordinate(c);
    CHECK(theatre.iota(10) < last);
    last = theatre.iota(10);
  }
  last = 1;
  for (int n : {0, 50, 200, 800}) {
    CHECK(NamedTheatre(n).iota(10) < last);
    last = NamedTheatre(n).iota(10);
  }
  NamedTheatre killing;
  float const before = killing.iota();
  killing.state.at.killed_civilians[partner][killing.middle] = 5;
  CHECK(killing.iota() < before);
}

TEST_CASE("impartiality_spillover: branding separates, distance halves, absence frees") {
  NamedTheatre theatre;
  double const fall = 0.8 - static_cast<double>(theatre.iota());
  theatre.state.actors.attributes[un].branding = 0.8F;
  CHECK(0.8 - static_cast<double>(theatre.iota()) == doctest::Approx(0.2 * fall).epsilon(1e-3));
  theatre.state.actors.attributes[un].branding = 0;
  theatre.state.units.cell[1] = theatre.world.grid.step(theatre.middle, 1, 0);
  theatre.state.actors.attributes[partner].reach = 60;
  tally(theatre.state);
  CHECK(0.8 - static_cast<double>(theatre.iota()) == doctest::Approx(0.5 * fall).epsilon(1e-3));
  theatre.state.actors.attributes[partner].reach = 10;
  tally(theatre.state);
  CHECK(theatre.iota() == 0.8F);
}

TEST_CASE("impartiality_spillover: own killing of civilians costs up to 0.05 a week") {
  NamedTheatre theatre(0);
  theatre.state.at.killed_civilians[un][theatre.middle] = 5;
  CHECK(theatre.iota() == doctest::Approx(0.8 - 0.05 * (1 - std::exp(-1.0))).epsilon(1e-5));
  theatre.state.at.killed_civilians[un][theatre.middle] = 100000;
  CHECK(theatre.iota() == doctest::Approx(0.75).epsilon(1e-5));
  CHECK(theatre.iota(100) == 0.05F);  // the floor
}

TEST_CASE("impartiality_spillover: news travel to the neighbours in one synchronous step") {
  NamedTheatre theatre(0, 1);
  State state = theatre.state;
  for (int const c : theatre.world.grid.cells) state.at.impartiality[un][c] = 0.8F;
  state.at.impartiality[un][theatre.middle] = 0.2F;
  State const next = after(state, ImpartialitySpillover{.recovery = 0});
  CHECK(next.at.impartiality[un][theatre.middle] == doctest::Approx(0.2 + 0.1 * 0.6).epsilon(1e-5));
  CHECK(next.at.impartiality[un][theatre.corner] ==
        doctest::Approx(0.8 - 0.1 * 0.6 / 3).epsilon(1e-5));
}

TEST_CASE(
    "impartiality_spillover: the partner suffers from the UN too, and nobody else has a name to "
    "lose") {
  NamedTheatre theatre;
  theatre.state.actors.declared[un].stances[government] = 0.5F;
  State const next = after(theatre.state, ImpartialitySpillover{});
  CHECK(next.at.impartiality[partner][theatre.middle] < 0.8F);
  CHECK(next.at.impartiality[red][theatre.middle] ==
        theatre.state.at.impartiality[red][theatre.middle]);
}

TEST_CASE(
    "impartiality_spillover: M16, a hidden sponsor's deeds are ascribed to its friends less") {
  NamedTheatre theatre;
  double const fall = 0.8 - static_cast<double>(theatre.iota());
  theatre.state.actors.attributes[partner].attribution = 0.3F;
  CHECK(0.8 - static_cast<double>(theatre.iota()) == doctest::Approx(0.3 * fall).epsilon(1e-3));
  theatre.state.actors.attributes[partner].attribution = 0;
  CHECK(theatre.iota() == 0.8F);
}

TEST_CASE("impartiality_spillover: M3, supplying a partner counts like standing beside it") {
  NamedTheatre theatre;
  theatre.state.units.cell[0] = theatre.corner;  // the UN leaves
  tally(theatre.state);
  CHECK(theatre.iota() == 0.8F);
  theatre.state.politics.supported[un][partner] = 100;
  double const bond = 0.2 + 0.8 * 0.3;
  double const seen = 1 - std::exp(-0.75 - 0.1 * 100 / 100);
  CHECK(theatre.iota() == doctest::Approx(0.8 - 0.3 * 0.8 * bond * seen).epsilon(1e-5));
  float last = theatre.iota();
  for (float const hours : {0.5F, 2.0F, 10.0F}) {
    CHECK(theatre.iota(1, {.support_hours = hours}) < last);
    last = theatre.iota(1, {.support_hours = hours});
  }
}

TEST_CASE("impartiality_spillover: M11, shared language and kin lift a low name at rest to 0.7") {
  NamedTheatre theatre(0);
  Attributes& its = theatre.state.actors.attributes[un];
  its.impartiality = 0.4F;
  its.regional = 1;
  CHECK(theatre.iota(1000) == doctest::Approx(0.7).epsilon(1e-4));
  its.regional = 0.5F;
  CHECK(theatre.iota(1000) == doctest::Approx(0.55).epsilon(1e-4));
  its.impartiality = 0.8F;  // nothing to lift
  CHECK(theatre.iota(1000) == doctest::Approx(0.8).epsilon(1e-4));
}

TEST_CASE("L1, branding: the more an operation is set apart, the less a partial partner costs it") {
  float last = 0;
  for (float const branding : {0.0F, 0.3F, 0.8F}) {
    NamedTheatre theatre;
    theatre.state.actors.attributes[un].branding = branding;
    CHECK(theatre.iota(10) > last);
    last = theatre.iota(10);
  }
}

TEST_CASE("L1, outreach: more means for communication leave the UN, and only it, a better name") {
  NamedTheatre theatre;
  float last = theatre.iota();
  for (float const outreach : {0.2F, 0.5F}) {
    CHECK(theatre.iota(1, {.outreach = outreach}) ==
          doctest::Approx(theatre.iota() + 0.02F * outreach).epsilon(1e-5));
    CHECK(theatre.iota(1, {.outreach = outreach}) > last);
    last = theatre.iota(1, {.outreach = outreach});
  }
  ImpartialitySpillover const speaking{.outreach = 0.5F};
  State const told = after(theatre.state, speaking);
  State const silent = after(theatre.state, ImpartialitySpillover{});
  CHECK(told.at.impartiality[partner][theatre.middle] ==
        silent.at.impartiality[partner][theatre.middle]);
  CHECK(told.at.impartiality[un][theatre.corner] == silent.at.impartiality[un][theatre.corner]);
}

TEST_CASE("impartiality_spillover: the switch governs it") {
  NamedTheatre theatre;
  CHECK(switch_works<ImpartialitySpillover>(theatre.state));
}
