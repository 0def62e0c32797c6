/// The state of week 0: people, actors, units, support and first perceptions.
#include "model/founding.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/control_shares.hpp"

namespace disalign {
namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// Distance at which the founding support of a home has fallen to 1/e [km], assumed.
constexpr float support_radius = 100;
/// Support nobody's home gives the government: this share of its `support`, times road access.
constexpr float hinterland_support = 0.6F;

/// Value below which `share` of the positive entries lie; `otherwise` when there are none.
float percentile(std::vector<float> values, float share, float otherwise) {
  std::erase_if(values, [](float v) { return !(v > 0.0F); });
  if (values.empty()) return otherwise;
  auto const rank = static_cast<std::ptrdiff_t>(share * static_cast<float>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + rank, values.end());
  return values[static_cast<std::size_t>(rank)];
}

void make_cells(State& state) {
  World const& world = *state.world;
  std::size_t const plane = idx(world.grid.plane_size());
  Cells& cells = state.cells;
  cells.residents = world.population;
  for (auto* column : {&cells.displaced, &cells.demobilised, &cells.killed})
    column->assign(plane, 0);
  for (auto* column :
       {&cells.grievance_fast, &cells.grievance_slow, &cells.fear, &cells.protection_from_groups,
        &cells.protection_from_government, &cells.imminent_contact}) {
    column->assign(plane, 0.0F);
  }
  for (auto* column : {&cells.deterrence, &cells.monitoring, &cells.interposition})
    column->assign(plane, 1.0F);
  cells.information = world.road_access;
  std::vector<float> population_root;
  std::vector<float> resource;
  for (int const c : world.grid.cells) {
    population_root.push_back(root(static_cast<float>(world.population[idx(c)])));
    resource.push_back(world.resource[idx(c)]);
    state.ledger.people_at_start += world.population[idx(c)];
  }
  state.population_scale = percentile(std::move(population_root), 0.95F, 1.0F);
  state.resource_scale = percentile(std::move(resource), 0.95F, 1.0F);
}

void make_planes(State& state) {
  int const n = state.actors.capacity;
  int const plane = state.grid().plane_size();
  ActorCells& at = state.at;
  for (auto* planes :
       {&at.strength, &at.in_reach, &at.nearby, &at.committed, &at.killed_civilians}) {
    *planes = ActorPlanes<std::int32_t>(n, plane);
  }
  for (auto* planes : {&at.support, &at.control, &at.harm, &at.contacts, &at.tips, &at.friction}) {
    *planes = ActorPlanes<float>(n, plane);
  }
  at.impartiality = ActorPlanes<float>(n, plane, 0.0F);
  at.unseen = ActorPlanes<float>(n, plane, 1.0F);
  at.complementarity = ActorPlanes<float>(n, plane, 1.0F);
  at.home = ActorPlanes<std::uint8_t>(n, plane);
  at.closed = ActorPlanes<std::uint8_t>(n, plane);
  state.orders.weight = ActorPlanes<float>(n, plane);
  state.orders.obstructed = ActorPlanes<std::uint8_t>(n, plane);
  state.orders.survey.resize(idx(plane));
  state.scratch = ScratchPlanes(n + spare_planes, plane);
}

void make_mandate(Mandates& mandates, std::size_t i, Attributes const& attributes) {
  mandates.authorised[i] = attributes.authorised;
  mandates.budget[i] = 1;
  mandates.arrival[i] = static_cast<std::int32_t>(attributes.arrival_week);
  mandates.departure[i] = static_cast<std::int32_t>(attributes.departure_week);
  mandates.drawdown_weeks[i] = attributes.drawdown_weeks;
  mandates.ramp_midpoint[i] = attributes.ramp_midpoint;
  mandates.renewal[i] = -1;
  mandates.merged_into[i] = -1;
}

void make_actors(State& state, Cast const& cast) {
  Actors& actors = state.actors;
  actors.count = static_cast<int>(cast.actors.size());
  actors.capacity = std::min(max_actors, actors.count + cast.spare_actors);
  actors.coordination = cast.coordination;
  actors.parent.fill(-1);
  int const un = un_mission(cast);
  int const reference = un >= 0 && cast.actors[idx(un)].present ? un : -1;
  for (int a = 0; a < actors.count; ++a) {
    auto const i = idx(a);
    ActorPlan const& plan = cast.actors[i];
    actors.key[i] = hash_name(plan.name.c_str()) >> 1;
    actors.kind[i] = plan.kind;
    actors.present[i] = plan.present ? 1 : 0;
    actors.attributes[i] = plan.attributes;
    actors.declared[i] = starting_profile(cast, a);
    bool const copies = plan.kind == Kind::parallel_force && reference >= 0;
    actors.reference[i] = copies ? cast.actors[idx(reference)].declared : actors.declared[i];
    actors.goals[i] = actors.reference[i].goals;
    actors.stances[i] = actors.reference[i].stances;
    actors.principles_of[i] = copies ? reference : a;
    actors.cohesion[i] = plan.attributes.cohesion;
    actors.legitimacy[i] = plan.attributes.legitimacy;
    actors.consent[i] = plan.attributes.consent;
    actors.designated[i] = plan.designated ? 1 : 0;
    actors.purse[i] = 0;
    actors.civilian_staff[i] = 0;  // they come with force generation
    make_mandate(state.mandates, i, plan.attributes);
  }
  // Towards an operation every local party answers in kind: its stance is the operation's towards it
  // (assumed). divergent_targeting renews this for parallel forces.
  for (int p = 0; p < actors.count; ++p) {
    if (actors.is_operation(p)) continue;
    for (int j = 0; j < actors.count; ++j) {
      if (actors.is_operation(j)) actors.stances[idx(p)][idx(j)] = actors.stances[idx(j)][idx(p)];
    }
  }
  for (int i = 0; i < actors.count; ++i) {
    for (int p = 0; p < actors.count; ++p) {
      if (!actors.is_operation(i) || !actors.is_group(p)) continue;
      // Rest point of the acceptance equation without partners.
      actors.acceptance[idx(i)][idx(p)] = clip(0.5F + 0.5F * actors.stances[idx(i)][idx(p)] +
                                               0.5F * actors.attributes[idx(i)].impartiality);
    }
  }
}

/// Shares `persons` among `count` units: equal for operations; else by 1/4 + Exp(1) (assumed), since
/// armed groups' units differ in size. Exact in sum, at least 1 each when there are enough persons.
std::vector<std::int32_t> unit_sizes(std::int64_t persons, std::int64_t count, bool equal,
                                     std::uint64_t key, Draws draws) {
  std::vector<std::int64_t> weights;
  std::int64_t sum = 0;
  for (std::int64_t u = 0; u < count; ++u) {
    float const draw = exponential(draws.at(key, static_cast<std::uint32_t>(u))(0));
    weights.push_back(equal ? 1000 : 250 + static_cast<std::int64_t>(1000.0F * draw));
    sum += weights.back();
  }
  std::vector<std::int32_t> sizes;
  std::int64_t cumulated = 0;
  for (std::int64_t const weight : weights) {
    cumulated += weight;
    sizes.push_back(static_cast<std::int32_t>(cumulative_floor(cumulated, weight, persons, sum)));
  }
  return sizes;
}

/// Founds the units of one actor at its homes. Operations' units are rows that force generation fills.
void make_units(State& state, ActorPlan const& plan, int a, Draws draws) {
  Actors& actors = state.actors;
  auto const i = idx(a);
  if (plan.home_cells.empty()) {
    throw Error("actors." + plan.name +
                ".homes: it has no home (nothing can be founded nowhere). "
                "Name at least one town");
  }
  auto const persons = static_cast<std::int64_t>(plan.attributes.strength);
  double const sum = std::accumulate(plan.home_weights.begin(), plan.home_weights.end(), 0.0);
  if (!(sum > 0.0)) {
    throw Error("actors." + plan.name +
                ".home_weights: they sum to zero (a share for each home is "
                "needed). Give at least one positive weight");
  }
  state.logistics.hub[i] = plan.home_cells.front();
  if (plan.kind == Kind::state_at_sea) {  // it has ships and no persons in the theatre
    for (int const home : plan.home_cells) state.at.home[a][home] = 1;
    state.sea.assets[i] = plan.attributes.ships;
    return;
  }
  std::uint64_t serial = 0;
  double cumulated = 0;
  std::int64_t placed = 0;
  for (std::size_t h = 0; h < plan.home_cells.size(); ++h) {
    cumulated += static_cast<double>(plan.home_weights[h]);
    auto const until =
        static_cast<std::int64_t>(static_cast<double>(persons) * cumulated / sum + 1e-9);
    std::int64_t const here = until - placed;
    placed = until;
    int const home = plan.home_cells[h];
    state.at.home[a][home] = 1;
    auto const count = std::max<std::int64_t>(
        here > 0 ? 1 : 0,
        static_cast<std::int64_t>(
            static_cast<double>(here) / static_cast<double>(plan.attributes.unit_size) + 0.5));
    bool const waits = actors.is_operation(a);
    for (std::int32_t const full : unit_sizes(here, count, waits, mix(actors.key[i]) ^ h, draws)) {
      std::uint64_t const id = mix(actors.key[i] ^ mix(++serial)) >> 1;  // top bit 0: a founder
      state.units.add(id, a, home, waits ? 0 : full, full);
      if (!waits) state.ledger.at_start[i] += full;
    }
  }
}

/// Support decays with distance from the homes; the government has some wherever a road leads.
void make_support(State& state, ActorPlan const& plan, int a) {
  Grid const& grid = state.grid();
  for (int const c : grid.cells) {
    float best = plan.kind == Kind::government
                     ? hinterland_support * state.world->road_access[idx(c)]
                     : 0.0F;
    for (int const home : plan.home_cells) {
      best = std::max(best, exp(-grid.distance_km(c, home) / support_radius));
    }
    state.at.support[a][c] = plan.attributes.support * best;
  }
}

void scale_support(State& state) {
  for (int const c : state.grid().cells) {
    float sum = 0;
    for (int a = 0; a < state.actors.count; ++a) sum += state.at.support[a][c];
    if (sum <= 0.98F) continue;
    for (int a = 0; a < state.actors.count; ++a) state.at.support[a][c] *= 0.98F / sum;
  }
}

/// Control at its rest point: K_ca = k_ca.
void make_control(State& state) {
  ActorPlanes<float>& share = state.scratch;
  control_shares(state, 50.0F, share);
  for (int a = 0; a < state.actors.count; ++a)
    for (int const c : state.grid().cells) state.at.control[a][c] = share[a][c];
}

}  // namespace

int un_mission(Cast const& cast) {
  int first = -1;
  for (int a = 0; a < static_cast<int>(cast.actors.size()); ++a) {
    if (cast.actors[idx(a)].kind != Kind::un_mission) continue;
    if (cast.actors[idx(a)].present) return a;
    if (first < 0) first = a;
  }
  return first;
}

Profile part_way(Profile const& from, Profile const& to, float share) {
  Profile result;
  for (std::size_t k = 0; k < result.goals.size(); ++k)
    result.goals[k] = from.goals[k] + share * (to.goals[k] - from.goals[k]);
  for (std::size_t p = 0; p < result.stances.size(); ++p)
    result.stances[p] = from.stances[p] + share * (to.stances[p] - from.stances[p]);
  return result;
}

Profile starting_profile(Cast const& cast, int a) {
  ActorPlan const& plan = cast.actors[idx(a)];
  int const un = un_mission(cast);
  if (plan.kind != Kind::parallel_force || un < 0) return plan.declared;
  return part_way(plan.declared, cast.actors[idx(un)].declared, plan.attributes.joint_strategy);
}

State found(Cast const& cast, std::uint64_t seed, std::uint64_t replicate) {
  if (cast.actors.size() > static_cast<std::size_t>(max_actors)) {
    throw Error("actors: " + std::to_string(cast.actors.size()) + " are named (a theatre holds " +
                std::to_string(max_actors) + "). Remove some or merge them");
  }
  State state;
  state.world = cast.world;
  state.clash = &cast.clash;
  state.synergy = &cast.synergy;
  state.scales = cast.scales;
  state.timeline = &cast.timeline;
  state.shocks.happened.assign(cast.timeline.size(), 0);
  state.events.reserve(4096);  // a week has fewer
  make_cells(state);
  make_actors(state, cast);
  make_planes(state);
  Draws const draws(seed, replicate, 0, rule_address("founding"));
  for (int a = 0; a < state.actors.count; ++a) {
    ActorPlan const& plan = cast.actors[idx(a)];
    if (!plan.present) continue;
    make_units(state, plan, a, draws);
    if (state.actors.is_government(a) || state.actors.is_group(a)) make_support(state, plan, a);
    for (int const c : state.grid().cells)
      state.at.impartiality[a][c] = plan.attributes.impartiality;
  }
  scale_support(state);
  tally(state);
  make_control(state);
  return state;
}

}  // namespace disalign
