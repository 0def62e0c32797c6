/// Incidents at sea: how many, where, of which kind, and that only collisions kill.
#include "model/mechanisms/sea_incidents.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numeric>

#include "tests/support/agreement.hpp"
#include "tests/support/sea_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr int replicates = 20000;

struct Seen {
  double incidents = 0, deaths = 0, collisions = 0, boardings = 0, warning_shots = 0;
};

Seen run(SeaTheatre& theatre, SeaIncidents const& rule, int number = replicates) {
  Seen seen;
  for (int r = 0; r < number; ++r) {
    theatre.apply(rule, static_cast<std::uint64_t>(r));
    Sea const& sea = theatre.state.sea;
    seen.incidents += std::accumulate(sea.by_kind.begin(), sea.by_kind.end(), 0);
    seen.collisions += sea.by_kind[collision];
    seen.boardings += sea.by_kind[boarding];
    seen.warning_shots += sea.by_kind[warning_shot];
    seen.deaths += sea.deaths;
  }
  return seen;
}

/// rate tension min(N) (common water / smaller claim): all that claims share, from their cells.
double expected(SeaTheatre const& theatre) {
  SeaClaims const claims = claims_at_sea(theatre.state);
  double common = 0;
  for (int const c : theatre.world.grid.cells) {
    if (claims.has(west, c) && claims.has(east, c))
      common += double{theatre.world.area_km2[static_cast<std::size_t>(c)]};
  }
  return 0.2 * 0.5 * 10 * common / double{std::min(claims.area[west], claims.area[east])};
}

struct Tense : SeaTheatre {
  using SeaTheatre::SeaTheatre;
  Tense& at_half() {
    set_tension(west, east, 0.5F);
    return *this;
  }
};

bool poisson_agrees(double count, double mean) {
  return agrees(count / replicates, mean, std::sqrt(mean), replicates);
}

}  // namespace

TEST_CASE("sea_incidents: no sea, no tension or no common water, no incident") {
  Tense dry(12, 54.7722558F, false);
  CHECK(run(dry.at_half(), {}, 200).incidents == 0);
  SeaTheatre calm;
  CHECK(run(calm, {}, 200).incidents == 0);
  Tense apart;
  apart.attributes(west).reach = apart.attributes(east).reach = 30;
  CHECK(run(apart.at_half(), {}, 200).incidents == 0);
  Tense unarmed;
  unarmed.ships(east) = 0;
  CHECK(run(unarmed.at_half(), {}, 200).incidents == 0);
}

TEST_CASE("sea_incidents: their number follows the closed form; a rate 10 % off does not") {
  Tense theatre;
  theatre.at_half();
  double const mean = expected(theatre);
  CHECK(mean > 0.2);
  CHECK(poisson_agrees(run(theatre, {}).incidents, mean));
  CHECK_FALSE(poisson_agrees(run(theatre, {.rate = 0.22F}).incidents, mean));
}

TEST_CASE("sea_incidents: finer cells make neither more incidents nor fewer") {
  // Claims are counted in whole cells, so the closed form of each grid is its own.
  Tense coarse(12, 60);
  Tense fine(24, 30);
  double const of_coarse = run(coarse.at_half(), {}).incidents / expected(coarse);
  double const of_fine = run(fine.at_half(), {}).incidents / expected(fine);
  CHECK(of_fine / of_coarse == doctest::Approx(1).epsilon(0.05));
  CHECK(expected(fine) / expected(coarse) == doctest::Approx(1).epsilon(0.15));
}

TEST_CASE("sea_incidents: kinds have their shares; a share 10 % off does not agree") {
  Tense theatre;
  theatre.at_half();
  theatre.ships(west) = theatre.ships(east) = 200;
  Seen const seen = run(theatre, {});
  CHECK(share_agrees(seen.warning_shots / seen.incidents, 0.15, seen.incidents));
  CHECK(share_agrees(seen.collisions / seen.incidents, 0.1, seen.incidents));
  CHECK(share_agrees(seen.boardings / seen.incidents, 0.05, seen.incidents));
  Seen const twin = run(theatre, {.collisions = 0.11F});
  CHECK_FALSE(share_agrees(twin.collisions / twin.incidents, 0.1, twin.incidents));
}

TEST_CASE("sea_incidents: only collisions kill, and nobody of any force or of the civilians") {
  Tense theatre;
  theatre.at_half();
  theatre.ships(west) = theatre.ships(east) = 200;
  Seen const seen = run(theatre, {});
  double const n = seen.collisions;
  CHECK(agrees(seen.deaths / n, 0.1, std::sqrt(0.1), n));
  CHECK_FALSE(
      agrees(run(theatre, {.deaths_per_collision = 0.11F}).deaths / n, 0.1, std::sqrt(0.1), n));
  CHECK(run(theatre, {.collisions = 0}).deaths == 0);
  CHECK(theatre.state.events.empty());
  check_invariants(theatre.state);
}

TEST_CASE("sea_incidents: on the same addresses more tension never makes fewer incidents") {
  SeaTheatre low;
  SeaTheatre high;
  low.set_tension(west, east, 0.3F);
  high.set_tension(west, east, 0.6F);
  for (std::uint64_t r = 0; r < 500; ++r) {
    low.apply(SeaIncidents{}, r);
    high.apply(SeaIncidents{}, r);
    CHECK(low.state.sea.incidents[west][east] <= high.state.sea.incidents[west][east]);
    CHECK(high.state.sea.incidents[west][east] == high.state.sea.incidents[east][west]);
  }
}

TEST_CASE("sea_incidents: ships that watch prevent some, and more when they share what they see") {
  Tense theatre;
  theatre.at_half();
  double const mean = expected(theatre);
  theatre.deploy(un, theatre.cell(4), 50, 5);  // five ships: half of full monitoring
  double const watched = mean * std::exp(-0.5 * 0.5);
  CHECK(poisson_agrees(run(theatre, {}).incidents, watched));
  CHECK_FALSE(poisson_agrees(run(theatre, {.monitoring = 0.8F}).incidents, watched));
  theatre.deploy(observer, theatre.cell(4), 50, 5);
  CHECK(poisson_agrees(run(theatre, {}).incidents, watched));  // each sees the same half
  theatre.state.logistics.sharing[observer][un] = 0.6F;
  double const shared = mean * std::exp(-0.5 * (0.5 + 0.6 * 0.5));
  CHECK(poisson_agrees(run(theatre, {}).incidents, shared));
  CHECK_FALSE(poisson_agrees(run(theatre, {}).incidents, watched));
}

TEST_CASE("sea_incidents: the switch governs it") {
  Tense theatre;
  theatre.at_half();
  theatre.ships(west) = theatre.ships(east) = 500;
  CHECK(switch_works(theatre.state, SeaIncidents{}));
}
