/// Coordination of operations: it starts low, grows by working together and fades without liaison.
///     c' = c + growth (1 + L7 + l)                  up to the ceiling, while both are in theatre
///     c' = c - decay                                without liaison, and above a legal ceiling
///     ceiling = clip(base + L7 + 0.002 L9),  at most 0.3 with an operation that is unauthorised
/// c  coordination c_ij, symmetric, 0..1   growth  0.01, new providers 0.005 [1/week]
/// base  ceiling by the lead of the less institutional of the two   L7  engagement, 0..0.5
/// L9  staff seconded to the partner [persons]   l  lessons learned, 0..1 (rule learning, L4)
/// Liaison: secondees, or one of the two has `liaison_staff` civilians in theatre.
/// New providers start at 0.05 at most (week 0). A value given above the ceiling stays (assumed);
/// above the legal ceiling it decays. Secondees also teach: mandates.seconded raises mediation here
/// (model/civil_capacity.hpp), and restraint of the partner by 0.02 for each 10.
/// Limits: growth = decay = 0, or only one in theatre: c stays. An integrated pair (merger) keeps 1.
/// Sign of the direct effect: L7, L9 and liaison never lower c; no authorisation never raises it.
/// Reads attributes (lead, new_provider), mandates, civilian staff, strength: no profile. Writes
/// actors.coordination, mandates.seconded. Draws none.
/// Source: MODEL.md 6C new providers (M31), deployment anyway (M20), 6E (L7, L9, L11).
#pragma once
#include <algorithm>
#include <array>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct CoordinationGrowth {
  static constexpr char const* name = "coordination_growth";
  float growth = 0.01F;
  float new_start = 0.05F;
  float new_growth = 0.005F;
  float decay = 0.01F;
  float liaison_staff = 10;
  float unauthorised_ceiling = 0.3F;
  float organisation_ceiling = 0.6F;
  float state_ceiling = 0.5F;
  float company_ceiling = 0.4F;
  float engagement = 0;
  float secondees = 0;

  static void describe(auto& self, auto& visit) {
    visit.field("growth", self.growth, "1/week", 0, 1, "growth of coordination of a pair",
                "MODEL.md 6C: 0.01; M31");
    visit.field("new_start", self.new_start, "1", 0, 1,
                "highest coordination with a new provider at week 0", "MODEL.md 6C: 0.05; M31");
    visit.field("new_growth", self.new_growth, "1/week", 0, 1,
                "growth of coordination with a new provider", "MODEL.md 6C: 0.005; M31");
    visit.field("decay", self.decay, "1/week", 0, 1, "loss of coordination without liaison staff",
                "MODEL.md 6C: 0.01");
    visit.field("liaison_staff", self.liaison_staff, "person", 0, 1e4,
                "civilian staff in theatre, of either, that keep a liaison", "assumed");
    visit.field("unauthorised_ceiling", self.unauthorised_ceiling, "1", 0, 1,
                "ceiling with an operation that the Council did not authorise",
                "MODEL.md eq. 24: 0.3; M20, M21");
    visit.field("organisation_ceiling", self.organisation_ceiling, "1", 0, 1,
                "ceiling with an organisation, an alliance or another UN mission", "assumed; M31");
    visit.field("state_ceiling", self.state_ceiling, "1", 0, 1,
                "ceiling with a single state or a coalition", "assumed");
    visit.field("company_ceiling", self.company_ceiling, "1", 0, 1,
                "ceiling with a private or quasi-state company", "assumed");
    visit.field("engagement", self.engagement, "1", 0, 0.5,
                "regular high- and expert-level engagement: raises ceiling and growth",
                "L7: 0-0.5");
    visit.field("secondees", self.secondees, "person", 0, 100,
                "staff seconded by the UN to each partner in theatre", "L9: 0-100");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors& actors = state.actors;
    for (int j = 0; j < actors.count; ++j) {
      bool const hosts = actors.kind[Actors::idx(j)] == Kind::parallel_force && present(state, j);
      state.mandates.seconded[Actors::idx(j)] = hosts && has_un(state) ? secondees : 0.0F;
    }
    for (int i = 0; i < actors.count; ++i) {
      if (!actors.takes_part(i) || !actors.is_operation(i)) continue;
      for (int j = i + 1; j < actors.count; ++j) {
        if (!actors.takes_part(j) || !actors.is_operation(j)) continue;
        float const c = next(state, i, j);
        actors.coordination[Actors::idx(i)][Actors::idx(j)] = c;
        actors.coordination[Actors::idx(j)][Actors::idx(i)] = c;
      }
    }
  }

  /// Ceiling of the coordination of i and j that working together can reach, 0..1.
  [[nodiscard]] float ceiling(State const& state, int i, int j) const {
    float const base = std::min(lead_ceiling(state, i), lead_ceiling(state, j));
    float const reached = clip(base + engagement + 0.002F * seconded_between(state, i, j));
    return authorised(state, i, j) ? reached : std::min(reached, unauthorised_ceiling);
  }

 private:
  static bool present(State const& state, int a) {
    auto const i = Actors::idx(a);
    return state.actors.takes_part(a) &&
           (state.actors.strength[i] > 0 || state.actors.civilian_staff[i] > 0);
  }

  static bool has_un(State const& state) {
    for (int a = 0; a < state.actors.count; ++a) {
      if (state.actors.kind[Actors::idx(a)] == Kind::un_mission && present(state, a)) return true;
    }
    return false;
  }

  /// UN missions stand by their own authorisation.
  static bool authorised(State const& state, int i, int j) {
    auto const stands = [&](int a) {
      return state.actors.kind[Actors::idx(a)] == Kind::un_mission ||
             state.mandates.authorised[Actors::idx(a)] >= 0.5F;
    };
    return stands(i) && stands(j);
  }

  [[nodiscard]] float lead_ceiling(State const& state, int a) const {
    if (state.actors.kind[Actors::idx(a)] == Kind::un_mission) return 1.0F;
    switch (state.actors.attributes[Actors::idx(a)].lead) {
      case company:
      case quasi_state_company:
        return company_ceiling;
      case single_state:
      case coalition:
        return state_ceiling;
      default:
        return organisation_ceiling;
    }
  }

  static float seconded_between(State const& state, int i, int j) {
    bool const un = state.actors.kind[Actors::idx(i)] == Kind::un_mission ||
                    state.actors.kind[Actors::idx(j)] == Kind::un_mission;
    return un ? std::max(state.mandates.seconded[Actors::idx(i)],
                         state.mandates.seconded[Actors::idx(j)])
              : 0.0F;
  }

  [[nodiscard]] float next(State const& state, int i, int j) const {
    auto const a = Actors::idx(i);
    auto const b = Actors::idx(j);
    Actors const& actors = state.actors;
    float c = actors.coordination[a][b];
    bool const is_new =
        actors.attributes[a].new_provider >= 0.5F || actors.attributes[b].new_provider >= 0.5F;
    if (state.week == 0 && is_new) c = std::min(c, new_start);
    bool const merged = state.mandates.merged_into[a] == j || state.mandates.merged_into[b] == i;
    if (merged || !present(state, i) || !present(state, j)) return c;
    float const seconded = seconded_between(state, i, j);
    bool const liaison =
        seconded > 0.0F || static_cast<float>(std::max(actors.civilian_staff[a],
                                                       actors.civilian_staff[b])) >= liaison_staff;
    float const most = ceiling(state, i, j);
    if (!authorised(state, i, j) && c > most) return std::max(most, c - decay);
    if (!liaison) return clip(c - decay);
    float const lessons = std::max(state.mandates.learned[a], state.mandates.learned[b]);
    float const step = (is_new ? new_growth : growth) * (1.0F + engagement + lessons);
    return c < most ? std::min(most, c + step) : c;
  }
};

}  // namespace disalign
