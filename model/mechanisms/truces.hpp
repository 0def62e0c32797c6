/// Truces: mutual losses are remembered; ceasefires settle or collapse, settlements may fail.
///     H_pq' = 2^(-1/26) H_pq + (dead of p by q + dead of q by p) / (n_p + n_q)
///     collapse of a ceasefire or a side deal: k (1 + 2 tilt_pq + excluded)
///     settlement of a ceasefire: m track          relapse of a settlement: r (1/2 under the UN) / D
///     tilt_pq = sum_j max over groups g of the pair of [s^_Ug - s^_jg]+
/// H  mutual losses in memory [1]   n  strength before this week's losses [persons]
/// j  parallel forces with persons in theatre   U  the UN mission there; none: an even hand, s = 0
/// excluded  groups with people whom others' side deals with the government leave out
/// track  1 while a political track is on (the parameter, or what a timeline decided since)   D  settled pairs with people: the theatre relapses at rate r (F41)
/// A settlement with q binds the allies of p too (friends for `alliance_weeks`, C24), if they fight q.
/// Limits: all rates 0, no truce ever changes; no truce, only memory moves.
/// Reads killed_by, stances (switch divergent_targeting), hostility, allied_weeks, strength, events.
/// Writes politics.hurt, truce, truce_weeks, exclusions, flows.
/// Draws: entity = pair of parties; word 0 collapse, 1 settlement, 2 relapse.
/// Source: MODEL.md 6C, talks; eq. 11 (joint settlement); F41 (relapse halved).
#pragma once
#include <algorithm>

#include "model/engagement.hpp"

namespace disalign {

struct Truces {
  static constexpr char const* name = "truces";
  float hurt_half_life = 26;
  float collapse_rate = 0.01F;
  float tilt_effect = 2;
  float exclusion_effect = 1;
  float settlement_rate = 0.02F;
  float political_track = 1;
  float relapse_rate = 0.003F;
  float relapse_under_un = 0.5F;
  float alliance_weeks = 13;

  static void describe(auto& self, auto& visit) {
    visit.field("hurt_half_life", self.hurt_half_life, "week", 0, 520,
                "half-life of the memory of mutual losses", "MODEL.md 6C: 26");
    visit.field("collapse_rate", self.collapse_rate, "1/week", 0, 1,
                "hazard that a ceasefire collapses", "MODEL.md 6C: 0.01");
    visit.field("tilt_effect", self.tilt_effect, "1", 0, 10,
                "what a parallel force that disfavours a party fully adds to it",
                "MODEL.md 6C: 2; F24");
    visit.field("exclusion_effect", self.exclusion_effect, "1", 0, 10,
                "what each group left out of a side deal adds to it", "MODEL.md 6C: 1; M23");
    visit.field("settlement_rate", self.settlement_rate, "1/week", 0, 1,
                "hazard that a ceasefire becomes a settlement", "MODEL.md 6C: 0.02");
    visit.field("political_track", self.political_track, "1", 0, 1,
                "1: a political track is on, without it no ceasefire settles", "scenario");
    visit.field("relapse_rate", self.relapse_rate, "1/week", 0, 1,
                "hazard that a settled theatre relapses", "MODEL.md 6C: 0.003");
    visit.field("relapse_under_un", self.relapse_under_un, "1", 0, 1,
                "factor on it while UN troops are in theatre", "F41: 0.15-0.5");
    visit.field("alliance_weeks", self.alliance_weeks, "week", 1, 1000,
                "weeks of friendship after which groups settle as one", "assumed; C24");
  }

  void operator()(State& state, Draws draws) const {
    remember_losses(state);
    count_exclusions(state);
    Actors const& actors = state.actors;
    ActorMatrix<std::uint8_t> const before = state.politics.truce;
    auto const peace = [&](int p, int q) {
      return before[Actors::idx(p)][Actors::idx(q)] == Truce::settled &&
             actors.strength[Actors::idx(p)] > 0 && actors.strength[Actors::idx(q)] > 0;
    };
    float settled = 0;
    each_pair(actors, [&](int p, int q) { settled += peace(p, q) ? 1.0F : 0.0F; });
    float const track = Policies::or_rule(state.politics.policies.political_track, political_track);
    float const relapse = relapse_rate * (un_in_theatre(actors) >= 0 ? relapse_under_un : 1.0F);
    each_pair(actors, [&](int p, int q) {
      std::uint8_t const truce = before[Actors::idx(p)][Actors::idx(q)];
      if (truce == Truce::at_war) return;
      state.politics.truce_weeks[Actors::idx(p)][Actors::idx(q)] += 1.0F;
      state.politics.truce_weeks[Actors::idx(q)][Actors::idx(p)] += 1.0F;
      Words const word = draws.at(pair_address(state, p, q, 0));
      if (truce == Truce::settled) {
        if (peace(p, q) && word(2) < chance(relapse / settled)) {
          set(state, p, q, Truce::at_war);
          ++state.flows.relapses;
        }
      } else if (word(0) < chance(collapse_hazard(state, p, q))) {
        set(state, p, q, Truce::at_war);
        ++state.flows.collapses;
      } else if (truce == Truce::ceasefire && word(1) < chance(settlement_rate * track)) {
        settle(state, p, q);
      }
    });
    // Allies last, so that no order of pairs decides between a joint settlement and a collapse.
    each_pair(actors, [&](int p, int q) {
      bool const fresh = state.politics.truce[Actors::idx(p)][Actors::idx(q)] == Truce::settled &&
                         before[Actors::idx(p)][Actors::idx(q)] == Truce::ceasefire;
      if (!fresh) return;
      settle_allies(state, p, q);
      settle_allies(state, q, p);
    });
  }

  /// Hazard that the ceasefire or side deal of p and q collapses [1/week].
  [[nodiscard]] float collapse_hazard(State const& state, int p, int q) const {
    Actors const& actors = state.actors;
    int const un = un_in_theatre(actors);
    float tilt = 0;
    float excluded = 0;
    for (int a = 0; a < actors.count; ++a) {
      auto const j = Actors::idx(a);
      if (!actors.takes_part(a) || actors.strength[j] == 0) continue;
      if (actors.is_group(a) && state.politics.exclusions[j] > 0.0F) excluded += 1.0F;
      if (actors.kind[j] != Kind::parallel_force) continue;
      float most = 0;
      for (int const g : {p, q}) {
        if (!actors.is_group(g)) continue;
        float const even = un >= 0 ? actors.stances[Actors::idx(un)][Actors::idx(g)] : 0.0F;
        most = std::max(most, even - actors.stances[j][Actors::idx(g)]);
      }
      tilt += most;
    }
    return collapse_rate * (1.0F + tilt_effect * tilt + exclusion_effect * excluded);
  }

 private:
  /// Calls body(p, q) for every pair of local parties that take part, p < q.
  static void each_pair(Actors const& actors, auto body) {
    auto const local = [&](int p) { return actors.takes_part(p) && !actors.is_operation(p); };
    for (int p = 0; p < actors.count; ++p) {
      if (!local(p)) continue;
      for (int q = p + 1; q < actors.count; ++q) {
        if (local(q)) body(p, q);
      }
    }
  }

  static int un_in_theatre(Actors const& actors) {
    for (int i = 0; i < actors.count; ++i) {
      if (actors.takes_part(i) && actors.kind[Actors::idx(i)] == Kind::un_mission &&
          actors.strength[Actors::idx(i)] > 0)
        return i;
    }
    return -1;
  }

  static void set(State& state, int p, int q, Truce truce) {
    auto const i = Actors::idx(p);
    auto const j = Actors::idx(q);
    state.politics.truce[i][j] = state.politics.truce[j][i] = truce;
    state.politics.truce_weeks[i][j] = state.politics.truce_weeks[j][i] = 0;
  }

  static void settle(State& state, int p, int q) {
    set(state, p, q, Truce::settled);
    ++state.flows.settlements;
  }

  void settle_allies(State& state, int p, int q) const {
    Actors const& actors = state.actors;
    for (int r = 0; r < actors.count; ++r) {
      auto const ally = Actors::idx(r);
      bool const friends = actors.is_group(r) && actors.takes_part(r) && r != q &&
                           actors.allied_weeks[Actors::idx(p)][ally] >= alliance_weeks;
      bool const fights = actors.hostility[ally][Actors::idx(q)] > 0.0F;
      if (friends && fights && state.politics.truce[ally][Actors::idx(q)] != Truce::settled)
        settle(state, r, q);
    }
  }

  void remember_losses(State& state) const {
    Actors const& actors = state.actors;
    float const kept = weekly_decay(hurt_half_life);
    each_pair(actors, [&](int p, int q) {
      auto const i = Actors::idx(p);
      auto const j = Actors::idx(q);
      auto const persons = static_cast<float>(actors.strength[i] + actors.killed_this_week[i] +
                                              actors.strength[j] + actors.killed_this_week[j]);
      auto const dead = static_cast<float>(actors.killed_by[i][j] + actors.killed_by[j][i]);
      float& hurt = state.politics.hurt[i][j];
      hurt = kept * hurt + (persons > 0.0F ? dead / persons : 0.0F);
      state.politics.hurt[j][i] = hurt;
    });
  }

  /// Side deals of others with the government, as long as they hold and r itself still fights it.
  static void count_exclusions(State& state) {
    Actors const& actors = state.actors;
    auto const& truce = state.politics.truce;
    state.politics.exclusions.fill(0);
    for (int g = 0; g < actors.count; ++g) {
      auto const host = Actors::idx(g);
      if (!actors.is_government(g) || !actors.takes_part(g)) continue;
      float deals = 0;
      for (int p = 0; p < actors.count; ++p)
        deals += truce[Actors::idx(p)][host] == Truce::side_deal ? 1.0F : 0.0F;
      for (int r = 0; r < actors.count; ++r) {
        auto const out = Actors::idx(r);
        if (actors.is_group(r) && truce[out][host] == Truce::at_war &&
            actors.hostility[out][host] > 0.0F)
          state.politics.exclusions[out] += deals;
      }
    }
  }
};

}  // namespace disalign
