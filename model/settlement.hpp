/// Fields of a place on its land: who lives where, how near the roads are, what can be looted.
#pragma once
#include <vector>

#include "model/land.hpp"

namespace disalign {

/// Region of every patch: that of the nearest town or village.
std::vector<int> patch_regions(Place const& place, Land const& land);

/// Road access of every patch, 0..1.
///
///     access = max over roads q e^(-d/b), and over towns t e^(-d/b)
///
/// q  quality by class: paved 1, main earth road 0.7, track 0.4 (assumed)
/// d  distance to the road or town [km]      b  25 km, a day on foot (assumed)   t  0.5 (assumed)
/// On a road q; 0 far from everything.
std::vector<double> patch_road_access(Place const& place, Land const& land);

/// Persons of every patch; the sum is the national population (not rounded).
///
///     persons(x) = sum over towns  P e^(-d/r) / normal  +  rural_r w(x) a(x) / normal
///     w(x) = base + town e^(-d_town/25 km) + road e^(-d_road/8 km)
///
/// P  population of the town      r  radius sqrt(P / 10,000) km: towns are about equally dense
/// d  distance to the town [km]   a  area of the patch [km2]
/// rural_r  census population of the region less its towns, at least 0
/// base 0.15, town 0.35, road 0.5 (assumed: rural people of thinly settled countries live in
/// villages along the roads and near markets). All people are scaled to the national population,
/// towns and countryside in the same proportion unless a region's towns exceed its population.
std::vector<double> patch_population(Place const& place, Land const& land,
                                     std::vector<int> const& region);

/// Persons of every patch by the place's population raster: a raster cell's people live on the land
/// patches nearest to its centre, by area; those of a cell that is nearest to none, on the patch
/// nearest to it within 25 km, else they live abroad. Scaled to the national population.
std::vector<double> patch_raster_population(Place const& place, Land const& land);

/// Union of soft discs at every patch: 1 - product of (1 - value e^(-(d/radius)^2 / 2)).
std::vector<double> patch_discs(std::vector<Place::Disc> const& discs, Land const& land);

}  // namespace disalign
