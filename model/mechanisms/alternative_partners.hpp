/// Competition for favour: partners offer themselves to the host, and some speak ill of the others.
///     P(j offers) = 1 - exp(-r),   P(host accepts | offer) = lg(score_j)
///     score_j = z + u use_j + s^_jG - cr_j - conditions_j - Dsp_jG
///     accepted: alt_i' = alt_i + g (1 - alt_i) for every other operation i; alt fades by half in
///     `fading` weeks
///     iota_ic' = iota_ic - e smear_j sat(n_jc, n0) attribution_j,  at least the floor
/// G  the host   use, cr  usefulness and criticism of last week   Dsp  distance of sponsor and host
/// n_jc  persons of j whose reach covers c   smear  how much j works against the name of others
/// Of several offers that please in one week the best is accepted. Only parallel forces compete.
/// Limits: r = 0 and nobody smears: old offers fade, nothing else. Sign of the direct effect: lowers
/// the others' standing with the host (through `consent`) and their impartiality.
/// This switch governs the reading of sponsors, conditions and smear; divergent_targeting that of
/// stances s^. Reads politics.usefulness, criticism, in_reach. Writes politics.alternative,
/// at.impartiality. Source: MODEL.md eq. 23, competition for favour (S2); r, g, fading, n0 assumed.
/// Draws: entity = key of j; word 0 offer, word 1 acceptance.
#pragma once
#include <algorithm>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/host.hpp"
#include "model/state.hpp"

namespace disalign {

struct AlternativePartners {
  static constexpr char const* name = "alternative_partners";
  static constexpr Channel channel{"alternative", 1};
  float offers = 0.08F;
  float reluctance = -1;
  float use = 1.5F;
  float gain = 0.3F;
  float fading = 26;
  float smear = 0.01F;
  float half_presence = 200;
  float floor = 0.05F;

  static void describe(auto& self, auto& visit) {
    visit.field("offers", self.offers, "1/week", 0, 10, "rate at which a partner makes an offer",
                "assumed: one in 13 weeks");
    visit.field("reluctance", self.reluctance, "1", -10, 10,
                "logit of accepting an offer with nothing for or against it",
                "MODEL.md eq. 23: -1");
    visit.field("use", self.use, "1", 0, 10, "weight of the army's losses that were avoided",
                "MODEL.md eq. 23: 1.5");
    visit.field("gain", self.gain, "1", 0, 1,
                "how far an accepted offer makes the others dispensable", "assumed");
    visit.field("fading", self.fading, "week", 0.1, 1000, "half-life of an accepted offer",
                "assumed");
    visit.field("smear", self.smear, "1/week", 0, 1,
                "loss of impartiality by the full campaign of a force that is everywhere",
                "MODEL.md eq. 23: 0.01");
    visit.field("half_presence", self.half_presence, "person", 1, 1e5,
                "persons in reach that bring half of the effect", "assumed");
    visit.field("floor", self.floor, "1", 0, 1, "lowest perceived impartiality",
                "MODEL.md eq. 17: 0.05");
  }

  void operator()(State& state, Draws draws) const {
    float const kept = weekly_decay(fading);
    for (float& alternative : state.politics.alternative) alternative *= kept;
    int const chosen = choice_of_host(state, draws);
    for (int i = 0; i < state.actors.count; ++i) {
      if (!is_guest(state, i)) continue;
      float& alternative = state.politics.alternative[Actors::idx(i)];
      if (chosen >= 0 && i != chosen) alternative += gain * (1.0F - alternative);
      if (state.actors.attributes[Actors::idx(i)].smear > 0.0F) speak_ill(state, i);
    }
  }

  /// The logit of the host's acceptance of an offer by j.
  [[nodiscard]] float score(State const& state, int host, int j) const {
    auto const b = Actors::idx(j);
    auto const g = Actors::idx(host);
    Attributes const& its = state.actors.attributes[b];
    return reluctance + use * state.politics.usefulness[b] + state.actors.stances[b][g] -
           state.politics.criticism[b] - its.conditions -
           sponsor_distance(its, state.actors.attributes[g]);
  }

 private:
  /// The partner whose offer the host accepts this week; -1 none.
  [[nodiscard]] int choice_of_host(State const& state, Draws draws) const {
    Actors const& actors = state.actors;
    int const host = host_of(actors);
    int best = -1;
    for (int j = 0; host >= 0 && j < actors.count; ++j) {
      if (!is_guest(state, j) || actors.kind[Actors::idx(j)] != Kind::parallel_force) continue;
      Words const word = draws.at(actors.key[Actors::idx(j)]);
      float const pleases = score(state, host, j);
      if (!(word(0) < chance(offers)) || !(word(1) < logistic(pleases))) continue;
      float const rival = best >= 0 ? score(state, host, best) : pleases;
      bool const tie = best >= 0 && !(pleases > rival) && !(pleases < rival);
      if (best < 0 || pleases > rival ||
          (tie && actors.key[Actors::idx(j)] < actors.key[Actors::idx(best)]))
        best = j;
    }
    return best;
  }

  void speak_ill(State& state, int j) const {
    Attributes const& its = state.actors.attributes[Actors::idx(j)];
    for (int i = 0; i < state.actors.count; ++i) {
      if (i == j || !is_guest(state, i)) continue;
      for_each_cell(state.grid(), [&](int c) {
        float const heard = saturation(static_cast<float>(state.at.in_reach[j][c]), half_presence);
        float& iota = state.at.impartiality[i][c];
        iota = std::max(std::min(iota, floor), iota - smear * its.smear * heard * its.attribution);
      });
    }
  }
};

}  // namespace disalign
