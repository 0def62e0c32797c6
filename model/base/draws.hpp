/// Every random number has an address: (seed, replicate, rule, week, entity, branch, block).
///
/// Philox4x32-10 (Salmon et al. 2011) maps an address to four 32-bit words; nothing has a state and
/// nothing is drawn "next". Two runs that share an address share the number, whatever else differs
/// between them, so a paired difference is a causal contrast.
///
///     key     = { low and high half of a 64-bit mix of the seed and the replicate }
///     counter = { entity low, entity high, week 16 bits | rule 16 bits, branch 24 bits | block 8 bits }
#pragma once
#include <array>
#include <cstdint>
#include <type_traits>

#include "model/base/packs.hpp"

namespace disalign {

using Words4 = std::array<std::uint32_t, 4>;
using Key2 = std::array<std::uint32_t, 2>;

/// One block of Philox4x32-10: proved by the known answers of Random123 in the tests.
constexpr Words4 philox(Words4 counter, Key2 key) {
  if (!std::is_constant_evaluated()) DISALIGN_WORK(words, 4);
  for (int round = 0; round < 10; ++round) {
    std::uint64_t const p0 = std::uint64_t{0xD2511F53} * counter[0];
    std::uint64_t const p1 = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(p1),
        static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(p0)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

#if DISALIGN_LANES > 1

/// Each 32-bit word lies in the low half of a 64-bit lane; the upper half may hold anything.
inline constexpr std::size_t wide_lanes = DISALIGN_LANES / 2;
using WidePack [[gnu::vector_size(4 * DISALIGN_LANES)]] = std::uint64_t;
using NarrowPack [[gnu::vector_size(2 * DISALIGN_LANES)]] = std::uint32_t;

/// Products of the low halves.
[[gnu::always_inline]] inline WidePack multiply_low(WidePack a, WidePack b) {
#if DISALIGN_LANES == 16
  return std::bit_cast<WidePack>(
      _mm512_maskz_mul_epu32(0xff, std::bit_cast<__m512i>(a), std::bit_cast<__m512i>(b)));
#elif DISALIGN_LANES == 8
  return std::bit_cast<WidePack>(
      _mm256_mul_epu32(std::bit_cast<__m256i>(a), std::bit_cast<__m256i>(b)));
#else
  return std::bit_cast<WidePack>(
      _mm_mul_epu32(std::bit_cast<__m128i>(a), std::bit_cast<__m128i>(b)));
#endif
}

/// Philox of `wide_lanes` entities at once, branch and block 0; the four words.
[[gnu::always_inline]] inline std::array<NarrowPack, 4> philox_wide(std::uint64_t const* entities,
                                                                    std::uint32_t week_rule,
                                                                    Key2 key) {
  WidePack c0;
  std::memcpy(&c0, entities, sizeof c0);
  WidePack c1 = c0 >> 32;
  WidePack c2 = WidePack{} + week_rule;
  WidePack c3{};
  WidePack const m0 = WidePack{} + 0xD2511F53U;
  WidePack const m1 = WidePack{} + 0xCD9E8D57U;
  for (int round = 0; round < 10; ++round) {
    WidePack const p0 = multiply_low(c0, m0);
    WidePack const p1 = multiply_low(c2, m1);
    c0 = (p1 >> 32) ^ c1 ^ (WidePack{} + key[0]);
    c2 = (p0 >> 32) ^ c3 ^ (WidePack{} + key[1]);
    c1 = p1;
    c3 = p0;
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return {__builtin_convertvector(c0, NarrowPack), __builtin_convertvector(c1, NarrowPack),
          __builtin_convertvector(c2, NarrowPack), __builtin_convertvector(c3, NarrowPack)};
}

#endif

/// 64-bit finaliser of splitmix64 (Steele et al. 2014): for hashes of addresses, never for draws.
constexpr std::uint64_t mix(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15U;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
  return x ^ (x >> 31);
}

/// 64-bit FNV-1a hash of a name: stable identity of actors, towns and rules.
constexpr std::uint64_t hash_name(char const* name) {
  std::uint64_t h = 0xCBF29CE484222325U;
  for (; *name != '\0'; ++name) {
    h = (h ^ static_cast<unsigned char>(*name)) * 0x100000001B3U;
  }
  return h;
}

/// 16-bit address of a rule; distinctness over all rules of a week is a static assertion there.
constexpr std::uint32_t rule_address(char const* name) {
  return static_cast<std::uint32_t>(mix(hash_name(name)) >> 48);
}

/// A word as a number in the open interval (0, 1): (w + 1/2) 2^-24 on the upper 24 bits.
constexpr float unit_interval(std::uint32_t word) {
  return (static_cast<float>(word >> 8) + 0.5F) * 0x1p-24F;
}

/// The four numbers of one block.
class Words {
 public:
  constexpr explicit Words(Words4 words) : words_(words) {}
  /// Number `i` of the block, in (0, 1).
  [[nodiscard]] constexpr float operator()(int i) const {
    return unit_interval(words_[static_cast<unsigned>(i)]);
  }
  [[nodiscard]] constexpr std::uint32_t bits(int i) const {
    return words_[static_cast<unsigned>(i)];
  }
  /// 64 bits from words 2 and 3 with the top bit set: the id of a child born by this draw.
  /// No founder's id has the top bit, so births never meet founders and nothing is counted.
  [[nodiscard]] constexpr std::uint64_t child_id() const {
    return (std::uint64_t{words_[2]} << 32 | words_[3]) | 0x8000000000000000U;
  }

 private:
  Words4 words_;
};

/// The draws of one rule in one week of one run: an address without its entity.
class Draws {
 public:
  constexpr Draws(std::uint64_t seed, std::uint64_t replicate, int week, std::uint32_t rule)
      : key_(make_key(seed, replicate)),
        week_rule_((static_cast<std::uint32_t>(week) & 0xffffU) << 16 | (rule & 0xffffU)) {}

  /// One block for an entity; `branch` tells apart several draws of the same entity (24 bits).
  [[nodiscard]] constexpr Words at(std::uint64_t entity, std::uint32_t branch = 0,
                                   std::uint32_t block = 0) const {
    return Words(this->block(entity, branch, block));
  }
  /// The same block as plain words, for loops that draw many at once.
  [[nodiscard]] constexpr Words4 block(std::uint64_t entity, std::uint32_t branch = 0,
                                       std::uint32_t block = 0) const {
    return philox({static_cast<std::uint32_t>(entity), static_cast<std::uint32_t>(entity >> 32),
                   week_rule_, branch << 8 | (block & 0xffU)},
                  key_);
  }

  /// The blocks of `n` entities: word w of the k-th is words[w][k]. Equal to `block` one by one.
  template <std::size_t N>
  void blocks(std::uint64_t const* entities, std::size_t n,
              std::array<std::array<std::uint32_t, N>, 4>& words) const {
    std::size_t k = 0;
#if DISALIGN_LANES > 1
    for (; k + wide_lanes <= n; k += wide_lanes) {
      auto const four = philox_wide(entities + k, week_rule_, key_);
      for (std::size_t w = 0; w < 4; ++w) std::memcpy(&words[w][k], &four[w], sizeof four[w]);
    }
#endif
    for (; k < n; ++k) {
      Words4 const one = block(entities[k]);
      for (std::size_t w = 0; w < 4; ++w) words[w][k] = one[w];
    }
  }

  /// 64-bit mix of seed and replicate.
  static constexpr Key2 make_key(std::uint64_t seed, std::uint64_t replicate) {
    std::uint64_t const k = mix(mix(seed) ^ (replicate + 0x632BE59BD9B4E019U));
    return {static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(k >> 32)};
  }

 private:
  Key2 key_;
  std::uint32_t week_rule_;
};

/// A UniformRandomBitGenerator over the words of one address, for Boost.Random distributions where
/// speed does not matter (initial worlds, designs). Equal addresses give equal sequences.
class AddressedEngine {
 public:
  using result_type = std::uint32_t;
  constexpr AddressedEngine(std::uint64_t seed, char const* purpose)
      : key_(Draws::make_key(seed, 0)), entity_(hash_name(purpose)) {}

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return 0xffffffffU; }
  constexpr result_type operator()() {
    if (next_ % 4 == 0) {
      auto const block = next_ / 4;
      words_ =
          philox({static_cast<std::uint32_t>(entity_), static_cast<std::uint32_t>(entity_ >> 32),
                  static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32)},
                 key_);
    }
    return words_[static_cast<unsigned>(next_++ % 4)];
  }

 private:
  Key2 key_;
  std::uint64_t entity_;
  std::uint64_t next_ = 0;
  Words4 words_{};
};

}  // namespace disalign
