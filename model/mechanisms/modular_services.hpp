/// Modular services: the UN adds police, monitors or mediators on their own, after a set-up delay.
///     module_k = n_k      from week  order + delay  on, for k in {police, monitors, mediators}
/// n_k  staff ordered for each UN mission [persons]   delay  set-up, 4..52 weeks
/// They come beside the mission's own staff and stay while the mission has troops: services work where
/// it is. Police and monitors work whatever the mission's goals weigh. Where they count: model/civil_capacity.hpp (crime, monitoring,
/// talks). Limits: n = 0 or before order + delay, nothing; the mission gone, nothing.
/// Sign of the direct effect: more staff or a shorter delay never means less civil capacity.
/// Reads actors.strength. Writes mandates.module_*. Draws none.
/// Source: MODEL.md 6E, L6 (a spectrum of modular services); numbers are the scenario's.
#pragma once
#include "model/base/draws.hpp"
#include "model/state.hpp"

namespace disalign {

struct ModularServices {
  static constexpr char const* name = "modular_services";
  float order_week = 100000;
  float delay = 26;
  int police = 0;
  int monitors = 0;
  int mediators = 0;

  static void describe(auto& self, auto& visit) {
    visit.field("order_week", self.order_week, "week", 0, 1e5, "week in which services are ordered",
                "scenario; L6");
    visit.field("delay", self.delay, "week", 4, 52, "weeks until they work", "L6: 4-52");
    visit.field("police", self.police, "person", 0, 10000, "police officers ordered",
                "scenario; L6");
    visit.field("monitors", self.monitors, "person", 0, 10000, "human-rights staff ordered",
                "scenario; L6");
    visit.field("mediators", self.mediators, "person", 0, 10000, "mediators ordered",
                "scenario; L6");
  }

  void operator()(State& state, Draws /*draws*/) const {
    bool const ready = static_cast<float>(state.week) >= order_week + delay;
    for (int u = 0; u < state.actors.count; ++u) {
      auto const i = Actors::idx(u);
      if (!state.actors.takes_part(u) || state.actors.kind[i] != Kind::un_mission) continue;
      bool const works = ready && state.actors.strength[i] > 0;
      state.mandates.module_police[i] = works ? police : 0;
      state.mandates.module_monitors[i] = works ? monitors : 0;
      state.mandates.module_mediators[i] = works ? mediators : 0;
    }
  }
};

}  // namespace disalign
