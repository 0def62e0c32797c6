/// Everything that exists in a run, as one plain value: copy it to branch, hash it to compare.
///
/// Structs of columns; nothing is hidden in rules. Planes are padded by a one-cell border (see
/// model/grid.hpp) and are indexed by the plane index of a cell. People are integers.
#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "model/actors.hpp"
#include "model/base/arena.hpp"
#include "model/base/exact_math.hpp"  // so that no rule ever meets libm's exp instead
#include "model/circle.hpp"
#include "model/council.hpp"
#include "model/events.hpp"
#include "model/logistics.hpp"
#include "model/mandates.hpp"
#include "model/place.hpp"
#include "model/politics.hpp"
#include "model/routes.hpp"
#include "model/sea.hpp"
#include "model/timeline.hpp"
#include "model/vicinity.hpp"

namespace disalign {

/// One plane per actor: `planes[a][cell]`.
template <class T>
class ActorPlanes {
 public:
  ActorPlanes() = default;
  ActorPlanes(int actors, int plane_size, T value = T{})
      : plane_size_(static_cast<std::size_t>(plane_size)),
        values_(static_cast<std::size_t>(actors) * plane_size_, value) {}
  [[nodiscard]] T* operator[](int actor) {
    return values_.data() + static_cast<std::size_t>(actor) * plane_size_;
  }
  [[nodiscard]] T const* operator[](int actor) const {
    return values_.data() + static_cast<std::size_t>(actor) * plane_size_;
  }
  void fill(T value) { std::fill(values_.begin(), values_.end(), value); }
  void fill(int actor, T value) { std::fill_n((*this)[actor], plane_size_, value); }
  /// Values of all planes.
  [[nodiscard]] std::size_t size() const { return values_.size(); }
  /// What changes in a run, for checkpoints.
  static void members(auto& self, auto&& visit) {
    auto& [plane_size, values] = self;
    visit(values);
  }

 private:
  std::size_t plane_size_ = 0;
  std::vector<T> values_;
};

/// Planes for the rule at work; they mean nothing between rules.
struct ScratchPlanes : ActorPlanes<float> {
  using ActorPlanes<float>::ActorPlanes;
};

/// The parties. Rows 0..count-1; a row is an identity for the whole run (the defeated keep theirs).
struct Actors {
  int count = 0;     ///< rows in use, splinters included
  int capacity = 0;  ///< rows that planes were made for; splinters beyond it do not form
  ActorArray<std::uint64_t> key{};  ///< stable identity: hash of the name, or a parent's birth draw
  ActorArray<Kind> kind{};
  ActorArray<std::uint8_t> present{};  ///< 0: named in the study, absent from this scenario
  ActorArray<std::int32_t> parent{};   ///< actor it split from, -1 for founders
  ActorArray<Attributes> attributes{};
  ActorArray<Profile> declared{};  ///< what it stands for
  ActorArray<Profile>
      reference{};  ///< what it follows where a channel is off; equals declared for all but parallel forces
  ActorArray<Goals> goals{};  ///< g^: as rules read them this week (divergent_allocation)
  ActorArray<Stances>
      stances{};  ///< s^: as rules read them this week (divergent_targeting, group_stances)
  ActorArray<std::int32_t>
      principles_of{};  ///< whose principles (restraint, consent, impartiality) it acts with:
                        ///< its own, or the UN's (divergent_conduct)

  ActorMatrix<float> coordination{};  ///< c_ij of operations, 0..1
  ActorMatrix<float> hostility{};     ///< h_pq of MODEL.md eq. 3, 0..1, symmetric
  ActorMatrix<float> conduct{};       ///< [i][p]: hostility of operation i to p where p has killed
                                      ///< civilians: coefficient of eq. 8, 0..1
  ActorMatrix<float> threat{};  ///< t_pk: EW_13 of the share of p's strength lost to k [1/week]
  ActorMatrix<float> allied_weeks{};  ///< weeks in a row with s_pq above the threshold of alliance
  ActorMatrix<float> acceptance{};    ///< Ac_ip: acceptance of operation i by group p, 0..1
  ActorArray<float> purse{};          ///< B_a [person-weeks]
  ActorArray<float> unpaid_share{};   ///< share of this week's pay that the purse could not cover
  ActorArray<float> cohesion{};       ///< Co_a, 0..1
  ActorArray<float> legitimacy{};     ///< Lg_a, 0..1
  ActorArray<float> consent{};        ///< H_i, 0..1
  ActorArray<float> control_lost{};  ///< share of its control that a party lost over 13 weeks, 0..1
  ActorArray<float> impunity{};      ///< 1 - (monitoring + conditionality + sanctions), 0..1
  ActorArray<std::int32_t> designated{};      ///< dg_p: 1 when listed as a terrorist or enemy party
  ActorArray<std::int64_t> strength{};        ///< persons in theatre, away ones included
  ActorArray<std::int32_t> civilian_staff{};  ///< unarmed staff of operations in theatre [person]
  ActorArray<std::int64_t> killed_this_week{};  ///< own persons killed this week
  ActorMatrix<std::int32_t> killed_by{};        ///< persons of p killed by k this week

  [[nodiscard]] bool is_operation(int a) const {
    return kind[idx(a)] == Kind::un_mission || kind[idx(a)] == Kind::parallel_force;
  }
  [[nodiscard]] bool is_group(int a) const { return kind[idx(a)] == Kind::armed_group; }
  [[nodiscard]] bool is_government(int a) const { return kind[idx(a)] == Kind::government; }
  /// Present in the scenario (it may have no strength left).
  [[nodiscard]] bool takes_part(int a) const { return present[idx(a)] != 0; }

  static std::size_t idx(int i) { return static_cast<std::size_t>(i); }
};

/// The cells' own columns, one value per plane index.
struct Cells {
  std::vector<std::int32_t> residents;        ///< persons living here
  std::vector<std::int32_t> displaced;        ///< persons who fled to here
  std::vector<float> grievance_fast;          ///< G1, 0..1
  std::vector<float> grievance_slow;          ///< G2, 0..1
  std::vector<float> fear;                    ///< 0..1
  std::vector<float> information;             ///< info_c, 0..1: flow of news with the neighbours
  std::vector<std::int32_t> demobilised;      ///< persons here who left an armed force
  std::vector<std::int32_t> killed;           ///< civilians killed here this week
  std::vector<float> protection_from_groups;  ///< prot_c of eq. 12 against armed groups, 0..1
  std::vector<float> protection_from_government;  ///< prot_c against army and its allies, 0..1
  std::vector<float> deterrence;        ///< det_c of eq. 13: factor on attacks on civilians, 0..1
  std::vector<float> monitoring;        ///< factor on army abuse by human-rights monitoring, 0..1
  std::vector<float> imminent_contact;  ///< hostile parties about to meet here, 0..1 (sensing)
  std::vector<float> interposition;     ///< exp(-Ip) of eq. 4: factor on contacts of others, 0..1

  /// G = clip(G1 + G2).
  [[nodiscard]] float grievance(std::size_t c) const {
    float const g = grievance_fast[c] + grievance_slow[c];
    return g > 1.0F ? 1.0F : g;
  }
};

/// What actors have in each cell: planes [actor][cell].
struct ActorCells {
  ActorPlanes<std::int32_t> strength;  ///< n_ca: persons present (not away), tallied
  ActorPlanes<std::int32_t> in_reach;  ///< persons whose reach covers the cell, tallied
  ActorPlanes<std::int32_t>
      nearby;  ///< persons felt here from the vicinity (vicinity.hpp), tallied
  ActorPlanes<std::int32_t> committed;         ///< persons bound in contacts this week
  ActorPlanes<std::int32_t> killed_civilians;  ///< civilians killed here by the actor this week
  ActorPlanes<float> support;          ///< S_ca: share of residents who support it; sum <= 0.98
  ActorPlanes<float> control;          ///< K_ca: EW_4 of the local share of fighting power
  ActorPlanes<float> harm;             ///< v_ac: EW_6 of civilians killed by it per 10,000 per week
  ActorPlanes<float> contacts;         ///< EW_8 of hostile contacts here [1/week]
  ActorPlanes<float> impartiality;     ///< iota_ic of operations, 0.05..1
  ActorPlanes<float> unseen;           ///< share of hidden strength that own detection misses, 0..1
  ActorPlanes<float> tips;             ///< i_c without the factor (1 - S_cp), 0..1
  ActorPlanes<float> complementarity;  ///< Cm_ic of 6B, >= 1
  ActorPlanes<float> friction;         ///< share of effect lost to friction this week: 0 or 0.5
  ActorPlanes<float> weight;           ///< orders: exp(V / theta), 0 where it may not go
  ActorPlanes<std::uint8_t> home;      ///< 1 where the actor has a home, base or site to hold
  ActorPlanes<std::uint8_t> closed;    ///< 1: another force closed the cell to it this week
};

/// What cells look like to whoever decides: planes that a rule makes before it reads them and that
/// mean nothing afterwards.
struct Survey {
  std::vector<float> population;  ///< root of the people, over its 95th percentile at start, 0..1
  std::vector<float> abuse;       ///< remembered harm to civilians by anyone: v / (v + v0)
  std::vector<float> threat;      ///< known hostile power as a share of all power, 0..1
  std::vector<float> value;       ///< sum of g_k phi_k
  std::array<std::vector<float>, task_count> feature;  ///< phi_k

  void resize(std::size_t plane) {
    for (auto* column : {&population, &abuse, &threat, &value}) column->resize(plane);
    for (auto& column : feature) column.resize(plane);
  }
};

/// What was decided this week. Decisions write it, movement and deployment carry it out.
struct Orders {
  ActorPlanes<float>
      weight;  ///< [actor][cell]: exp(V / theta), 0 where the actor's units may not go
  ActorPlanes<std::uint8_t>
      obstructed;  ///< [operation][cell]: 1 where the host keeps it out this week
  Survey survey;
};

/// The units: rows of persons that act together. Rows 0..size-1 hold the living and, until the next
/// compaction, the dissolved (strength 0).
struct Units {
  std::vector<std::uint64_t> id;  ///< stable for life
  std::vector<std::int32_t> actor;
  std::vector<std::int32_t> cell;      ///< plane index
  std::vector<std::int32_t> origin;    ///< cell at the start of the week
  std::vector<std::int32_t> home;      ///< home cell
  std::vector<std::int32_t> strength;  ///< persons
  std::vector<std::int32_t> quota;  ///< persons it is meant to have (operations' force generation)
  std::vector<float> supply;        ///< u, 0..1
  std::vector<std::int32_t> task;   ///< task executed this week
  std::vector<std::uint8_t> away;   ///< 1 on rotation: it counts nowhere this week

  [[nodiscard]] int size() const { return static_cast<int>(id.size()); }
  /// Appends a unit that stands in its home cell; returns its row.
  int add(std::uint64_t new_id, int its_actor, int home_cell, int persons, int full = 0) {
    id.push_back(new_id);
    actor.push_back(its_actor);
    cell.push_back(home_cell);
    origin.push_back(home_cell);
    home.push_back(home_cell);
    strength.push_back(persons);
    quota.push_back(full > 0 ? full : persons);
    supply.push_back(1.0F);
    task.push_back(hold_site);
    away.push_back(0);
    return size() - 1;
  }
};

/// What forces cover on this grid and how they travel, made anew only when the grid or a reach is another.
struct Coverage {
  Nearness vicinity;                ///< the cells that feel a force
  Circle refuge;                    ///< the cells within reach of flight, made by displacement
  ActorArray<Nearness> reach;       ///< the cells within an actor's reach
  std::vector<float> vicinity_km2;  ///< area of the vicinity of a cell, per plane index
  ActorArray<Routes> routes;        ///< from an operation's hub, made by convoys
};

/// Who stands where, made by `tally`: most cells hold one or two of many actors, most actors stand in
/// few cells.
struct ActorsByCell {
  static_assert(max_actors <= 32);  // bits of `who`
  std::vector<std::int32_t> start,
      actors;                          ///< actors[start[c] .. start[c + 1]), in ascending order
  std::vector<std::int32_t> occupied;  ///< plane indices where anybody stands, ascending
  std::vector<std::uint32_t> who;      ///< per plane index: bit a: actor a stands there
  ActorArray<std::vector<std::int32_t>> cells;  ///< plane indices by actor, in ascending order

  [[nodiscard]] std::span<std::int32_t const> operator[](int c) const {
    auto const i = static_cast<std::size_t>(c);
    return std::span(actors).subspan(static_cast<std::size_t>(start[i]),
                                     static_cast<std::size_t>(start[i + 1] - start[i]));
  }
};

/// Rows of units by cell, made by `tally`: rows[start[c] .. start[c + 1]) stand in plane index c.
struct UnitsByCell {
  std::vector<std::int32_t> start, rows;
  std::vector<std::int32_t> cursor;  ///< scratch of the counting sort
  std::int32_t most = 0;             ///< rows in one cell

  /// The rows that stand in a cell.
  [[nodiscard]] std::span<std::int32_t const> operator[](int c) const {
    auto const i = static_cast<std::size_t>(c);
    return std::span(rows).subspan(static_cast<std::size_t>(start[i]),
                                   static_cast<std::size_t>(start[i + 1] - start[i]));
  }
};

/// Who went where in the books: cumulated since week 0; conservation is checked against it.
struct Ledger {
  std::int64_t people_at_start = 0;  ///< residents + displaced at week 0
  std::int64_t left_map = 0;         ///< civilians and deserters who left the country
  std::int64_t civilian_dead = 0;
  ActorArray<std::int64_t> at_start{}, arrived{}, recruited{}, killed{}, deserted{}, departed{};
};

/// This week's flows, cleared when a week begins; observables read them.
struct Flows {
  ActorArray<std::int32_t> arrived{}, departed{}, recruited{}, deserted{};
  std::int32_t fled = 0, returned = 0;       ///< civilians displaced, displaced who returned
  std::int32_t contacts = 0, crossings = 0;  ///< hostile contacts; of these met while moving
  std::int32_t attacks_on_operations = 0, rescues = 0, rescue_calls = 0, frictions = 0;
  std::int32_t hindered = 0, splits = 0, crimes = 0;
  std::int32_t ceasefires = 0, settlements = 0, collapses = 0, relapses = 0, side_deals = 0;
  std::int32_t convoys = 0, convoys_attacked = 0;
  ActorArray<std::int32_t> staff_killed{};  ///< civilian staff of operations
  float cargo_sent = 0, cargo_lost = 0;     ///< of convoys [person-week]
  std::int32_t sanctions = 0,
               unpunished = 0;  ///< reported killings of civilians by armies, operations
  std::int32_t expulsions = 0, mergers = 0, vetoes = 0, renewals_lost = 0;
};

/// Scales that several rules share; table `[scales]` of a scenario.
struct Scales {
  float reference_area = 3000;   // A0
  float persons_per_need = 300;  // n_k*
  float harm_reference = 2;      // v0

  static void describe(auto& self, auto& visit) {
    visit.field("reference_area", self.reference_area, "km2", 1, 1e6,
                "area at which rates per cell are stated (A0)", "assumed");
    visit.field("persons_per_need", self.persons_per_need, "person", 1, 1e5,
                "own persons in a cell that meet a task's need to 63 % (n*)", "assumed");
    visit.field(
        "harm_reference", self.harm_reference, "1/week per 10,000", 0.01, 1000,
        "remembered killing of civilians that calls for full conduct-conditional force (v0)",
        "assumed");
  }
};

/// Hostility of a and b in a cell, symmetric, 0..1: h_ab of eq. 3, and what the conduct of one calls
/// for from the other there, eq. 8: conduct_ab min(1, v_bc / v0).
struct PairHostility {
  float standing;                ///< h_ab
  float to_b_for, to_a_for;      ///< conduct_ab, conduct_ba
  float const *harm_a, *harm_b;  ///< v, per plane index
  float harm_reference;          ///< v0

  [[nodiscard]] float operator()(int c) const {
    float const h = standing + called_for(to_b_for, harm_b, c) + called_for(to_a_for, harm_a, c);
    return h > 1.0F ? 1.0F : h;
  }

 private:
  [[nodiscard]] float called_for(float coefficient, float const* harm, int c) const {
    if (coefficient <= 0.0F) return 0.0F;
    float const share = harm[c] / harm_reference;
    return coefficient * (share > 1.0F ? 1.0F : share);
  }
};

inline constexpr int spare_planes = 8;

/// The whole state of one theatre in one run. `world`, `clash` and `synergy` are constant.
struct State {
  World const* world = nullptr;
  TaskMatrix const* clash = nullptr;    ///< X
  TaskMatrix const* synergy = nullptr;  ///< Y
  Scales scales;
  int week = 0;  ///< weeks completed
  Actors actors;
  Cells cells;
  ActorCells at;
  Politics politics;
  Mandates mandates;
  Logistics logistics;
  Council council;
  Docket docket;  ///< what of this theatre lies before the Council
  Shocks shocks;
  Sea sea;
  std::vector<TimelineEntry> const* timeline = nullptr;  ///< constant; null: nothing is planned
  Orders orders;
  Units units;
  UnitsByCell by_cell;
  ActorsByCell present;  ///< who has persons in a cell
  Coverage coverage;
  mutable Arena arena;        ///< for the rule at work; emptied when a week begins
  ScratchPlanes scratch;      ///< one plane an actor and `spare_planes` for the rule at work
  std::vector<Event> events;  ///< of this week
  Flows flows;
  Ledger ledger;
  float population_scale =
      1;  ///< 95th percentile over the map of the root of the population at start
  float resource_scale =
      1;  ///< 95th percentile over the map of the resource value, of cells that have any

  [[nodiscard]] Grid const& grid() const { return world->grid; }
  /// A0 / A_c: rates per cell are stated for the reference area. A sliver of land on the border
  /// counts as a quarter of a full cell, or its rates would boil.
  [[nodiscard]] float area_factor(int c) const { return scales.reference_area / area(c); }
  /// A0 / area of the vicinity of a cell: what turns persons nearby into persons per A0.
  [[nodiscard]] float vicinity_factor(int c) const {
    return scales.reference_area / coverage.vicinity_km2[static_cast<std::size_t>(c)];
  }
  /// Area of a cell [km2], at least a quarter of a full one.
  [[nodiscard]] float area(int c) const {
    return std::max(least_area(), world->area_km2[static_cast<std::size_t>(c)]);
  }
  [[nodiscard]] float least_area() const {
    return 0.25F * grid().km_per_column * grid().km_per_row;
  }
  /// kn of eq. 2: share of p's strength in cell c that actor a knows of, 0..1.
  [[nodiscard]] float known_share(int a, int p, int c) const {
    return 1.0F - at.unseen[a][c] * (1.0F - at.tips[a][c] * (1.0F - at.support[p][c]));
  }
  /// Hostility of a and b by cell, see PairHostility.
  [[nodiscard]] PairHostility hostility(int a, int b) const {
    auto const i = Actors::idx(a);
    auto const j = Actors::idx(b);
    return {
        actors.hostility[i][j], actors.conduct[i][j], actors.conduct[j][i], at.harm[a], at.harm[b],
        scales.harm_reference};
  }
  [[nodiscard]] float hostility(int a, int b, int c) const { return hostility(a, b)(c); }
};

/// Counts strength by actor and cell, reach, totals and the rows by cell. Units away or dissolved
/// count nowhere but in `actors.strength`.
void tally(State& state);

/// Clears what belongs to one week: events, flows, commitments and the week's factors.
void begin_week(State& state);

/// Removes dissolved rows, keeping the order of the others. Operations' rows stay while their quota
/// does: force generation refills them.
void compact(State& state);

/// Throws BrokenInvariant naming the first conservation law or bound that does not hold:
/// people, strength by actor, support sums, shares in [0, 1], no negative count, all finite.
void check_invariants(State const& state);

/// 64-bit hash of everything dynamic; rows of units enter as a sum, so their order does not matter.
std::uint64_t digest(State const& state);

}  // namespace disalign
