/// The Security Council: two blocs with a veto, what divides them, and the grudges they bear; and
/// what of one theatre lies before it.
///
/// One Council sits above all theatres of a run: it travels from theatre to theatre within a week
/// and is the only thing that couples them. A docket belongs to its theatre. What a vote leaves
/// behind (slights, contestation) takes effect when the Council's week is closed, by the first
/// theatre that meets it in the next week: so the order of theatres within a week does not matter.
#pragma once
#include <array>
#include <cstdint>

#include "model/actors.hpp"

namespace disalign {

/// The permanent members' blocs: western (P3) and eastern (P2).
inline constexpr int bloc_count = 2;
inline constexpr std::array bloc_names{"p3", "p2"};
/// x_b: positions of the blocs on the axis of `sponsor_x`, which they define; y is 0.
inline constexpr std::array<float, bloc_count> bloc_positions{1, -1};

template <class T>
using BlocArray = std::array<T, bloc_count>;

struct Council {
  float contestation = 0.2F;          ///< K, 0..1
  BlocArray<float> grudge{};          ///< Gr_b: after a veto of the other bloc, 0..1
  BlocArray<std::int32_t> slights{};  ///< vetoes of the other bloc against b's drafts, not yet felt
  float counter_terrorism_consensus = 0;  ///< 1 when all agree on counter-terrorism first
  std::int32_t drafts = 0, vetoes = 0, renewals_lost = 0;  ///< cumulated since week 0
  std::int32_t vetoes_weighed = 0;  ///< of `vetoes`, those that contestation has taken in
  BlocArray<std::int32_t> early_review{
      -1, -1};  ///< week of an early review of the other bloc's missions that b asked for; -1
  std::int32_t week_weighed = -1, week_felt = -1;  ///< last week closed for contestation, grudges

  static void each(auto& self, auto&& visit) {
    visit(self.contestation);
    visit(self.grudge);
    visit(self.slights);
    visit(self.counter_terrorism_consensus);
    visit(self.drafts);
    visit(self.vetoes);
    visit(self.renewals_lost);
    visit(self.vetoes_weighed);
    visit(self.early_review);
    visit(self.week_weighed);
    visit(self.week_felt);
  }
};

/// What one theatre has before the Council.
struct Docket {
  ActorArray<std::int32_t> draft = none();   ///< week of the vote on authorising it; -1
  ActorArray<std::int32_t> vetoed = none();  ///< week in which its draft was vetoed; -1
  ActorArray<std::int32_t> term{};           ///< weeks from renewal to renewal; 0: no end
  ActorArray<std::uint8_t> anyway{};         ///< 1 it deployed in spite of a veto
  ActorArray<std::int32_t> pen{};            ///< bloc that drafts what concerns it (penholder)
  BlocArray<ActorArray<float>> utility = unopposed();  ///< U_b of a draft on it this week
  BlocArray<ActorArray<float>> resentment{};           ///< Gr_b: grudge times tie, 0..1
  float deaths_recent = 0;                             ///< EW_13 of all deaths [person/week]
  float deaths_trend = 0;                              ///< EW_104 of all deaths [person/week]
  std::int64_t deaths_counted = 0;                     ///< deaths since week 0 that these hold

  static constexpr ActorArray<std::int32_t> none() {
    ActorArray<std::int32_t> weeks{};
    weeks.fill(-1);
    return weeks;
  }
  /// Nobody objects: so it stands while `security_council`, which weighs drafts, is off.
  static constexpr BlocArray<ActorArray<float>> unopposed() {
    BlocArray<ActorArray<float>> utility{};
    for (auto& of_bloc : utility) of_bloc.fill(1e3F);
    return utility;
  }
  static void each(auto& self, auto&& visit) {
    visit(self.draft);
    visit(self.vetoed);
    visit(self.term);
    visit(self.anyway);
    visit(self.pen);
    visit(self.utility);
    visit(self.resentment);
    visit(self.deaths_recent);
    visit(self.deaths_trend);
    visit(self.deaths_counted);
  }
};

/// The bloc that drafts what concerns an operation: the nearer to its sponsor; at the centre the P3,
/// who hold the pen on nearly all missions.
inline int penholder(Attributes const& attributes) { return attributes.sponsor_x < 0.0F ? 1 : 0; }

}  // namespace disalign
