/// The state's books: tallies, compaction, invariants that notice, digests that see everything.
#include "model/state.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "model/base/check.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {
std::size_t at(int c) { return static_cast<std::size_t>(c); }
}  // namespace

TEST_CASE("tally: strength counts by actor and cell; the absent and dissolved count nowhere") {
  SmallTheatre t;
  t.deploy(red, t.middle, 100, 2);
  t.deploy(red, t.corner, 30);
  t.deploy(blue, t.middle, 50);
  t.state.units.away[0] = 1;
  t.state.units.strength[2] = 0;
  tally(t.state);
  CHECK(t.state.at.strength[red][t.middle] == 100);
  CHECK(t.state.at.strength[red][t.corner] == 0);
  CHECK(t.state.at.strength[blue][t.middle] == 50);
  CHECK(t.state.actors.strength[red] == 200);
  auto const& rows = t.state.by_cell;
  CHECK(rows.start[at(t.middle) + 1] - rows.start[at(t.middle)] == 2);
  CHECK(rows.rows.size() == 2);
}

TEST_CASE("tally: the lists of who stands where agree with the planes") {
  SmallTheatre t;
  t.deploy(red, t.middle, 100, 2);
  t.deploy(blue, t.middle, 50);
  t.deploy(blue, t.corner, 50);
  t.deploy(un, t.corner, 10);
  t.state.units.strength[2] = 0;  // blue has left the middle
  tally(t.state);
  auto const& [start, actors, occupied, who, cells] = t.state.present;
  for (int const c : t.world.grid.cells) {
    std::vector<int> here;
    for (int a = 0; a < t.state.actors.count; ++a) {
      bool const stands = t.state.at.strength[a][c] > 0;
      if (stands) here.push_back(a);
      CHECK((std::count(cells[at(a)].begin(), cells[at(a)].end(), c) == 1) == stands);
    }
    auto const listed = t.state.present[c];
    CHECK(std::vector<int>(listed.begin(), listed.end()) == here);
    CHECK((std::count(occupied.begin(), occupied.end(), c) == 1) == !here.empty());
  }
  CHECK(actors.size() == 3);
  CHECK(occupied.size() == 2);
}

TEST_CASE("tally: reach covers the cells whose centre lies within it") {
  SmallTheatre t;
  t.state.actors.attributes[un].reach = 55;  // 50-km cells: the four sides, not the corners
  t.deploy(un, t.middle, 100);
  int covered = 0;
  for (int const c : t.world.grid.cells) covered += t.state.at.in_reach[un][c] == 100 ? 1 : 0;
  CHECK(covered == 5);
  CHECK(t.state.at.in_reach[un][t.corner] == 0);
}

TEST_CASE("compact: dissolved units go, the order and everything of the others stays") {
  SmallTheatre t;
  t.deploy(red, t.middle, 100, 5);
  t.deploy(un, t.corner, 100);
  t.state.units.strength[1] = t.state.units.strength[3] = t.state.units.strength[5] = 0;
  auto const before = digest(t.state);
  auto const second = t.state.units.id[2];
  compact(t.state);
  CHECK(t.state.units.size() == 4);  // the operation's row waits for its next arrivals
  CHECK(t.state.units.id[1] == second);
  CHECK(digest(t.state) == before);
}

TEST_CASE("digest: the order of units does not matter, every one of their columns does") {
  SmallTheatre t;
  t.deploy(red, t.middle, 100);
  t.deploy(blue, t.corner, 60);
  auto const base = digest(t.state);
  State swapped = t.state;
  auto const swap_rows = [](auto& column) { std::swap(column[0], column[1]); };
  Units& u = swapped.units;
  swap_rows(u.id), swap_rows(u.actor), swap_rows(u.cell), swap_rows(u.origin), swap_rows(u.home);
  swap_rows(u.strength), swap_rows(u.quota), swap_rows(u.supply), swap_rows(u.task);
  CHECK(digest(swapped) == base);
  auto const changed = [&](auto change) {
    State state = t.state;
    change(state);
    return digest(state) != base;
  };
  CHECK(changed([](State& s) { s.units.strength[0] -= 1; }));
  CHECK(changed([](State& s) { s.units.cell[0] += 1; }));
  CHECK(changed([](State& s) { s.units.supply[0] = 0.5F; }));
  CHECK(changed([](State& s) { s.units.task[0] = mediate; }));
  CHECK(changed([&](State& s) { s.cells.residents[at(t.middle)] += 1; }));
  CHECK(changed([&](State& s) { s.cells.fear[at(t.middle)] = 0.1F; }));
  CHECK(changed([&](State& s) { s.at.support[red][t.middle] += 0.01F; }));
  CHECK(changed([&](State& s) { s.at.impartiality[un][t.middle] -= 0.01F; }));
  CHECK(changed([](State& s) { s.actors.threat[red][blue] = 0.1F; }));
  CHECK(changed([](State& s) { s.actors.stances[red][blue] = 0.1F; }));
  CHECK(changed([](State& s) { s.actors.purse[red] = 1; }));
  CHECK(changed([](State& s) { s.ledger.civilian_dead += 1; }));
}

TEST_CASE("invariants: a sound state passes, each broken law is noticed and named") {
  SmallTheatre t;
  t.deploy(red, t.middle, 100);
  CHECK_NOTHROW(check_invariants(t.state));
  auto const complaint = [&](auto spoil) -> std::string {
    State state = t.state;
    spoil(state);
    try {
      check_invariants(state);
    } catch (BrokenInvariant const& broken) {
      return broken.what();
    }
    return "";
  };
  CHECK(complaint([&](State& s) {
          s.cells.residents[at(t.middle)] += 1;
        }).find("people are not conserved") != std::string::npos);
  CHECK(complaint([](State& s) {
          s.units.strength[0] -= 1;
        }).find("strength of actor 1 is not conserved") != std::string::npos);
  CHECK(complaint([&](State& s) { s.cells.fear[at(t.middle)] = 1.5F; }).find("fear") !=
        std::string::npos);
  CHECK(complaint([&](State& s) {
          s.cells.fear[at(t.middle)] = std::numeric_limits<float>::quiet_NaN();
        }).find("fear") != std::string::npos);
  CHECK(complaint([&](State& s) {
          s.at.support[red][t.middle] = s.at.support[blue][t.middle] = 0.6F;
        }).find("support in a cell") != std::string::npos);
  CHECK(complaint([](State& s) { s.units.cell[0] = 0; }).find("outside the country") !=
        std::string::npos);
  CHECK(complaint([](State& s) { s.actors.cohesion[red] = -0.1F; }).find("cohesion") !=
        std::string::npos);
}
