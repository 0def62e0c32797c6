/// How the fixed worlds are made.
#include "bench/workload.hpp"

#include <algorithm>
#include <utility>

#include "experiments/study.hpp"
#include "model/base/check.hpp"

namespace disalign {
namespace {

constexpr float cell_km = 20;
constexpr int people_in_cell = 4000;
constexpr int homes_of_actor = 24;
/// Units at the founding for each unit in the mean of 520 weeks: they merge, split and die. M has 8,089
/// in the mean (measured).
constexpr double founded_per_mean_unit = 1.91;

struct Party {
  char const* name;
  Kind kind;
  double share;  ///< of all units
  float unit_size;
};

constexpr Party parties[] = {
    {"government", Kind::government, 0.34, 80},   {"north", Kind::armed_group, 0.10, 60},
    {"south", Kind::armed_group, 0.10, 60},       {"east", Kind::armed_group, 0.10, 60},
    {"west", Kind::armed_group, 0.10, 60},        {"un", Kind::un_mission, 0.14, 100},
    {"partner", Kind::parallel_force, 0.06, 100}, {"rival", Kind::parallel_force, 0.06, 100},
};

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// A rectangle with roads, resources and sites that vary by hash from cell to cell.
World country(int side) {
  World world = plain_world(side, side, cell_km, people_in_cell);
  for (int const c : world.grid.cells) {
    auto const part = [&](int shift) {
      return static_cast<float>(mix(idx(c)) >> shift & 0xff) / 255.0F;
    };
    world.road_access[idx(c)] = part(0);
    world.resource[idx(c)] = part(8) > 0.9F ? part(16) : 0.0F;
    if (part(24) > 0.98F) world.protection_site[idx(c)] = 2000;
  }
  return world;
}

void set_attributes(ActorPlan& plan) {
  Attributes& its = plan.attributes;
  bool const foreign = plan.kind == Kind::un_mission || plan.kind == Kind::parallel_force;
  its.one_sided_rate = 0.03F;
  if (plan.kind == Kind::government) its.evasion = 0;
  if (!foreign) return;
  its.evasion = 0;
  its.loss_factor = 0.15F;
  its.restraint = 0.98F;
  its.authority = 1;
  its.support = 0;
  its.ramp_midpoint = 4;
  its.ramp_width = 2;
  its.rotation = 1;
  if (plan.kind == Kind::un_mission) {
    its.civilians = 0.1F * its.strength;
    its.police = 0.1F * its.strength;
  } else {
    its.support_dependence = 0.3F;
  }
}

void set_profile(ActorPlan& plan, int own) {
  Goals& goals = plan.declared.goals;
  Stances& stances = plan.declared.stances;
  switch (plan.kind) {
    case Kind::government:
      goals[extend_state_authority] = 0.6F;
      goals[defeat_designated] = 0.4F;
      for (int group = 1; group <= 4; ++group) stances[idx(group)] = -1;
      break;
    case Kind::armed_group:
      goals[extend_state_authority] = 0.4F;
      goals[secure_resources] = 0.3F;
      goals[defeat_designated] = 0.3F;
      stances[0] = -1;
      stances[idx(own == 4 ? 1 : own + 1)] = -0.8F;
      break;
    case Kind::un_mission:
      goals = {0.35F, 0.10F, 0.15F, 0.15F, 0, 0.10F, 0, 0, 0, 0, 0.10F, 0.05F};
      stances[0] = 0.1F;
      stances[communities] = 0.4F;
      break;
    default:
      bool const rival = std::string(plan.name) == "rival";
      goals[hold_site] = rival ? 0.2F : 0.45F;
      goals[intelligence] = rival ? 0.0F : 0.30F;
      goals[protect_civilians] = rival ? 0.0F : 0.25F;
      goals[secure_resources] = rival ? 0.4F : 0.0F;
      goals[defeat_designated] = rival ? 0.4F : 0.0F;
      stances[0] = rival ? 1.0F : 0.1F;
      for (int group = 1; group <= 4; ++group) stances[idx(group)] = rival ? -1.0F : 0.0F;
      stances[communities] = rival ? -0.2F : 0.4F;
  }
}

}  // namespace

Workload war(int side, int units, int weeks) {
  Workload load;
  load.name = "war";
  load.weeks = weeks;
  auto const world = std::make_shared<World const>(country(side));
  load.world = world;
  load.cast.world = world.get();
  load.cast.clash[secure_resources][protect_civilians] =
      load.cast.clash[protect_civilians][secure_resources] = 0.6F;
  load.cast.clash[defeat_designated][mediate] = load.cast.clash[mediate][defeat_designated] = 0.6F;
  load.cast.synergy[hold_site][protect_civilians] =
      load.cast.synergy[protect_civilians][hold_site] = 0.5F;
  auto const& cells = world->grid.cells;
  for (int a = 0; a < static_cast<int>(std::size(parties)); ++a) {
    Party const& party = parties[a];
    ActorPlan plan;
    plan.name = plan.label = party.name;
    plan.kind = party.kind;
    double const rows = party.share * units * founded_per_mean_unit;
    plan.attributes.unit_size = party.unit_size;
    plan.attributes.strength = static_cast<float>(rows * static_cast<double>(party.unit_size));
    set_attributes(plan);
    set_profile(plan, a);
    for (int h = 0; h < homes_of_actor; ++h) {
      auto const where = mix(static_cast<std::uint64_t>(a) << 32 | static_cast<std::uint64_t>(h));
      int const home = cells[where % cells.size()];
      if (std::find(plan.home_cells.begin(), plan.home_cells.end(), home) != plan.home_cells.end())
        continue;
      plan.home_cells.push_back(home);
    }
    plan.home_weights.assign(plan.home_cells.size(), 1.0F);
    load.cast.actors.push_back(std::move(plan));
  }
  load.cast.coordination[5][6] = load.cast.coordination[6][5] = 0.5F;
  return load;
}

namespace {

/// The fixed runs and the digests they must have. A digest moves with every change of results or
/// observables, which then says so in CHANGELOG.md; `disalign bench --workload M` prints the new one.
struct FixedRun {
  char const* name;
  char const* about;
  std::uint64_t digest;
  Workload (*make)();
};

/// The last scenario of the default study, on cells of 20 km when `fine`.
Workload central_african_republic(bool fine) {
  StudyChanges changes;
  if (fine) changes.sets = {"grid.kind=\"km\"", "grid.cell_km=20"};
  Study const study = load_study("experiments/studies/quick.toml", changes);
  Scenario const& scenario = study.scenarios.back();
  Workload load;
  load.weeks = study.weeks;
  load.cast = scenario.cast;
  load.week = scenario.week;
  load.world = scenario.world;
  return load;
}

constexpr FixedRun fixed_runs[] = {
    {"S", "Central African Republic, cells of half a degree, UN beside a disaligned partner",
     0x1afc01d7084ac122, [] { return central_african_republic(false); }},
    {"S20", "the same on cells of 20 km", 0xe31762b79566e087,
     [] { return central_african_republic(true); }},
    {"M", "64 x 64 cells, 8 actors, 8,192 units in the mean", 0x4cf11db37b48f22a,
     [] { return war(64, 8192, 520); }},
    {"L", "512 x 512 cells, 8 actors, 1,000,000 units asked for (1,390,000 in the mean)",
     0x8ab0b02708f49dde, [] { return war(512, 1'000'000, 20); }},
};

}  // namespace

Workload workload(std::string const& name) {
  std::string names;
  for (FixedRun const& run : fixed_runs) {
    if (name == run.name) {
      Workload load = run.make();
      load.name = run.name;
      load.about = run.about;
      load.published_digest = run.digest;
      return load;
    }
    names += std::string(names.empty() ? "" : ", ") + run.name;
  }
  throw Error("--workload " + name + ": is no workload. Choose one of " + names + ".");
}

}  // namespace disalign
