/// A place: facts about a country, and the world of cells that is made from them.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "model/geometry.hpp"
#include "model/grid.hpp"

namespace disalign {

/// Facts about a country. Names tie them together: roads, bases and sites name towns; towns and
/// villages name regions.
struct Place {
  struct Town {
    std::string name, region;
    double lon = 0, lat = 0;  ///< [degree]
    double population = 0;    ///< at the census, as `Region::population` [person]
    bool assumed = false;     ///< true: the population is an estimate without a source
  };
  /// A named spot that shows which region the land around it belongs to.
  struct Village {
    std::string name, region;
    double lon = 0, lat = 0;
  };
  struct Region {
    std::string name;
    double population =
        0;  ///< at the census, towns included [person]; 0: unknown, allowed for all or none
  };
  struct Road {
    std::string name;
    int road_class = 3;              ///< 1 paved, 2 main earth road, 3 track
    std::vector<std::string> towns;  ///< the road runs straight from each to the next
  };
  /// A soft disc: value exp(-(d / radius)^2 / 2).
  struct Disc {
    std::string name, kind;
    double lon = 0, lat = 0;
    double value = 0;  ///< at the centre, 0..1
    double radius_km = 0;
  };
  struct Base {
    std::string town;
    double weight = 0;   ///< share of the troops relative to the other bases
    int first_year = 0;  ///< first year with a deployment; 0: unknown
  };
  /// A cell of a population raster.
  struct PopulatedCell {
    double lon = 0, lat = 0;  ///< of its centre [degree]
    double persons = 0;
  };
  struct ProtectionSite {
    std::string town;
    int persons = 0;  ///< capacity
  };

  std::string name, title, iso3;
  std::int64_t national_population = 0;  ///< residents at start; towns and regions are scaled to it
  std::string capital;                   ///< name of a town
  std::vector<Ring> outline;             ///< islands of land: longitude, latitude [degree]
  std::vector<Ring> sea;  ///< water, may reach beyond the outline; nobody lives there
  std::vector<Region> regions;
  std::vector<Town> towns;
  std::vector<Village> villages;
  std::vector<Road> roads;
  std::vector<Disc> resources;
  std::vector<Disc> uplands;
  std::vector<Base> bases;
  std::vector<ProtectionSite> protection_sites;
  std::vector<PopulatedCell> population;  ///< where people live; empty: spread by the kernels
  std::vector<std::string> sources;
};

/// What the cells of a run stand on; immutable, shared by all runs. Vectors are per plane index.
/// `road_access`, `ruggedness` and `resource` are means over the cell's land: they do not depend on
/// the size of the cells. An amount in a cell is such a mean times `area_km2`.
struct World {
  struct Site {
    std::string name;
    int cell = 0;
    float weight = 0;    ///< towns: population; bases: relative share of troops
    int first_year = 0;  ///< bases: first year with a deployment; 0: unknown
  };
  std::string name, title;
  Grid grid;
  std::vector<float> area_km2;  ///< land and sea inside the outline
  std::vector<float> lon, lat;  ///< cell centre [degree]
  std::vector<std::int32_t>
      population;                    ///< residents at start [person]; sums to the national figure
  std::vector<float> road_access;    ///< 0..1
  std::vector<float> ruggedness;     ///< 0..1
  std::vector<float> resource;       ///< lootable resource value, 0..1
  std::vector<std::uint8_t> sea;     ///< 1 where at least half of the cell is water
  std::vector<std::int32_t> region;  ///< index into `regions`; -1 beyond an open border
  std::vector<std::int32_t> protection_site;  ///< capacity [person]
  std::vector<std::int32_t> priogrid_gid;     ///< PRIO-GRID cell of the centre
  std::vector<std::string> regions;
  std::vector<Site> towns, bases;
  int capital = 0;  ///< plane index of the seat of government
};

/// Name of the administrative region of a cell (plane index); "" where it is unknown.
std::string region_name(World const& world, int cell);
/// Name of the town nearest to a cell, the first of equally near ones; "" without towns.
std::string nearest_town(World const& world, int cell);

/// The world of a place on a grid. Throws Error with every contradiction of the place, one a line.
World make_world(Place const& place, GridSpec const& spec);

/// Size and make-up of a synthetic country; defaults resemble a poor, thinly settled state.
struct SyntheticSpec {
  double radius_km = 300;    ///< of a disc of about the same area
  double lon = 20, lat = 6;  ///< centre [degree]
  std::int64_t population = 4'000'000;
  int towns = 40;
  int regions = 8;
  int resources = 8;
  int bases = 10;
};

/// A country that does not exist; equal seeds give equal facts. Throws Error for an impossible size.
Place synthetic_country(std::uint64_t seed, SyntheticSpec const& spec = {});

/// A plain rectangle of equal cells with `people` in each; a torus on demand (theory tests).
World plain_world(int rows, int columns, float cell_km, std::int32_t people, bool torus = false);

/// The 3 x 3 world of tests: 50-km cells, 10,000 people in each, roads, one resource, one site.
World small_world();

}  // namespace disalign
