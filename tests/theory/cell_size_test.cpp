/// No artefact of the grid: what halving the cells of a synthetic country does to deaths.
///
/// MODEL.md section 1 asks for less than 10 %. Forces act, hold and meet needs over a vicinity of
/// about the reference area (model/vicinity.hpp, model/control_shares.hpp); when they did so cell by
/// cell, 25-km cells had 36 % fewer deaths than 50-km cells. What remains is in contacts: they are
/// rated for sides that share a cell by chance (A0/A_c, eq. 4), but sides share towns by choice, so
/// small cells see three times as many battles, each a third as deadly, and more ambushes.
#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "agents/week.hpp"
#include "model/founding.hpp"

using namespace disalign;

namespace {

constexpr int weeks = 104;
constexpr int pairs = 40;

ActorPlan& add(Cast& cast, char const* name, Kind kind, float persons, std::vector<int> towns) {
  ActorPlan plan;
  plan.name = plan.label = name;
  plan.kind = kind;
  plan.attributes.strength = persons;
  for (int const town : towns)
    plan.home_cells.push_back(cast.world->towns[static_cast<std::size_t>(town)].cell);
  plan.home_weights.assign(towns.size(), 1.0F);
  cast.actors.push_back(plan);
  return cast.actors.back();
}

/// An army, three armed groups that fight it and each other, and a UN mission.
Cast un_alone(World const& world) {
  Cast cast;
  cast.world = &world;
  ActorPlan& army = add(cast, "government", Kind::government, 6000, {0, 1, 2, 3, 4, 5});
  army.attributes.evasion = 0;
  army.attributes.restraint = 0.6F;
  army.attributes.one_sided_rate = 0.03F;
  army.attributes.self_sustainment = 0.5F;
  army.attributes.external_income = 3000;
  army.declared.goals[extend_state_authority] = army.declared.goals[defeat_designated] = 0.5F;
  for (std::size_t g = 1; g <= 3; ++g) army.declared.stances[g] = -0.5F;
  std::array<char const*, 3> const names{"red", "blue", "green"};
  for (int g = 0; g < 3; ++g) {
    ActorPlan& group = add(cast, names[static_cast<std::size_t>(g)], Kind::armed_group, 1500,
                           {6 + g, 9 + g, 12 + g, 15 + g});
    group.declared.goals[extend_state_authority] = group.declared.goals[secure_resources] = 0.5F;
    for (std::size_t p = 0; p < 4; ++p) group.declared.stances[p] = -0.5F;
    group.declared.stances[static_cast<std::size_t>(g) + 1] = 0;
  }
  ActorPlan& un = add(cast, "un", Kind::un_mission, 12000, {0, 2, 4, 6, 7, 8, 9, 12, 15, 18});
  un.attributes.evasion = 0;
  un.attributes.loss_factor = 0.15F;
  un.attributes.restraint = 0.98F;
  un.attributes.authority = 1;
  un.attributes.civilians = 1000;
  un.attributes.unit_size = 150;
  un.attributes.external_income = 13000;
  un.declared.goals[protect_civilians] = un.declared.goals[separate_parties] = 0.5F;
  un.declared.stances[communities] = 0.4F;
  return cast;
}

double deaths(Cast const& cast, std::uint64_t replicate) {
  Week const week;
  State state = found(cast, 1, replicate);
  double sum = 0;
  for (int w = 0; w < weeks; ++w) {
    week.step(state, 1, replicate);
    for (Event const& event : state.events) sum += event.deaths();
  }
  return sum;
}

}  // namespace

TEST_CASE("cell size: halving the cells changes deaths by less than 10 %") {
  Place const place = synthetic_country(1);
  World const coarse = make_world(place, {GridSpec::Kind::km, 50});
  World const fine = make_world(place, {GridSpec::Kind::km, 25});
  Cast const of_coarse = un_alone(coarse);
  Cast const of_fine = un_alone(fine);
  double before = 0;
  double change = 0;
  double squares = 0;
  for (std::uint64_t r = 0; r < pairs; ++r) {
    double const first = deaths(of_coarse, r);
    double const difference = deaths(of_fine, r) - first;
    before += first / pairs;
    change += difference / pairs;
    squares += difference * difference / pairs;
  }
  double const relative = change / before;
  double const error = std::sqrt((squares - change * change) / (pairs - 1)) / before;
  MESSAGE("deaths " << before << " on 50 km; change by halving " << 100 * relative << " % +- "
                    << 200 * error << " %");
  CHECK(before > 500);
  CHECK(std::fabs(relative) < 0.10);
}
