/// Friction: operations that work side by side get in each other's way, sometimes under fire.
///     x_ij,c = clip(sum_kl b_ik X_kl b_jl + 1/2 sum_p w'_p |s_ip - s_jp|)
///     P(friction) = 1 - exp(-phi x exp(-kappa c_ij))      per pair with c in the reach of both, week
///     P(fire)     = 1 - exp(-beta x exp(-kappa c_ij))     where both stand in c
/// b_ik  share of i's persons in c who execute task k this week; those of the whole force where it
///       only reaches c   X  clash of tasks   s  declared stances: the channel has its own switch
/// w'_p  equal weights over the local parties in c (sum 1): forces that stand there, residents
/// c_ij  coordination   kappa  its effect, from interoperability (L11)   phi, beta  rates [1/week]
/// A pair in friction loses `loss` of its effect in c for the week (presence, deterrence, response,
/// combat quality). Fire is an event `blue_on_blue` with Poisson deaths on both sides.
/// Limits: X = 0 and equal stances, or nobody in reach: nothing; large c: nearly nothing.
/// Sign of the direct effect: friction only lowers the effect of operations.
/// Reads units.task, declared stances, clash, coordination, at.strength, in_reach, by_cell.
/// Writes at.friction, events, at.committed, flows.frictions. Draws: pair of keys, branch cell;
/// block 0: word 0 friction, word 1 fire, words 2 and 3 the dead; block 1: word 0 the day.
/// Source: MODEL.md eq. 16 (M2, M21); coordination also prevents fire between friends (assumed).
#pragma once
#include <algorithm>
#include <array>

#include "model/base/channel.hpp"
#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Friction {
  static constexpr char const* name = "friction";
  static constexpr Channel channel{"frictions", 1};
  float rate = 0.8F;
  float interoperability = 0.511111F;
  float loss = 0.5F;
  float fire_rate = 0.001F;
  float fire_deaths = 0.5F;
  int fire_persons = 30;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 20,
                "rate of friction of an uncoordinated pair that clashes fully (phi)",
                "assumed: 0.8");
    visit.field("interoperability", self.interoperability, "1", 0.2, 0.9,
                "how far exchanged staff make forces interoperable: kappa = 0.3 at 0.2, 3 at 0.9",
                "L11: 0.2-0.9; 0.511 gives MODEL.md's kappa 1.5");
    visit.field("loss", self.loss, "1", 0, 1,
                "share of effect that both lose in the cell for the week", "MODEL.md eq. 16: 0.5");
    visit.field("fire_rate", self.fire_rate, "1/week", 0, 1,
                "rate of fire between operations that stand in one cell and clash fully",
                "assumed: 0.001");
    visit.field("fire_deaths", self.fire_deaths, "person", 0, 100,
                "mean dead of each side when operations fire at each other", "assumed");
    visit.field("fire_persons", self.fire_persons, "person", 1, 10000,
                "persons of each side in such a contact", "assumed: a patrol");
  }

  /// kappa = 0.3 + 2.7 (L11 - 0.2) / 0.7: what full coordination takes off the log rate.
  [[nodiscard]] float coordination_effect() const {
    return 0.3F + 2.7F / 0.7F * (interoperability - 0.2F);
  }

  void operator()(State& state, Draws draws) const {
    std::array<TaskShares, max_actors> theatre{};
    std::array<int, max_actors> working;
    std::size_t forces = 0;
    for (int a = 0; a < state.actors.count; ++a) {
      if (!works(state, a) || state.actors.strength[Actors::idx(a)] == 0) continue;
      theatre[Actors::idx(a)] = shares_of_force(state, a);
      working[forces++] = a;
    }
    if (forces < 2) return;
    ActorMatrix<float>
        from_outside;  // clash of two forces that only reach a cell: the same anywhere
    for (std::size_t one = 0; one < forces; ++one) {
      for (std::size_t other = 0; other < forces; ++other) {
        auto const i = Actors::idx(working[one]);
        auto const j = Actors::idx(working[other]);
        from_outside[i][j] = clash(state, theatre[i], theatre[j]);
      }
    }
    for_each_cell(state.grid(), [&](int c) {
      for (std::size_t one = 0; one < forces; ++one) {
        int const i = working[one];
        if (state.at.in_reach[i][c] == 0) continue;
        for (std::size_t other = one + 1; other < forces; ++other) {
          int const j = working[other];
          if (state.at.in_reach[j][c] == 0) continue;
          float const x = incompatibility(state, i, j, c, theatre, from_outside);
          if (x > 0.0F) meet(state, draws, i, j, c, x);
        }
      }
    });
  }

 private:
  using TaskShares = std::array<float, task_count>;
  using TaskCounts = std::array<std::int32_t, task_count>;

  static bool works(State const& state, int a) {
    return state.actors.takes_part(a) && state.actors.is_operation(a);
  }

  static TaskShares shares(TaskCounts const& persons) {
    std::int32_t sum = 0;
    for (std::int32_t const n : persons) sum += n;
    TaskShares result{};
    for (std::size_t k = 0; k < result.size() && sum > 0; ++k) {
      result[k] = static_cast<float>(persons[k]) / static_cast<float>(sum);
    }
    return result;
  }

  static TaskShares shares_of_force(State const& state, int a) {
    TaskCounts persons{};
    for_each_unit(state.units, [&](int row) {
      auto const r = static_cast<std::size_t>(row);
      if (state.units.actor[r] != a || state.units.away[r] != 0) return;
      persons[Actors::idx(state.units.task[r])] += state.units.strength[r];
    });
    return shares(persons);
  }

  static TaskShares shares_in(State const& state, int a, int c, TaskShares const& otherwise) {
    if (state.at.strength[a][c] == 0) return otherwise;
    auto const cell = Actors::idx(c);
    TaskCounts persons{};
    for (auto at = state.by_cell.start[cell]; at < state.by_cell.start[cell + 1]; ++at) {
      auto const r = Actors::idx(state.by_cell.rows[Actors::idx(at)]);
      if (state.units.actor[r] == a)
        persons[Actors::idx(state.units.task[r])] += state.units.strength[r];
    }
    return shares(persons);
  }

  static float clash(State const& state, TaskShares const& own, TaskShares const& other) {
    float sum = 0;
    for (std::size_t k = 0; k < own.size(); ++k) {
      if (!(own[k] > 0.0F)) continue;
      for (std::size_t l = 0; l < other.size(); ++l)
        sum += own[k] * (*state.clash)[k][l] * other[l];
    }
    return sum;
  }

  /// x of eq. 16: clash of what both do, and half the mean distance of their stances in the cell.
  static float incompatibility(State const& state, int i, int j, int c,
                               std::array<TaskShares, max_actors> const& theatre,
                               ActorMatrix<float> const& from_outside) {
    bool const outside = state.at.strength[i][c] == 0 && state.at.strength[j][c] == 0;
    float const tasks = outside ? from_outside[Actors::idx(i)][Actors::idx(j)]
                                : clash(state, shares_in(state, i, c, theatre[Actors::idx(i)]),
                                        shares_in(state, j, c, theatre[Actors::idx(j)]));
    Stances const& first = state.actors.declared[Actors::idx(i)].stances;
    Stances const& second = state.actors.declared[Actors::idx(j)].stances;
    auto const cell = Actors::idx(c);
    float distance = 0;
    float parties = 0;
    auto const compare = [&](int p) {
      float const d = first[Actors::idx(p)] - second[Actors::idx(p)];
      distance += d < 0.0F ? -d : d;
      parties += 1.0F;
    };
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.is_operation(p) && state.at.strength[p][c] > 0) compare(p);
    }
    if (state.cells.residents[cell] + state.cells.displaced[cell] > 0) compare(communities);
    return clip(tasks + (parties > 0.0F ? 0.5F * distance / parties : 0.0F));
  }

  void meet(State& state, Draws draws, int i, int j, int c, float x) const {
    Actors const& actors = state.actors;
    if (actors.key[Actors::idx(i)] > actors.key[Actors::idx(j)]) std::swap(i, j);
    std::uint64_t const pair = mix(actors.key[Actors::idx(i)] ^ mix(actors.key[Actors::idx(j)]));
    auto const branch = static_cast<std::uint32_t>(c);
    Words const word = draws.at(pair, branch);
    float const apart =
        x * exp(-coordination_effect() * actors.coordination[Actors::idx(i)][Actors::idx(j)]);
    if (word(0) < chance(rate * apart)) {
      state.at.friction[i][c] = state.at.friction[j][c] = loss;
      ++state.flows.frictions;
    }
    std::int32_t const first = state.at.strength[i][c];
    std::int32_t const second = state.at.strength[j][c];
    if (first == 0 || second == 0 || word(1) >= chance(fire_rate * apart)) return;
    Event event;
    event.kind = EventKind::blue_on_blue;
    event.day = 1 + static_cast<std::int32_t>(7.0F * draws.at(pair, branch, 1)(0));
    event.cell = c;
    event.side_a = i;
    event.side_b = j;
    event.committed_a = std::min(first, fire_persons);
    event.committed_b = std::min(second, fire_persons);
    event.deaths_a = std::min(event.committed_a, poisson(fire_deaths, word(2)));
    event.deaths_b = std::min(event.committed_b, poisson(fire_deaths, word(3)));
    event.address = mix(pair ^ mix(static_cast<std::uint64_t>(c)));
    state.at.committed[i][c] += event.committed_a;
    state.at.committed[j][c] += event.committed_b;
    state.events.push_back(event);
  }
};

}  // namespace disalign
