/// The land of a country cut into small patches: what fields are evaluated on, whatever the cells.
#pragma once
#include <vector>

#include "model/place.hpp"

namespace disalign {

/// A piece of land of at most about 5 x 5 km.
struct Patch {
  Point at;             ///< centre, projected [km]
  int cell = 0;         ///< plane index
  double area_km2 = 0;  ///< inside the outline
  bool sea = false;     ///< its centre is water
};

/// Geometry of the cells of a country.
struct Land {
  Projection project{0};
  Grid grid;
  double west = 0, south = 0;                  ///< corner of the rectangle [degree]
  double degrees_east = 0, degrees_north = 0;  ///< size of a cell
  std::vector<Patch> patches;                  ///< in the order of `grid.cells`
  std::vector<double> area_km2;                ///< per plane index

  /// Row of the patch nearest to a point; its distance in `km`.
  [[nodiscard]] std::size_t nearest_patch(double lon, double lat, double& km) const;
};

/// A cell belongs to the country when at least this share of it is land of the country. Slivers below
/// are dropped: rates per cell are stated per area, and a cell of a few km2 would boil.
inline constexpr double least_land_share = 0.05;

/// Cuts the outline into cells and patches. Throws Error when no cell or too many cells result.
Land cut_land(std::vector<Ring> const& outline, GridSpec const& spec, std::string const& name);

}  // namespace disalign
