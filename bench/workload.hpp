/// The fixed worlds that speed is stated for, and the digests their runs must have.
#pragma once
#include <cstdint>
#include <memory>
#include <string>

#include "agents/week.hpp"
#include "model/founding.hpp"

namespace disalign {

/// A world with its actors and rules. Not copied: the cast points to the world.
struct Workload {
  std::string name, about;
  int weeks = 0;                       ///< of one run
  std::uint64_t seed = 1;              ///< replicate 0
  std::uint64_t published_digest = 0;  ///< that its run must have; 0: none is published
  Cast cast;
  Week week;
  std::shared_ptr<World const> world;
};

/// "S", what users run daily: Central African Republic, 0.5-degree cells, UN beside a disaligned partner
/// (read from experiments/studies/quick.toml); "S20": the same on cells of 20 km; "M", the standard: 64 x
/// 64 cells, 8 actors, 8,192 units in the mean over 520 weeks; "L": 512 x 512 cells, 10^6 units, 20
/// weeks. Throws Error for another name.
Workload workload(std::string const& name);

/// A war of 8 actors (government, 4 armed groups, UN, 2 parallel forces) on `side` x `side` cells of
/// 20 km with about `units` units; every rule and channel is on.
Workload war(int side, int units, int weeks);

}  // namespace disalign
