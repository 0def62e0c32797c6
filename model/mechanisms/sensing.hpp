/// Sensing: what each actor can know of hidden strength, and where hostile parties are about to meet.
///     kn_ap = 1 - (1 - d_a rho_a) prod_j (1 - sigma_ja d_j rho_j) (1 - i_c (1 - S_cp))
///     i_c   = tip_max trust_ac (1 - fear_c)
///     rho_a = n / (n + n_half), n the strength of a whose reach covers the cell
/// sigma_ja  what operation j shares with a (capability_sharing, last week), 0..1
/// d_a  detection, 0..1   trust  perceived impartiality of an operation, support of a local party
/// S_cp  support of the party sought: nobody betrays his own   fear  0..1
/// Parties about to meet: sum over pairs of local parties of h_pq min(n_p, n_q) / (min + 50).
/// Limits: d = 0 and no trust, nothing is known; full trust, no fear: at most d, or tip_max;
/// sigma = 0: own eyes only.
/// Reads logistics.sharing, at.in_reach, support, impartiality, fear, hostility.
/// Writes at.unseen, at.tips,
/// cells.imminent_contact. Source: MODEL.md eq. 2; coverage saturates with strength (DECISIONS.md).
/// Draws: none.
#pragma once
#include <algorithm>
#include <array>

#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Sensing {
  static constexpr char const* name = "sensing";
  float tip_max = 0.5F;
  float half_strength = 100;

  static void describe(auto& self, auto& visit) {
    visit.field("tip_max", self.tip_max, "1", 0, 1,
                "share of hidden strength that fearless, trusting residents report", "assumed");
    visit.field("half_strength", self.half_strength, "person", 1, 1e4,
                "strength in reach that covers half of a cell", "assumed");
  }

  void operator()(State& state, Draws) const {
    Actors const& actors = state.actors;
    for (int a = 0; a < actors.count; ++a) {
      if (!actors.takes_part(a) || actors.strength[Actors::idx(a)] == 0) continue;
      bool const foreign = actors.is_operation(a);
      float const detection = actors.attributes[Actors::idx(a)].detection;
      auto const [half, most] = std::array{half_strength, tip_max};
      std::int32_t const* const in_reach = state.at.in_reach[a];
      float const* const trust = foreign ? state.at.impartiality[a] : state.at.support[a];
      float const* const fear = state.cells.fear.data();
      float* const unseen = state.at.unseen[a];
      float* const tips = state.at.tips[a];
      std::uint8_t const* const inside = state.grid().inside.data();
      float* const by_partners = state.scratch[0];
      for_each_strip(state.grid(), [=](auto c) { set(by_partners, c, 1); });
      if (foreign) unseen_by_partners(state, a, by_partners);
      for_each_strip(state.grid(), [=](auto c) {
        auto const own = 1.0F - detection * saturation(real(at(in_reach, c)), half);
        set(unseen, c, select(at(inside, c) != 0, own * at(by_partners, c), at(unseen, c)));
      });
      for_each_strip(state.grid(),
                     [=](auto c) { set(tips, c, most * at(trust, c) * (1.0F - at(fear, c))); });
    }
    auto const cells = static_cast<std::size_t>(state.grid().plane_size());
    std::fill_n(state.cells.imminent_contact.begin(), cells, 0.0F);
    for (std::int32_t const c : state.present.occupied) {
      if (state.present[c].size() > 1) imminent_contact(state, c);
    }
  }

 private:
  /// Takes off what those who share with `a` see: the share of hidden strength they miss, 0..1.
  void unseen_by_partners(State const& state, int a, float* unseen) const {
    for (int j = 0; j < state.actors.count; ++j) {
      float const sigma = state.logistics.sharing[Actors::idx(j)][Actors::idx(a)];
      if (!(sigma > 0.0F)) continue;
      float const seen = sigma * state.actors.attributes[Actors::idx(j)].detection;
      float const half = half_strength;
      std::int32_t const* const in_reach = state.at.in_reach[j];
      for_each_strip(state.grid(), [=](auto c) {
        set(unseen, c, at(unseen, c) * (1.0F - seen * saturation(real(at(in_reach, c)), half)));
      });
    }
  }

  static void imminent_contact(State& state, int c) {
    Actors const& actors = state.actors;
    float sum = 0;
    for (int const p : state.present[c]) {
      if (actors.is_operation(p)) continue;
      for (int const q : state.present[c]) {
        if (q <= p || actors.is_operation(q)) continue;
        auto const least =
            static_cast<float>(std::min(state.at.strength[p][c], state.at.strength[q][c]));
        sum += state.hostility(p, q, c) * saturation(least, 50.0F);
      }
    }
    state.cells.imminent_contact[static_cast<std::size_t>(c)] = clip(sum);
  }
};

}  // namespace disalign
