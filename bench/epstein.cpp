/// The civil-violence yardstick: set-up, order and both ways of looking around.
#include "bench/epstein.hpp"

#include <immintrin.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "agents/kernel.hpp"
#include "model/base/exact_math.hpp"

namespace disalign {
namespace {

constexpr int reach = EpsteinModel::vision;
constexpr int window = 2 * reach + 1;
constexpr float legitimacy = 0.82F, threshold = 0.1F, arrest_constant = 2.3F;
constexpr double citizens = 0.70, cops = 0.04;
constexpr std::uint32_t founding_rule = 1, step_rule = 2;

std::size_t idx(int i) { return static_cast<std::size_t>(i); }
/// Half-width of the vision in a row `dy` away.
constexpr int half_width(int dy) { return reach - (dy < 0 ? -dy : dy); }

// The scalar form adds codes: one byte a kind, and 112 cells fit into a byte.
constexpr std::uint32_t code_empty = 1, code_active = 1U << 8, code_cop = 1U << 16, code_other = 0;

}  // namespace

EpsteinModel::EpsteinModel(int width, int height, std::uint64_t seed)
    : width_(width), height_(height), seed_(seed), agent_at_(idx(width * height), -1) {
  Draws const draws(seed, 0, 0, founding_rule);
  for (int c = 0; c < width * height; ++c) {
    Words const word = draws.at(idx(c));
    auto const u = static_cast<double>(word(0));
    if (u >= citizens + cops) continue;
    agent_at_[idx(c)] = agents();
    cell_.push_back(c);
    state_.push_back(u < citizens ? quiet : cop);
    gain_.push_back(word(1) * (1.0F - legitimacy) - threshold);
    aversion_.push_back(word(2));
  }
  sentence_.assign(cell_.size(), 0);
  order_.resize(cell_.size());
  for (auto& column : words_) column.resize(cell_.size());
  for (std::size_t n = 0; n < arrest_.size(); ++n)
    arrest_[n] = 1.0F - exp(-arrest_constant * static_cast<float>(n));
}

EpsteinCounts EpsteinModel::count() const {
  EpsteinCounts counts;
  for (std::uint8_t const state : state_) {
    counts.quiet += state == quiet;
    counts.active += state == active;
    counts.jailed += state == jailed;
  }
  return counts;
}

std::uint64_t EpsteinModel::digest() const {
  std::uint64_t hash = 0;
  for (std::size_t a = 0; a < cell_.size(); ++a) {
    auto const packed = static_cast<std::uint64_t>(cell_[a]) << 16 |
                        static_cast<std::uint64_t>(sentence_[a]) << 8 | state_[a];
    hash = mix(hash ^ packed);
  }
  return hash;
}

void EpsteinModel::draw_step() {
  Draws const draws(seed_, 0, ++step_, step_rule);
  std::array<std::uint64_t, block_size> entities;
  std::array<std::array<std::uint32_t, block_size>, 4> words;
  for (std::size_t first = 0; first < cell_.size(); first += block_size) {
    std::size_t const n = std::min<std::size_t>(block_size, cell_.size() - first);
    std::iota(entities.begin(), entities.end(), first);
    kernel().draw(draws, entities.data(), n, words);
    for (std::size_t w = 0; w < 4; ++w)
      std::copy_n(words[w].begin(), n, words_[w].begin() + static_cast<std::ptrdiff_t>(first));
  }
  // Fisher and Yates, from the inside out.
  for (int k = 0; k < agents(); ++k) {
    auto const j = idx(pick(words_[0][idx(k)], k + 1));
    order_[idx(k)] = order_[j];
    order_[j] = k;
  }
}

bool EpsteinModel::rebels(std::size_t agent, int cops_seen, int actives) const {
  float const ratio = static_cast<float>(cops_seen) / static_cast<float>(1 + actives);
  float const p = arrest_[static_cast<std::size_t>(std::lrintf(ratio))];
  return gain_[agent] - aversion_[agent] * p > 0.0F;
}

EpsteinScalar::EpsteinScalar(int width, int height, std::uint64_t seed)
    : EpsteinModel(width, height, seed),
      stride_(width + 2 * reach),
      codes_(idx(stride_ * (height + 2 * reach)), code_empty),
      cell_of_(codes_.size()) {
  for (int y = -reach; y < height + reach; ++y) {
    for (int x = -reach; x < width + reach; ++x) {
      cell_of_[idx((y + reach) * stride_ + x + reach)] =
          (y + height) % height * width + (x + width) % width;
    }
  }
  for (std::size_t a = 0; a < cell_.size(); ++a)
    place(cell_[a], state_[a] == cop ? code_cop : code_other);
}

void EpsteinScalar::place(int cell, std::uint32_t code) {
  int const x = cell % width_;
  int const y = cell / width_;
  for (int const row : {y - height_, y, y + height_}) {
    if (row < -reach || row >= height_ + reach) continue;
    for (int const column : {x - width_, x, x + width_}) {
      if (column < -reach || column >= width_ + reach) continue;
      codes_[idx((row + reach) * stride_ + column + reach)] = code;
    }
  }
}

/// The place of the k-th cell in sight that holds `code`, the centre left out: first the row, by the
/// sums of its codes, then the cell.
int EpsteinScalar::seen(int corner, std::uint32_t code, int k) const {
  int const shift = code == code_empty ? 0 : (code == code_active ? 8 : 16);
  int dy = -reach;
  for (; dy < reach; ++dy) {
    auto const here = static_cast<int>(row_sums_[idx(dy + reach)] >> shift & 0xff);
    if (k < here) break;
    k -= here;
  }
  int const half = half_width(dy);
  int const middle = corner + (dy + reach) * stride_ + reach;
  for (int c = middle - half; c <= middle + half; ++c) {
    if (codes_[idx(c)] == code && !(dy == 0 && c == middle) && k-- == 0) return c;
  }
  return -1;
}

void EpsteinScalar::move(std::size_t agent, int corner, int free, std::uint32_t code) {
  if (free == 0) {
    place(cell_[agent], code);
    return;
  }
  int const to = cell_of_[idx(seen(corner, code_empty, pick(words_[1][agent], free)))];
  place(cell_[agent], code_empty);
  agent_at_[idx(cell_[agent])] = -1;
  cell_[agent] = to;
  agent_at_[idx(to)] = static_cast<std::int32_t>(agent);
  place(to, code);
}

void EpsteinScalar::step() {
  draw_step();
  for (std::int32_t const a : order_) {
    auto const agent = idx(a);
    if (sentence_[agent] > 0) {
      --sentence_[agent];
      continue;
    }
    int const here = cell_[agent];
    int const corner = here / width_ * stride_ + here % width_;
    bool const is_cop = state_[agent] == cop;
    std::uint32_t sum = 0;
    auto const look = [&]<int dy>(
                          std::integral_constant<int, dy>) {  // lengths known: no inner branch
      constexpr int half = half_width(dy);
      std::uint32_t const* const row = &codes_[idx(corner + (dy + reach) * stride_ + reach - half)];
      std::uint32_t codes = 0;
      for (int k = 0; k <= 2 * half; ++k) codes += row[k];
      if constexpr (dy == 0)  // the centre itself
        codes -= is_cop ? code_cop : (state_[agent] == active ? code_active : code_other);
      row_sums_[idx(dy + reach)] = codes;
      sum += codes;
    };
    [&]<int... k>(std::integer_sequence<int, k...>) {
      (look(std::integral_constant<int, k - reach>{}), ...);
    }(std::make_integer_sequence<int, window>{});
    auto const free = static_cast<int>(sum & 0xff);
    auto const actives = static_cast<int>(sum >> 8 & 0xff);
    auto const cops_seen = static_cast<int>(sum >> 16 & 0xff);
    std::uint32_t code = code_cop;
    if (!is_cop) {
      state_[agent] = rebels(agent, cops_seen, actives) ? active : quiet;
      code = state_[agent] == active ? code_active : code_other;
    } else if (actives > 0) {
      int const place_of = seen(corner, code_active, pick(words_[2][agent], actives));
      auto const caught = idx(agent_at_[idx(cell_of_[idx(place_of)])]);
      state_[caught] = jailed;
      sentence_[caught] = pick(words_[3][agent], longest_sentence + 1);
      place(cell_[caught], code_other);
    }
    move(agent, corner, free, code);
  }
}

EpsteinPlanes::EpsteinPlanes(int width, int height, std::uint64_t seed)
    : EpsteinModel(width, height, seed), column_(height + 2 * reach + 2) {
  for (Plane* plane : {&empty_, &active_, &cop_})
    plane->words.assign(idx(((width + 32) / 16 + 1) * column_), 0);
  for (int c = 0; c < width * height; ++c) {
    std::int32_t const agent = agent_at_[idx(c)];
    if (agent < 0) flip(empty_, c);
    if (agent >= 0 && state_[idx(agent)] == cop) flip(cop_, c);
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
    if (x < 16) flip_at(x + width_, row);
    if (x >= width_ - 16) flip_at(x - width_, row);
  };
  flip_row(y);
  if (y < reach + 2) flip_row(y + height_);
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

struct Offset {
  int rows, columns;
};

/// The k-th of the cells in sight, from the window's corner.
[[DISALIGN_BITS]] inline Offset nth(__m512i sight, int k) {
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

/// What the agents of the next turns need is on its way before their turn: their order is known.
inline void EpsteinPlanes::prefetch(std::size_t turn) const {
  constexpr std::size_t far = 24, near = 10;
  if (turn + far >= order_.size()) return;
  auto const later = idx(order_[turn + far]);
  __builtin_prefetch(&cell_[later]);
  __builtin_prefetch(&state_[later]);
  __builtin_prefetch(&sentence_[later]);
  auto const soon = idx(order_[turn + near]);
  __builtin_prefetch(&gain_[soon]);
  __builtin_prefetch(&aversion_[soon]);
  __builtin_prefetch(&words_[1][soon]);
  int const y = cell_[soon] / width_;
  std::size_t const first = idx((cell_[soon] - y * width_ + 16 - reach) / 16 * column_ + y);
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
    std::int32_t const a = order_[turn];
    auto const agent = idx(a);
    prefetch(turn);
    if (sentence_[agent] > 0) {
      --sentence_[agent];
      continue;
    }
    int const here = cell_[agent];
    int const y = here / width_;
    int const x = here - y * width_;
    int const west = x + 16 - reach;  // bit of the window's corner, from the first word
    std::size_t const first = idx(west / 16 * column_ + y);
    unsigned const shift = static_cast<unsigned>(west) % 16U;
    __m512i const free_cells = in_sight(&empty_.words[first], shift, diamond);
    __m512i const active_cells = in_sight(&active_.words[first], shift, diamond);
    int const free = count_bits(free_cells);
    int const actives = count_bits(active_cells);
    auto const cell_at = [&](Offset offset) {
      int row = y + offset.rows - reach;
      int column = x + offset.columns - reach;
      row += row < 0 ? height_ : (row >= height_ ? -height_ : 0);
      column += column < 0 ? width_ : (column >= width_ ? -width_ : 0);
      return row * width_ + column;
    };
    bool const is_cop = state_[agent] == cop;
    if (!is_cop) {
      int const cops_seen = count_bits(in_sight(&cop_.words[first], shift, diamond));
      bool const was = state_[agent] == active;
      bool const now = rebels(agent, cops_seen, actives);
      state_[agent] = now ? active : quiet;
      if (was && (free > 0 || !now)) flip(active_, here);
      if (!was && now && free == 0) flip(active_, here);
    } else if (actives > 0) {
      int const there = cell_at(nth(active_cells, pick(words_[2][agent], actives)));
      auto const caught = idx(agent_at_[idx(there)]);
      state_[caught] = jailed;
      sentence_[caught] = pick(words_[3][agent], longest_sentence + 1);
      flip(active_, there);
    }
    if (free == 0) continue;
    int const to = cell_at(nth(free_cells, pick(words_[1][agent], free)));
    flip(empty_, here);
    flip(empty_, to);
    if (is_cop) {
      flip(cop_, here);
      flip(cop_, to);
    } else if (state_[agent] == active) {
      flip(active_, to);
    }
    agent_at_[idx(here)] = -1;
    cell_[agent] = to;
    agent_at_[idx(to)] = a;
  }
}

}  // namespace disalign
