/// Pair indices weighted by who is strong and who stands where.
#include "model/theatre_indices.hpp"

#include <algorithm>

#include "model/base/exact_math.hpp"
#include "model/disalignment.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// q_i n: persons of an operation in theatre, 0 for everybody else.
double persons(State const& state, int a) {
  bool const counts = state.actors.is_operation(a) && state.actors.takes_part(a);
  return counts ? static_cast<double>(state.actors.strength[idx(a)]) : 0.0;
}

/// rho_i(c): share of i's strength whose reach covers c, at most 1.
double covered(State const& state, int i, int c) {
  return std::min(1.0, static_cast<double>(state.at.in_reach[i][c]) /
                           static_cast<double>(state.actors.strength[idx(i)]));
}

/// sum_p w_p |T_p|
double weigh(Saliences const& w, auto const& tilt_of) {
  double sum = 0;
  for (int p = 0; p < max_parties; ++p) {
    if (w[idx(p)] > 0) sum += w[idx(p)] * std::max(tilt_of(p), -tilt_of(p));
  }
  return sum;
}

double coupled(State const& state, int i, int j, float kappa) {
  return static_cast<double>(exp(-kappa * state.actors.coordination[idx(i)][idx(j)]));
}

}  // namespace

double overlap(State const& state, int i, int j) {
  if (!(persons(state, i) > 0) || !(persons(state, j) > 0)) return 0;
  double both = 0;
  double first = 0;
  double second = 0;
  for (int const c : state.grid().cells) {
    if ((state.at.in_reach[i][c] | state.at.in_reach[j][c]) == 0) continue;  // would add nothing
    double const rho_i = covered(state, i, c);
    double const rho_j = covered(state, j, c);
    both += std::min(rho_i, rho_j);
    first += rho_i;
    second += rho_j;
  }
  double const least = std::min(first, second);
  return least > 0 ? both / least : 0;
}

ActorMatrix<double> overlaps(State const& state) {
  ActorMatrix<double> together{};
  for (int i = 0; i < state.actors.count; ++i) {
    for (int j = i + 1; j < state.actors.count; ++j)
      together[idx(i)][idx(j)] = together[idx(j)][idx(i)] = overlap(state, i, j);
  }
  return together;
}

double friction_index(State const& state, int i, int j, double d, float kappa) {
  return d * overlap(state, i, j) * coupled(state, i, j, kappa);
}

double tilt(State const& state, int p) {
  double sum = 0;
  double all = 0;
  for (int i = 0; i < state.actors.count; ++i) {
    double const n = persons(state, i);
    sum += n * static_cast<double>(state.actors.declared[idx(i)].stances[idx(p)]);
    all += n;
  }
  return all > 0 ? sum / all : 0;
}

double mean_tilt(State const& state) {
  return weigh(local_parties(state), [&](int p) { return tilt(state, p); });
}

std::array<double, max_parties> tilts(Cast const& cast) {
  double all = 0;
  Stances sum{};
  for (int a = 0; a < static_cast<int>(cast.actors.size()); ++a) {
    ActorPlan const& plan = cast.actors[idx(a)];
    bool const operation = plan.kind == Kind::un_mission || plan.kind == Kind::parallel_force;
    if (!operation || !plan.present) continue;
    float const n = plan.attributes.strength * plan.attributes.fill_share;
    Stances const s = starting_profile(cast, a).stances;
    for (std::size_t p = 0; p < s.size(); ++p) sum[p] += n * s[p];
    all += static_cast<double>(n);
  }
  std::array<double, max_parties> result{};
  for (std::size_t p = 0; p < result.size() && all > 0; ++p)
    result[p] = static_cast<double>(sum[p]) / all;
  return result;
}

double mean_tilt(Cast const& cast) {
  return weigh(local_parties(cast), [&, t = tilts(cast)](int p) { return t[idx(p)]; });
}

TheatreIndices theatre_indices(State const& state, float kappa) {
  return theatre_indices(state, overlaps(state), kappa);
}

TheatreIndices theatre_indices(State const& state, ActorMatrix<double> const& overlaps,
                               float kappa) {
  TheatreIndices result;
  result.tilt = mean_tilt(state);
  // Dtheatre = sum_{i != j} q_i q_j o_ij D_ij / sum_{i != j} q_i q_j;   Dstructural: o = 1
  double weights = 0;
  for (int i = 0; i < state.actors.count; ++i) {
    if (!(persons(state, i) > 0)) continue;
    for (int j = i + 1; j < state.actors.count; ++j) {
      double const weight = persons(state, i) * persons(state, j);
      if (!(weight > 0)) continue;
      double const together = overlaps[idx(i)][idx(j)];
      PairIndices const one = compare(state, i, j);
      PairIndices const other =
          compare(state, j, i);  // D_ij is measured against i: both count half
      std::array const d{(one.stance_disalignment + other.stance_disalignment) / 2,
                         (one.goal_disalignment + other.goal_disalignment) / 2,
                         (one.disalignment + other.disalignment) / 2};
      for (std::size_t k = 0; k < d.size(); ++k) {
        result.structural[k] += weight * d[k];
        result.disalignment[k] += weight * together * d[k];
      }
      result.friction += weight * d[2] * together * coupled(state, i, j, kappa);
      result.overlap += weight * together;
      weights += weight;
    }
  }
  if (!(weights > 0)) return result;
  for (std::size_t k = 0; k < result.structural.size(); ++k) {
    result.structural[k] /= weights;
    result.disalignment[k] /= weights;
  }
  result.friction /= weights;
  result.overlap /= weights;
  return result;
}

}  // namespace disalign
