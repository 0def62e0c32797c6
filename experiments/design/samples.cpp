/// Samples designs from addressed streams.
#include "experiments/design/samples.hpp"

#include <boost/random/sobol.hpp>
#include <numeric>
#include <string>

#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {

namespace {

double uniform(AddressedEngine& engine) { return (static_cast<double>(engine()) + 0.5) * 0x1p-32; }

/// A whole number below `n`, every one as likely (Lemire 2019, without his last correction: the bias
/// is below n / 2^32).
std::uint32_t below(AddressedEngine& engine, std::uint32_t n) {
  return static_cast<std::uint32_t>((std::uint64_t{engine()} * n) >> 32);
}

std::vector<std::uint32_t> permutation(AddressedEngine& engine, std::uint32_t n) {
  std::vector<std::uint32_t> order(n);
  std::iota(order.begin(), order.end(), 0U);
  for (std::uint32_t i = n; i > 1; --i) std::swap(order[i - 1], order[below(engine, i)]);
  return order;
}

/// Owen's scrambling of one coordinate: digit k is flipped by a bit that depends on the digits above it.
std::uint32_t scramble(std::uint32_t digits, std::uint64_t key) {
  std::uint32_t result = 0;
  for (int k = 0; k < 32; ++k) {
    // Digits above k, with a leading one so that "0" and "00" are different branches.
    std::uint64_t const branch =
        (std::uint64_t{1} << k) | (k == 0 ? 0 : std::uint64_t{digits} >> (32 - k));
    std::uint32_t const flip = static_cast<std::uint32_t>(mix(key ^ mix(branch)) >> 63);
    result |= (((digits >> (31 - k)) & 1U) ^ flip) << (31 - k);
  }
  return result;
}

void require_size(bool good, char const* what) {
  if (!good) throw Error(std::string("design: ") + what);
}

}  // namespace

UnitPoints latin_hypercube(int n, int factors, std::uint64_t seed) {
  require_size(n > 0 && factors > 0, "a Latin hypercube needs points and factors. Give both.");
  AddressedEngine engine(seed, "design: latin hypercube");
  UnitPoints points(static_cast<std::size_t>(n),
                    std::vector<double>(static_cast<std::size_t>(factors)));
  for (std::size_t f = 0; f < static_cast<std::size_t>(factors); ++f) {
    auto const slices = permutation(engine, static_cast<std::uint32_t>(n));
    for (std::size_t p = 0; p < points.size(); ++p) {
      double const inside = uniform(engine);
      points[p][f] = (slices[p] + inside) / n;
    }
  }
  return points;
}

UnitPoints scrambled_sobol(int n, int factors, std::uint64_t seed) {
  require_size(n > 0 && factors > 0, "a Sobol' sequence needs points and factors. Give both.");
  auto const k = static_cast<std::size_t>(factors);
  boost::random::sobol engine(k);
  UnitPoints points;
  std::vector<std::uint64_t> keys;
  for (std::size_t f = 0; f < k; ++f)
    keys.push_back(mix(mix(seed ^ hash_name("design: sobol")) + f));
  for (int p = 0; p < n; ++p) {
    std::vector<double> point(k);
    for (std::size_t f = 0; f < k; ++f) {
      // Boost leaves out the sequence's first point, 0: without it a net has a hole.
      std::uint32_t const digits = p == 0 ? 0 : static_cast<std::uint32_t>(engine() >> 32);
      point[f] = (static_cast<double>(scramble(digits, keys[f])) + 0.5) * 0x1p-32;
    }
    points.push_back(std::move(point));
  }
  return points;
}

UnitPoints saltelli(int base, int factors, std::uint64_t seed) {
  auto const k = static_cast<std::size_t>(factors);
  UnitPoints points;
  for (auto const& both : scrambled_sobol(base, 2 * factors, seed)) {
    auto const middle = both.begin() + static_cast<std::ptrdiff_t>(k);
    std::vector<double> const a(both.begin(), middle);
    std::vector<double> const b(middle, both.end());
    points.push_back(a);
    points.push_back(b);
    for (std::size_t f = 0; f < k; ++f) {
      points.push_back(a);
      points.back()[f] = b[f];
    }
  }
  return points;
}

UnitPoints morris(int trajectories, int factors, int levels, std::uint64_t seed) {
  require_size(trajectories > 0 && factors > 0,
               "Morris needs trajectories and factors. Give both.");
  require_size(levels >= 4 && levels % 2 == 0, "Morris needs an even number of levels, 4 or more.");
  AddressedEngine engine(seed, "design: morris");
  auto const k = static_cast<std::uint32_t>(factors);
  auto const half = static_cast<std::uint32_t>(levels / 2);
  double const step = static_cast<double>(half) / (levels - 1);
  UnitPoints points;
  for (int t = 0; t < trajectories; ++t) {
    // A factor begins in the lower half and goes up, or a step higher and goes down.
    std::vector<double> point(k);
    std::vector<double> moves(k);
    for (std::uint32_t f = 0; f < k; ++f) {
      double const low = static_cast<double>(below(engine, half)) / (levels - 1);
      bool const up = below(engine, 2) == 0;
      point[f] = up ? low : low + step;
      moves[f] = up ? step : -step;
    }
    points.push_back(point);
    for (std::uint32_t const f : permutation(engine, k)) {
      point[f] += moves[f];
      points.push_back(point);
    }
  }
  return points;
}

}  // namespace disalign
