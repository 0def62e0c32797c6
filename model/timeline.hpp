/// What is bound to happen, or may happen, in a scenario: entries of its timeline, and the shocks that
/// are under way because of them.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "model/actors.hpp"
#include "model/grid.hpp"

namespace disalign {

/// What an entry of a timeline does. The order is that of `timeline_actions`.
enum class Action : std::int32_t {
  // forces
  deployment,
  contract,
  drawdown,
  expulsion,
  budget,
  merger,
  // the Council
  draft,
  mandate,
  contestation,
  counter_terrorism_consensus,
  designation,
  drop_task,
  // shocks
  coup,
  assassination,
  surge,
  blackout,
  // policies
  coordination,
  branding,
  accountability,
  restraint,
  authority,
  sharing,
  response_days,
  conditions,
  support_strictness,
  support_credibility,
  political_track,
  reporting,
};

/// What an action asks for in a scenario file and how its numbers are meant.
struct ActionForm {
  char const* name;
  enum class Whom : std::uint8_t {
    nobody,
    anyone,
    accountable,  ///< a government or an operation
    operation,
    mission,
    parallel_force,
    group,
    government
  } actor;
  bool other;         ///< a second operation is needed
  bool place;         ///< it may be confined to a place and radius
  char const* unit;   ///< of `amount`; "" when it has none
  float low, high;    ///< bounds of `amount`
  float amount;       ///< its value when the file gives none; below `low`: it must be given
  char const* weeks;  ///< what `weeks` means; "" when it has none
  char const* meaning;
};

inline constexpr std::array timeline_actions{
    ActionForm{"deployment", ActionForm::Whom::operation, false, false, "", 0, 0, 0,
               "time to half of the deployment, 0: as its attributes say",
               "its force generation begins"},
    ActionForm{"contract", ActionForm::Whom::operation, false, false, "1", 0, 1, 0.7F,
               "from signature to arrival, 0: at once",
               "the host hires it; amount is the least consent it then has"},
    ActionForm{"drawdown", ActionForm::Whom::operation, false, false, "1", 0, 1, 0,
               "length of the drawdown, 0: as its attributes say",
               "it shrinks; amount is the share of its strength that stays"},
    ActionForm{"expulsion", ActionForm::Whom::operation, false, false, "", 0, 0, 0,
               "time to leave, 0: as its attributes say", "the host tells it to leave"},
    ActionForm{"budget", ActionForm::Whom::operation, false, false, "1", 0, 2, -1, "",
               "amount is the factor on its strength and income from now on"},
    ActionForm{"merger", ActionForm::Whom::parallel_force, false, false, "", 0, 0, 0, "",
               "it changes helmets and joins the UN mission's command"},
    ActionForm{"draft", ActionForm::Whom::operation, false, false, "", 0, 0, 0, "",
               "the Council votes on authorising it"},
    ActionForm{"mandate", ActionForm::Whom::operation, false, false, "", 0, 0, 0,
               "from renewal to renewal, 0: 52", "its mandate ends unless the Council renews it"},
    ActionForm{"contestation", ActionForm::Whom::nobody, false, false, "1", -1, 1, -2, "",
               "amount is added to what divides the Council"},
    ActionForm{"counter_terrorism_consensus", ActionForm::Whom::nobody, false, false, "1", 0, 1, 1,
               "", "amount is how far the Council agrees on counter-terrorism"},
    ActionForm{"designation", ActionForm::Whom::group, false, false, "1", 0, 1, 1, "",
               "it is listed (amount 1) or taken off the list (0)"},
    ActionForm{"drop_task", ActionForm::Whom::mission, false, false, "", 0, 0, 0, "",
               "its mandate loses the task named by `task`"},
    ActionForm{"coup", ActionForm::Whom::government, false, false, "1", 0, 1, 0.5F, "",
               "amount is the cohesion and the share of restraint that are lost"},
    ActionForm{"assassination", ActionForm::Whom::anyone, false, false, "1", 0, 1, 0.3F, "",
               "amount is the cohesion and the share of restraint that are lost"},
    ActionForm{"surge", ActionForm::Whom::anyone, false, true, "1", 0, 100, -1,
               "half-life of the surge, 0: 4",
               "amount is added to the factor on its attacks on civilians"},
    ActionForm{"blackout", ActionForm::Whom::nobody, false, true, "1", 0, 1, 0.8F,
               "half-life of the blackout, 0: 4",
               "amount is the share of the flow of news that is lost"},
    ActionForm{"coordination", ActionForm::Whom::operation, true, false, "1", 0, 1, -1, "",
               "amount is its coordination with `other` from now on"},
    ActionForm{"branding", ActionForm::Whom::operation, false, false, "1", 0, 0.8F, -1, "",
               "amount is its branding separation from now on"},
    ActionForm{"accountability", ActionForm::Whom::accountable, false, false, "1", 0, 1, -1, "",
               "amount is the probability that its abuse is sanctioned from now on"},
    ActionForm{"restraint", ActionForm::Whom::accountable, false, false, "1", 0, 1, -1, "",
               "amount is its restraint towards civilians from now on"},
    ActionForm{"authority", ActionForm::Whom::operation, false, false, "1", 0, 1, -1, "",
               "amount is its authority to use force for protection from now on"},
    ActionForm{"sharing", ActionForm::Whom::operation, false, false, "1", 0, 1, -1, "",
               "amount is its terms for sharing what it knows from now on"},
    ActionForm{"response_days", ActionForm::Whom::operation, false, false, "day", 0, 60, -1, "",
               "amount is its time to answer a call from now on"},
    ActionForm{"conditions", ActionForm::Whom::parallel_force, false, false, "1", 0, 1, -1, "",
               "amount is the strings attached to its offers from now on"},
    ActionForm{
        "support_strictness", ActionForm::Whom::operation, false, false, "1", 0, 1, -1, "",
        "amount is the probability that it withdraws support after abuse it saw, from now on"},
    ActionForm{"support_credibility", ActionForm::Whom::operation, false, false, "1", 0, 1, -1, "",
               "amount is how credible its threat to withdraw support is from now on; at 0 a veto "
               "stands against it and others monitor"},
    ActionForm{"political_track", ActionForm::Whom::nobody, false, false, "1", 0, 1, -1, "",
               "amount is how far a political track is on from now on: 0 no ceasefire settles"},
    ActionForm{"reporting", ActionForm::Whom::nobody, false, false, "1", 0, 1, -1, "",
               "amount is the probability from now on that a killing becomes public where nobody "
               "monitors"},
};
static_assert(timeline_actions.size() == static_cast<std::size_t>(Action::reporting) + 1);

inline constexpr ActionForm const& form_of(Action action) {
  return timeline_actions[static_cast<std::size_t>(action)];
}

/// One entry of a scenario's timeline; constant in a run.
struct TimelineEntry {
  std::uint64_t key = 0;    ///< hash of its name: address of its draws
  std::int32_t action = 0;  ///< Action: what happens; see the rule `timeline_events`
  float week = -1;          ///< week in which it happens; -1 when it has a hazard
  float hazard = 0;         ///< rate per week while it has not happened [1/week]
  std::int32_t actor = -1;  ///< whom it concerns; -1 nobody in particular
  std::int32_t other = -1;  ///< second actor, where the action has one
  std::int32_t cell = -1;   ///< plane index of its centre; -1 the whole theatre
  float radius = 0;         ///< km around the centre
  float amount = 0;         ///< size, in the unit of the action
  float weeks = 0;          ///< how long it lasts or takes [week]
  std::int32_t task = -1;   ///< Task, where the action has one
};

/// A surge of an actor's attacks on civilians around a cell.
struct Surge {
  std::int32_t actor = 0;
  std::int32_t cell = -1;  ///< plane index of the centre; -1 the whole theatre
  float radius = 0;        ///< km
  float violence = 0;      ///< added to the factor on attacks on civilians, >= 0
  float half_life = 4;     ///< weeks
};

/// A loss of roads and networks around a cell: news flows less.
struct Blackout {
  std::int32_t cell = -1;  ///< plane index of the centre; -1 the whole theatre
  float radius = 0;        ///< km
  float lost = 0;          ///< share of the flow of news that is gone, 0..1
  float half_life = 4;     ///< weeks
};

/// Shocks under way.
struct Shocks {
  ActorArray<float> restraint_lost{};  ///< share of an actor's restraint that is gone, 0..1
  float coup = 0;                      ///< 1 right after a coup, fading, 0..1
  float violence_half_life = 4;        ///< weeks in which restraint and violence recover by half
  std::vector<Surge> surges;           ///< surges under way
  std::vector<Blackout> blackouts;     ///< blackouts under way
  std::vector<std::uint8_t> happened;  ///< per entry of the timeline: 1 once it happened

  /// Added to the factor on attacks on civilians by actor `a` in cell `c`: the surges
  /// whose radius covers the cell.
  [[nodiscard]] float violence_in(Grid const& grid, int a, int c) const {
    float sum = 0;
    for (Surge const& surge : surges) {
      if (surge.actor != a) continue;
      if (surge.cell < 0 || grid.distance_km(surge.cell, c) <= surge.radius) sum += surge.violence;
    }
    return sum;
  }

  /// Share of the flow of news in cell `c` that the blackouts leave, 0..1.
  [[nodiscard]] float news_left(Grid const& grid, int c) const {
    float left = 1;
    for (Blackout const& blackout : blackouts) {
      if (blackout.cell < 0 || grid.distance_km(blackout.cell, c) <= blackout.radius)
        left *= 1.0F - blackout.lost;
    }
    return left;
  }

  static void each(auto& self, auto&& visit) {
    visit(self.restraint_lost);
    visit(self.coup);
    visit(self.violence_half_life);
    for (auto& surge : self.surges) visit(surge.violence);
    for (auto& blackout : self.blackouts) visit(blackout.lost);
    visit(self.happened);
  }
};

}  // namespace disalign
