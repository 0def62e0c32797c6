/// Staff losses: attacks on an operation also kill the civilians who work with it.
///     dead ~ Binomial(staff_c, 1 - exp(-e))      per attack on the operation in cell c that was not repelled
///     staff_c = staff n_c / n                    staff are where the operation is
/// staff  civilian staff in theatre [persons]   e  exposure of one of them in one attack
/// The dead are missing from civilian_staff until force generation replaces them.
/// Limits: no staff or no attack, no dead; never more than there are.
/// Sign of the direct effect: more attacks, more dead staff.
/// Reads events, at.strength, strength. Writes deaths_staff of events.
/// Draws: event address, word 0. Source: M8 (mainly UN civilians), issue 3 item 4; e assumed: with 40
/// staff in a cell one in fifty attacks kills one.
#pragma once
#include "model/base/counts.hpp"
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

struct StaffLosses {
  static constexpr char const* name = "staff_losses";
  float exposure = 0.0005F;

  static void describe(auto& self, auto& visit) {
    visit.field("exposure", self.exposure, "1", 0, 1,
                "hazard of death of one civilian in the cell of an attack on the operation",
                "assumed; M8");
  }

  void operator()(State& state, Draws draws) const {
    Actors const& actors = state.actors;
    for (Event& event : state.events) {
      bool const attack =
          event.kind == EventKind::attack_on_operation || event.kind == EventKind::road_bomb;
      if (!attack || event.rescued || event.side_b < 0) continue;
      auto const i = Actors::idx(event.side_b);
      if (actors.civilian_staff[i] <= 0 || actors.strength[i] <= 0) continue;
      auto const here = static_cast<std::int32_t>(std::int64_t{actors.civilian_staff[i]} *
                                                  state.at.strength[event.side_b][event.cell] /
                                                  actors.strength[i]);
      std::int32_t const dead = binomial(here, exposure, draws.at(event.address)(0));
      event.deaths_staff += dead;  // provisional: a bomb may yet be jammed; final in casualties
    }
  }
};

}  // namespace disalign
