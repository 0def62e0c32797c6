/// Solves doses: two linear paths, a mixture of four anchors, a bisection.
#define EIGEN_DONT_VECTORIZE  // as in disalignment.cpp: the same profile on every machine
#include "model/dose.hpp"

#include <fmt/format.h>

#include <Eigen/LU>
#include <algorithm>
#include <cmath>

#include "model/base/check.hpp"

namespace disalign {
namespace {

/// Rounding of float profiles; half of what a dose may miss its target by.
constexpr double slack = dose_tolerance / 2;

/// Bounds with four decimals that lie inside the range.
std::string text(Reach reach) {
  // 0.0 + turns -0 into 0
  return fmt::format("{:.4f} to {:.4f}", 0.0 + std::ceil(reach.low * 1e4 - 1e-2) / 1e4,
                     std::floor(reach.high * 1e4 + 1e-2) / 1e4);
}

void require_within(double target, Reach reach, std::string const& what) {
  if (target >= reach.low - slack && target <= reach.high + slack) return;
  throw Error(
      fmt::format("{:g} is out of reach (with this reference and these anchors {} goes from {}). "
                  "Choose a value "
                  "in that range, or other anchors.",
                  target, what, text(reach)));
}

double share(double target, double from, double to) {
  return from == to ? 0.0 : std::clamp((target - from) / (to - from), 0.0, 1.0);
}

Goals mixture(std::span<Goals const> anchors, std::span<double const> weights) {
  Goals result{};
  for (std::size_t k = 0; k < result.size(); ++k) {
    double sum = 0;
    for (std::size_t m = 0; m < anchors.size(); ++m)
      sum += weights[m] * static_cast<double>(anchors[m][k]);
    result[k] = static_cast<float>(sum);
  }
  return result;
}

/// The four anchors with their D2 and C against the reference: both are linear in the weights.
struct Mixtures {
  std::array<Goals, 4> goals;
  std::array<double, 4> goal_clash{}, complementarity{};

  Mixtures(Yardstick const& measure, GoalAnchors const& anchors)
      : goals{measure.reference.profile.goals, anchors.complement, anchors.rival,
              anchors.capable_rival} {
    for (std::size_t m = 0; m < goals.size(); ++m) {
      Posture posture = measure.reference;
      posture.profile.goals = goals[m];
      PairIndices const pair = measure(posture);
      goal_clash[m] = pair.goal_clash;
      complementarity[m] = pair.complementarity;
    }
  }

  [[nodiscard]] Reach goal_clash_reach() const {
    auto const [low, high] = std::minmax_element(goal_clash.begin(), goal_clash.end());
    return {*low, *high};
  }

  /// C over all mixtures with this D2: extreme where at most two anchors have weight.
  [[nodiscard]] Reach complementarity_reach(double target) const {
    require_within(target, goal_clash_reach(), "D2");
    double const d2 = std::clamp(target, goal_clash_reach().low, goal_clash_reach().high);
    Reach reach{2, -1};
    auto const take = [&](double c) { reach = {std::min(reach.low, c), std::max(reach.high, c)}; };
    for (std::size_t m = 0; m < goals.size(); ++m) {
      if (goal_clash[m] == d2) take(complementarity[m]);
      for (std::size_t n = 0; n < goals.size(); ++n) {
        if (!(goal_clash[m] < d2 && d2 < goal_clash[n])) continue;
        take(complementarity[m] +
             share(d2, goal_clash[m], goal_clash[n]) * (complementarity[n] - complementarity[m]));
      }
    }
    return reach;
  }
};

}  // namespace

Stances stances_at(Yardstick const& measure, Stances const& rival, double stance_distance) {
  Posture far = measure.reference;
  far.profile.stances = rival;
  double const whole = measure(far).stance_distance;
  require_within(stance_distance, {0, whole}, "D1");
  return part_way(measure.reference, far, share(stance_distance, 0, whole)).profile.stances;
}

Goals goals_at(Yardstick const& measure, Goals const& rival, double goal_clash) {
  Posture far = measure.reference;
  far.profile.goals = rival;
  double const at_reference = measure(measure.reference).goal_clash;
  double const at_rival = measure(far).goal_clash;
  require_within(goal_clash, {std::min(at_reference, at_rival), std::max(at_reference, at_rival)},
                 "D2");
  return part_way(measure.reference, far, share(goal_clash, at_reference, at_rival)).profile.goals;
}

Reach complementarity_reach(Yardstick const& measure, GoalAnchors const& anchors,
                            double goal_clash) {
  return Mixtures(measure, anchors).complementarity_reach(goal_clash);
}

GoalWeights goal_weights(Yardstick const& measure, GoalAnchors const& anchors, double goal_clash,
                         double complementarity) {
  Mixtures const mixtures(measure, anchors);
  require_within(complementarity, mixtures.complementarity_reach(goal_clash),
                 fmt::format("C at D2 = {:g}", goal_clash));
  //     1 . w = 1,   D2 . w = D2*,   C . w = C*,   w >= 0:   w = w0 + t v with v in the kernel
  Eigen::Matrix<double, 3, 4> equations;
  equations.row(0).setOnes();
  equations.row(1) = Eigen::Map<Eigen::RowVector4d const>(mixtures.goal_clash.data());
  equations.row(2) = Eigen::Map<Eigen::RowVector4d const>(mixtures.complementarity.data());
  Eigen::FullPivLU<Eigen::Matrix<double, 3, 4>> const solver(equations);
  if (solver.rank() < 3) {
    throw Error(
        "the anchors cannot set D2 and C apart (their values lie on one line). Choose other "
        "anchors, or leave complementarity out.");
  }
  Eigen::Vector4d const w = solver.solve(Eigen::Vector3d(1, goal_clash, complementarity));
  Eigen::Vector4d const v = solver.kernel().col(0).normalized();
  double low = -1e9;
  double high = 1e9;
  for (Eigen::Index m = 0; m < 4; ++m) {
    if (std::abs(v(m)) < 1e-12) continue;
    double const edge = -w(m) / v(m);  // where this weight is zero
    (v(m) > 0 ? low : high) = v(m) > 0 ? std::max(low, edge) : std::min(high, edge);
  }
  Eigen::Vector4d middle = (w + (low + high) / 2 * v).cwiseMax(0.0);
  middle /= middle.sum();
  return {middle(0), middle(1), middle(2), middle(3)};
}

Goals goals_at(Yardstick const& measure, GoalAnchors const& anchors, double goal_clash,
               double complementarity) {
  GoalWeights const weights = goal_weights(measure, anchors, goal_clash, complementarity);
  return mixture(Mixtures(measure, anchors).goals, weights);
}

Posture part_way(Posture const& from, Posture const& to, double lam) {
  auto const move = [&](auto const& a, auto const& b, auto& result) {
    for (std::size_t k = 0; k < result.size(); ++k) {
      result[k] = static_cast<float>((1 - lam) * static_cast<double>(a[k]) +
                                     lam * static_cast<double>(b[k]));
    }
  };
  Posture result;
  move(from.profile.goals, to.profile.goals, result.profile.goals);
  move(from.profile.stances, to.profile.stances, result.profile.stances);
  move(from.principles, to.principles, result.principles);
  move(from.sponsor, to.sponsor, result.sponsor);
  return result;
}

Posture posture_at(Yardstick const& measure, Posture const& rival, double disalignment) {
  auto const at = [&](double lam) { return part_way(measure.reference, rival, lam); };
  return at(lam_for([&](double lam) { return measure(at(lam)).disalignment; }, disalignment, "D3"));
}

double lam_for(std::function<double(double)> const& index, double target, char const* symbol) {
  Reach reach{index(0), index(0)};
  for (int k = 1; k <= 100; ++k) {
    double const here = index(k / 100.0);
    if (here < reach.high - slack) {
      throw Error(
          fmt::format("{} is not monotone on the way to the rival (at {:.2f} of the way it falls "
                      "from {:.6f} to "
                      "{:.6f}, so a target names no single point). Choose another rival.",
                      symbol, k / 100.0, reach.high, here));
    }
    reach.high = std::max(reach.high, here);
  }
  require_within(target, reach, symbol);
  double low = 0;
  double high = 1;
  // The end that is met first; 60 halvings are finer than a float profile can tell.
  for (double const end : {low, high}) {
    if (std::abs(index(end) - target) <= slack) return end;
  }
  for (int halving = 0; halving < 60; ++halving) {
    double const middle = (low + high) / 2;
    double const value = index(middle);
    if (std::abs(value - target) <= slack) return middle;
    (value < target ? low : high) = middle;
  }
  throw Error(fmt::format(
      "{:g} cannot be met to {:g} ({} jumps from {:.6f} to {:.6f} there). Choose another target.",
      target, dose_tolerance, symbol, index(low), index(high)));
}

}  // namespace disalign
