/// The form that counts bits of whole rows.
#include <immintrin.h>

#include "bench/epstein.hpp"

namespace disalign {
namespace {

constexpr int reach = EpsteinModel::vision;

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

}  // namespace

EpsteinPlanes::EpsteinPlanes(int width, int height, std::uint64_t seed)
    : EpsteinModel(width, height, seed), column_(height + 2 * reach + 2) {
  for (Plane* plane : {&empty_, &active_, &cop_})
    plane->words.assign(idx(((width + 32) / 16 + 1) * column_), 0);
  for (int c = 0; c < width * height; ++c) flip(empty_, c);
  for (std::size_t a = 0; a < agents_.size(); ++a) {
    flip(empty_, agents_[a].cell);
    if (state_[a] == cop) flip(cop_, agents_[a].cell);
  }
}

bool EpsteinPlanes::runs_here() {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vpopcntdq") &&
         __builtin_cpu_supports("bmi2");
}

/// A cell is one bit in every word that holds it: two words of a row, and the border's copies.
inline void EpsteinPlanes::flip(Plane& plane, int cell) {
  int const y = cell / width_;
  int const x = cell - y * width_;
  auto const flip_at = [&](int column, int row) {
    int const at = column + 16;  // words begin 16 cells west of the first
    int const word = at / 16;
    std::uint32_t* const place = &plane.words[idx(word * column_ + row + reach)];
    *place ^= 1U << (at % 16);
    if (word > 0) *(place - column_) ^= 1U << (at % 16 + 16);
  };
  auto const flip_row = [&](int row) {
    flip_at(x, row);
    if (x < reach) flip_at(x + width_, row);
    if (x >= width_ - reach) flip_at(x - width_, row);
  };
  flip_row(y);
  if (y < reach) flip_row(y + height_);
  if (y >= height_ - reach) flip_row(y - height_);
}

namespace {

#define DISALIGN_BITS \
  gnu::target("avx512f,avx512vpopcntdq,avx512bw,avx512dq,avx512vl,bmi,bmi2,popcnt")

/// Cells in sight by row, shifted so that bit 7 is the centre's column; lane 15 is none of them.
[[DISALIGN_BITS]] inline __m512i in_sight(std::uint32_t const* rows, unsigned shift,
                                          __m512i diamond) {
  __m512i const words = _mm512_loadu_si512(rows);
  return _mm512_and_si512(_mm512_srl_epi32(words, _mm_cvtsi32_si128(static_cast<int>(shift))),
                          diamond);
}

[[DISALIGN_BITS]] inline int count_bits(__m512i sight) {
  return _mm512_reduce_add_epi32(_mm512_popcnt_epi32(sight));
}

/// The k-th of the cells in sight, from the window's corner.
[[DISALIGN_BITS]] inline EpsteinModel::Offset nth(__m512i sight, int k) {
  // Counts up to and with each row: sums over 1, 2, 4, 8 rows before.
  __m512i sums = _mm512_popcnt_epi32(sight);
  __m512i const none = _mm512_setzero_si512();
  sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, none, 15));
  sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, none, 14));
  sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, none, 12));
  sums = _mm512_add_epi32(sums, _mm512_alignr_epi32(sums, none, 8));
  auto const before = static_cast<unsigned>(_mm512_cmple_epi32_mask(sums, _mm512_set1_epi32(k)));
  int const row = __builtin_popcount(before);
  alignas(64) std::array<std::uint32_t, 16> words;
  alignas(64) std::array<std::int32_t, 16> until;
  _mm512_store_si512(words.data(), sight);
  _mm512_store_si512(until.data(), sums);
  int const rank = k - (row > 0 ? until[idx(row - 1)] : 0);
  auto const bit = _pdep_u32(1U << rank, words[idx(row)]);
  return {row, static_cast<int>(_tzcnt_u32(bit))};
}

}  // namespace

/// The rows that a free agent will see in a later turn.
inline void EpsteinPlanes::prefetch_sight(std::size_t turn) const {
  constexpr std::size_t near = 10;
  if (turn + near >= order_.size()) return;
  int const cell = agents_[idx(order_[turn + near])].cell;
  int const y = cell / width_;
  std::size_t const first = idx((cell - y * width_ + 16 - reach) / 16 * column_ + y);
  for (Plane const* plane : {&empty_, &active_, &cop_}) {
    __builtin_prefetch(&plane->words[first]);
    __builtin_prefetch(&plane->words[first + 14]);
  }
}

[[DISALIGN_BITS]] void EpsteinPlanes::step() {
  draw_step();
  alignas(64) std::array<std::int32_t, 16> masks{};
  for (int dy = -reach; dy <= reach; ++dy) {
    int const half = half_width(dy);
    masks[idx(dy + reach)] = ((1 << (2 * half + 1)) - 1) << (reach - half);
  }
  masks[reach] &= ~(1 << reach);  // the centre itself
  __m512i const diamond = _mm512_load_si512(masks.data());
  for (std::size_t turn = 0; turn < order_.size(); ++turn) {
    prefetch_agent(turn);
    prefetch_sight(turn);
    std::int32_t const a = order_[turn];
    if (sentence_[idx(a)] > 0) {
      --sentence_[idx(a)];
      continue;
    }
    Agent& agent = agents_[idx(a)];
    std::uint8_t& state = state_[idx(a)];
    int const here = agent.cell;
    int const y = here / width_;
    int const x = here - y * width_;
    int const west = x + 16 - reach;  // bit of the window's corner, from the first word
    std::size_t const first = idx(west / 16 * column_ + y);
    unsigned const shift = static_cast<unsigned>(west) % 16U;
    __m512i const free_cells = in_sight(&empty_.words[first], shift, diamond);
    __m512i const active_cells = in_sight(&active_.words[first], shift, diamond);
    int const free = count_bits(free_cells);
    int const actives = count_bits(active_cells);
    bool const is_cop = state == cop;
    if (!is_cop) {
      int const cops_seen = count_bits(in_sight(&cop_.words[first], shift, diamond));
      bool const was = state == active;
      bool const now = rebels(agent, cops_seen, actives);
      state = now ? active : quiet;
      if (was && (free > 0 || !now)) flip(active_, here);
      if (!was && now && free == 0) flip(active_, here);
    } else if (actives > 0) {
      int const there = cell_at(x, y, nth(active_cells, pick(whom_[idx(a)], actives)));
      arrest(there, idx(a));
      flip(active_, there);
    }
    if (free > 0) {
      int const to = cell_at(x, y, nth(free_cells, pick(agent.move, free)));
      flip(empty_, here);
      flip(empty_, to);
      if (is_cop) {
        flip(cop_, here);
        flip(cop_, to);
      } else if (state == active) {
        flip(active_, to);
      }
      agent.cell = to;
    }
    if (state == active) active_at_[idx(agent.cell)] = a;
  }
}

}  // namespace disalign
