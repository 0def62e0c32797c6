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
/// Two forms: `scalar` counts bytes cell by cell; `planes` counts bits of whole rows at once and needs
/// AVX-512 with vpopcntdq. They make the same choices from the same words, so their states are equal.
/// Words: entity = agent. Week = step; word 0 the order, 1 the move, 2 whom, 3 the sentence.
#pragma once
#include <array>
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

  EpsteinModel(int width, int height, std::uint64_t seed);

  [[nodiscard]] int agents() const { return static_cast<int>(cell_.size()); }
  [[nodiscard]] EpsteinCounts count() const;
  /// Hash of where every agent is, what it is and how long it stays in jail.
  [[nodiscard]] std::uint64_t digest() const;

 protected:
  /// Draws this step's words of all agents and puts the agents into this step's order.
  void draw_step();
  /// floor(word n / 2^32): uniform on 0..n-1.
  static int pick(std::uint32_t word, int n) {
    return static_cast<int>((std::uint64_t{word} * static_cast<std::uint32_t>(n)) >> 32);
  }
  /// Whether a free citizen rebels.
  [[nodiscard]] bool rebels(std::size_t agent, int cops, int actives) const;

  int width_, height_;
  std::uint64_t seed_;
  int step_ = 0;
  std::vector<std::int32_t> cell_;      ///< y * width + x
  std::vector<std::uint8_t> state_;     ///< of agents
  std::vector<std::int32_t> sentence_;  ///< steps left in jail
  std::vector<float> gain_, aversion_;  ///< G - T, R
  std::vector<std::int32_t> agent_at_;  ///< agent of a cell, -1 when empty
  std::vector<std::int32_t> order_;
  std::array<std::vector<std::uint32_t>, 4> words_;
  std::array<float, 128> arrest_;  ///< P of round(C / A)
};

/// Counts bytes, cell by cell.
class EpsteinScalar : public EpsteinModel {
 public:
  EpsteinScalar(int width, int height, std::uint64_t seed);
  void step();

 private:
  void place(int cell, std::uint32_t code);
  [[nodiscard]] int seen(int corner, std::uint32_t code, int k) const;
  void move(std::size_t agent, int corner, int free, std::uint32_t code);

  int stride_;
  std::array<std::uint32_t, 2 * vision + 1> row_sums_{};  ///< of the codes in sight, by row
  std::vector<std::uint32_t> codes_;   ///< with a border of 7 cells that repeats the other side
  std::vector<std::int32_t> cell_of_;  ///< cell of a place in `codes_`
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
  void prefetch(std::size_t turn) const;

  int column_;  ///< words of a column: rows and their border
  Plane empty_, active_, cop_;
};

}  // namespace disalign
