/// Near: which cells feel a force, so that what it covers does not shrink or grow with the cells.
///     w(x, y) = sum over blocks (i, j) with |(i Hx, j Hy)| <= R of  part(x - i Hx) part(y - j Hy)
///     part(z) = clip((H/2 + h/2 - |z|) / h),   H = max(h, `vicinity_km`)
/// x, y  distance of the cells' centres [km]   h  side of a cell   R  reach [km]; 0: the vicinity
/// w is the share of a cell inside the block of about the reference area A0 round the force, and
/// inside the blocks of the same lattice whose centres lie within R. So a force covers Hx Hy km2 for
/// every such block on any grid. Counting the cells with centres within R does not do that: a reach
/// of 40 km covered 2,500 km2 in cells of 50 km and 5,600 km2 in cells of 25 km.
/// Limits: cells of `vicinity_km` or more (0.5 degree too): w = 1 within R, else 0; R = 0 there: the
/// cell itself alone.
#pragma once
#include <cmath>

#include "model/base/exact_math.hpp"
#include "model/neighbourhood.hpp"

namespace disalign {

/// Side of the square in which forces meet, are felt and hold [km]: about that of A0 (assumed).
inline constexpr float vicinity_km = 50;

/// One axis of the lattice of blocks.
struct BlockAxis {
  float side;    ///< H [km]
  float ratio;   ///< h / H, at most 1
  int farthest;  ///< cells away that can have w > 0

  BlockAxis(float km, float reach)
      : side(km < vicinity_km ? vicinity_km : km),
        ratio(km / side),
        farthest(static_cast<int>(std::ceil((std::floor(reach / side) + 0.5F) / ratio + 0.5F)) -
                 1) {}
  /// Part of a cell, `z` blocks away from a block's centre, that lies inside the block, 0..1.
  [[nodiscard]] float part(float z) const {
    return clip((0.5F + 0.5F * ratio - std::fabs(z)) / ratio);
  }
};

/// Share w of a cell `dx` columns and `dy` rows away that a force with this reach covers, 0..1.
inline float near_share(BlockAxis const& east, BlockAxis const& north, float reach, int dx,
                        int dy) {
  float const x = static_cast<float>(dx) * east.ratio;
  float const y = static_cast<float>(dy) * north.ratio;
  auto const block = [&](float i, float j) {
    float const kx = i * east.side;
    float const ky = j * north.side;
    return kx * kx + ky * ky > reach * reach ? 0.0F : east.part(x - i) * north.part(y - j);
  };
  float const i = std::floor(x);
  float const j = std::floor(y);
  return block(i, j) + block(i + 1, j) + block(i, j + 1) + block(i + 1, j + 1);
}

/// The cells with w > 0 round a force, made anew only for another grid or reach.
class Nearness {
 public:
  void prepare(Grid const& grid, float reach) {
    if (grid_ == &grid && reach_ == reach) return;
    grid_ = &grid;
    reach_ = reach;
    BlockAxis const east(grid.km_per_column, reach);
    BlockAxis const north(grid.km_per_row, reach);
    cells_.list(grid, east.farthest, north.farthest, [&](int dx, int dy) {
      float const w = near_share(east, north, reach, dx, dy);
      return w > 0.0F ? w : -1.0F;
    });
  }
  /// Whether a force covers the same cells with both.
  [[nodiscard]] bool covers_as(Nearness const& other) const { return cells_ == other.cells_; }
  /// Calls body(there, w) for every inside cell with w > 0, once prepared.
  template <class Body>
  void each(int cell, Body body) const {
    cells_.each(*grid_, cell, body);
  }

 private:
  Grid const* grid_ = nullptr;
  float reach_ = 0;
  Neighbourhood cells_;
};

}  // namespace disalign
