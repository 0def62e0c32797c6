/// The hash behind digests and checksums.
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>

#include "model/base/draws.hpp"

namespace disalign {

/// Order-dependent 64-bit hash: four independent lanes of 64-bit words, so that it runs at memory
/// speed. Every step is a bijection of its lane: a change within one word is always seen, any other
/// but for a chance of 2^-64. It finds accidents, not forgeries.
class Hash {
 public:
  template <class T>
  void add(std::span<T const> values) {
    auto const* bytes = reinterpret_cast<unsigned char const*>(values.data());
    std::size_t const size = values.size_bytes();
    std::size_t i = 0;
    for (; i + 32 <= size; i += 32) {
      for (std::size_t lane = 0; lane < 4; ++lane) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes + i + 8 * lane, 8);
        lanes_[lane] = std::rotl((lanes_[lane] ^ word) * 0x9FB21C651E98DF25U, 29);
      }
    }
    for (; i < size; ++i) lanes_[0] = mix(lanes_[0] ^ bytes[i]);
    lanes_[1] ^= size;
  }
  template <class T>
  void add(T value) {
    add(std::span<T const>(&value, 1));
  }
  [[nodiscard]] std::uint64_t value() const {
    return mix(lanes_[0] ^ mix(lanes_[1] ^ mix(lanes_[2] ^ mix(lanes_[3]))));
  }

 private:
  std::array<std::uint64_t, 4> lanes_{0x243F6A8885A308D3U, 0x13198A2E03707344U, 0xA4093822299F31D0U,
                                      0x082EFA98EC4E6C89U};
};

}  // namespace disalign
