/// People of a place by its population raster.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "model/base/check.hpp"
#include "model/settlement.hpp"

namespace disalign {
namespace {

constexpr double bucket_km = 25;  // edge of a bucket, and how far people may stand from their land

/// Points in square buckets, so that the nearest is found without looking at all of them.
class Nearest {
 public:
  explicit Nearest(std::vector<Point> points) : points_(std::move(points)) {
    for (std::size_t i = 0; i < points_.size(); ++i) {
      auto const [column, row] = bucket(points_[i]);
      buckets_[{column, row}].push_back(i);
      reach_ = std::max({reach_, std::abs(column), std::abs(row)});
    }
  }
  /// Index of the point nearest to `p` (the first of equals) and its distance [km].
  [[nodiscard]] std::pair<std::size_t, double> operator()(Point const& p) const {
    auto const [column, row] = bucket(p);
    std::pair<std::size_t, double> best{0, std::numeric_limits<double>::infinity()};
    int const farthest = 2 * reach_ + std::abs(column) + std::abs(row) + 1;
    // A ring of buckets further out holds nothing nearer than (ring - 1) edges.
    for (int ring = 0; ring <= farthest && (ring - 1) * bucket_km <= best.second; ++ring) {
      for (int r = row - ring; r <= row + ring; ++r) {
        int const step = std::abs(r - row) == ring ? 1 : std::max(2 * ring, 1);
        for (int c = column - ring; c <= column + ring; c += step) look({c, r}, p, best);
      }
    }
    return best;
  }

 private:
  using Bucket = std::pair<int, int>;
  static Bucket bucket(Point const& p) {
    return {static_cast<int>(std::floor(p.x / bucket_km)),
            static_cast<int>(std::floor(p.y / bucket_km))};
  }
  void look(Bucket const& at, Point const& p, std::pair<std::size_t, double>& best) const {
    auto const found = buckets_.find(at);
    if (found == buckets_.end()) return;
    for (std::size_t const i : found->second) {
      double const d = distance(p, points_[i]);
      if (d < best.second || (d == best.second && i < best.first)) best = {i, d};
    }
  }

  std::vector<Point> points_;
  std::map<Bucket, std::vector<std::size_t>> buckets_;
  int reach_ = 0;
};

}  // namespace

std::vector<double> patch_raster_population(Place const& place, Land const& land) {
  std::vector<Point> centres;
  for (auto const& cell : place.population) centres.push_back(land.project(cell.lon, cell.lat));
  std::vector<std::size_t> dry;  // patches where people can live
  std::vector<Point> at;
  for (std::size_t i = 0; i < land.patches.size(); ++i) {
    if (land.patches[i].sea) continue;
    dry.push_back(i);
    at.push_back(land.patches[i].at);
  }
  Nearest const nearest_cell(centres);
  Nearest const nearest_patch(at);
  std::vector<std::size_t> cell_of;
  std::vector<double> area(centres.size(), 0);
  for (std::size_t k = 0; k < dry.size(); ++k) {
    cell_of.push_back(nearest_cell(at[k]).first);
    area[cell_of.back()] += land.patches[dry[k]].area_km2;
  }
  std::vector<double> persons(land.patches.size(), 0);
  for (std::size_t k = 0; k < dry.size(); ++k) {
    std::size_t const cell = cell_of[k];
    persons[dry[k]] += place.population[cell].persons * land.patches[dry[k]].area_km2 / area[cell];
  }
  for (std::size_t cell = 0; cell < centres.size(); ++cell) {
    if (area[cell] > 0) continue;
    auto const [patch, km] = nearest_patch(centres[cell]);
    if (km <= bucket_km) persons[dry[patch]] += place.population[cell].persons;
  }
  double sum = 0;
  for (double const p : persons) sum += p;
  if (!(sum > 0))
    throw Error(place.name +
                ": population: nobody lives on its land (are longitude and latitude swapped?). "
                "Correct the raster");
  for (double& p : persons) p *= static_cast<double>(place.national_population) / sum;
  return persons;
}

}  // namespace disalign
