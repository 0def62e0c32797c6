/// The dose: a posture chosen so that a pair index takes a requested value, and nothing else moves.
///
/// Doses are solved before a run, from the reference (the UN mission's posture) and anchors; no
/// mechanism and no decision may include this file. Size, timing, capability, cost and coupling are no
/// part of a posture. Targets are met to 1e-6; a target that no point between the anchors has is an
/// Error that names the reachable range. Source: MODEL.md section 4.
#pragma once
#include <functional>
#include <span>
#include <vector>

#include "model/disalignment.hpp"

namespace disalign {

/// What a posture is measured against.
struct Yardstick {
  Posture reference;  ///< the UN's, i of every pair
  Saliences salience{};
  TaskMatrix clash{}, synergy{};

  [[nodiscard]] PairIndices operator()(Posture const& j) const {
    return compare(reference, j, salience, clash, synergy);
  }
};

/// Inclusive range of an index.
struct Reach {
  double low = 0, high = 0;
};

/// Largest distance of a realised index from its target.
inline constexpr double dose_tolerance = 1e-6;

/// D1 dose: s = s_U + lam (s_R - s_U), so that D1 = lam D1(U, R) exactly. Returns the stances.
Stances stances_at(Yardstick const& measure, Stances const& rival, double stance_distance);

/// One-path D2 dose: g = g_U + lam (g_R - g_U); C follows. Returns the goals.
Goals goals_at(Yardstick const& measure, Goals const& rival, double goal_clash);

/// Goals that a D2 dose at fixed C mixes with a copy of the reference.
struct GoalAnchors {
  Goals complement{};     ///< K: helps without clashing
  Goals rival{};          ///< R: clashes without helping
  Goals capable_rival{};  ///< Q: clashes and helps
};

/// Weights of copy U, complement K, rival R, capable rival Q: not negative, sum 1.
using GoalWeights = std::array<double, 4>;

/// The mixture with w . D2 = D2*, w . C = C*: these weights are a segment; the result is its midpoint.
GoalWeights goal_weights(Yardstick const& measure, GoalAnchors const& anchors, double goal_clash,
                         double complementarity);

/// C that mixtures with this D2 can have. Throws Error where no mixture has this D2.
Reach complementarity_reach(Yardstick const& measure, GoalAnchors const& anchors,
                            double goal_clash);

/// D2 dose at fixed C: the goals of the mixture of goal_weights().
Goals goals_at(Yardstick const& measure, GoalAnchors const& anchors, double goal_clash,
               double complementarity);

/// D3 dose: stances, goals, principles and sponsor move with one lam, found by bisection.
Posture posture_at(Yardstick const& measure, Posture const& rival, double disalignment);

/// The share lam of the way from one posture to another, 0..1; 0 gives `from`, 1 gives `to`.
Posture part_way(Posture const& from, Posture const& to, double lam);

/// lam in [0, 1] with index(lam) = target to 1e-6, by bisection. Throws Error when the index is not
/// monotone on 101 points, does not reach the target, or jumps over it. `symbol` names it: "D3".
double lam_for(std::function<double(double)> const& index, double target, char const* symbol);

}  // namespace disalign
