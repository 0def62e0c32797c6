/// Packs: as many numbers as one register holds. Rules write their equations on packs once; the same
/// source is compiled for every instruction set.
///
/// `DISALIGN_LANES` numbers make a pack; with 1, the default, there are none and a rule is ordinary
/// code on floats: the reference, for tests and debuggers. Both forms exist in every build, since what
/// does not fill a pack is done number by number. Vectors are those of the compiler (g++ and clang):
/// operators work lane by lane, comparisons give masks, an `if` on a mask does not compile.
#pragma once
#include <bit>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "model/base/parallel.hpp"
#include "model/base/work.hpp"

#ifndef DISALIGN_LANES
#define DISALIGN_LANES 1
#endif
#if DISALIGN_LANES > 1
#include <immintrin.h>
#endif

namespace disalign {

inline constexpr int lanes = DISALIGN_LANES;
/// Of the widest instruction set: what a column must have behind its end where packs reach over it.
inline constexpr std::size_t most_lanes = 16;

/// One cell of a plane, by its plane index.
struct Single {
  std::size_t index;
};

/// The value of a column at one place.
template <class T>
[[gnu::always_inline]] inline T at(T const* column, Single c) {
  DISALIGN_WORK(values, 1);
  return column[c.index];
}
[[gnu::always_inline]] inline void set(float* column, Single c, float value) {
  column[c.index] = value;
}
/// a where the condition holds, else b.
[[gnu::always_inline]] inline float select(bool condition, float a, float b) {
  return condition ? a : b;
}
/// A whole number as a real one, and a real one cut off to a whole one.
[[gnu::always_inline]] inline float real(std::int32_t i) { return static_cast<float>(i); }
[[gnu::always_inline]] inline float real(float x) { return x; }
[[gnu::always_inline]] inline std::int32_t whole(float x) { return static_cast<std::int32_t>(x); }
[[gnu::always_inline]] inline float root(float x) { return std::sqrt(x); }
[[gnu::always_inline]] inline float bits_as_real(std::int32_t i) { return std::bit_cast<float>(i); }

#if DISALIGN_LANES > 1

using FloatPack [[gnu::vector_size(4 * DISALIGN_LANES)]] = float;
using IntPack [[gnu::vector_size(4 * DISALIGN_LANES)]] = std::int32_t;

/// Cells first .. first + lanes - 1 of a plane.
struct Strip {
  std::size_t index;
};

[[gnu::always_inline]] inline FloatPack at(float const* column, Strip c) {
  FloatPack pack;
  std::memcpy(&pack, column + c.index, sizeof pack);
  return pack;
}
[[gnu::always_inline]] inline IntPack at(std::int32_t const* column, Strip c) {
  IntPack pack;
  std::memcpy(&pack, column + c.index, sizeof pack);
  return pack;
}
[[gnu::always_inline]] inline IntPack at(std::uint8_t const* column, Strip c) {
  using BytePack [[gnu::vector_size(DISALIGN_LANES)]] = std::uint8_t;
  BytePack pack;
  std::memcpy(&pack, column + c.index, sizeof pack);
  return __builtin_convertvector(pack, IntPack);
}
[[gnu::always_inline]] inline void set(float* column, Strip c, FloatPack pack) {
  std::memcpy(column + c.index, &pack, sizeof pack);
}
[[gnu::always_inline]] inline void set(float* column, Strip c, float value) {
  set(column, c, FloatPack{} + value);
}
[[gnu::always_inline]] inline FloatPack select(IntPack mask, FloatPack a, FloatPack b) {
  return mask ? a : b;
}
[[gnu::always_inline]] inline FloatPack select(IntPack mask, float a, FloatPack b) {
  return mask ? FloatPack{} + a : b;
}
[[gnu::always_inline]] inline FloatPack select(IntPack mask, FloatPack a, float b) {
  return mask ? a : FloatPack{} + b;
}
[[gnu::always_inline]] inline FloatPack select(IntPack mask, float a, float b) {
  return mask ? FloatPack{} + a : FloatPack{} + b;
}
[[gnu::always_inline]] inline FloatPack real(IntPack i) {
  return __builtin_convertvector(i, FloatPack);
}
[[gnu::always_inline]] inline FloatPack real(FloatPack x) { return x; }
[[gnu::always_inline]] inline IntPack whole(FloatPack x) {
  return __builtin_convertvector(x, IntPack);
}
[[gnu::always_inline]] inline FloatPack bits_as_real(IntPack i) {
  return std::bit_cast<FloatPack>(i);
}
[[gnu::always_inline]] inline FloatPack root(FloatPack x) {
#if DISALIGN_LANES == 16
  return std::bit_cast<FloatPack>(_mm512_maskz_sqrt_ps(0xffff, std::bit_cast<__m512>(x)));
#elif DISALIGN_LANES == 8
  return std::bit_cast<FloatPack>(_mm256_sqrt_ps(std::bit_cast<__m256>(x)));
#else
  return std::bit_cast<FloatPack>(_mm_sqrt_ps(std::bit_cast<__m128>(x)));
#endif
}

#endif

/// As many whole numbers as a place given to `for_each_whole_pack` holds.
#if DISALIGN_LANES > 1
using Ints = IntPack;
#else
using Ints = std::int32_t;
#endif
[[gnu::always_inline]] inline std::int32_t larger(std::int32_t a, std::int32_t b) {
  return a < b ? b : a;
}
[[gnu::always_inline]] inline std::int32_t largest_of(std::int32_t i) { return i; }
/// The front of a column, as wide as a place.
[[gnu::always_inline]] inline Single front(Single) { return {0}; }
#if DISALIGN_LANES > 1
[[gnu::always_inline]] inline Strip front(Strip) { return {0}; }
[[gnu::always_inline]] inline IntPack larger(IntPack a, IntPack b) { return a < b ? b : a; }
[[gnu::always_inline]] inline std::int32_t largest_of(IntPack pack) {
  std::int32_t most = pack[0];
  for (int k = 1; k < DISALIGN_LANES; ++k) most = larger(most, pack[k]);
  return most;
}
#endif

/// A real number, or a pack of them.
#if DISALIGN_LANES > 1
template <class F>
concept Reals = std::same_as<F, float> || std::same_as<F, FloatPack>;
#else
template <class F>
concept Reals = std::same_as<F, float>;
#endif

/// Calls body for the places 0 .. n - 1 of a column, in packs and then one by one.
template <class Body>
[[gnu::always_inline]] inline void for_each_pack(std::size_t n, Body body) {
  std::size_t k = 0;
#if DISALIGN_LANES > 1
  for (; k + DISALIGN_LANES <= n; k += DISALIGN_LANES) body(Strip{k});
#endif
  for (; k < n; ++k) body(Single{k});
}

/// Calls body for packs that hold the places 0 .. n - 1 and perhaps some behind, which must be there.
template <class Body>
[[gnu::always_inline]] inline void for_each_whole_pack(std::size_t n, Body body) {
#if DISALIGN_LANES > 1
  for (std::size_t k = 0; k < n; k += DISALIGN_LANES) body(Strip{k});
#else
  for (std::size_t k = 0; k < n; ++k) body(Single{k});
#endif
}

/// Calls body(Strip) for strips that together hold every inside cell, and body(Single) for the cells
/// that no strip fits round. A strip may hold cells outside too: they have no people and no forces, and
/// what must stay 0 there has to be kept so by the body. Strips do not overlap, and a body captures by
/// value and writes its own cells only: large grids are cut in parts for the threads of a step.
template <class Grid, class Body>
[[gnu::always_inline]] inline void for_each_strip(Grid const& grid, Body body) {
#if DISALIGN_LANES > 1
  auto const& strips = grid.strips(DISALIGN_LANES);
  int const* const whole = strips.whole.data();
  for_each_part(strips.whole.size(), cells_of_part / DISALIGN_LANES,
                [=](std::size_t first, std::size_t last, std::size_t) {
                  Body own = body;  // a copy of its own stays in registers
                  for (std::size_t k = first; k < last; ++k)
                    own(Strip{static_cast<std::size_t>(whole[k])});
                });
  for (int const c : strips.rest) body(Single{static_cast<std::size_t>(c)});
#else
  int const* const cells = grid.cells.data();
  for_each_part(grid.cells.size(), cells_of_part,
                [=](std::size_t first, std::size_t last, std::size_t) {
                  Body own = body;
                  for (std::size_t k = first; k < last; ++k)
                    own(Single{static_cast<std::size_t>(cells[k])});
                });
#endif
}

}  // namespace disalign
