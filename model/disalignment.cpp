/// The indices of a pair, in the algebra of MODEL.md section 4.
// Sums of a fixed order: weekly indices enter a run's digest, which no instruction set may change.
#define EIGEN_DONT_VECTORIZE
#include "model/disalignment.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "model/base/exact_math.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

template <std::size_t N>
auto column(std::array<float, N> const& values) {
  return Eigen::Map<Eigen::Matrix<float, int{N}, 1> const>(values.data()).template cast<double>();
}

auto tasks(TaskMatrix const& values) {
  using Rows = Eigen::Matrix<float, task_count, task_count, Eigen::RowMajor>;
  static_assert(sizeof(TaskMatrix) == sizeof(float) * task_count * task_count);
  return Eigen::Map<Rows const>(values.front().data()).cast<double>();
}

bool is_local(Kind kind) { return kind == Kind::government || kind == Kind::armed_group; }

Saliences uniform(Saliences marked) {
  marked[communities] = 1;
  double sum = 0;
  for (double const w : marked) sum += w;
  for (double& w : marked) w /= sum;
  return marked;
}

void compare_stances(Stances const& i, Stances const& j, Saliences const& salience,
                     PairIndices& pair) {
  Eigen::Map<Eigen::Array<double, max_parties, 1> const> const w(salience.data());
  auto const s = column(i).array();
  auto const t = column(j).array();
  // D1 = 1/2 sum_p w_p |s_ip - s_jp|,   D1max_i = 1/2 sum_p w_p (1 + |s_ip|)
  pair.stance_distance = 0.5 * (w * (s - t).abs()).sum();
  pair.stance_distance_max = 0.5 * (w * (1 + s.abs())).sum();
  if (pair.stance_distance_max > 0)
    pair.stance_disalignment = pair.stance_distance / pair.stance_distance_max;
}

void compare_goals(Goals const& i, Goals const& j, TaskMatrix const& clash,
                   TaskMatrix const& synergy, PairIndices& pair) {
  Eigen::Matrix<double, task_count, 1> const g = column(i);
  Eigen::Matrix<double, task_count, 1> const h = column(j);
  Eigen::Matrix<double, task_count, 1> const xg = tasks(clash) * g;
  // D2 = g_i' X g_j,   C = g_i' Y g_j,   A = g_i' g_j
  pair.goal_clash = xg.dot(h);
  pair.own_tension = xg.dot(g);
  pair.complementarity = g.dot(tasks(synergy) * h);
  pair.redundancy = g.dot(h);
  // D2n = [D2 - D2_ii]+ / (max_l (X g_i)_l - D2_ii)
  double const range = xg.maxCoeff() - pair.own_tension;
  if (range > 0) pair.goal_disalignment = std::max(0.0, pair.goal_clash - pair.own_tension) / range;
}

}  // namespace

Posture posture_of(Profile const& profile, Attributes const& attributes) {
  return {profile,
          {attributes.consent_principle, attributes.impartiality_principle, attributes.restraint,
           attributes.accountability},
          {attributes.sponsor_x, attributes.sponsor_y}};
}

void set_principles(Posture const& posture, Attributes& attributes) {
  attributes.consent_principle = posture.principles[0];
  attributes.impartiality_principle = posture.principles[1];
  attributes.restraint = posture.principles[2];
  attributes.accountability = posture.principles[3];
  attributes.sponsor_x = posture.sponsor[0];
  attributes.sponsor_y = posture.sponsor[1];
}

Saliences local_parties(Cast const& cast) {
  Saliences marked{};
  for (std::size_t a = 0; a < cast.actors.size(); ++a)
    marked[a] = cast.actors[a].present && is_local(cast.actors[a].kind) ? 1 : 0;
  return uniform(marked);
}

Saliences local_parties(State const& state) {
  Saliences marked{};
  for (int a = 0; a < state.actors.count; ++a) {
    bool const founder = state.actors.parent[idx(a)] < 0;
    bool const local = founder && state.actors.takes_part(a) && is_local(state.actors.kind[idx(a)]);
    marked[idx(a)] = local ? 1 : 0;
  }
  return uniform(marked);
}

PairIndices compare(Posture const& i, Posture const& j, Saliences const& w, TaskMatrix const& clash,
                    TaskMatrix const& synergy) {
  PairIndices pair;
  compare_stances(i.profile.stances, j.profile.stances, w, pair);
  compare_goals(i.profile.goals, j.profile.goals, clash, synergy, pair);
  // Dsp = 1 - exp(-|x_i - x_j|^2 / 2),   Dpr = mean |principle_i - principle_j|
  double const apart = (column(i.sponsor) - column(j.sponsor)).squaredNorm();
  pair.sponsor_distance = static_cast<double>(chance(static_cast<float>(apart / 2)));
  pair.principle_distance = (column(i.principles) - column(j.principles)).array().abs().mean();
  // D3 = 1 - ((1 - D1n)(1 - D2n)(1 - Dsp)(1 - Dpr))^(1/4)
  double agreement = 1;
  for (double const d : {pair.stance_disalignment, pair.goal_disalignment, pair.sponsor_distance,
                         pair.principle_distance}) {
    agreement *= std::max(0.0, 1 - d);
    pair.disalignment_largest = std::max(pair.disalignment_largest, d);
  }
  pair.disalignment = 1 - std::sqrt(std::sqrt(agreement));  // exact, as a fourth root is not
  return pair;
}

PairIndices compare(Cast const& cast, int i, int j) {
  auto const posture = [&](int a) {
    return posture_of(starting_profile(cast, a), cast.actors[idx(a)].attributes);
  };
  return compare(posture(i), posture(j), local_parties(cast), cast.clash, cast.synergy);
}

PairIndices compare(State const& state, int i, int j) {
  auto const posture = [&](int a) {
    return posture_of(state.actors.declared[idx(a)], state.actors.attributes[idx(a)]);
  };
  return compare(posture(i), posture(j), local_parties(state), *state.clash, *state.synergy);
}

}  // namespace disalign
