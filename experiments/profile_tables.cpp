/// Reads goals and stances.
#include "experiments/profile_tables.hpp"

#include <fmt/format.h>

#include <cmath>

namespace disalign {

namespace {

using Rank = Problems::Rank;

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

}  // namespace

bool is_operation(ActorPlan const& plan) {
  return plan.kind == Kind::un_mission || plan.kind == Kind::parallel_force;
}

void read_goals(TomlTable& owner, Goals& result) {
  auto goals = owner.table("goals");
  if (!goals) return;
  double sum = 0;
  bool good = true;
  for (int k = 0; k < task_count; ++k) {
    double share = 0;
    if (goals->has(task_names[idx(k)])) {
      good &= goals->read(task_names[idx(k)], share, {0, 1, "1"});
    } else {
      goals->find(task_names[idx(k)]);
    }
    result[idx(k)] = static_cast<float>(share);
    sum += share;
  }
  goals->close();
  if (good && std::abs(sum - 1.0) > 1e-6) {
    goals->report(Rank::inconsistent, "",
                  fmt::format("the shares sum to {:.6g} (the shares of an actor's goals sum to 1). "
                              "Change them until they do.",
                              sum));
  }
}

void read_stances(TomlTable& owner, std::vector<ActorPlan> const& plans, int self,
                  Stances& result) {
  auto stances = owner.table("stances");
  if (!stances) return;
  constexpr Bounds bounds{-1, 1, "1"};
  double governments = 0;
  double groups = 0;
  double people = 0;
  stances->read("governments", governments, bounds);
  stances->read("armed_groups", groups, bounds);
  if (stances->read("communities", people, bounds)) {
    result[communities] = static_cast<float>(people);
  }
  for (int p = 0; p < static_cast<int>(plans.size()); ++p) {
    ActorPlan const& party = plans[idx(p)];
    if (p == self || is_operation(party)) {
      if (stances->find(party.name) == nullptr) continue;
      stances->report(Rank::inconsistent, party.name,
                      p == self
                          ? "is a stance of the actor towards itself (it has none). Remove it."
                          : "is a stance towards an operation (local parties answer an operation "
                            "in kind, operations meet by coordination). Remove it.");
      continue;
    }
    double stance = party.kind == Kind::armed_group  ? groups
                    : party.kind == Kind::government ? governments
                                                     : 0.0;
    stances->read(party.name, stance, bounds);
    result[idx(p)] = static_cast<float>(stance);
  }
  stances->close();
}

}  // namespace disalign
