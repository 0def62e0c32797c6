/// Slices of steps with a clock.
#include "bench/epstein_speed.hpp"

#include <algorithm>
#include <array>

#include "agents/kernel.hpp"
#include "bench/clocks.hpp"
#include "bench/epstein.hpp"

namespace disalign {
namespace {

constexpr int slices = 11;

template <class Model>
double updates_per_second(Model& model, int burn_in, int steps) {
  for (int k = 0; k < burn_in; ++k) model.step();
  std::array<double, slices> seconds{};
  for (double& slice : seconds) {
    double const start = cpu_seconds();
    for (int k = 0; k < steps; ++k) model.step();
    slice = cpu_seconds() - start;
  }
  std::sort(seconds.begin(), seconds.end());
  return model.agents() * double(steps) / seconds[slices / 2];
}

}  // namespace

EpsteinSpeed measure_epstein(int side, int burn_in, int steps) {
  EpsteinSpeed speed;
  EpsteinScalar scalar(side, side, 1);
  speed.side = side;
  speed.agents = scalar.agents();
  speed.steps = burn_in + slices * steps;
  speed.level = kernel().level;
  speed.scalar = updates_per_second(scalar, burn_in, steps);
  speed.digest = scalar.digest();
  if (EpsteinPlanes::runs_here() && speed.level == "v4") {
    EpsteinPlanes planes(side, side, 1);
    speed.planes = updates_per_second(planes, burn_in, steps);
    speed.equal = planes.digest() == speed.digest;
  }
  return speed;
}

}  // namespace disalign
