/// Tests of hostility: who can fight whom.
#include "model/mechanisms/hostility.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

struct StanceTheatre : ConflictTheatre {
  void stance(int a, int b, float s) { state.actors.stances[Actors::idx(a)][Actors::idx(b)] = s; }
  float between(int a, int b) {
    apply(Hostility{}, 0);
    return state.actors.hostility[Actors::idx(a)][Actors::idx(b)];
  }
};

}  // namespace

TEST_CASE("hostility: the mean of both rejections, symmetric; friendship and indifference give 0") {
  StanceTheatre theatre;
  theatre.stance(red, blue, -0.8F);
  theatre.stance(blue, red, -0.4F);
  CHECK(theatre.between(red, blue) == doctest::Approx(0.6));
  CHECK(theatre.between(blue, red) == doctest::Approx(0.6));
  theatre.stance(blue, red, 0.0F);
  CHECK(theatre.between(red, blue) == doctest::Approx(0.4));
  theatre.stance(blue, red, 0.9F);
  CHECK(theatre.between(red, blue) == 0.0F);
  CHECK(theatre.between(government, red) == 0.0F);
}

TEST_CASE("hostility: none with itself, between operations, between an operation and the army") {
  StanceTheatre theatre;
  for (int a = 0; a < theatre.state.actors.count; ++a) {
    for (int b = 0; b < theatre.state.actors.count; ++b) theatre.stance(a, b, -1.0F);
  }
  CHECK(theatre.between(red, red) == 0.0F);
  CHECK(theatre.between(un, partner) == 0.0F);
  CHECK(theatre.between(un, government) == 0.0F);
  CHECK(theatre.between(government, partner) == 0.0F);
  CHECK(theatre.between(partner, red) == 1.0F);
  CHECK(theatre.between(government, red) == 1.0F);
}

TEST_CASE("hostility: who is absent from the scenario fights nobody") {
  StanceTheatre theatre;
  theatre.stance(red, blue, -1.0F);
  theatre.stance(blue, red, -1.0F);
  CHECK(theatre.between(red, blue) == 1.0F);
  theatre.state.actors.present[blue] = 0;
  CHECK(theatre.between(red, blue) == 0.0F);
}

TEST_CASE("hostility: an alliance of 13 weeks ends it, twelve do not") {
  StanceTheatre theatre;
  theatre.stance(red, blue, -1.0F);
  theatre.state.actors.allied_weeks[blue][red] = 12;
  CHECK(theatre.between(red, blue) == doctest::Approx(0.5));
  theatre.state.actors.allied_weeks[blue][red] = 13;
  CHECK(theatre.between(red, blue) == 0.0F);
  CHECK(theatre.between(blue, red) == 0.0F);
}

TEST_CASE("hostility: a ceasefire or a side deal leaves a tenth of it, a settlement nothing") {
  StanceTheatre theatre;
  theatre.stance(red, blue, -1.0F);
  theatre.stance(blue, red, -1.0F);
  auto const under = [&](Truce truce) {
    theatre.state.politics.truce[red][blue] = theatre.state.politics.truce[blue][red] = truce;
    return theatre.between(red, blue);
  };
  CHECK(under(Truce::at_war) == 1.0F);
  CHECK(under(Truce::ceasefire) == doctest::Approx(0.1));
  CHECK(under(Truce::side_deal) == doctest::Approx(0.1));
  CHECK(under(Truce::settled) == 0.0F);
  theatre.apply(Hostility{.held = 0}, 0);
  CHECK(theatre.state.actors.hostility[red][blue] == 0.0F);
  theatre.state.politics.truce[red][blue] = theatre.state.politics.truce[blue][red] =
      Truce::ceasefire;
  theatre.apply(Hostility{.held = 0}, 0);
  CHECK(theatre.state.actors.hostility[red][blue] == 1.0F);
}

TEST_CASE("hostility: a worse stance never makes peace") {
  StanceTheatre theatre;
  theatre.stance(blue, red, 0.3F);
  float last = 0;
  for (float s = 1.0F; s >= -1.0F; s -= 0.125F) {
    theatre.stance(red, blue, s);
    float const h = theatre.between(red, blue);
    CHECK(h >= last);
    last = h;
  }
  CHECK(last == doctest::Approx(0.35));
}

TEST_CASE("hostility: the switch governs it") {
  StanceTheatre theatre;
  theatre.stance(red, blue, -1.0F);
  CHECK(switch_works(theatre.state, Hostility{}));
}
