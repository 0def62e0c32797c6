/// The digest of a study: the hash of the digests of its runs in (point, replicate) order.
#pragma once
#include <cstdint>
#include <vector>

#include "model/base/draws.hpp"

namespace disalign {

class StudyDigest {
 public:
  explicit StudyDigest(std::size_t points) : of_point_(points) {}
  /// The next replicate of a point; a failed run has the digest 0.
  void add(std::size_t point, std::uint64_t run) { of_point_[point] = mix(of_point_[point] ^ run); }
  [[nodiscard]] std::uint64_t value() const {
    std::uint64_t all = 0;
    for (std::uint64_t const point : of_point_) all = mix(all ^ point);
    return all;
  }

 private:
  std::vector<std::uint64_t> of_point_;  // per point: hash of its runs in order of replicates
};

}  // namespace disalign
