/// Observables of operations: how they are seen, whom they protect, where they were stopped.
#pragma once
#include "model/observables/declare.hpp"

namespace disalign {

template <class Visit>
void observe_operations(View const& view, Declare<Visit>& declare) {
  using enum Fold;
  State const& state = view.state;
  Actors const& actors = state.actors;
  constexpr auto i = Actors::idx;
  declare.actor_level(
      "impartiality", "1", "perceived impartiality of the operation where it stands", [&](int a) {
        return actors.is_operation(a)
                   ? static_cast<float>(
                         per_member(state, a, [&](int c) { return state.at.impartiality[a][c]; }))
                   : 0.0F;
      });
  declare.actor_level("acceptance", "1",
                      "acceptance of the operation by armed groups, mean over members", [&](int a) {
                        double accepted = 0;
                        double members = 0;
                        for (int p = 0; p < actors.count; ++p) {
                          if (!actors.is_operation(a) || !actors.is_group(p)) continue;
                          auto const n = static_cast<double>(actors.strength[i(p)]);
                          accepted += n * static_cast<double>(actors.acceptance[i(a)][i(p)]);
                          members += n;
                        }
                        return members > 0 ? accepted / members : 0.0;
                      });
  declare.level(
      "protected_share", "1", "share of people under protection from armed groups (12)", [&] {
        return per_person(state, [&](int c) { return state.cells.protection_from_groups[i(c)]; });
      });
  declare.level(
      "deterrence", "1", "factor of standing deterrence on attacks on civilians, mean over people",
      [&] { return per_person(state, [&](int c) { return state.cells.deterrence[i(c)]; }); });
  declare.count("rescue_calls", "event", "calls of the endangered for help", sum,
                [&] { return state.flows.rescue_calls; });
  declare.count("rescues", "event", "calls that a responder answered in time", sum,
                [&] { return state.flows.rescues; });
  declare.count("hindered_moves", "event",
                "moves of operations that another force or the host stopped", sum,
                [&] { return state.flows.hindered; });
  declare.treatment_count("frictions", "event",
                          "pairs of operations in a cell that got in each other's way",
                          [&] { return state.flows.frictions; });
  declare.actor_level("trust", "1", "perceived impartiality of the operation, mean over people",
                      [&, trust = per_person(state, state.at.impartiality)](int a) {
                        return actors.is_operation(a) ? trust[i(a)] : 0.0;
                      });
  declare.actor_count(
      "person_weeks", "person-week", "time of the operation's members in the country", sum,
      [&](int a) { return actors.is_operation(a) ? actors.strength[i(a)] : std::int64_t{0}; });
  declare.actor_count("offensive_weeks", "person-week",
                      "of these, spent on the task to defeat designated parties", sum, [&](int a) {
                        std::int64_t persons = 0;
                        if (!actors.is_operation(a)) return persons;
                        for (std::size_t r = 0; r < i(state.units.size()); ++r) {
                          bool const its =
                              state.units.actor[r] == a && state.units.task[r] == defeat_designated;
                          persons += its ? state.units.strength[r] : 0;
                        }
                        return persons;
                      });
  auto const lost = [&](int a, auto weight) {
    return sum_events(state, [&](Event const& e) {
      double const first = e.side_a == a ? e.deaths_a * weight(e, e.cell) : 0.0;
      double const second =
          e.side_b == a ? e.deaths_b * weight(e, e.crossing() ? e.cell_b : e.cell) : 0.0;
      return first + second;
    });
  };
  declare.actor_count(
      "hostile_deaths", "person", "members of the operation killed by parties to the conflict", sum,
      [&](int a) {
        if (!actors.is_operation(a)) return 0.0;
        return lost(
            a, [](Event const& e, int) { return e.kind == EventKind::blue_on_blue ? 0.0 : 1.0; });
      });
  declare.actor_count(
      "other_deaths", "person",
      "members of the operation killed otherwise: by fire between operations", sum, [&](int a) {
        if (!actors.is_operation(a)) return 0.0;
        return lost(
            a, [](Event const& e, int) { return e.kind == EventKind::blue_on_blue ? 1.0 : 0.0; });
      });
  declare.actor_amount(
      "offensive_deaths", "person",
      "of its hostile deaths, those on the task to defeat designated parties, by its share of "
      "persons in the cell",
      [&](int a) {
        if (!actors.is_operation(a)) return 0.0;
        return lost(a, [&](Event const& e, int c) {
          if (e.kind == EventKind::blue_on_blue) return 0.0;
          double persons = 0;
          double offensive = 0;
          for (auto k = state.by_cell.start[i(c)]; k < state.by_cell.start[i(c) + 1]; ++k) {
            auto const r = i(state.by_cell.rows[i(k)]);
            if (state.units.actor[r] != a) continue;
            persons += state.units.strength[r];
            if (state.units.task[r] == defeat_designated) offensive += state.units.strength[r];
          }
          return persons > 0 ? offensive / persons : 0.0;
        });
      });
  declare.pair_level("coordination", "1", "coordination of two operations", [&](int k) {
    auto const [first, second] = view.pairs[i(k)];
    return actors.coordination[i(first)][i(second)];
  });
}

}  // namespace disalign
