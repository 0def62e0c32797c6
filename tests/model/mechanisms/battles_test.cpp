/// Tests of battles: how often hostile sides meet and what it costs them.
#include "model/mechanisms/battles.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// Red 200 and blue 100 in the middle cell, in the open, fully hostile.
struct Duel : ConflictTheatre {
  Duel() : Duel(small_world()) {}
  explicit Duel(World theatre_world) : ConflictTheatre(std::move(theatre_world)) {
    deploy(red, middle, 200);
    deploy(blue, middle, 100);
    hate(red, blue, 1);
  }
};

/// Exactly one contact, whatever the hostility.
Battles one_contact() { return {.contact_rate = 1000, .most_contacts = 1}; }

double mean_contacts(ConflictTheatre& theatre, Battles const& rule, int weeks) {
  std::int64_t contacts = 0;
  for (int r = 0; r < weeks; ++r)
    contacts += std::ssize(theatre.week(rule, static_cast<std::uint64_t>(r)));
  return static_cast<double>(contacts) / weeks;
}

Battles often(float rate) { return {.contact_rate = rate, .most_contacts = 100}; }

}  // namespace

TEST_CASE("battles: no hostility or no foe in the cell, no contact") {
  Duel theatre;
  theatre.hate(red, blue, 0);
  CHECK(theatre.week(one_contact(), 0).empty());
  theatre.hate(red, blue, 1);
  CHECK(theatre.week(one_contact(), 0).size() == 1);
  theatre.move(1, theatre.corner);
  CHECK(theatre.week(one_contact(), 0).empty());
}

TEST_CASE("battles: the number of contacts has the mean rate x hostility x A0/A; 10 % off fails") {
  Duel theatre;
  theatre.hate(red, blue, 0.8F);
  int const weeks = 40000;
  double const mean = mean_contacts(theatre, often(0.5F), weeks);
  double const expected = 0.5 * 0.8 * 3000.0 / 2500.0;
  CHECK(standard_errors(mean, expected, std::sqrt(expected), weeks) < bound);
  double const twin = mean_contacts(theatre, often(0.55F), weeks);
  CHECK(standard_errors(twin, expected, std::sqrt(expected), weeks) > bound);
}

TEST_CASE("battles: sides that evade and know nothing meet at 0.3 of the rate") {
  Duel theatre;
  theatre.attributes(red).evasion = theatre.attributes(blue).evasion = 1;
  int const weeks = 40000;
  double const expected = 0.3 * 1.2;
  CHECK(standard_errors(mean_contacts(theatre, often(1), weeks), expected, std::sqrt(expected),
                        weeks) < bound);
  // Each finds half of the other: 0.3 + 0.5 x 0.5.
  theatre.state.at.unseen.fill(0.5F);
  double const found = 0.55 * 1.2;
  CHECK(standard_errors(mean_contacts(theatre, often(1), weeks), found, std::sqrt(found), weeks) <
        bound);
  CHECK(standard_errors(mean_contacts(theatre, often(1.1F), weeks), found, std::sqrt(found),
                        weeks) > bound);
}

TEST_CASE("battles: in cells of half the side sides that share one meet four times as often") {
  // Two units share a small cell a quarter as often, so their meetings do not depend on the cells.
  Duel small(plain_world(3, 3, 25, 10000));
  Duel large(plain_world(3, 3, 50, 10000));
  int const weeks = 40000;
  double const in_small = mean_contacts(small, often(0.1F), weeks);
  double const in_large = mean_contacts(large, often(0.1F), weeks);
  double const expected = 0.1 * 3000.0 / 2500.0;
  CHECK(standard_errors(in_large, expected, std::sqrt(expected), weeks) < bound);
  CHECK(standard_errors(in_small / 4, expected, std::sqrt(expected) / 2, weeks) < bound);
}

TEST_CASE("battles: 200 against 100 lose 2 and 4 on average; intensity 10 % off fails") {
  Duel theatre;
  int const weeks = 20000;
  auto const dead = [&](Battles const& rule) {
    double red_dead = 0;
    double blue_dead = 0;
    for (int r = 0; r < weeks; ++r) {
      for (Event const& event : theatre.week(rule, static_cast<std::uint64_t>(r))) {
        (event.side_a == red ? red_dead : blue_dead) += event.deaths_a;
        (event.side_a == red ? blue_dead : red_dead) += event.deaths_b;
      }
    }
    return std::pair(red_dead / weeks, blue_dead / weeks);
  };
  auto const [red_dead, blue_dead] = dead(one_contact());
  CHECK(standard_errors(red_dead, 2, std::sqrt(2.0), weeks) < bound);
  CHECK(standard_errors(blue_dead, 4, std::sqrt(4.0), weeks) < bound);
  Battles twin = one_contact();
  twin.intensity *= 1.1F;
  CHECK(standard_errors(dead(twin).first, 2, std::sqrt(2.0), weeks) > bound);
  CHECK(standard_errors(dead(twin).second, 4, std::sqrt(4.0), weeks) > bound);
}

TEST_CASE("battles: supply, quality, friction and an advanced force shift the expected losses") {
  Force const strong{.committed = 100};
  Force const weak{
      .committed = 100, .quality = 0.5F, .supply = 0.25F};  // a quarter of the strength
  auto const plain = expected_losses(strong, weak, 0.06F);
  CHECK(plain.a == doctest::Approx(6.0 * 0.2));
  CHECK(plain.b == doctest::Approx(6.0 * 0.8));
  Force const advanced{.committed = 100, .loss_factor = 0.15F};
  CHECK(expected_losses(advanced, weak, 0.06F).a == doctest::Approx(6.0 * 0.2 * 0.15));
  Force const nobody{.committed = 0};
  CHECK(expected_losses(nobody, strong, 0.06F).b == 0.0F);
  Duel theatre;
  theatre.state.at.friction[red][theatre.middle] = 0.5F;
  CHECK(local_quality(theatre.state, red, theatre.middle) == doctest::Approx(0.5));
  CHECK(local_quality(theatre.state, red, theatre.corner) == doctest::Approx(1.0));
  theatre.deploy(red, theatre.middle, 600);
  theatre.state.units.supply[0] = 0.2F;
  CHECK(local_supply(theatre.state, red, theatre.middle) ==
        doctest::Approx((200 * 0.2 + 600) / 800).epsilon(1e-4));
}

TEST_CASE("battles: strength in one contact is not available in another") {
  Duel theatre;
  theatre.deploy(government, theatre.middle, 300);
  theatre.hate(red, government, 1);
  theatre.hate(blue, government, 0.4F);
  Battles const rule{.contact_rate = 1000, .most_contacts = 3};
  auto const& events = theatre.week(rule, 3);
  CHECK(events.size() == 9);
  ActorArray<std::int32_t> committed{};
  for (Event const& event : events) {
    committed[Actors::idx(event.side_a)] += event.committed_a;
    committed[Actors::idx(event.side_b)] += event.committed_b;
    CHECK(event.deaths_a <= event.committed_a);
    CHECK(event.deaths_b <= event.committed_b);
  }
  for (int const a : {government, red, blue}) {
    CHECK(theatre.state.at.committed[a][theatre.middle] == committed[Actors::idx(a)]);
    CHECK(committed[Actors::idx(a)] <= theatre.state.at.strength[a][theatre.middle]);
    CHECK(committed[Actors::idx(a)] >= theatre.state.at.strength[a][theatre.middle] - 2);  // floors
  }
  // Red's 200 are shared 1 : 3 between blue's 100 and the army's 300.
  std::int32_t against_blue = 0;
  for (Event const& event : events) {
    bool const red_blue =
        event.side_a + event.side_b == red + blue && (event.side_a == red || event.side_b == red);
    if (red_blue) against_blue += event.side_a == red ? event.committed_a : event.committed_b;
  }
  CHECK(against_blue == 50);
  // What crossings have bound stays out of battles.
  theatre.begin();
  theatre.state.at.committed[red][theatre.middle] = 200;
  theatre.apply(rule, 3);
  for (Event const& event : theatre.state.events)
    CHECK((event.side_a != red && event.side_b != red));
}

TEST_CASE("battles: interposition lowers the contacts of others, never those of an operation") {
  Duel theatre;
  theatre.deploy(un, theatre.middle, 100);
  theatre.hate(un, red, 1);
  auto const counts = [&](float factor, std::uint64_t r) {
    theatre.state.cells.interposition[static_cast<std::size_t>(theatre.middle)] = factor;
    int own = 0;
    int others = 0;
    for (Event const& event : theatre.week(often(2), r))
      (event.side_a == un || event.side_b == un ? own : others)++;
    return std::pair(own, others);
  };
  int calmed = 0;
  for (std::uint64_t r = 0; r < 300; ++r) {
    auto const free = counts(1.0F, r);
    auto const held = counts(0.5F, r);
    CHECK(held.first == free.first);
    CHECK(held.second <= free.second);
    calmed += free.second - held.second;
  }
  CHECK(calmed > 0);
}

TEST_CASE("battles: more hostility never gives fewer contacts on the same draws") {
  Duel theatre;
  std::size_t more = 0;
  for (std::uint64_t r = 0; r < 500; ++r) {
    theatre.hate(red, blue, 0.3F);
    std::size_t const few = theatre.week(Battles{}, r).size();
    theatre.hate(red, blue, 0.9F);
    std::size_t const many = theatre.week(Battles{}, r).size();
    CHECK(many >= few);
    CHECK(many <= 3);
    more += many - few;
  }
  CHECK(more > 100);
}

TEST_CASE("battles: draws belong to the parties, not to their rows") {
  Duel theatre;
  Duel swapped;  // red is row 2 and blue row 1
  swapped.state.units.actor = {blue, red};
  swapped.state.ledger.at_start[red] = 100;
  swapped.state.ledger.at_start[blue] = 200;
  std::swap(swapped.state.actors.key[red], swapped.state.actors.key[blue]);
  tally(swapped.state);
  for (std::uint64_t r = 0; r < 50; ++r) {
    auto const& there = theatre.week(one_contact(), r);
    auto const& here = swapped.week(one_contact(), r);
    REQUIRE(there.size() == here.size());
    CHECK(there[0].deaths_a == here[0].deaths_a);
    CHECK(there[0].deaths_b == here[0].deaths_b);
    CHECK(there[0].address == here[0].address);
    CHECK(there[0].side_a + here[0].side_a == red + blue);
  }
}

TEST_CASE("battles: days are uniform on 1..7 and say nothing about the dead") {
  Duel theatre;
  std::array<int, 8> days{};
  int const weeks = 14000;
  double together =
      0;  // blue loses 4 on average with variance 4, red 2 with 2; a day has variance 4
  for (int r = 0; r < weeks; ++r) {
    Event const event = theatre.week(one_contact(), static_cast<std::uint64_t>(r))[0];
    auto const day = event.day;
    together += (day - 4.0) * (event.deaths() - 6.0);
    REQUIRE((day >= 1 && day <= 7));
    ++days[static_cast<std::size_t>(day)];
  }
  for (std::size_t day = 1; day <= 7; ++day) {
    CHECK(standard_errors(days[day], weeks / 7.0, std::sqrt(weeks / 7.0 * 6.0 / 7.0), 1) < bound);
  }
  CHECK(standard_errors(together / weeks, 0, std::sqrt(4.0 * 6.0), weeks) < bound);
}

TEST_CASE("battles: troops of operations and criminals leave each other alone, armies do not") {
  Duel theatre;
  theatre.hate(red, blue, 0);
  theatre.attributes(red).group_type = criminal;
  theatre.deploy(un, theatre.middle, 300);
  theatre.hate(red, un, 1);
  CHECK(theatre.week(one_contact(), 0).empty());
  theatre.deploy(government, theatre.middle, 300);
  theatre.hate(red, government, 1);
  CHECK(theatre.week(one_contact(), 0).size() == 1);
  theatre.hate(red, government, 0);
  theatre.attributes(red).group_type = rebel;
  CHECK(theatre.week(one_contact(), 0).size() == 1);
}

TEST_CASE("battles: the switch governs them") {
  Duel theatre;
  CHECK(switch_governs(
      theatre.state, [](State const& state) { return state.events.size(); }, one_contact()));
}
