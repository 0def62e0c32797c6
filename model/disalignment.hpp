/// Disalignment, measured from what two operations stand for; reported, never read by a rule.
///
/// No mechanism and no decision may include this file (a test holds them to it): disalignment acts
/// through named channels only, and the indices say how much of it there is.
#pragma once
#include <array>

#include "model/actors.hpp"
#include "model/founding.hpp"

namespace disalign {

/// How far an operation holds to consent and impartiality, its restraint r and its accountability y,
/// each in [0, 1].
inline constexpr int principle_count = 4;
using Principles = std::array<float, principle_count>;

/// All of an operation that an index looks at, and all that a dose may move.
struct Posture {
  Profile profile;
  Principles principles{};
  std::array<float, 2> sponsor{};  ///< x: position of the sponsor
};

Posture posture_of(Profile const& profile, Attributes const& attributes);
/// Writes the principles and the sponsor's position into the attributes.
void set_principles(Posture const& posture, Attributes& attributes);

/// w_p: weight of each party, sum 1; zero for operations and for whoever does not take part.
using Saliences = std::array<double, max_parties>;

/// Uniform over the governments and armed groups that take part at the start, and the communities.
/// Splinters have no weight of their own: salience is fixed when a run begins.
Saliences local_parties(Cast const& cast);
Saliences local_parties(State const& state);

/// The indices of MODEL.md section 4 for operation i (the UN) and j. D1, D2, C, A, Dsp and Dpr are
/// symmetric; what is measured against the largest value possible for i (D1n, D2n, and so D3) is not.
struct PairIndices {
  double stance_distance = 0;       ///< D1, 0..1: half the salience-weighted distance of stances
  double stance_distance_max = 0;   ///< D1max: the largest D1 anyone could have against i
  double stance_disalignment = 0;   ///< D1n = D1 / D1max, 0..1
  double goal_clash = 0;            ///< D2 = g_i' X g_j, 0..1
  double own_tension = 0;           ///< D2_ii = g_i' X g_i: what i asks of itself
  double goal_disalignment = 0;     ///< D2n: D2 above i's own tension, over the largest possible
  double complementarity = 0;       ///< C = g_i' Y g_j, 0..1
  double redundancy = 0;            ///< A = g_i' g_j, 0..1
  double sponsor_distance = 0;      ///< Dsp, 0..1
  double principle_distance = 0;    ///< Dpr, 0..1
  double disalignment = 0;          ///< D3, 0..1: partly compensatory
  double disalignment_largest = 0;  ///< D3max, 0..1: the largest of the four, not compensatory
};

/// Indices of j against i. X and Y are symmetric with zero diagonals.
PairIndices compare(Posture const& i, Posture const& j, Saliences const& w, TaskMatrix const& clash,
                    TaskMatrix const& synergy);

/// The same for two operations as they begin (joint strategy included) and as they stand.
PairIndices compare(Cast const& cast, int i, int j);
PairIndices compare(State const& state, int i, int j);

}  // namespace disalign
