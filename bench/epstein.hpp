/// Epstein's civil violence, Model I (PNAS 2002), the yardstick that other frameworks are measured with.
///
/// Torus, at most one agent a cell; each cell starts as citizen with probability 0.70, cop 0.04, else
/// empty. Vision: |dx| + |dy| <= 7 without the centre, 112 cells. Citizen: hardship H, risk aversion R
/// ~ U(0, 1), legitimacy L = 0.82, threshold T = 0.1, k = 2.3. Every step all agents act once, in a
/// fresh uniform random order.
///     jailed: sentence -= 1, nothing else
///     free citizen: C = cops in vision, A = 1 + actives in vision, P = 1 - exp(-k round(C / A)), half
///     to even; active when H (1 - L) - R P > T; then it moves
///     cop: arrests one active in vision, uniformly (sentence uniform on 0..30); then it moves
///     a move goes to a uniform empty cell of the vision just scanned, nowhere if there is none
/// Two forms: `scalar` adds a code for each cell; `planes` counts bits of whole rows at once and needs
/// AVX-512 with vpopcntdq. They make the same choices from the same words, so their states are equal.
/// Words: entity = agent. Week = step; word 0 the order, 1 the move, 2 whom, 3 the sentence.
#pragma once
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "model/base/draws.hpp"

namespace disalign {

struct EpsteinCounts {
  int quiet = 0, active = 0, jailed = 0;
};

/// What both forms share: agents, their order, and the numbers they draw.
class EpsteinModel {
 public:
  enum State : std::uint8_t { empty, quiet, active, jailed, cop };
  static constexpr int vision = 7;
  static constexpr int longest_sentence = 30;
  /// Rows and columns from the north-western corner of the window around an agent.
  struct Offset {
    int rows, columns;
  };

  EpsteinModel(int width, int height, std::uint64_t seed);

  [[nodiscard]] int agents() const { return static_cast<int>(agents_.size()); }
  [[nodiscard]] EpsteinCounts count() const;
  /// Hash of where every agent is, what it is and how long it stays in jail.
  [[nodiscard]] std::uint64_t digest() const;

 protected:
  /// What a free agent's turn reads, in one piece: turns come in random order.
  struct Agent {
    std::int32_t cell = 0;         ///< y * width + x
    float gain = 0, aversion = 0;  ///< G - T, R
    std::uint32_t move = 0;        ///< this step's word for the move
  };

  /// Draws this step's words of all agents and puts the agents into this step's order.
  void draw_step();
  /// floor(word n / 2^32): uniform on 0..n-1.
  static int pick(std::uint32_t word, int n) {
    return static_cast<int>((std::uint64_t{word} * static_cast<std::uint32_t>(n)) >> 32);
  }
  /// Whether a free citizen rebels.
  [[nodiscard]] bool rebels(Agent const& agent, int cops_seen, int actives) const {
    float const ratio = static_cast<float>(cops_seen) / static_cast<float>(1 + actives);
    float const p = arrest_[static_cast<std::size_t>(std::lrintf(ratio))];
    return agent.gain - agent.aversion * p > 0.0F;
  }
  /// The cell at an offset in the window around (x, y).
  [[nodiscard]] int cell_at(int x, int y, Offset offset) const {
    int row = y + offset.rows - vision;
    int column = x + offset.columns - vision;
    row += row < 0 ? height_ : (row >= height_ ? -height_ : 0);
    column += column < 0 ? width_ : (column >= width_ ? -width_ : 0);
    return row * width_ + column;
  }
  /// Arrests the active citizen in a cell by the words of a cop.
  void arrest(int cell, std::size_t by) {
    auto const caught = static_cast<std::size_t>(active_at_[static_cast<std::size_t>(cell)]);
    state_[caught] = jailed;
    sentence_[caught] = static_cast<std::uint8_t>(pick(term_[by], longest_sentence + 1));
  }
  /// Fetches the agent of a later turn: their order is known.
  void prefetch_agent(std::size_t turn) const {
    constexpr std::size_t far = 24;
    if (turn + far < order_.size())
      __builtin_prefetch(&agents_[static_cast<std::size_t>(order_[turn + far])]);
  }
  /// Half-width of the vision in a row `dy` away.
  static constexpr int half_width(int dy) { return vision - (dy < 0 ? -dy : dy); }

  int width_, height_;
  std::uint64_t seed_;
  int step_ = 0;
  std::vector<Agent> agents_;
  std::vector<std::uint8_t> state_, sentence_;  ///< of agents; steps left in jail
  std::vector<std::uint32_t> whom_, term_;      ///< of agents: this step's words for an arrest
  std::vector<std::int32_t> active_at_;         ///< agent of a cell whose agent is active
  std::vector<std::int32_t> order_;
  std::array<float, 128> arrest_;  ///< P of round(C / A)
};

/// Adds codes, cell by cell.
class EpsteinScalar : public EpsteinModel {
 public:
  EpsteinScalar(int width, int height, std::uint64_t seed);
  void step();

 private:
  /// How often a code occurs in sight: 5 bits a kind hold a column of the window, or a row.
  enum Code : std::uint16_t { other = 0, code_empty = 1, code_active = 1 << 5, code_cop = 1 << 10 };

  void place(int cell, Code code);
  [[nodiscard]] Offset seen(std::uint16_t const* corner, Code code, int k) const;
  void move(std::int32_t agent, int x, int y, int free, Code code);

  int stride_;
  std::vector<std::uint16_t> codes_;  ///< with a border of 7 cells that repeats the other side
};

/// Counts bits. Words of 32 cells of a row, every 16 cells, stand column by column, so that the 15 rows
/// of a vision are 15 words one after the other: one load, one shift, one mask.
class EpsteinPlanes : public EpsteinModel {
 public:
  EpsteinPlanes(int width, int height, std::uint64_t seed);
  /// Whether this machine has the instructions.
  static bool runs_here();
  void step();

 private:
  struct Plane {
    std::vector<std::uint32_t> words;
  };
  void flip(Plane& plane, int cell);
  void prefetch_sight(std::size_t turn) const;

  int column_;  ///< words of a column: rows and their border
  Plane empty_, active_, cop_;
};

}  // namespace disalign
