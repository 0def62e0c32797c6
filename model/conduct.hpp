/// Conduct: how restrained a force is this week, and how much of what it does is seen.
///     r_a = clip((r0^_a + sanction_a + vetting_a + 0.002 secondees_a) (1 - lost_a))
///     H_i S_i / (S_i + half_staff)          share of abuse within reach that operation i sees
///     m_c = 1 - prod_i (1 - that share)     over operations i whose reach covers c
/// r0^  restraint of its attributes, or the UN's (divergent_conduct)   lost  share gone in a shock   S  staff who watch over human rights
/// H  consent of the host: monitors go where they are let
/// Source: MODEL.md eq. 22, 6A repression, M30; form of m assumed.
#pragma once
#include "model/civil_capacity.hpp"
#include "model/state.hpp"

namespace disalign {

/// Restraint that one secondee of the UN adds to the force it serves with [1/person]: L9, 0.02 each 10.
inline constexpr float restraint_per_secondee = 0.002F;

/// The attributes that hold the principles (restraint, consent, impartiality) an actor acts by: its
/// own, or the UN's where divergent_conduct is off.
inline Attributes const& principles_now(Actors const& actors, int a) {
  return actors.attributes[Actors::idx(actors.principles_of[Actors::idx(a)])];
}

/// Restraint of an actor towards civilians as it stands this week, 0..1.
inline float restraint_now(State const& state, int a) {
  auto const i = Actors::idx(a);
  Politics const& politics = state.politics;
  float const own = principles_now(state.actors, a).restraint + politics.restraint_gain[i] +
                    politics.vetting_gain[i] + restraint_per_secondee * state.mandates.seconded[i];
  return clip(own * (1.0F - clip(state.shocks.restraint_lost[i])));
}

/// Share of abuse within reach that each operation's monitors see, 0..1.
inline ActorArray<float> sight_of_operations(State const& state, float half_staff) {
  ActorArray<float> sight{};
  for (int i = 0; i < state.actors.count; ++i) {
    if (!state.actors.takes_part(i) || !state.actors.is_operation(i)) continue;
    sight[Actors::idx(i)] =
        state.actors.consent[Actors::idx(i)] * saturation(monitors_of(state, i), half_staff);
  }
  return sight;
}

/// m_c: share of the abuse in cell c that somebody sees, 0..1.
inline float watched_share(State const& state, ActorArray<float> const& sight, int c) {
  float unseen = 1;
  for (int i = 0; i < state.actors.count; ++i) {
    if (sight[Actors::idx(i)] > 0.0F && state.at.in_reach[i][c] > 0)
      unseen *= 1.0F - sight[Actors::idx(i)];
  }
  return 1.0F - unseen;
}

/// True where a company answers for the force, and no state does.
inline bool is_company(Actors const& actors, int a) {
  int const lead = actors.attributes[Actors::idx(a)].lead;
  return actors.is_operation(a) && (lead == company || lead == quasi_state_company);
}

/// Civilians that actor a killed this week [person].
inline std::int32_t civilians_killed_by(State const& state, int a) {
  std::int32_t killed = 0;
  for (int const c : state.grid().cells) killed += state.at.killed_civilians[a][c];
  return killed;
}

}  // namespace disalign
