/// Tests of capability sharing: what is lent, what it saves and what it costs.
#include "model/mechanisms/capability_sharing.hpp"

#include <doctest/doctest.h>

#include "model/mechanisms/sensing.hpp"
#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// UN and partner in the middle; the partner lends on terms 0.7 with coordination 0.5.
struct LentTheatre : ConflictTheatre {
  LentTheatre() {
    deploy(un, middle, 400);
    deploy(partner, middle, 300);
    deploy(red, middle, 100);
    state.actors.coordination[un][partner] = state.actors.coordination[partner][un] = 0.5F;
    for (int const a : {un, partner}) {
      attributes(a).reach = 10;
      attributes(a).detection = 0.4F;
    }
    attributes(un).sharing = 0;
    state.units.task.assign(3, protect_civilians);
  }
  Event attack(EventKind kind, std::int32_t dead, std::uint64_t address = 5) const {
    Event event;
    event.kind = kind;
    event.cell = middle;
    event.side_a = red;
    event.side_b = un;
    event.deaths_b = dead;
    event.address = address;
    return event;
  }
};

}  // namespace

TEST_CASE(
    "capability sharing: sigma is the owner's terms times contact times what does not clash") {
  LentTheatre t;
  auto const sigma = [&] { return after(t.state, CapabilitySharing{}).logistics.sharing; };
  CHECK(sigma()[partner][un] == doctest::Approx(0.7 * (0.3 + 0.7 * 0.5)));
  CHECK(sigma()[un][partner] == 0.0F);   // the UN lends nothing here
  CHECK(sigma()[partner][red] == 0.0F);  // and nobody lends to a group
  t.state.units.task[0] = mediate;
  t.state.units.task[1] = defeat_designated;  // clash 0.6
  CHECK(sigma()[partner][un] == doctest::Approx(0.7 * 0.65 * 0.4));
}

TEST_CASE("capability sharing: a force that has left lends nothing any more") {
  LentTheatre t;
  State state = after(t.state, CapabilitySharing{});
  state.units.strength[1] = 0;
  tally(state);
  CHECK(after(state, CapabilitySharing{}).logistics.sharing[partner][un] == 0.0F);
}

TEST_CASE("capability sharing: sigma never falls with terms or coordination") {
  LentTheatre t;
  float last = -1;
  for (float const terms : {0.0F, 0.3F, 0.7F, 1.0F}) {
    t.attributes(partner).sharing = terms;
    float const sigma = after(t.state, CapabilitySharing{}).logistics.sharing[partner][un];
    CHECK(sigma > last);
    last = sigma;
  }
  t.state.actors.coordination[un][partner] = 0.9F;
  CHECK(after(t.state, CapabilitySharing{}).logistics.sharing[partner][un] > last);
}

TEST_CASE("capability sharing: what the partner sees the UN knows, as far as it shares") {
  LentTheatre t;
  for (int const c : t.world.grid.cells) t.state.at.impartiality[un][c] = 0;
  t.state.logistics.sharing[partner][un] = 0.5F;
  float const own = 0.4F * 400 / 500;
  float const lent = 0.5F * 0.4F * 300 / 400;
  State const sensed = after(t.state, Sensing{});
  CHECK(sensed.known_share(un, red, t.middle) == doctest::Approx(1 - (1 - own) * (1 - lent)));
  t.state.logistics.sharing[partner][un] = 0;
  CHECK(after(t.state, Sensing{}).known_share(un, red, t.middle) == doctest::Approx(own));
  CHECK(sensed.known_share(un, red, t.corner) == 0.0F);  // the lender is not there
}

TEST_CASE("capability sharing: half of the bombs are jammed and three in ten dead are saved") {
  LentTheatre t;
  t.state.actors.coordination[un][partner] = 1;
  t.attributes(partner).sharing = 1;
  double const s = 300.0 / 400.0;  // sigma 1 times the lender's cover
  constexpr int n = 40000;
  for (int k = 0; k < n; ++k)
    t.state.events.push_back(
        t.attack(k % 2 == 0 ? EventKind::road_bomb : EventKind::attack_on_operation, 1,
                 mix(static_cast<std::uint64_t>(k))));
  auto const shares = [&](CapabilitySharing rule) {
    State const state = after(t.state, rule);
    double bombs = 0;
    double dead = 0;
    for (Event const& event : state.events) {
      if (event.kind == EventKind::road_bomb) bombs += 1;
      if (event.kind == EventKind::attack_on_operation) dead += event.deaths_b;
    }
    return std::pair(bombs / (n / 2), dead / (n / 2));
  };
  auto const [bombs, dead] = shares({});
  double const gone = 0.5 * s;
  double const saved = 0.3 * s;
  CHECK(standard_errors(bombs, 1 - gone, std::sqrt(gone * (1 - gone)), n / 2) < bound);
  CHECK(standard_errors(dead, 1 - saved, std::sqrt(saved * (1 - saved)), n / 2) < bound);
  auto const twin = shares({.jamming = 0.55F, .evacuation = 0.33F});
  CHECK(standard_errors(twin.first, 1 - gone, std::sqrt(gone * (1 - gone)), n / 2) > bound);
  CHECK(standard_errors(twin.second, 1 - saved, std::sqrt(saved * (1 - saved)), n / 2) > bound);
}

TEST_CASE("capability sharing: the dead never rise, those of armed groups and residents stay") {
  LentTheatre t;
  for (std::uint64_t address = 0; address < 300; ++address) {
    Event event = t.attack(EventKind::attack_on_operation, 10, mix(address));
    event.deaths_a = 7;
    event.deaths_civilians = 5;
    event.deaths_staff = 4;
    t.state.events = {event};
    State const weak = after(t.state, CapabilitySharing{.evacuation = 0.3F});
    State const strong = after(t.state, CapabilitySharing{.evacuation = 0.6F});
    CHECK(weak.events[0].deaths_b <= 10);
    CHECK(strong.events[0].deaths_b <= weak.events[0].deaths_b);
    CHECK(strong.events[0].deaths_staff <= weak.events[0].deaths_staff);
    CHECK(weak.events[0].deaths_a == 7);
    CHECK(weak.events[0].deaths_civilians == 5);
  }
}

TEST_CASE(
    "capability sharing: visible help costs 0.05 sigma of criticism a year, hidden help less") {
  LentTheatre t;
  float const sigma = 0.7F * 0.65F;
  CHECK(after(t.state, CapabilitySharing{}).politics.criticism[un] ==
        doctest::Approx(0.05 / 52 * sigma));
  t.attributes(partner).attribution = 0.3F;
  CHECK(after(t.state, CapabilitySharing{}).politics.criticism[un] ==
        doctest::Approx(0.3 * 0.05 / 52 * sigma));
  CHECK(after(t.state, CapabilitySharing{}).politics.criticism[partner] == 0.0F);
}

TEST_CASE("capability sharing: caveated technology changes no event") {
  LentTheatre t;
  t.attributes(partner).sharing = 0;
  t.state.events = {t.attack(EventKind::road_bomb, 9)};
  State const state = after(t.state, CapabilitySharing{});
  REQUIRE(state.events.size() == 1);
  CHECK(state.events[0].deaths_b == 9);
  check_invariants(state);
}

TEST_CASE("capability sharing: the switch governs it") {
  LentTheatre t;
  CHECK(switch_works<CapabilitySharing>(t.state));
}
