/// Timeline events: what a scenario says will happen, or may happen, to forces, mandates and parties.
///     an entry of week t happens in week t; one of hazard h once, with probability 1 - exp(-h) a week
/// What each action does stands in `timeline_actions` (model/timeline.hpp); it acts on the state only:
/// a deployment moves mandates.arrival, force generation does the rest. An entry on an actor that
/// does not take part in this scenario does nothing. Entries are applied in the order of the file: of two
/// that write the same thing in one week, the later one stands.
///     coup, assassination: Co' = clip(Co - m), lost restraint = max(lost, m), m the amount;
///     a coup also sets coup = 1, which eq. 23 reads
///     fading: x' = 2^(-1/T) x for lost restraint and the coup; surges and blackouts with their own T
///     info_c = road access_c prod_b (1 - lost_b) over the blackouts b whose radius covers c
/// Limits: no timeline, nothing happens; a hazard of 0 never.
/// Reads state.timeline. Writes mandates, docket, council, shocks, designated, cohesion, consent,
/// coordination, cells.information, policies and attributes that are policies, flows.expulsions.
/// Source: domain 5A-5C; MODEL.md 6D (info lowered by shocks; form assumed); M7, M15, M18, M28; policies
/// L1, L2, L5, L7, L10. Draws: entity = the entry's key, word 0 whether its hazard strikes.
#pragma once
#include <algorithm>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct TimelineEvents {
  static constexpr char const* name = "timeline_events";
  float half_life = 4;
  float coup_half_life = 26;
  float surge_half_life = 4;
  float blackout_half_life = 4;
  int mandate_weeks = 52;

  static void describe(auto& self, auto& visit) {
    visit.field("half_life", self.half_life, "week", 0.1, 520,
                "weeks in which half of the restraint and command lost in a shock is back",
                "assumed; scenario 2: 4-8");
    visit.field("coup_half_life", self.coup_half_life, "week", 0.1, 520,
                "weeks in which a coup loses half of its weight in a host's consent", "assumed");
    visit.field("surge_half_life", self.surge_half_life, "week", 0.1, 520,
                "half-life of a surge of violence that states none", "scenario 2: 4-8 weeks");
    visit.field("blackout_half_life", self.blackout_half_life, "week", 0.1, 520,
                "half-life of a blackout that states none", "assumed, as a surge");
    visit.field("mandate_weeks", self.mandate_weeks, "week", 1, 520,
                "weeks from renewal to renewal of a mandate that states none",
                "MODEL.md eq. 24: 52, optional 26");
  }

  void operator()(State& state, Draws draws) const {
    bool const dark = !state.shocks.blackouts.empty();
    fade(state.shocks);
    happen(state, draws);
    if (dark || !state.shocks.blackouts.empty()) spread_news(state);
  }

 private:
  void happen(State& state, Draws draws) const {
    if (state.timeline == nullptr) return;
    for (std::size_t e = 0; e < state.timeline->size(); ++e) {
      TimelineEntry const& entry = (*state.timeline)[e];
      if (state.shocks.happened[e] != 0 || !strikes(entry, state.week, draws)) continue;
      state.shocks.happened[e] = 1;
      bool const absent = entry.actor >= 0 && !state.actors.takes_part(entry.actor);
      bool const alone = entry.other >= 0 && !state.actors.takes_part(entry.other);
      if (!absent && !alone) apply(state, entry);
    }
  }

  static void spread_news(State& state) {
    for_each_cell(state.grid(), [&](int c) {
      state.cells.information[Actors::idx(c)] =
          state.world->road_access[Actors::idx(c)] * state.shocks.news_left(state.grid(), c);
    });
  }

  void fade(Shocks& shocks) const {
    float const kept = weekly_decay(half_life);
    for (float& lost : shocks.restraint_lost) lost *= kept;
    shocks.coup *= weekly_decay(coup_half_life);
    for (Surge& surge : shocks.surges) surge.violence *= weekly_decay(surge.half_life);
    // Below a hundredth nobody could tell it from none: the list stays short.
    std::erase_if(shocks.surges, [](Surge const& surge) { return surge.violence < 0.01F; });
    for (Blackout& blackout : shocks.blackouts) blackout.lost *= weekly_decay(blackout.half_life);
    std::erase_if(shocks.blackouts, [](Blackout const& blackout) { return blackout.lost < 0.01F; });
  }

  static bool strikes(TimelineEntry const& entry, int week, Draws draws) {
    if (entry.week >= 0.0F) return week == static_cast<int>(entry.week);
    return draws.at(entry.key)(0) < chance(entry.hazard);
  }

  void apply(State& state, TimelineEntry const& entry) const {
    Actors& actors = state.actors;
    auto const a = Actors::idx(std::max(0, entry.actor));  // the reader gives one where it counts
    auto const other = Actors::idx(std::max(0, entry.other));
    Attributes& its = actors.attributes[a];
    Mandates& mandates = state.mandates;
    auto const weeks = static_cast<std::int32_t>(entry.weeks);
    switch (static_cast<Action>(entry.action)) {
      case Action::deployment:
        begin(state, a, state.week);
        if (weeks > 0) mandates.ramp_midpoint[a] = entry.weeks;
        return;
      case Action::contract:
        begin(state, a, state.week + weeks);
        actors.consent[a] = std::max(actors.consent[a], entry.amount);
        return;
      case Action::drawdown:
        leave(state, a, entry.amount, weeks > 0 ? entry.weeks : its.drawdown_weeks);
        return;
      case Action::expulsion:
        leave(state, a, 0, weeks > 0 ? entry.weeks : its.exit_weeks);
        mandates.expelled[a] = 1;
        ++state.flows.expulsions;
        return;
      case Action::budget:
        mandates.budget[a] = entry.amount;
        return;
      case Action::merger:
        its.merge_week = static_cast<float>(state.week);
        return;
      case Action::draft:
        state.docket.draft[a] = state.week;
        return;
      case Action::mandate:
        state.docket.term[a] = weeks > 0 ? weeks : mandate_weeks;
        mandates.renewal[a] = state.week + state.docket.term[a];
        return;
      case Action::contestation:
        state.council.contestation = clip(state.council.contestation + entry.amount);
        return;
      case Action::counter_terrorism_consensus:
        state.council.counter_terrorism_consensus = entry.amount;
        return;
      case Action::designation:
        actors.designated[a] = entry.amount >= 0.5F ? 1 : 0;
        return;
      case Action::drop_task:
        mandates.dropped[a] |= 1U << static_cast<unsigned>(std::max(0, entry.task));
        return;
      case Action::coup:
        state.shocks.coup = 1;
        [[fallthrough]];
      case Action::assassination: {
        float& lost = state.shocks.restraint_lost[a];
        lost = std::max(lost, entry.amount);
        actors.cohesion[a] = clip(actors.cohesion[a] - entry.amount);
        return;
      }
      case Action::surge:
        state.shocks.surges.push_back({entry.actor, entry.cell, entry.radius, entry.amount,
                                       weeks > 0 ? entry.weeks : surge_half_life});
        return;
      case Action::blackout:
        state.shocks.blackouts.push_back(
            {entry.cell, entry.radius, entry.amount, weeks > 0 ? entry.weeks : blackout_half_life});
        return;
      case Action::coordination:
        actors.coordination[a][other] = actors.coordination[other][a] = entry.amount;
        return;
      case Action::branding:
        its.branding = entry.amount;
        return;
      case Action::accountability:
        its.accountability = entry.amount;
        return;
      case Action::restraint:
        its.restraint = entry.amount;
        return;
      case Action::authority:
        its.authority = entry.amount;
        return;
      case Action::sharing:
        its.sharing = entry.amount;
        return;
      case Action::response_days:
        its.response_days = entry.amount;
        return;
      case Action::conditions:
        its.conditions = entry.amount;
        return;
      case Action::support_strictness:
        state.politics.policies.support_strictness[a] = entry.amount;
        return;
      case Action::support_credibility:
        state.politics.policies.support_credibility[a] = entry.amount;
        return;
      case Action::political_track:
        state.politics.policies.political_track = entry.amount;
        return;
      case Action::reporting:
        state.politics.policies.reporting = entry.amount;
        return;
    }
  }

  /// Force generation begins in `week`; a drawdown that is over or under way is called off.
  static void begin(State& state, std::size_t a, int week) {
    Mandates& mandates = state.mandates;
    mandates.arrival[a] = week;
    mandates.expelled[a] = 0;
    if (mandates.departure[a] > week) return;
    auto const planned = static_cast<std::int32_t>(state.actors.attributes[a].departure_week);
    mandates.departure[a] = planned > week ? planned : never;
  }

  static void leave(State& state, std::size_t a, float stays, float weeks) {
    state.mandates.departure[a] = state.week;
    state.mandates.drawdown_to[a] = stays;
    state.mandates.drawdown_weeks[a] = weeks;
  }

  static constexpr std::int32_t never = 100000;
};

}  // namespace disalign
