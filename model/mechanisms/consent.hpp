/// Consent: the host's consent to each operation follows what it gains from it and what it suffers.
///     H_i' = H_i + r (H*_i - H_i)
///     H*_i = lg(b0 + u use_i - q cr_i + s s^_iG - f alt_i - d Dsp_i - x coup
///                + l (Lg_i - 1/2) - v 2 [1/2 - H_i]+ (1 - q^_i))
///     use_i = clip((E_i - N_i) / (E_i + e)),   N_i = EW_13(army's dead in cells of i),
///     E_i = EW_13(army's dead x share of the army in cells of i)
///     cr_i' = EW_26(1 - exp(-(t see_i A_i + K_i) / k))
///     alt_i = 1 - (1 - offer_i) (1 - max_{j != i} [s^_jG]+ sat(n_j, n0))
/// G  the host   cells of i  those within its reach   A_i  civilians killed there by the army this week
/// K_i  killed by i itself: the host blames it (scenario 2)   see  share that i's monitors see
/// t  transparency: share of what they see that they publish   Dsp  distance of sponsor and host
/// Lg_i  legitimacy, 0..1: a host lets those in whom its people accept (M4, M20; MODEL.md names Lg but
/// no rule that reads it)   q^  how far i holds to the principle of consent (switch divergent_conduct):
/// a force that goes where the host refuses it (host_governments) soon has no consent left
/// offer_i  accepted offers of others (alternative_partners)   n_j  persons of j   coup  1 right after one
/// use compares the army's losses near i with those it would have there if it died alike everywhere.
/// A fall against the past, MODEL.md's wording, is zero in any steady state and undefined when i comes.
/// Limits: r = 0, or no host: nothing changes; an operation with nobody in theatre keeps its consent.
/// Sign of the direct effect: both; critics and rivals lower it, usefulness and friendship raise it.
/// This switch governs the reading of sponsors and divergent_targeting that of stances s^.
/// Reads events, at.strength, in_reach, killed_civilians, politics.alternative, shocks.coup. Writes
/// consent, politics.usefulness, criticism, army_losses_near, army_losses_expected. Draws none.
/// Source: MODEL.md eq. 23 (M18, F35); e, k, t, n0 assumed.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/conduct.hpp"
#include "model/host.hpp"
#include "model/state.hpp"

namespace disalign {

struct Consent {
  static constexpr char const* name = "consent";
  static constexpr Channel channel{"consent", 0};
  float rate = 0.04F;
  float base = 1.5F;
  float use = 1.5F;
  float criticism = 1.5F;
  float friendship = 0.8F;
  float alternative = 1;
  float sponsor = 0.5F;
  float coup = 1;
  float standing = 1;
  float trespass = 1;
  float few_losses = 0.25F;
  float visible_killed = 5;
  float transparency = 0.5F;
  float half_partner = 500;
  float half_staff = 100;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "approach of consent to what the host wants",
                "MODEL.md eq. 23: 0.04");
    visit.field("base", self.base, "1", -5, 5, "consent of a host that gains and suffers nothing",
                "MODEL.md eq. 23: 1.5, as a logit");
    visit.field("use", self.use, "1", 0, 10, "weight of the army's losses that were avoided",
                "MODEL.md eq. 23: 1.5");
    visit.field("criticism", self.criticism, "1", 0, 10, "weight of public criticism",
                "MODEL.md eq. 23: 1.5");
    visit.field("friendship", self.friendship, "1", 0, 10,
                "weight of the operation's stance to the host", "MODEL.md eq. 23: 0.8");
    visit.field("alternative", self.alternative, "1", 0, 10,
                "weight of another, favourable partner at hand", "MODEL.md eq. 23: 1");
    visit.field("sponsor", self.sponsor, "1", 0, 10, "weight of the distance of the sponsor",
                "MODEL.md eq. 23: 0.5");
    visit.field("coup", self.coup, "1", 0, 10, "weight of a coup", "MODEL.md eq. 23: 1");
    visit.field("standing", self.standing, "1", 0, 10, "weight of the operation's legitimacy",
                "assumed");
    visit.field("trespass", self.trespass, "1", 0, 10,
                "weight of going where the host refuses, for a force that does not hold to consent",
                "assumed");
    visit.field("few_losses", self.few_losses, "person/week", 0.001, 1000,
                "expected losses of the army below which it hardly notices a difference",
                "assumed");
    visit.field("visible_killed", self.visible_killed, "person", 0.1, 1e4,
                "published killings in a week that bring 63 % of full criticism", "assumed: 5");
    visit.field("transparency", self.transparency, "1", 0, 1,
                "share of the abuse seen by its monitors that an operation publishes", "assumed");
    visit.field("half_partner", self.half_partner, "person", 1, 1e5,
                "persons of a favourable partner that are half an alternative", "assumed");
    visit.field("half_staff", self.half_staff, "person", 1, 1e5,
                "staff on human rights that see half of what there is to see",
                "assumed, as in impunity");
  }

  void operator()(State& state, Draws /*draws*/) const {
    int const host = host_of(state.actors);
    if (host < 0) return;
    ActorArray<float> const sight = sight_of_operations(state, half_staff);
    for (int i = 0; i < state.actors.count; ++i) {
      if (!is_guest(state, i) || state.actors.strength[Actors::idx(i)] == 0) continue;
      remember_losses(state, host, i);
      remember_criticism(state, host, i, sight[Actors::idx(i)]);
      float& consent = state.actors.consent[Actors::idx(i)];
      consent = clip(consent + rate * (wanted(state, host, i) - consent));
    }
  }

  /// H*_i, 0..1.
  [[nodiscard]] float wanted(State const& state, int host, int i) const {
    Actors const& actors = state.actors;
    auto const a = Actors::idx(i);
    auto const g = Actors::idx(host);
    return logistic(base + use * state.politics.usefulness[a] -
                    criticism * state.politics.criticism[a] + friendship * actors.stances[a][g] -
                    alternative * alternative_to(state, host, i) -
                    sponsor * sponsor_distance(actors.attributes[a], actors.attributes[g]) -
                    coup * state.shocks.coup + standing * (actors.legitimacy[a] - 0.5F) -
                    trespass * 2.0F * positive(0.5F - actors.consent[a]) *
                        (1.0F - principles_now(actors, i).consent_principle));
  }

 private:
  static constexpr float losses_half_life = 13;     // weeks, MODEL.md eq. 23
  static constexpr float criticism_half_life = 26;  // weeks, MODEL.md eq. 23

  [[nodiscard]] float alternative_to(State const& state, int host, int i) const {
    float best = 0;
    for (int j = 0; j < state.actors.count; ++j) {
      if (j == i || !is_guest(state, j)) continue;
      auto const persons = static_cast<float>(state.actors.strength[Actors::idx(j)]);
      best = std::max(best, positive(state.actors.stances[Actors::idx(j)][Actors::idx(host)]) *
                                saturation(persons, half_partner));
    }
    return 1.0F - (1.0F - clip(state.politics.alternative[Actors::idx(i)])) * (1.0F - best);
  }

  void remember_losses(State& state, int host, int i) const {
    float everywhere = 0;
    float near = 0;
    auto const count = [&](std::int32_t dead, int c) {
      everywhere += static_cast<float>(dead);
      if (state.at.in_reach[i][c] > 0) near += static_cast<float>(dead);
    };
    for (Event const& event : state.events) {
      if (event.side_a == host) count(event.deaths_a, event.cell);
      if (event.side_b == host) count(event.deaths_b, event.crossing() ? event.cell_b : event.cell);
    }
    float army = 0;
    float army_near = 0;
    for_each_cell_of(state, host, [&](int c) {
      auto const persons = static_cast<float>(state.at.strength[host][c]);
      army += persons;
      if (state.at.in_reach[i][c] > 0) army_near += persons;
    });
    auto const a = Actors::idx(i);
    Politics& politics = state.politics;
    float const kept = weekly_decay(losses_half_life);
    float const alike = army > 0.0F ? everywhere * army_near / army : 0.0F;
    float& seen = politics.army_losses_near[a];
    float& expected = politics.army_losses_expected[a];
    seen = kept * seen + (1.0F - kept) * near;
    expected = kept * expected + (1.0F - kept) * alike;
    politics.usefulness[a] = clip((expected - seen) / (expected + few_losses));
  }

  void remember_criticism(State& state, int host, int i, float sight) const {
    float by_army = 0;
    float own = 0;
    for_each_cell(state.grid(), [&](int c) {
      own += static_cast<float>(state.at.killed_civilians[i][c]);
      if (state.at.in_reach[i][c] > 0)
        by_army += static_cast<float>(state.at.killed_civilians[host][c]);
    });
    float const kept = weekly_decay(criticism_half_life);
    float const reports = transparency * sight * by_army + own;
    float& memory = state.politics.criticism[Actors::idx(i)];
    memory = clip(kept * memory + (1.0F - kept) * chance(reports / visible_killed));
  }
};

}  // namespace disalign
