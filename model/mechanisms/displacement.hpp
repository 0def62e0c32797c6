/// Displacement: people flee from killing and fear to the nearest shelter, and go home when it is calm.
///     fear' = 2^(-1/4) fear + (1 - fear)(1 - exp(-k/k0))
///     leave ~ Binomial(residents, 1 - exp(-h)),   h = flight (1 - exp(-v/v1)) + panic fear'
///     go home ~ Binomial(displaced, 1 - exp(-homing))
/// k  civilians killed here this week per 10,000 people (residents, displaced and this week's dead)
/// v  remembered killing, sum over actors of v_ac [1/week per 10,000]
/// Refuge within `range`: the nearest protection site with room (shared by cumulative floor when it
/// is short), else the cell with the least v, the nearest of these; it must have less than the cell
/// left. Who finds none stays.
/// The displaced remember no origin. They go to the calm (v < calm) cell within range that misses
/// most residents against week 0, at most as many as it misses; so empty land fills again and a
/// refuge does not grow for good. Nobody leaves a refuge while no calm cell within range misses anyone.
/// Limits: no killing, no memory and no fear, nobody flees; people are conserved exactly.
/// Reads cells.killed, at.harm, world.protection_site, world.population. Writes fear, residents,
/// displaced, flows. Source: MODEL.md 6D. Draws: cell: word 0 who leaves, word 1 who goes home.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Displacement {
  static constexpr char const* name = "displacement";
  float fear_half_life = 4;
  float fear_scale = 5;
  float flight = 0.05F;
  float harm_scale = 10;
  float panic = 0.01F;
  float homing = 0.02F;
  float calm = 0.5F;
  float range = 150;

  static void describe(auto& self, auto& visit) {
    visit.field("fear_half_life", self.fear_half_life, "week", 0, 520, "half-life of fear",
                "MODEL.md 6D: 4");
    visit.field("fear_scale", self.fear_scale, "1/week per 10,000", 0.01, 1000,
                "killing that brings fear to 63 %", "assumed");
    visit.field("flight", self.flight, "1/week", 0, 10,
                "hazard of leaving under lasting mass killing", "assumed");
    visit.field("harm_scale", self.harm_scale, "1/week per 10,000", 0.01, 1000,
                "remembered killing that gives 63 % of that hazard", "assumed");
    visit.field("panic", self.panic, "1/week", 0, 10, "hazard of leaving in full fear", "assumed");
    visit.field("homing", self.homing, "1/week", 0, 10, "hazard that a displaced person goes home",
                "assumed");
    visit.field("calm", self.calm, "1/week per 10,000", 0, 1000,
                "remembered killing below which people go home", "assumed");
    visit.field("range", self.range, "km", 0, 5000, "longest way to a refuge or home", "assumed");
  }

  void operator()(State& state, Draws draws) const {
    std::pmr::vector<float> const harm = remembered_harm(state);
    Circle& reachable = state.coverage.refuge;
    reachable.prepare(state.grid(), range);
    renew_fear(state);
    flee(state, harm, reachable, draws);
    go_home(state, harm, reachable, draws);
  }

 private:
  static std::size_t idx(int i) { return static_cast<std::size_t>(i); }

  /// v per plane index.
  static std::pmr::vector<float> remembered_harm(State const& state) {
    std::pmr::vector<float> harm(idx(state.grid().plane_size()), &state.arena);
    float* const sum = harm.data();
    for (int a = 0; a < state.actors.count; ++a) {
      float const* const of_actor = state.at.harm[a];
      for_each_strip(state.grid(), [=](auto c) { set(sum, c, at(sum, c) + at(of_actor, c)); });
    }
    return harm;
  }

  void renew_fear(State& state) const {
    Cells& cells = state.cells;
    float const kept = weekly_decay(fear_half_life);
    for_each_cell(state.grid(), [&](int c) {
      auto const i = idx(c);
      float shock = 0;
      if (cells.killed[i] > 0) {
        auto const people =
            static_cast<float>(cells.residents[i] + cells.displaced[i] + cells.killed[i]);
        shock = chance(10000.0F * static_cast<float>(cells.killed[i]) / people / fear_scale);
      }
      cells.fear[i] = clip(kept * cells.fear[i] + (1.0F - cells.fear[i]) * shock);
    });
  }

  /// h per plane index.
  [[nodiscard]] std::pmr::vector<float> hazards(State const& state,
                                                std::pmr::vector<float> const& harm) const {
    std::pmr::vector<float> result(harm.size(), &state.arena);
    float* const hazard = result.data();
    float const* const remembered = harm.data();
    float const* const fear = state.cells.fear.data();
    for_each_strip(state.grid(), [=, f = flight, scale = harm_scale, p = panic](auto c) {
      set(hazard, c, f * chance(at(remembered, c) / scale) + p * at(fear, c));
    });
    return result;
  }

  void flee(State& state, std::pmr::vector<float> const& harm, Circle const& reachable,
            Draws draws) const {
    Cells& cells = state.cells;
    Grid const& grid = state.grid();
    struct Flight {
      int from, site;  ///< site: plane index of the protection site they try, -1 for none
      std::int32_t persons;
    };
    std::pmr::vector<Flight> flights(&state.arena);
    std::pmr::vector<std::int64_t> wanted(harm.size(), &state.arena);
    std::pmr::vector<std::int64_t> served(harm.size(), &state.arena);
    std::pmr::vector<std::int64_t> room(harm.size(), &state.arena);
    std::pmr::vector<std::uint8_t> near_site(harm.size(), &state.arena);  // 1: within range of one
    for_each_cell(grid, [&](int c) {
      room[idx(c)] = std::max(0, state.world->protection_site[idx(c)] - cells.displaced[idx(c)]);
      if (room[idx(c)] == 0) return;
      reachable.search(c, [&](int there) {
        near_site[idx(there)] = 1;
        return false;
      });
    });
    std::pmr::vector<float> const hazard = hazards(state, harm);
    for_each_cell(grid, draws, [&](int c, Words word) {
      std::int32_t const persons = binomial(cells.residents[idx(c)], hazard[idx(c)], word(0));
      if (persons == 0) return;
      int site = -1;
      if (near_site[idx(c)] != 0) {
        reachable.search(c, [&](int there) {
          if (room[idx(there)] > 0) site = there;
          return site >= 0;
        });
      }
      flights.push_back({c, site, persons});
      if (site >= 0) wanted[idx(site)] += persons;
    });
    for (Flight const& flight_of : flights) {
      std::int32_t sheltered = 0;
      if (flight_of.site >= 0) {
        auto const s = idx(flight_of.site);
        served[s] += flight_of.persons;
        sheltered = static_cast<std::int32_t>(cumulative_floor(
            served[s], flight_of.persons, std::min(room[s], wanted[s]), wanted[s]));
        move_away(state, flight_of.from, flight_of.site, sheltered);
      }
      int const refuge = least_harmed(harm, reachable, flight_of.from);
      if (refuge >= 0) move_away(state, flight_of.from, refuge, flight_of.persons - sheltered);
    }
  }

  /// The cell within range with less harm than here and the least of all, the nearest of these; -1
  /// when none has less.
  [[nodiscard]] static int least_harmed(std::pmr::vector<float> const& harm,
                                        Circle const& reachable, int c) {
    int best = -1;
    float least = harm[idx(c)];
    reachable.search(c, [&](int there) {
      if (harm[idx(there)] < least) {
        best = there;
        least = harm[idx(there)];
      }
      return !(least > 0.0F);
    });
    return best;
  }

  static void move_away(State& state, int from, int to, std::int32_t persons) {
    state.cells.residents[idx(from)] -= persons;
    state.cells.displaced[idx(to)] += persons;
    state.flows.fled += persons;
  }

  void go_home(State& state, std::pmr::vector<float> const& harm, Circle const& reachable,
               Draws draws) const {
    Cells& cells = state.cells;
    auto const& at_start = state.world->population;
    std::pmr::vector<std::int32_t> missing(harm.size() + most_lanes, &state.arena);
    for_each_cell(state.grid(), [&](int c) {
      if (harm[idx(c)] < calm) missing[idx(c)] = at_start[idx(c)] - cells.residents[idx(c)];
    });
    for_each_cell(state.grid(), draws, [&](int c, Words word) {
      std::int32_t const persons = binomial(cells.displaced[idx(c)], homing, word(1));
      if (persons == 0) return;
      int const home = reachable.largest(c, missing.data());
      if (home < 0) return;
      std::int32_t const back = std::min(persons, missing[idx(home)]);
      cells.displaced[idx(c)] -= back;
      cells.residents[idx(home)] += back;
      missing[idx(home)] -= back;
      state.flows.returned += back;
    });
  }
};

}  // namespace disalign
