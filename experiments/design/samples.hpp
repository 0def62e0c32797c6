/// Points of designs in the unit cube: what a design is before its factors have names and ranges.
#pragma once
#include <cstdint>
#include <vector>

namespace disalign {

/// Points x factors, each coordinate in [0, 1].
using UnitPoints = std::vector<std::vector<double>>;

/// Latin hypercube (McKay, Beckman & Conover 1979): `n` points, in every factor exactly one in each
/// of n equal slices, at a random place in it.
UnitPoints latin_hypercube(int n, int factors, std::uint64_t seed);

/// Sobol' sequence (Boost.Random, directions of Joe & Kuo 2008) from its first point on, Owen-scrambled:
/// in each factor every binary digit is flipped by a random bit of the digits before it, which keeps
/// the net's balance and makes every point uniform (Owen 1995). `n` should be a power of two.
UnitPoints scrambled_sobol(int n, int factors, std::uint64_t seed);

/// Saltelli's design (Saltelli et al. 2010): `base` blocks of factors + 2 points: a row of A, the same
/// row of B, then A with column i from B for every factor i. A and B are scrambled Sobol' points.
UnitPoints saltelli(int base, int factors, std::uint64_t seed);

/// Morris' trajectories (Morris 1991): `trajectories` blocks of factors + 1 points on a grid of
/// `levels` levels (even); consecutive points of a block differ in one factor, by
/// levels / (2 (levels - 1)) up or down.
UnitPoints morris(int trajectories, int factors, int levels, std::uint64_t seed);

}  // namespace disalign
