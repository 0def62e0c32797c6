/// Reads doses with their anchors and puts what they come to into the cast.
#include "experiments/dose_table.hpp"

#include <fmt/format.h>

#include "experiments/profile_tables.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

constexpr std::array anchor_names{"complement", "rival", "capable_rival"};

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// What a D3 dose moves beside goals and stances; what is not named stays as it is in `result`.
void read_principles(TomlTable& rival, Attributes& result) {
  constexpr Bounds share{0, 1, "1"};
  constexpr Bounds position{-2, 2, "1"};
  rival.read("consent_principle", result.consent_principle, share);
  rival.read("impartiality_principle", result.impartiality_principle, share);
  rival.read("restraint", result.restraint, share);
  rival.read("accountability", result.accountability, share);
  rival.read("sponsor_x", result.sponsor_x, position);
  rival.read("sponsor_y", result.sponsor_y, position);
}

/// The anchors of the file that `dose.anchors` names; each table of an anchor in the dose itself
/// replaces the file's, since shares of two tables together would not sum to 1. Nothing (and a problem
/// reported) when the file cannot be read.
std::optional<TomlValue> gather_anchors(TomlTable& dose) {
  TomlValue result;
  bool good = true;
  std::string path;
  if (dose.read("anchors", path)) {
    try {
      result = load_toml(dose.find("anchors")->origin.resolve(path));
    } catch (Error const& error) {
      dose.report(Rank::missing, "anchors", fmt::format("cannot be used: {}", error.what()));
      good = false;
    }
  }
  for (char const* name : anchor_names) {
    TomlValue const* own = dose.find(name);
    if (own == nullptr) continue;
    TomlValue* known = result.find(name);
    if (known == nullptr || !known->is_table() || !own->is_table()) {
      result.put(name, *own);
    } else {
      for (auto const& [key, value] : own->table()) known->put(key, value);
    }
  }
  return good ? std::optional(std::move(result)) : std::nullopt;
}

template <class T>
std::optional<double> optional_number(TomlTable& table, char const* name, T const& bounds) {
  double value = 0;
  return table.read(name, value, bounds) ? std::optional(value) : std::nullopt;
}

/// Reports an unreachable value at its key, with the range that the solver names.
template <class Solve>
bool solved(TomlTable const& table, char const* key, Solve const& solve) {
  try {
    solve();
    return true;
  } catch (Error const& error) {
    table.report(Rank::out_of_range, key, error.what());
    return false;
  }
}

}  // namespace

/// Index, values and what the actor's own table may not hold beside them.
bool DoseTables::read_index(TomlTable& actor, Dose& dose) {
  constexpr Bounds share{0, 1, "1"};
  TomlTable& table = dose.table;
  if (!table.has("index")) table.missing("index", R"(Write index = "D1", "D2" or "D3".)");
  bool const known = table.read_word("index", dose.index, std::array{"D1", "D2", "D3"});
  table.require("target", dose.target, share);
  dose.complementarity = optional_number(table, "complementarity", share);
  dose.stance_distance = optional_number(table, "stance_distance", share);
  if (!known) return false;
  for (char const* key : {"complementarity", "stance_distance"}) {
    if (dose.index != 1 && table.has(key))
      table.report(Rank::inconsistent, key, "goes with index = \"D2\" only. Remove it.");
  }
  dose.own_goals = actor.has("goals");
  dose.own_stances = actor.has("stances");
  bool const sets_goals = dose.index != 0;
  bool const sets_stances = dose.index != 1 || dose.stance_distance.has_value();
  auto const refuse = [&](char const* key) {
    actor.report(Rank::inconsistent, key,
                 fmt::format("stands beside a dose that sets it ([{}]). Remove one of them.",
                             actor.full_key("dose")));
  };
  if (sets_goals && dose.own_goals) refuse("goals");
  if (sets_stances && dose.own_stances) refuse("stances");
  return true;
}

void DoseTables::read_anchors(Dose& dose, std::vector<ActorPlan> const& plans, bool kinds_known) {
  TomlTable all(*dose.anchors, dose.table.full_key(""), dose.table.problems());
  auto const goals_of = [&](TomlTable& anchor) -> std::optional<Goals> {
    Goals goals{};
    read_goals(anchor, goals);
    return anchor.has("goals") ? std::optional(goals) : std::nullopt;
  };
  auto const need = [&](char const* what) {
    dose.table.missing(
        what, R"(Write anchors = "../presets/dose_anchors.toml", or the anchor's own table.)");
  };
  auto complement = all.table("complement");
  auto capable = all.table("capable_rival");
  auto rival = all.table("rival");
  std::optional<Goals> complement_goals;
  std::optional<Goals> capable_goals;
  if (complement) complement_goals = goals_of(*complement);
  if (capable) capable_goals = goals_of(*capable);
  if (rival) {
    dose.rival_goals = goals_of(*rival);
    if (!kinds_known) {
      rival->find("stances");
    } else if (Stances stances{}; rival->has("stances")) {
      read_stances(*rival, plans, dose.actor, stances);
      dose.rival_stances = stances;
    }
    Attributes scratch;  // checks form; solve() reads them over the UN's
    read_principles(*rival, scratch);
  }
  for (auto* anchor : {&complement, &capable, &rival}) {
    if (*anchor) (*anchor)->close();
  }
  all.close();
  dose.goals = {complement_goals.value_or(Goals{}), dose.rival_goals.value_or(Goals{}),
                capable_goals.value_or(Goals{})};
  bool const needs_stances = dose.index == 0 || dose.stance_distance.has_value();
  if (kinds_known && needs_stances && !dose.rival_stances) need("rival.stances");
  if (dose.index == 1 && !dose.rival_goals) need("rival.goals");
  if (dose.index == 2 && !rival) need("rival");
  if (dose.complementarity && !complement_goals) need("complement.goals");
  if (dose.complementarity && !capable_goals) need("capable_rival.goals");
}

void DoseTables::read(TomlTable& actor, int self, std::vector<ActorPlan> const& plans,
                      bool kinds_known) {
  auto table = actor.table("dose");
  if (!table) return;
  if (kinds_known && plans[idx(self)].kind != Kind::parallel_force) {
    actor.report(Rank::inconsistent, "dose",
                 "is no table of a parallel force (a dose moves a force away from the UN). Remove "
                 "it.");
    return;
  }
  Dose dose(*table, self);
  bool const known = read_index(actor, dose);
  auto anchors = gather_anchors(dose.table);
  dose.table.close();
  if (!known || !anchors) return;
  dose.anchors = std::make_unique<TomlValue>(std::move(*anchors));
  read_anchors(dose, plans, kinds_known);
  doses_.push_back(std::move(dose));
}

void DoseTables::solve_goals(Dose const& dose, Yardstick const& measure, ActorPlan& plan) {
  Goals& goals = plan.declared.goals;
  if (!dose.complementarity) {
    solved(dose.table, "target",
           [&] { goals = goals_at(measure, *dose.rival_goals, dose.target); });
    return;
  }
  if (!solved(dose.table, "target",
              [&] { complementarity_reach(measure, dose.goals, dose.target); })) {
    return;
  }
  solved(dose.table, "complementarity",
         [&] { goals = goals_at(measure, dose.goals, dose.target, *dose.complementarity); });
}

void DoseTables::solve_all(Dose const& dose, Yardstick const& measure, Attributes const& of_un,
                           ActorPlan& plan) {
  Attributes principles = of_un;
  TomlTable all(*dose.anchors, dose.table.full_key(""), dose.table.problems());
  if (auto table = all.table("rival")) read_principles(*table, principles);
  Profile profile = measure.reference.profile;
  if (dose.rival_goals) profile.goals = *dose.rival_goals;
  if (dose.rival_stances) profile.stances = *dose.rival_stances;
  Posture const rival = posture_of(profile, principles);
  solved(dose.table, "target", [&] {
    Posture const posture = posture_at(measure, rival, dose.target);
    plan.declared = posture.profile;
    set_principles(posture, plan.attributes);
  });
}

void DoseTables::solve(Cast& cast) {
  for (Dose& dose : doses_) {
    int const un = un_mission(cast);
    if (un < 0) {
      dose.table.report(Rank::inconsistent, "",
                        "needs a UN mission (its profile is what a dose starts from). Add one, or "
                        "write goals and stances instead.");
      continue;
    }
    ActorPlan const& reference = cast.actors[idx(un)];
    ActorPlan& plan = cast.actors[idx(dose.actor)];
    if (!dose.own_goals) plan.declared.goals = reference.declared.goals;
    if (!dose.own_stances) plan.declared.stances = reference.declared.stances;
    if (!plan.present) continue;  // it stands for nothing here
    Yardstick const measure{posture_of(reference.declared, reference.attributes),
                            local_parties(cast), cast.clash, cast.synergy};
    auto const set_stances = [&](char const* key, double distance) {
      solved(dose.table, key,
             [&] { plan.declared.stances = stances_at(measure, *dose.rival_stances, distance); });
    };
    if (dose.index == 0) set_stances("target", dose.target);
    if (dose.index == 1) solve_goals(dose, measure, plan);
    if (dose.stance_distance) set_stances("stance_distance", *dose.stance_distance);
    if (dose.index == 2) solve_all(dose, measure, reference.attributes, plan);
  }
}

}  // namespace disalign
