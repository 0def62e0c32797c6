/// The pairwise indices, in the algebra of MODEL.md section 4.
#include "model/disalignment.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

namespace disalign {
namespace {

using Vector = Eigen::Matrix<double, task_count, 1>;
using Matrix = Eigen::Matrix<double, task_count, task_count>;

Vector goals_of(Profile const& profile) {
  return Eigen::Map<Eigen::Matrix<float, task_count, 1> const>(profile.goals.data()).cast<double>();
}

Matrix tasks(TaskMatrix const& values) {
  Matrix matrix;
  for (int k = 0; k < task_count; ++k) {
    for (int l = 0; l < task_count; ++l) {
      matrix(k, l) =
          static_cast<double>(values[static_cast<std::size_t>(k)][static_cast<std::size_t>(l)]);
    }
  }
  return matrix;
}

}  // namespace

PairIndices compare_profiles(Profile const& i, Profile const& j, std::vector<int> const& parties,
                             TaskMatrix const& clash, TaskMatrix const& synergy) {
  PairIndices pair;
  // D1 = 1/2 sum_p w_p |s_ip - s_jp|,   D1max_i = 1/2 sum_p w_p (1 + |s_ip|)
  for (int const p : parties) {
    double const w = 1.0 / static_cast<double>(parties.size());
    auto const s = static_cast<double>(i.stances[static_cast<std::size_t>(p)]);
    auto const t = static_cast<double>(j.stances[static_cast<std::size_t>(p)]);
    pair.stance_distance += 0.5 * w * std::abs(s - t);
    pair.stance_distance_max += 0.5 * w * (1 + std::abs(s));
  }
  if (pair.stance_distance_max > 0)
    pair.stance_disalignment = pair.stance_distance / pair.stance_distance_max;

  Vector const g = goals_of(i);
  Vector const h = goals_of(j);
  Matrix const x = tasks(clash);
  pair.goal_clash = g.dot(x * h);
  pair.complementarity = g.dot(tasks(synergy) * h);
  pair.redundancy = g.dot(h);
  // D2n = [D2 - D2_ii]+ / (max_l (X g_i)_l - D2_ii)
  double const own_tension = g.dot(x * g);
  double const range = (x * g).maxCoeff() - own_tension;
  if (range > 0) pair.goal_disalignment = std::max(0.0, pair.goal_clash - own_tension) / range;
  return pair;
}

}  // namespace disalign
