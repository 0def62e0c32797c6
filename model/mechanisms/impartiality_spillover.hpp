/// Impartiality: an operation loses its name for even-handedness by what it does and whom it is with.
///     iota' = iota + r (iota0_i - iota) - s iota [1 - prod_{j != i} (1 - a_ij,c tau_jc y_jc)]
///             - o (1 - exp(-killed_ic / k)) + d info_c (mean of the neighbours - iota) + q e_i,
///     clipped to [.05, 1];   iota0_i = (1 - l) iota00_i + l max(iota00_i, i_l)
///     a_ij,c = (b0 + (1 - b0) c_ij^m) (1 - max(brand_i, brand_j)) {1 both stand in c, or one supplies
///              the other and j reaches c; .5 both reach c; else 0}
///     tau_jc = (max_p - min_p) s_jp / 2 over the government and groups that stand in c or that at
///              least a share `heard` of its residents support
///     y_jc   = A_j (1 - exp(-(n_jc / n0 + killed_jc / k + h L_j min(1, n_jc / n_j) / h0)))
/// iota0  value at rest; a share l of language and kin shared with the people lifts it to i_l (M11)   r, s  recovery and spill-over [1/week]   c_ij  coordination   brand  branding
/// s_jp  declared stances: the channel has its own switch   n_jc  persons whose reach covers c
/// killed  civilians killed in c this week   info  flow of news with the neighbours, 0..1
/// A_j  attribution: probability that j's deeds are ascribed to it and its friends (M16)   L_j  persons
/// whose need others cover   h, h0  hours of support each takes in a week, hours seen by 63 %
/// e_i  outreach of UN missions, 0..0.5 of their means, where they reach (L1)   q  its effect
/// The communities are no side of the conflict: caring for them is not partiality, so tau leaves
/// them out. What those i supports have done is taken off by `complicity`, which has its own switch.
/// Limits: alone, harmless and uniform, iota rests at iota0; two or more parties are needed for tau.
/// Sign of the direct effect: a partial partner and own killing only lower iota (and with it
/// protection, tips, interposition); an even-handed partner leaves it. With the rule off, iota stays
/// at its start.
/// Reads declared stances, coordination, branding, politics.supported, at.strength, in_reach, support,
/// killed_civilians, cells.information. Writes at.impartiality. Draws none.
/// Source: MODEL.md eq. 17, 6E L1 (M3, M11, M12, M16, F19); prototype and assumed values.
#pragma once
#include <algorithm>
#include <array>

#include "model/base/channel.hpp"
#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct ImpartialitySpillover {
  static constexpr char const* name = "impartiality_spillover";
  static constexpr Channel channel{"impartiality", -1};
  float recovery = 0.02F;
  float spillover = 0.3F;
  float association = 0.2F;
  float association_curve = 1;
  float in_reach_only = 0.5F;
  float visible_persons = 400;
  float visible_killed = 5;
  float heard = 0.05F;
  float own_harm = 0.05F;
  float neighbours = 0.1F;
  float floor = 0.05F;
  float support_hours = 0.1F;
  float visible_hours = 100;
  float regional_rest = 0.7F;
  float outreach = 0;
  float outreach_effect = 0.02F;

  static void describe(auto& self, auto& visit) {
    visit.field("recovery", self.recovery, "1/week", 0, 1,
                "return of perceived impartiality to its value at rest",
                "MODEL.md eq. 17: half-life 34 weeks");
    visit.field("spillover", self.spillover, "1/week", 0, 1,
                "loss beside a fully visible, fully partial, fully associated force",
                "prototype: 0.3");
    visit.field("association", self.association, "1", 0, 1,
                "association without any coordination (b0)", "assumed: 0.2");
    visit.field("association_curve", self.association_curve, "1", 0.1, 10,
                "curvature of association in coordination (m)", "assumed: 1");
    visit.field("in_reach_only", self.in_reach_only, "1", 0, 1,
                "association where the two do not stand in the same cell", "assumed: 0.5");
    visit.field("visible_persons", self.visible_persons, "person", 1, 1e5,
                "persons that make a force visible to 63 %", "assumed: 400");
    visit.field("visible_killed", self.visible_killed, "person", 0.1, 1e4,
                "civilians killed in a week that make it visible to 63 %", "assumed: 5");
    visit.field("heard", self.heard, "1", 0, 1,
                "share of residents behind a party from which it counts in a cell",
                "assumed: 0.05");
    visit.field("own_harm", self.own_harm, "1/week", 0, 1, "loss by own killing of many civilians",
                "assumed: 0.05");
    visit.field("neighbours", self.neighbours, "1/week", 0, 1,
                "pull of the neighbouring cells' perception at full flow of news", "assumed: 0.1");
    visit.field("floor", self.floor, "1", 0, 1, "lowest perceived impartiality",
                "MODEL.md eq. 17: 0.05");
    visit.field("support_hours", self.support_hours, "hour/person/week", 0, 168,
                "hours of support in public that a supported person takes in a week", "assumed");
    visit.field("visible_hours", self.visible_hours, "hour", 0.1, 1e5,
                "hours of support in a week that make a force visible to 63 %",
                "MODEL.md eq. 17: 100");
    visit.field("regional_rest", self.regional_rest, "1", 0.05, 1,
                "impartiality at rest that shared language and kin lift a force to",
                "MODEL.md 6B: 0.7; M11");
    visit.field("outreach", self.outreach, "1", 0, 0.5,
                "means that UN missions put into communication and community engagement",
                "L1: 0-0.5");
    visit.field("outreach_effect", self.outreach_effect, "1/week", 0, 1,
                "gain of impartiality by outreach with full means", "MODEL.md 6E L1: 0.02");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    // Damage of each force to its associates, tau y, is the same whoever the associate is.
    for (int j = 0; j < actors.count; ++j) {
      if (works(actors, j)) expose(state, j, state.scratch[j]);
    }
    float* const untouched = state.scratch[actors.count];
    float* const mean = state.scratch[actors.count + 1];
    for (int i = 0; i < actors.count; ++i) {
      if (!works(actors, i)) continue;
      for_each_strip(state.grid(), [=](auto c) { set(untouched, c, 1); });
      for (int j = 0; j < actors.count; ++j) {
        if (j != i && works(actors, j)) spill(state, i, j, state.scratch[j], untouched);
      }
      mean_of_neighbours(state.grid(), state.at.impartiality[i], mean);
      move(state, i, untouched, mean);
    }
  }

 private:
  static bool works(Actors const& actors, int a) {
    return actors.takes_part(a) && actors.is_operation(a);
  }

  /// Writes tau_jc y_jc.
  void expose(State& state, int j, float* exposure) const {
    auto const b = Actors::idx(j);
    float* const low = state.scratch[state.actors.count];
    float* const high = state.scratch[state.actors.count + 1];
    span_of_stances(state, j, low, high);
    float covered = 0;
    for (int i = 0; i < state.actors.count; ++i)
      covered += state.politics.supported[Actors::idx(i)][b];
    float const hours = covered > 0.0F ? support_hours * covered : 0.0F;
    auto const force = static_cast<float>(state.actors.strength[b]);
    float const attribution = state.actors.attributes[b].attribution;
    auto const [persons, killings, seen_hours] =
        std::array{visible_persons, visible_killed, visible_hours};
    std::int32_t const* const in_reach = state.at.in_reach[j];
    std::int32_t const* const killed = state.at.killed_civilians[j];
    for_each_strip(state.grid(), [=](auto c) {
      auto const here = real(at(in_reach, c));
      auto const public_hours = select(here > 0.0F, hours * clip(here / force), 0.0F);
      auto const visibility = attribution * chance(here / persons + real(at(killed, c)) / killings +
                                                   public_hours / seen_hours);
      auto const span = at(high, c) - at(low, c);
      auto const partiality = select(span > 0.0F, 0.5F * span, 0.0F);
      set(exposure, c, partiality * visibility);
    });
  }

  /// Lowest and highest stance of j towards the sides of the conflict in each cell: those that stand
  /// there or that its residents support.
  void span_of_stances(State const& state, int j, float* low, float* high) const {
    Stances const& stances = state.actors.declared[Actors::idx(j)].stances;
    for_each_strip(state.grid(), [=](auto c) {
      set(low, c, 1);
      set(high, c, -1);
    });
    float const least = heard;
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.takes_part(p) || state.actors.is_operation(p)) continue;
      float const stance = stances[Actors::idx(p)];
      std::int32_t const* const strength = state.at.strength[p];
      float const* const support = state.at.support[p];
      for_each_strip(state.grid(), [=](auto c) {
        auto const stands = at(strength, c) != 0;
        auto const heard_of = at(support, c) >= least;
        auto const lower = select(stance < at(low, c), stance, at(low, c));
        auto const higher = select(stance > at(high, c), stance, at(high, c));
        set(low, c, select(stands, lower, select(heard_of, lower, at(low, c))));
        set(high, c, select(stands, higher, select(heard_of, higher, at(high, c))));
      });
    }
  }

  /// Takes a_ij,c tau_jc y_jc off what j leaves of i's name.
  void spill(State const& state, int i, int j, float const* exposure, float* untouched) const {
    auto const& supported = state.politics.supported;
    bool const supplies = supported[Actors::idx(i)][Actors::idx(j)] > 0.0F ||
                          supported[Actors::idx(j)][Actors::idx(i)] > 0.0F;
    auto const& attributes = state.actors.attributes;
    float const branding =
        std::max(attributes[Actors::idx(i)].branding, attributes[Actors::idx(j)].branding);
    float const contact = state.actors.coordination[Actors::idx(i)][Actors::idx(j)];
    float const bond = association + (1.0F - association) * power(contact, association_curve);
    float const together = bond * (1.0F - branding);
    float const apart = supplies ? together : together * in_reach_only;
    float const alone = supplies ? together : 0.0F;  // j reaches the cell, i does not
    std::int32_t const* const reach_i = state.at.in_reach[i];
    std::int32_t const* const reach_j = state.at.in_reach[j];
    std::int32_t const* const stand_i = state.at.strength[i];
    std::int32_t const* const stand_j = state.at.strength[j];
    for_each_strip(state.grid(), [=](auto c) {
      auto const meet = select(at(stand_j, c) > 0, together, apart);
      auto const near = select(at(reach_i, c) > 0, select(at(stand_i, c) > 0, meet, apart), alone);
      auto const associated = select(at(reach_j, c) > 0, near, 0.0F);
      set(untouched, c, at(untouched, c) * (1.0F - associated * at(exposure, c)));
    });
  }

  /// iota' from the damage and the neighbours' mean.
  void move(State& state, int i, float const* untouched, float const* mean) const {
    Attributes const& its = state.actors.attributes[Actors::idx(i)];
    float const rest = its.impartiality + its.regional * positive(regional_rest - its.impartiality);
    bool const speaks = state.actors.kind[Actors::idx(i)] == Kind::un_mission;
    float const told = speaks ? outreach_effect * outreach : 0.0F;
    auto const [r, s, news, worst, per_harm, harm] =
        std::array{recovery, spillover, neighbours, floor, own_harm, visible_killed};
    float* const iota = state.at.impartiality[i];
    float const* const information = state.cells.information.data();
    std::int32_t const* const in_reach = state.at.in_reach[i];
    std::int32_t const* const killed = state.at.killed_civilians[i];
    std::uint8_t const* const inside = state.grid().inside.data();
    for_each_strip(state.grid(), [=](auto c) {
      auto const own = per_harm * chance(real(at(killed, c)) / harm);
      auto const pull = news * at(information, c) * (at(mean, c) - at(iota, c));
      auto const damage = 1.0F - at(untouched, c);
      auto const value = at(iota, c) + r * (rest - at(iota, c)) - s * at(iota, c) * damage - own +
                         pull + select(at(in_reach, c) > 0, told, 0.0F);
      auto const bounded = select(value < worst, worst, select(value > 1.0F, 1.0F, value));
      set(iota, c, select(at(inside, c) != 0, bounded, at(iota, c)));
    });
  }
};

}  // namespace disalign
