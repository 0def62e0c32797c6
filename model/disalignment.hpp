/// Disalignment, measured from what two operations declare; reported, never read by a rule.
///
/// No mechanism and no decision may include this file (a test holds them to it): disalignment acts
/// through named channels only, and the indices say how much of it there is.
#pragma once
#include <vector>

#include "model/actors.hpp"

namespace disalign {

/// The pairwise indices of MODEL.md section 4 for operation i (the UN) and j.
struct PairIndices {
  double stance_distance = 0;      ///< D1, 0..1: half the salience-weighted distance of stances
  double stance_distance_max = 0;  ///< D1max: the largest D1 anyone could have against i
  double stance_disalignment = 0;  ///< D1n = D1 / D1max, 0..1
  double goal_clash = 0;           ///< D2 = g_i' X g_j
  double goal_disalignment = 0;    ///< D2n: D2 above i's own tension, over the largest possible
  double complementarity = 0;      ///< C = g_i' Y g_j
  double redundancy = 0;           ///< A = g_i' g_j
};

/// Indices of j against i over the parties `parties` (actor indices or `communities`), which weigh
/// the same (salience 1 / number of parties). X and Y are symmetric with zero diagonals.
PairIndices compare_profiles(Profile const& i, Profile const& j, std::vector<int> const& parties,
                             TaskMatrix const& clash, TaskMatrix const& synergy);

}  // namespace disalign
