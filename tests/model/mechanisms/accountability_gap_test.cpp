/// Tests of the accountability gap: who is punished for killing civilians, and what it does to forces.
#include "model/mechanisms/accountability_gap.hpp"

#include <doctest/doctest.h>

#include "tests/support/conflict_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

double share_standard_errors(double share, double expected, double n) {
  return standard_errors(share, expected, std::sqrt(expected * (1 - expected)), n);
}

/// The government killed three civilians in the middle; nobody watches.
struct Incident : ConflictTheatre {
  Incident() {
    Event event;
    event.kind = EventKind::attack_on_civilians;
    event.cell = middle;
    event.side_a = government;
    event.side_b = civilians;
    event.deaths_civilians = 3;
    event.address = 17;
    state.events = {event};
    attributes(government).accountability = 0.2F;
    attributes(partner).accountability = 0.5F;
  }
  void by(int a) { state.events[0].side_a = a; }
  /// 150 UN monitors of 1000 staff watch the middle with full consent: m = 150 / 250.
  void watch() {
    attributes(un).reach = 10;
    state.actors.civilian_staff[un] = 1000;
    state.actors.consent[un] = 1;
    deploy(un, middle, 100);
  }
  /// Shares of `weeks` replicates with a sanction, and with a case that nobody punished.
  struct Shares {
    double punished = 0, free = 0;
  };
  [[nodiscard]] Shares shares(AccountabilityGap const& rule = {}, int weeks = 40000) {
    Shares sum;
    for (int r = 0; r < weeks; ++r) {
      state.flows = Flows{};
      apply(rule, static_cast<std::uint64_t>(r));
      sum.punished += state.flows.sanctions;
      sum.free += state.flows.unpunished;
    }
    return {sum.punished / weeks, sum.free / weeks};
  }
};

}  // namespace

TEST_CASE("accountability gap: reports are punished with probability y; 10 % off fails") {
  Incident theatre;
  auto const found = theatre.shares();
  CHECK(share_standard_errors(found.punished, 0.3 * 0.2, 40000) < bound);
  CHECK(share_standard_errors(found.free, 0.3 * 0.8, 40000) < bound);
  theatre.attributes(government).accountability = 0.22F;
  CHECK(share_standard_errors(theatre.shares().punished, 0.3 * 0.2, 40000) > bound);
  CHECK(share_standard_errors(theatre.shares({.publicity = 0.33F}).free, 0.3 * 0.8, 40000) > bound);
}

TEST_CASE(
    "accountability gap: confidential reporting brings as much to light as a timeline decides") {
  Incident theatre;
  theatre.state.politics.policies.reporting = 0.6F;
  auto const found = theatre.shares();
  CHECK(share_standard_errors(found.punished + found.free, 0.6, 40000) < bound);
  CHECK(share_standard_errors(found.punished + found.free, 0.66, 40000) > bound);  // the twin
}

TEST_CASE("accountability gap: monitors bring cases to light and, with strictness, to court") {
  Incident theatre;
  theatre.watch();
  double const reported = 1 - 0.7 * 0.4;
  double const judged = 0.2 + 0.3 * 0.6;
  auto const found = theatre.shares();
  CHECK(share_standard_errors(found.punished, reported * judged, 40000) < bound);
  CHECK(share_standard_errors(found.free, reported * (1 - judged), 40000) < bound);
  CHECK(share_standard_errors(theatre.shares({.strictness = 0.4F}).punished, reported * judged,
                              40000) > bound);
}

TEST_CASE("accountability gap: a sanction raises restraint for a year, and then no longer") {
  Incident theatre;
  theatre.attributes(government).restraint = 0.6F;
  AccountabilityGap const strict{.publicity = 1, .strictness = 1};
  theatre.attributes(government).accountability = 1;
  theatre.apply(strict, 0);
  CHECK(restraint_now(theatre.state, government) == doctest::Approx(0.7));
  theatre.apply(strict, 1);  // renewed, not added to
  CHECK(restraint_now(theatre.state, government) == doctest::Approx(0.7));
  theatre.state.events.clear();
  for (int w = 0; w < 51; ++w) theatre.apply(strict, 0);
  CHECK(restraint_now(theatre.state, government) == doctest::Approx(0.7));
  theatre.apply(strict, 0);
  CHECK(restraint_now(theatre.state, government) == 0.6F);
}

TEST_CASE("accountability gap: cases without a sanction add impunity, which fades by half") {
  Incident theatre;
  theatre.attributes(government).accountability = 0;
  AccountabilityGap const rule{.publicity = 1};
  theatre.apply(rule, 0);
  theatre.apply(AccountabilityGap{.publicity = 1, .fading = 1e9F}, 0);
  CHECK(theatre.state.politics.impunity_gained[government] == doctest::Approx(0.04).epsilon(1e-3));
  theatre.state.events.clear();
  for (int w = 0; w < 26; ++w) theatre.apply(rule, 0);
  CHECK(theatre.state.politics.impunity_gained[government] == doctest::Approx(0.02).epsilon(1e-3));
  Incident many;
  many.state.politics.impunity_gained[government] = 1;
  many.attributes(government).accountability = 0;
  many.apply(AccountabilityGap{.publicity = 1, .fading = 1e9F}, 0);
  CHECK(many.state.politics.impunity_gained[government] == 1.0F);
}

TEST_CASE("accountability gap: both sides of a battle answer for their own bystanders") {
  Incident theatre;
  theatre.state.events[0].side_b = partner;
  theatre.state.events[0].civilians_by_b = 1;
  theatre.attributes(government).accountability = 1;
  theatre.attributes(partner).accountability = 0;
  theatre.apply(AccountabilityGap{.publicity = 1}, 0);
  CHECK(theatre.state.politics.sanction_weeks[government] == 52.0F);
  CHECK(theatre.state.politics.sanction_weeks[partner] == 0.0F);
  CHECK(theatre.state.politics.impunity_gained[partner] == doctest::Approx(0.02));
  CHECK(theatre.state.politics.impunity_gained[government] == 0.0F);
}

TEST_CASE("accountability gap: groups, criminals and those who killed nobody are not judged") {
  for (int const side : {red, criminals}) {
    Incident theatre;
    theatre.by(side);
    theatre.apply(AccountabilityGap{.publicity = 1}, 0);
    CHECK(theatre.state.flows.sanctions + theatre.state.flows.unpunished == 0);
  }
  Incident harmless;
  harmless.state.events[0].deaths_civilians = 0;
  harmless.apply(AccountabilityGap{.publicity = 1}, 0);
  CHECK(harmless.state.flows.sanctions + harmless.state.flows.unpunished == 0);
}

TEST_CASE("L5, accountability of companies: sanctions and liability replace nothing by something") {
  Incident theatre;
  theatre.by(partner);
  theatre.attributes(partner).accountability = 0.4F;
  theatre.attributes(partner).lead = company;
  AccountabilityGap const none{.publicity = 1};
  CHECK(theatre.shares(none, 500).punished == 0.0);  // M17: nobody is held to account
  CHECK(theatre.shares(none, 500).free == 1.0);
  AccountabilityGap rule = none;
  float last = 0;
  for (float const liability : {0.25F, 0.5F, 1.0F}) {
    rule.company_liability = liability;
    float const p = rule.sanction_probability(theatre.state.actors, partner, 0);
    CHECK(p > last);
    last = p;
  }
  CHECK(last == doctest::Approx(0.4));
  rule.company_sanction = 0.5F;
  CHECK(rule.sanction_probability(theatre.state.actors, partner, 0) == doctest::Approx(0.9));
  theatre.attributes(partner).lead = single_state;
  CHECK(none.sanction_probability(theatre.state.actors, partner, 0) == doctest::Approx(0.4));
  // On the same addresses a stricter rule never lets go whom a milder one punished.
  theatre.attributes(partner).lead = quasi_state_company;
  for (std::uint64_t r = 0; r < 300; ++r) {
    State const mild =
        after(theatre.state, AccountabilityGap{.publicity = 1, .company_sanction = 0.3F}, r);
    State const hard =
        after(theatre.state, AccountabilityGap{.publicity = 1, .company_sanction = 0.6F}, r);
    CHECK(hard.flows.sanctions >= mild.flows.sanctions);
    CHECK(hard.politics.impunity_gained[partner] <= mild.politics.impunity_gained[partner]);
  }
}

TEST_CASE("L2, strictness and reporting: on the same draws more cases are punished") {
  Incident theatre;
  theatre.watch();
  int more = 0;
  for (std::uint64_t r = 0; r < 300; ++r) {
    State const mild = after(theatre.state, AccountabilityGap{.strictness = 0}, r);
    State const hard = after(theatre.state, AccountabilityGap{.strictness = 1}, r);
    State const open =
        after(theatre.state, AccountabilityGap{.publicity = 0.9F, .strictness = 1}, r);
    CHECK(hard.flows.sanctions >= mild.flows.sanctions);
    CHECK(open.flows.sanctions >= hard.flows.sanctions);
    more += open.flows.sanctions - mild.flows.sanctions;
  }
  CHECK(more > 50);
}

TEST_CASE("accountability gap: the switch governs it") {
  Incident theatre;
  theatre.state.politics.impunity_gained[government] = 0.5F;
  check_invariants(after(theatre.state, AccountabilityGap{}));
  CHECK(switch_works<AccountabilityGap>(theatre.state));
}
