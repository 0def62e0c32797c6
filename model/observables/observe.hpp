/// All themes in their order, and the maps.
#pragma once
#include "model/observables/disalignment.hpp"
#include "model/observables/forces.hpp"
#include "model/observables/institutions.hpp"
#include "model/observables/operations.hpp"
#include "model/observables/people.hpp"
#include "model/observables/violence.hpp"

namespace disalign {

/// Calls visit(Declared, value) for every observable: value(0), value(actor) or value(pair index).
void observe(View const& view, auto&& visit) {
  Declare declare(visit);
  observe_violence(view, declare);
  observe_people(view, declare);
  observe_forces(view, declare);
  observe_operations(view, declare);
  observe_institutions(view, declare);
  observe_disalignment(view, declare);
}

/// Maps: visit(MapObservable, value(cell)), values are whole.
void observe_maps(State const& state, auto&& visit) {
  auto const i = [](int c) { return static_cast<std::size_t>(c); };
  visit(MapObservable{"map_civilians_killed", "person", "civilians killed in the cell"},
        [&](int c) { return static_cast<std::int64_t>(state.cells.killed[i(c)]); });
  visit(MapObservable{"map_displaced_weeks", "person-week", "weeks spent displaced in the cell"},
        [&](int c) { return static_cast<std::int64_t>(state.cells.displaced[i(c)]); });
  visit(MapObservable{"map_fighter_weeks", "person-week",
                      "weeks that armed groups' members spent in the cell"},
        [&](int c) {
          std::int64_t n = 0;
          for (int const a : state.present[c])
            n += state.actors.is_group(a) ? state.at.strength[a][c] : 0;
          return n;
        });
  visit(MapObservable{"map_operation_weeks", "person-week",
                      "weeks that operations' members spent in the cell"},
        [&](int c) {
          std::int64_t n = 0;
          for (int const a : state.present[c])
            n += state.actors.is_operation(a) ? state.at.strength[a][c] : 0;
          return n;
        });
}

}  // namespace disalign
