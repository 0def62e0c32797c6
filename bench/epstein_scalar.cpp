/// The form that adds codes, without a word about instruction sets.
#include <algorithm>

#include "bench/epstein.hpp"

namespace disalign {
namespace {

constexpr int reach = EpsteinModel::vision;
constexpr int window = 2 * reach + 1;
constexpr int row_cells = window + 1;  // a power of two; the last is masked out

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

using Row = std::array<std::uint16_t, row_cells>;

/// All bits where the window's cell is in sight.
constexpr std::array<Row, window> sight = [] {
  std::array<Row, window> rows{};
  for (int y = -reach; y <= reach; ++y) {
    for (int x = -reach; x <= reach; ++x) {
      bool const seen = (x < 0 ? -x : x) + (y < 0 ? -y : y) <= reach && (x != 0 || y != 0);
      rows[static_cast<std::size_t>(y + reach)][static_cast<std::size_t>(x + reach)] =
          seen ? 0xffff : 0;
    }
  }
  return rows;
}();

}  // namespace

EpsteinScalar::EpsteinScalar(int width, int height, std::uint64_t seed)
    : EpsteinModel(width, height, seed),
      stride_(width + 2 * reach),
      codes_(idx(stride_ * (height + 2 * reach) + row_cells), code_empty) {
  for (std::size_t a = 0; a < agents_.size(); ++a)
    place(agents_[a].cell, state_[a] == cop ? code_cop : other);
}

/// A cell and its copies in the border.
inline void EpsteinScalar::place(int cell, Code code) {
  int const y = cell / width_;
  int const x = cell - y * width_;
  auto const put = [&](int row) {
    std::uint16_t* const at = &codes_[idx((row + reach) * stride_ + x + reach)];
    *at = code;
    if (x < reach) at[width_] = code;
    if (x >= width_ - reach) at[-width_] = code;
  };
  put(y);
  if (y < reach) put(y + height_);
  if (y >= height_ - reach) put(y - height_);
}

/// Where the k-th cell in sight is that holds `code`: first the row, then the column.
inline EpsteinModel::Offset EpsteinScalar::seen(std::uint16_t const* corner, Code code,
                                                int k) const {
  for (int row = 0; row < window; ++row, corner += stride_) {
    Row const& mask = sight[idx(row)];
    Row is_one;
    std::uint16_t here = 0;
    for (int x = 0; x < row_cells; ++x) {
      is_one[idx(x)] = static_cast<std::uint16_t>((corner[x] == code) & mask[idx(x)] & 1);
      here = static_cast<std::uint16_t>(here + is_one[idx(x)]);
    }
    if (k >= here) {
      k -= here;
      continue;
    }
    int column = 0;
    for (k -= is_one[0]; k >= 0; k -= is_one[idx(column)]) ++column;
    return {row, column};
  }
  return {reach, reach};  // not reached: k is below their number
}

inline void EpsteinScalar::move(std::int32_t agent, int x, int y, int free, Code code) {
  Agent& mover = agents_[idx(agent)];
  if (free > 0) {
    Offset const to = seen(&codes_[idx(y * stride_ + x)], code_empty, pick(mover.move, free));
    place(mover.cell, code_empty);
    mover.cell = cell_at(x, y, to);
  }
  place(mover.cell, code);
  if (code == code_active) active_at_[idx(mover.cell)] = agent;
}

void EpsteinScalar::step() {
  draw_step();
  for (std::size_t turn = 0; turn < order_.size(); ++turn) {
    prefetch_agent(turn);
    std::int32_t const a = order_[turn];
    if (sentence_[idx(a)] > 0) {
      --sentence_[idx(a)];
      continue;
    }
    Agent const& agent = agents_[idx(a)];
    std::uint8_t& state = state_[idx(a)];
    int const y = agent.cell / width_;
    int const x = agent.cell - y * width_;
    std::uint16_t const* const corner = &codes_[idx(y * stride_ + x)];
    Row columns{};
    for (int row = 0; row < window; ++row) {
      for (int k = 0; k < row_cells; ++k) {
        columns[idx(k)] = static_cast<std::uint16_t>(
            columns[idx(k)] + (corner[row * stride_ + k] & sight[idx(row)][idx(k)]));
      }
    }
    std::uint16_t free = 0, actives = 0, cops_seen = 0;
    for (std::uint16_t const sums : columns) {
      free = static_cast<std::uint16_t>(free + (sums & 31));
      actives = static_cast<std::uint16_t>(actives + (sums >> 5 & 31));
      cops_seen = static_cast<std::uint16_t>(cops_seen + (sums >> 10));
    }
    Code code = code_cop;
    if (state != cop) {
      state = rebels(agent, cops_seen, actives) ? active : quiet;
      code = state == active ? code_active : other;
    } else if (actives > 0) {
      Offset const at = seen(corner, code_active, pick(whom_[idx(a)], actives));
      arrest(cell_at(x, y, at), idx(a));
      place(cell_at(x, y, at), other);
    }
    move(a, x, y, free, code);
  }
}

}  // namespace disalign
