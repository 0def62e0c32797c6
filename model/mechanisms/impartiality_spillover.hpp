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
#include <vector>

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
    auto const plane = static_cast<std::size_t>(state.grid().plane_size());
    // Damage of each force to its associates, tau y, is the same whoever the associate is.
    std::vector<float> exposure(plane * Actors::idx(actors.count), 0.0F);
    for (int j = 0; j < actors.count; ++j) {
      if (!works(actors, j)) continue;
      for_each_cell(state.grid(), [&](int c) {
        exposure[plane * Actors::idx(j) + Actors::idx(c)] =
            partiality(state, j, c) * visibility(state, j, c);
      });
    }
    std::vector<float> next(plane, 0.0F);
    for (int i = 0; i < actors.count; ++i) {
      if (!works(actors, i)) continue;
      for_each_cell(state.grid(), [&](int c) {
        float untouched = 1;
        for (int j = 0; j < actors.count; ++j) {
          float const harm = exposure[plane * Actors::idx(j) + Actors::idx(c)];
          if (j != i && harm > 0.0F) untouched *= 1.0F - associated(state, i, j, c) * harm;
        }
        next[Actors::idx(c)] = moved(state, i, c, 1.0F - untouched);
      });
      std::copy(next.begin(), next.end(), state.at.impartiality[i]);
    }
  }

 private:
  static bool works(Actors const& actors, int a) {
    return actors.takes_part(a) && actors.is_operation(a);
  }

  [[nodiscard]] float moved(State const& state, int i, int c, float damage) const {
    float const* iota = state.at.impartiality[i];
    Attributes const& its = state.actors.attributes[Actors::idx(i)];
    float const rest = its.impartiality + its.regional * positive(regional_rest - its.impartiality);
    bool const speaks =
        state.actors.kind[Actors::idx(i)] == Kind::un_mission && state.at.in_reach[i][c] > 0;
    float const told = speaks ? outreach_effect * outreach : 0.0F;
    float const own =
        own_harm * chance(static_cast<float>(state.at.killed_civilians[i][c]) / visible_killed);
    Grid const& grid = state.grid();
    int const first = grid.neighbour_start[Actors::idx(c)];
    int const last = grid.neighbour_start[Actors::idx(c) + 1];
    float sum = 0;
    for (int n = first; n < last; ++n) sum += iota[grid.neighbours[Actors::idx(n)]];
    float const mean = last > first ? sum / static_cast<float>(last - first) : iota[c];
    float const news = neighbours * state.cells.information[Actors::idx(c)];
    float const pull = news * (mean - iota[c]);
    float const value =
        iota[c] + recovery * (rest - iota[c]) - spillover * iota[c] * damage - own + pull + told;
    return std::clamp(value, floor, 1.0F);
  }

  /// a_ij,c, 0..1.
  [[nodiscard]] float associated(State const& state, int i, int j, int c) const {
    if (state.at.in_reach[j][c] == 0) return 0;
    auto const& supported = state.politics.supported;
    bool const supplies = supported[Actors::idx(i)][Actors::idx(j)] > 0.0F ||
                          supported[Actors::idx(j)][Actors::idx(i)] > 0.0F;
    if (!supplies && state.at.in_reach[i][c] == 0) return 0;
    bool const together = supplies || (state.at.strength[i][c] > 0 && state.at.strength[j][c] > 0);
    auto const& attributes = state.actors.attributes;
    float const branding =
        std::max(attributes[Actors::idx(i)].branding, attributes[Actors::idx(j)].branding);
    float const contact = state.actors.coordination[Actors::idx(i)][Actors::idx(j)];
    float const bond = association + (1.0F - association) * power(contact, association_curve);
    return bond * (1.0F - branding) * (together ? 1.0F : in_reach_only);
  }

  /// tau_jc, 0..1: half the span of j's stances over the sides of the conflict in c.
  [[nodiscard]] float partiality(State const& state, int j, int c) const {
    Stances const& stances = state.actors.declared[Actors::idx(j)].stances;
    float low = 1;
    float high = -1;
    for (int p = 0; p < state.actors.count; ++p) {
      if (!state.actors.takes_part(p) || state.actors.is_operation(p)) continue;
      if (state.at.strength[p][c] == 0 && state.at.support[p][c] < heard) continue;
      low = std::min(low, stances[Actors::idx(p)]);
      high = std::max(high, stances[Actors::idx(p)]);
    }
    return high > low ? 0.5F * (high - low) : 0.0F;
  }

  /// y_jc, 0..1.
  [[nodiscard]] float visibility(State const& state, int j, int c) const {
    auto const b = Actors::idx(j);
    auto const here = static_cast<float>(state.at.in_reach[j][c]);
    float covered = 0;
    for (int i = 0; i < state.actors.count; ++i)
      covered += state.politics.supported[Actors::idx(i)][b];
    float const hours =
        covered > 0.0F && here > 0.0F
            ? support_hours * covered * clip(here / static_cast<float>(state.actors.strength[b]))
            : 0.0F;
    return state.actors.attributes[b].attribution *
           chance(here / visible_persons +
                  static_cast<float>(state.at.killed_civilians[j][c]) / visible_killed +
                  hours / visible_hours);
  }
};

}  // namespace disalign
