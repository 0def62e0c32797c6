/// Recruitment: residents join the units that stand among them and that they support.
///     armed group  k ~ Poisson(rate n S_ca (ungrieved + G_c) (1 - for_pay unpaid_a))
///     army         k ~ Poisson(army_rate n S_ca (1 - for_pay unpaid_a)), up to the unit's quota
/// n  strength of the unit   S  support, 0..1   G  grievance against the state, 0..1
/// unpaid  share of pay the party owes this week, 0..1: who comes for pay stays away from a party
/// that cannot pay; this bounds a group by what its land yields (for_pay = 0 is MODEL.md's form,
/// which grows by several per cent a week wherever support is above a third).
/// The army fills vacancies of its units only, and grievance against the state wins it nobody.
/// All parties together take at most `yearly_share` / 52 of a cell's residents a week (fractions of
/// a person by a draw); short cells are shared by cumulative floor in order of hashed unit id.
/// Limits: no support, no recruits; an empty cell gives none. Operations do not recruit.
/// Reads support, grievance, unpaid_share. Writes units.strength, cells.residents, ledger, flows.
/// Source: MODEL.md eq. 10 (prototype). Draws: unit: word 0 the number; cell, branch 1: word 0 the fraction.
#pragma once
#include <algorithm>
#include <memory_resource>
#include <vector>

#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/state.hpp"

namespace disalign {

struct Recruitment {
  static constexpr char const* name = "recruitment";
  float rate = 0.25F;
  float ungrieved = 0.2F;
  float army_rate = 0.04F;
  float for_pay = 1;
  float yearly_share = 0.02F;

  static void describe(auto& self, auto& visit) {
    visit.field(
        "rate", self.rate, "1/week", 0, 10,
        "recruits of an armed group per fighter at full support and grievance 1 - ungrieved",
        "prototype");
    visit.field("ungrieved", self.ungrieved, "1", 0, 1, "readiness to join without any grievance",
                "prototype");
    visit.field("army_rate", self.army_rate, "1/week", 0, 10,
                "recruits of the army per soldier at full support, while there are vacancies",
                "assumed: replaces desertion at support of one half");
    visit.field("for_pay", self.for_pay, "1", 0, 1,
                "share of recruits who join only a party that pays", "assumed");
    visit.field("yearly_share", self.yearly_share, "1/year", 0, 1,
                "highest share of residents who join anybody in a year", "MODEL.md eq. 10: 2 %");
  }

  void operator()(State& state, Draws draws) const {
    auto const& occupied = state.present.occupied;
    struct Part {
      std::pmr::vector<Wish> wishes;
      ActorArray<std::int32_t> recruited{};
    };
    std::pmr::vector<Part> parts(&state.arena);
    parts.resize(parts_of(occupied.size(), occupied_cells_of_part));
    auto const& rows = state.by_cell.rows;
    std::pmr::vector<float> number(rows.size(), &state.arena);  // of every row by cell
    for_each_part(rows.size(), rows_of_part, [&](std::size_t first, std::size_t last, std::size_t) {
      first_numbers(state.units, draws, rows.data() + first, last - first, number.data() + first);
    });
    for (Part& part : parts) {
      part.wishes = std::pmr::vector<Wish>(&state.arena);
      part.wishes.reserve(static_cast<std::size_t>(state.by_cell.most));
    }
    for_each_part(occupied.size(), occupied_cells_of_part,
                  [&](std::size_t k, std::size_t last, std::size_t part) {
                    for (; k < last; ++k)
                      recruit(state, draws, occupied[k], number.data(), parts[part].wishes,
                              parts[part].recruited);
                  });
    for (Part const& part : parts) {
      for (std::size_t a = 0; a < part.recruited.size(); ++a) {
        state.flows.recruited[a] += part.recruited[a];
        state.ledger.recruited[a] += part.recruited[a];
      }
    }
  }

 private:
  struct Wish {
    std::uint64_t order;  ///< hashed id of the unit
    std::size_t row;
    std::int32_t number;  ///< residents who would join it
    bool operator<(Wish const& other) const { return order < other.order; }
  };

  /// `number`: of every row by cell.
  void recruit(State& state, Draws draws, int c, float const* number,
               std::pmr::vector<Wish>& wishes, ActorArray<std::int32_t>& recruited) const {
    Units& units = state.units;
    auto const cell = static_cast<std::size_t>(c);
    wishes.clear();
    std::int64_t wanted = 0;
    number += state.by_cell.start[cell];
    for (std::int32_t const row : state.by_cell[c]) {
      auto const r = static_cast<std::size_t>(row);
      std::int32_t const persons = who_would_join(state, r, c, *number++);
      if (persons == 0) continue;
      wishes.push_back({mix(units.id[r]), r, persons});
      wanted += persons;
    }
    if (wanted == 0) return;
    std::int32_t& residents = state.cells.residents[cell];
    float const most = yearly_share / 52.0F * static_cast<float>(residents);
    auto const whole = static_cast<std::int32_t>(most + draws.at(cell, 1)(0));
    std::int64_t const granted = std::min<std::int64_t>({wanted, whole, residents});
    if (granted < wanted) std::sort(wishes.begin(), wishes.end());
    std::int64_t cumulated = 0;
    for (Wish const& wish : wishes) {
      cumulated += wish.number;
      auto const k =
          static_cast<std::int32_t>(cumulative_floor(cumulated, wish.number, granted, wanted));
      units.strength[wish.row] += k;
      recruited[Actors::idx(units.actor[wish.row])] += k;
    }
    residents -= static_cast<std::int32_t>(granted);
  }

  [[nodiscard]] std::int32_t who_would_join(State const& state, std::size_t r, int c,
                                            float u) const {
    Actors const& actors = state.actors;
    Units const& units = state.units;
    int const a = units.actor[r];
    float const support = state.at.support[a][c];
    if (actors.is_operation(a) || units.strength[r] == 0 || !(support > 0.0F)) return 0;
    float const paid = 1.0F - for_pay * actors.unpaid_share[Actors::idx(a)];
    float const pull = static_cast<float>(units.strength[r]) * support * paid;
    if (actors.is_government(a)) {
      return std::min(poisson(army_rate * pull, u),
                      std::max(0, units.quota[r] - units.strength[r]));
    }
    return poisson(rate * pull * (ungrieved + state.cells.grievance(static_cast<std::size_t>(c))),
                   u);
  }
};

}  // namespace disalign
