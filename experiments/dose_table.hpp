/// The table `[actors.NAME.dose]` of a parallel force: its profile as a point on the way from the UN's
/// to a rival's, asked for by the index that it shall have.
///
///     [actors.partner.dose]
///     index = "D2"                               # D1 stances, D2 goals, D3 all four components
///     target = 0.15                              # value of the index against the UN mission
///     complementarity = 0.14                     # D2 only: C held at this value; without, one path
///     stance_distance = 0.3                      # D2 only: D1 of the stances beside it
///     anchors = "../presets/dose_anchors.toml"   # and, or, tables written out:
///     rival.goals = { secure_resources = 1.0 }   # replaces the file's
///
/// Anchors: `rival` (goals, stances and, for D3, principles and sponsor), `complement` and
/// `capable_rival` (goals). What a dose does not set is the force's own where its table gives it, else
/// the UN's. Only a D3 dose sets restraint, accountability, the two principles and the sponsor's
/// position. The cast holds the result, and the resolved configuration shows it without this table.
#pragma once
#include <memory>
#include <optional>
#include <vector>

#include "experiments/toml_table.hpp"
#include "model/dose.hpp"

namespace disalign {

/// The doses of a scenario: read with their actors, solved once the cast is whole.
class DoseTables {
 public:
  /// Reads `actor.dose`. Every mistake of form goes to the problems. Stances of anchors name parties by
  /// their kinds: `kinds_known` is false when those could not be read.
  void read(TomlTable& actor, int self, std::vector<ActorPlan> const& plans, bool kinds_known);

  /// Sets the profiles of all dosed forces of a cast without mistakes. Doses out of reach are reported
  /// with the range that can be reached.
  void solve(Cast& cast);

 private:
  struct Dose {
    Dose(TomlTable its_table, int its_actor) : table(std::move(its_table)), actor(its_actor) {}

    TomlTable table;
    int actor;
    std::unique_ptr<TomlValue> anchors;  ///< the file's, with those of the table put in
    int index = 0;                       ///< 0 D1, 1 D2, 2 D3
    double target = 0;
    std::optional<double> complementarity, stance_distance;
    bool own_goals = false, own_stances = false;
    GoalAnchors goals;
    std::optional<Goals> rival_goals;
    std::optional<Stances> rival_stances;
  };

  static bool read_index(TomlTable& actor, Dose& dose);
  static void read_anchors(Dose& dose, std::vector<ActorPlan> const& plans, bool kinds_known);
  static void solve_goals(Dose const& dose, Yardstick const& measure, ActorPlan& plan);
  static void solve_all(Dose const& dose, Yardstick const& measure, Attributes const& of_un,
                        ActorPlan& plan);

  std::vector<Dose> doses_;
};

}  // namespace disalign
