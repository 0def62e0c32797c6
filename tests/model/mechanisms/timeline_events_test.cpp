/// The timeline: every action does what its form says, when it should, and no more.
#include "model/mechanisms/timeline_events.hpp"

#include <doctest/doctest.h>

#include "tests/support/agreement.hpp"
#include "tests/support/council_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

/// A theatre with one entry on its timeline, due this week.
struct Planned : CouncilTheatre {
  explicit Planned(Action action, int actor = -1, float amount = 0, float weeks = 0) {
    entry().action = static_cast<std::int32_t>(action);
    entry().actor = actor;
    entry().amount = amount;
    entry().weeks = weeks;
    entry().week = 10;
    entry().key = 77;
    state.timeline = &entries;
    state.shocks.happened = {0};
  }
  TimelineEntry& entry() { return entries.front(); }
  State const& happen(std::uint64_t replicate = 0) {
    apply(TimelineEvents{}, replicate);
    return state;
  }
  std::vector<TimelineEntry> entries{1};
};

}  // namespace

TEST_CASE("timeline_events: an entry happens in its week, once") {
  Planned theatre(Action::contestation, -1, 0.1F);
  theatre.state.week = 9;
  CHECK(theatre.happen().council.contestation == 0.2F);
  theatre.state.week = 10;
  CHECK(theatre.happen().council.contestation == doctest::Approx(0.3));
  CHECK(theatre.happen().council.contestation == doctest::Approx(0.3));
  CHECK(theatre.state.shocks.happened == std::vector<std::uint8_t>{1});
}

TEST_CASE(
    "timeline_events: a hazard strikes with 1 - exp(-h) a week, never at 0, more often when "
    "higher") {
  int const n = 60000;
  auto const share = [](float hazard, int draws) {
    Planned theatre(Action::contestation, -1, 0);
    theatre.entry().week = -1;
    theatre.entry().hazard = hazard;
    int struck = 0;
    for (int r = 0; r < draws; ++r) {
      theatre.state.shocks.happened[0] = 0;
      theatre.happen(static_cast<std::uint64_t>(r));
      struck += theatre.state.shocks.happened[0];
    }
    return static_cast<double>(struck) / draws;
  };
  double const expected = 1 - std::exp(-0.05);
  CHECK(share_agrees(share(0.05F, n), expected, n));
  CHECK_FALSE(share_agrees(share(0.055F, n), expected, n));
  CHECK(share(0, 1000) == 0);
}

TEST_CASE("timeline_events: a higher hazard never strikes later at the same address") {
  for (std::uint64_t r = 0; r < 100; ++r) {
    Planned low(Action::contestation, -1, 0);
    Planned high(Action::contestation, -1, 0);
    low.entry().week = high.entry().week = -1;
    low.entry().hazard = 0.2F;
    high.entry().hazard = 0.6F;
    low.happen(r);
    high.happen(r);
    CHECK(high.state.shocks.happened[0] >= low.state.shocks.happened[0]);
  }
}

TEST_CASE(
    "timeline_events: without one nothing happens, and an actor that is absent is left alone") {
  CouncilTheatre empty;
  State const before = empty.state;
  empty.apply(TimelineEvents{});
  CHECK(digest(empty.state) == digest(before));
  empty.state.timeline = nullptr;
  empty.apply(TimelineEvents{});
  CHECK(digest(empty.state) == digest(before));
  Planned absent(Action::designation, red, 1);
  absent.state.actors.present[red] = 0;
  CHECK(absent.happen().actors.designated[red] == 0);
}

TEST_CASE(
    "timeline_events: deployment and contract begin force generation, the contract with consent") {
  Planned deployed(Action::deployment, partner, 0, 5);
  deployed.mandates().arrival[partner] = 100000;
  deployed.mandates().departure[partner] = 4;
  CHECK(deployed.happen().mandates.arrival[partner] == 10);
  CHECK(deployed.mandates().ramp_midpoint[partner] == 5);
  CHECK(deployed.mandates().departure[partner] == 100000);
  Planned hired(Action::contract, partner, 0.9F, 2);
  hired.mandates().arrival[partner] = 100000;
  CHECK(hired.happen().mandates.arrival[partner] == 12);
  CHECK(hired.state.actors.consent[partner] == 0.9F);
}

TEST_CASE("timeline_events: drawdown and expulsion begin a departure") {
  Planned smaller(Action::drawdown, un, 0.6F, 22);
  CHECK(smaller.happen().mandates.departure[un] == 10);
  CHECK(smaller.mandates().drawdown_to[un] == 0.6F);
  CHECK(smaller.mandates().drawdown_weeks[un] == 22);
  CHECK(smaller.mandates().expelled[un] == 0);
  Planned expelled(Action::expulsion, partner);
  expelled.attributes(partner).exit_weeks = 2;
  CHECK(expelled.happen().mandates.departure[partner] == 10);
  CHECK(expelled.mandates().drawdown_weeks[partner] == 2);
  CHECK(expelled.mandates().drawdown_to[partner] == 0);
  CHECK(expelled.mandates().expelled[partner] == 1);
  CHECK(expelled.state.flows.expulsions == 1);
}

TEST_CASE("timeline_events: M7, a budget cut changes the factor on strength and income") {
  Planned theatre(Action::budget, un, 0.7F);
  CHECK(theatre.happen().mandates.budget[un] == 0.7F);
  CHECK(theatre.mandates().budget[partner] == 1);
}

TEST_CASE("timeline_events: the Council gets drafts, mandates with an end, agreement") {
  CHECK(Planned(Action::draft, partner).happen().docket.draft[partner] == 10);
  Planned mandate(Action::mandate, un, 0, 26);
  CHECK(mandate.happen().mandates.renewal[un] == 36);
  CHECK(mandate.state.docket.term[un] == 26);
  CHECK(Planned(Action::mandate, un).happen().mandates.renewal[un] == 62);
  CHECK(Planned(Action::counter_terrorism_consensus, -1, 1)
            .happen()
            .council.counter_terrorism_consensus == 1);
  CHECK(Planned(Action::contestation, -1, 1).happen().council.contestation == 1);
  CHECK(Planned(Action::contestation, -1, -1).happen().council.contestation == 0);
}

TEST_CASE("timeline_events: a group is listed and taken off the list") {
  CHECK(Planned(Action::designation, red, 1).happen().actors.designated[red] == 1);
  Planned off(Action::designation, red, 0);
  off.state.actors.designated[red] = 1;
  CHECK(off.happen().actors.designated[red] == 0);
}

TEST_CASE("timeline_events: M30, a mandate drops a task; M28, an operation changes helmets") {
  Planned narrower(Action::drop_task, un);
  narrower.entry().task = mediate;
  CHECK(narrower.happen().mandates.dropped[un] == 1U << mediate);
  CHECK(Planned(Action::merger, partner).happen().actors.attributes[partner].merge_week == 10);
}

TEST_CASE(
    "timeline_events: a coup and an assassination cost cohesion and restraint, which come back by "
    "half "
    "in four weeks") {
  Planned coup(Action::coup, government, 0.4F);
  coup.state.actors.cohesion[government] = 0.9F;
  CHECK(coup.happen().actors.cohesion[government] == doctest::Approx(0.5));
  CHECK(coup.state.shocks.restraint_lost[government] == 0.4F);
  CHECK(coup.state.shocks.coup == 1);
  for (coup.state.week = 11; coup.state.week <= 14; ++coup.state.week) coup.happen();
  CHECK(coup.state.shocks.restraint_lost[government] == doctest::Approx(0.2));
  CHECK(coup.state.shocks.coup == doctest::Approx(std::exp2(-4. / 26)));
  check_invariants(coup.state);
  Planned killed(Action::assassination, red, 1);
  CHECK(killed.happen().actors.cohesion[red] == 0);
  CHECK(killed.state.shocks.restraint_lost[red] == 1);
  CHECK(killed.state.shocks.coup == 0);
  check_invariants(killed.state);
}

TEST_CASE("timeline_events: a surge stays within its radius and decays by half in its own time") {
  Planned theatre(Action::surge, red, 2, 8);
  theatre.entry().cell = theatre.corner;
  theatre.entry().radius = theatre.world.grid.km_per_column * 1.1F;
  Grid const& grid = theatre.world.grid;
  int const beside = grid.step(theatre.corner, 1, 0);
  int const beyond = grid.step(theatre.corner, 2, 0);
  theatre.happen();
  CHECK(theatre.state.shocks.violence_in(grid, red, theatre.corner) == 2);
  CHECK(theatre.state.shocks.violence_in(grid, red, beside) == 2);
  CHECK(theatre.state.shocks.violence_in(grid, red, beyond) == 0);
  CHECK(theatre.state.shocks.violence_in(grid, blue, theatre.corner) == 0);
  for (theatre.state.week = 11; theatre.state.week <= 18; ++theatre.state.week) theatre.happen();
  CHECK(theatre.state.shocks.violence_in(grid, red, beside) == doctest::Approx(1));
  for (; theatre.state.week <= 120; ++theatre.state.week) theatre.happen();
  CHECK(theatre.state.shocks.surges.empty());
}

TEST_CASE("timeline_events: a surge without a place covers the theatre") {
  Planned theatre(Action::surge, red, 2);
  theatre.happen();
  for (int const c : theatre.world.grid.cells)
    CHECK(theatre.state.shocks.violence_in(theatre.world.grid, red, c) == 2);
}

TEST_CASE("timeline_events: a blackout takes news from where it is and gives all of it back") {
  Planned theatre(Action::blackout, -1, 0.8F, 8);
  theatre.entry().cell = theatre.corner;
  theatre.entry().radius = theatre.world.grid.km_per_column * 1.1F;
  Grid const& grid = theatre.world.grid;
  auto const beside = Actors::idx(grid.step(theatre.corner, 1, 0));
  auto const beyond = Actors::idx(grid.step(theatre.corner, 2, 0));
  std::vector<float> const before = theatre.state.cells.information;
  REQUIRE(before[beside] > 0.1F);
  theatre.happen();
  std::vector<float> const& now = theatre.state.cells.information;
  CHECK(now[beside] == doctest::Approx(0.2F * before[beside]));
  CHECK(now[beyond] == before[beyond]);
  for (theatre.state.week = 11; theatre.state.week <= 18; ++theatre.state.week) theatre.happen();
  CHECK(now[beside] == doctest::Approx(0.6F * before[beside]));
  for (; theatre.state.week <= 120; ++theatre.state.week) theatre.happen();
  CHECK(theatre.state.shocks.blackouts.empty());
  CHECK(now == before);
  check_invariants(theatre.state);
}

TEST_CASE("timeline_events: a larger blackout never leaves more news, and two add up") {
  float least = 1;
  for (float const amount : {0.0F, 0.3F, 0.8F, 1.0F}) {
    Planned theatre(Action::blackout, -1, amount);
    theatre.happen();
    auto const c = Actors::idx(theatre.corner);
    float const left = theatre.state.cells.information[c] / theatre.world.road_access[c];
    CHECK(left <= least);
    CHECK(left == doctest::Approx(1 - amount));
    least = left;
    theatre.state.shocks.blackouts.push_back({-1, 0, 0.5F, 4});
    CHECK(theatre.state.shocks.news_left(theatre.world.grid, theatre.corner) ==
          doctest::Approx(0.5F * (1 - amount)));
  }
}

TEST_CASE("timeline_events: policies set what they name, from their week on") {
  struct Policy {
    Action action;
    float Attributes::* member;
  };
  for (auto const& [action, member] : {Policy{Action::branding, &Attributes::branding},
                                       {Action::accountability, &Attributes::accountability},
                                       {Action::restraint, &Attributes::restraint},
                                       {Action::authority, &Attributes::authority},
                                       {Action::sharing, &Attributes::sharing},
                                       {Action::response_days, &Attributes::response_days},
                                       {Action::conditions, &Attributes::conditions}}) {
    Planned theatre(action, partner, 0.37F);
    CHECK(theatre.happen().actors.attributes[partner].*member == 0.37F);
    CHECK(theatre.state.actors.attributes[un].*member ==
          theatre.cast.actors[un].attributes.*member);
  }
  for (auto const& [action, member] :
       {std::pair{Action::support_strictness, &Policies::support_strictness},
        std::pair{Action::support_credibility, &Policies::support_credibility}}) {
    Planned theatre(action, un, 0.9F);
    Policies const& policies = theatre.happen().politics.policies;
    CHECK((policies.*member)[un] == 0.9F);
    CHECK((policies.*member)[partner] == Policies::unset);
  }
  Planned talks(Action::political_track, -1, 0.0F);
  CHECK(talks.state.politics.policies.political_track == Policies::unset);
  CHECK(talks.happen().politics.policies.political_track == 0.0F);
  Planned education(Action::reporting, -1, 0.8F);
  CHECK(education.happen().politics.policies.reporting == 0.8F);
  Planned cell(Action::coordination, partner, 0.4F);
  cell.entry().other = un;
  CHECK(cell.happen().actors.coordination[partner][un] == 0.4F);
  CHECK(cell.state.actors.coordination[un][partner] == 0.4F);
}

TEST_CASE("timeline_events: every action has a form with bounds that hold its default") {
  for (ActionForm const& form : timeline_actions) {
    CHECK(form.low <= form.high);
    CHECK(form.amount <= form.high);
    CHECK((form.unit[0] != '\0' || form.low == form.high));
  }
}

TEST_CASE("timeline_events: its switch") {
  Planned theatre(Action::coup, government, 0.4F);
  CHECK(switch_works<TimelineEvents>(theatre.state));
}
