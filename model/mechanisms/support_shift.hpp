/// Support: residents turn to whoever controls their cell and away from whoever kills civilians.
///     S' = S + r act (w_K K_ca + w_R road_c [a = government] - S) - L_a + gains
///     L_a = S min(limit, loss d_a),  d_a = civilians killed here this week by a and its allies
///                                          per 1,000 residents; at most what the approach has left
/// S    share of residents who support a, 0..1        K  smoothed control, 0..1
/// act  1 where a is in the vicinity or the government, else `absent`
/// Of L_a the part `gain` goes to a's foes (hostility > 0) in equal parts, as far as the author is
/// known (`attributed`); the rest becomes neutral. Sums above `ceiling` are scaled down to it.
/// An ally of a is who holds a stance above `ally_stance` towards a.
/// Only the government and armed groups have supporters: operations have perceived impartiality.
/// Control enters smoothed (K_ca of last week, not k_ca): r = 0.02 forgets faster movement anyway.
/// Limits: r = 0 and no killing, nothing changes; attributed = 0, foes gain nothing.
/// Reads control, nearby, killed_civilians, stances, hostility, residents. Writes at.support.
/// Source: MODEL.md 6D (prototype). Draws: none.
#pragma once
#include <algorithm>
#include <array>
#include <bit>

#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct SupportShift {
  static constexpr char const* name = "support_shift";
  float rate = 0.02F;
  float absent = 0.3F;
  float control_weight = 0.7F;
  float road_weight = 0.3F;
  float loss = 0.5F;
  float loss_limit = 0.3F;
  float gain = 0.5F;
  float attributed = 1;
  float ally_stance = 0.4F;
  float ceiling = 0.98F;

  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "approach of support to what control earns",
                "prototype");
    visit.field("absent", self.absent, "1", 0, 1,
                "factor on that rate where a party other than the government is absent",
                "prototype");
    visit.field("control_weight", self.control_weight, "1", 0, 1, "support that full control earns",
                "prototype");
    visit.field("road_weight", self.road_weight, "1", 0, 1,
                "support that full road access earns the government", "prototype");
    visit.field("loss", self.loss, "1", 0, 100,
                "share of support lost per civilian killed per 1,000 residents", "prototype");
    visit.field("loss_limit", self.loss_limit, "1", 0, 1, "highest share of support lost in a week",
                "prototype");
    visit.field("gain", self.gain, "1", 0, 1,
                "share of lost support that foes gain when the author is known", "prototype");
    visit.field("attributed", self.attributed, "1", 0, 1, "share of killings whose author is known",
                "assumed");
    visit.field("ally_stance", self.ally_stance, "1", 0, 1,
                "stance towards a party above which one's killings are charged to it",
                "MODEL.md eq. 11: alliance above 0.4");
    visit.field("ceiling", self.ceiling, "1", 0, 0.98, "highest sum of support in a cell",
                "prototype");
  }

  void operator()(State& state, Draws) const {
    Actors const& actors = state.actors;
    auto const has_supporters = [&](int a) {
      return actors.takes_part(a) && !actors.is_operation(a);
    };
    // Bit b of charged[a]: b's killings are charged to a. Bit b of foes[a]: b gains what a loses.
    ActorArray<std::uint32_t> charged{}, foes{};
    for (int a = 0; a < actors.count; ++a) {
      auto const i = Actors::idx(a);
      for (int b = 0; b < actors.count; ++b) {
        if (!actors.takes_part(b)) continue;
        auto const j = Actors::idx(b);
        if (a == b || actors.stances[j][i] > ally_stance) charged[i] |= 1U << b;
        if (a != b && has_supporters(b) && actors.hostility[i][j] > 0.0F) foes[i] |= 1U << b;
      }
    }
    // Where nobody was killed actors do not touch each other's support: planes, actor by actor.
    float* const sum = state.scratch[actors.count];
    for_each_strip(state.grid(), [=](auto c) { set(sum, c, 0); });
    for (int a = 0; a < actors.count; ++a) {
      if (!has_supporters(a)) continue;
      earn(state, a, state.scratch[a]);
      float const* const next = state.scratch[a];
      for_each_strip(state.grid(), [=](auto c) { set(sum, c, at(sum, c) + at(next, c)); });
    }
    for_each_cell(state.grid(), [&](int c) {
      if (state.cells.killed[static_cast<std::size_t>(c)] == 0) return;
      sum[c] = punish(state, c, charged, foes, has_supporters);
    });
    float const most = ceiling;
    for (int a = 0; a < actors.count; ++a) {
      if (!has_supporters(a)) continue;
      float const* const next = state.scratch[a];
      float* const support = state.at.support[a];
      std::uint8_t const* const inside = state.grid().inside.data();
      for_each_strip(state.grid(), [=](auto c) {
        auto const scale = select(at(sum, c) > most, most / at(sum, c), 1.0F);
        set(support, c, select(at(inside, c) != 0, scale * at(next, c), at(support, c)));
      });
    }
  }

 private:
  /// S + r act (earned - S) of one party, where nobody is killed.
  void earn(State const& state, int a, float* next) const {
    bool const rules = state.actors.is_government(a);
    float const road_share = rules ? road_weight : 0.0F;
    auto const [r, gone, by_control] = std::array{rate, rules ? 1.0F : absent, control_weight};
    float const* const support = state.at.support[a];
    float const* const control = state.at.control[a];
    float const* const road = state.world->road_access.data();
    std::int32_t const* const nearby = state.at.nearby[a];
    for_each_strip(state.grid(), [=](auto c) {
      auto const act = select(at(nearby, c) > 0, 1.0F, gone);
      auto const earned = by_control * at(control, c) + road_share * at(road, c);
      set(next, c, at(support, c) + r * act * (earned - at(support, c)));
    });
  }

  /// Adds what killings in cell c cost their authors and bring their foes; the sum over all parties.
  float punish(State& state, int c, ActorArray<std::uint32_t> const& charged,
               ActorArray<std::uint32_t> const& foes, auto const& has_supporters) const {
    Actors const& actors = state.actors;
    ActorArray<float> next{};
    for (int a = 0; a < actors.count; ++a) {
      if (!has_supporters(a)) continue;
      auto const i = Actors::idx(a);
      float const approached = state.scratch[a][c];
      float const lost = std::min(
          approached, state.at.support[a][c] *
                          std::min(loss_limit, loss * killed_per_thousand(state, charged[i], c)));
      next[i] += approached;
      next[i] -= lost;
      int const gainers = std::popcount(foes[i]);
      for (int b = 0; gainers > 0 && b < actors.count; ++b) {
        if ((foes[i] >> b & 1U) != 0)
          next[Actors::idx(b)] += lost * gain * attributed / static_cast<float>(gainers);
      }
    }
    float sum = 0;
    for (int a = 0; a < actors.count; ++a) {
      sum += next[Actors::idx(a)];
      state.scratch[a][c] = next[Actors::idx(a)];
    }
    return sum;
  }

  static float killed_per_thousand(State const& state, std::uint32_t authors, int c) {
    std::int32_t killed = 0;
    for (int b = 0; b < state.actors.count; ++b) {
      if ((authors >> b & 1U) != 0) killed += state.at.killed_civilians[b][c];
    }
    // An emptied cell counts as one resident: the limit of the loss keeps the result bounded.
    auto const residents =
        static_cast<float>(std::max(1, state.cells.residents[static_cast<std::size_t>(c)]));
    return 1000.0F * static_cast<float>(killed) / residents;
  }
};

}  // namespace disalign
