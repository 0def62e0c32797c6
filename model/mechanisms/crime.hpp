/// Crime: criminals, many of them demobilised fighters, kill; police restrain them, troops do not.
///     killings ~ Poisson((0.002 demobilised + 0.0001 people of a protection site) / (1 + police_c/20))
///     police_c  officers of operations who are in theatre, where the operation is
/// demobilised  persons of the cell who left an armed force; model/civil_capacity.hpp counts police
/// Limits: nobody demobilised and no site, no crime; 20 officers in a cell halve it, 40 leave a third.
/// A stream of its own: outside UCDP's types of violence.
/// Reads cells.demobilised, displaced, civil capacity. Writes events (one dead each), flows.crimes.
/// Source: MODEL.md 6A (assumed); F11, F12. Draws: entity = cell. Branch 0 word 0: killings.
/// Branch k word 0: the day.
#pragma once
#include "model/base/counts.hpp"
#include "model/base/lanes.hpp"
#include "model/civil_capacity.hpp"
#include "model/state.hpp"

namespace disalign {

struct Crime {
  static constexpr char const* name = "crime";
  float demobilised_rate = 0.002F;
  float site_rate = 0.0001F;
  float police_scale = 20;

  static void describe(auto& self, auto& visit) {
    visit.field("demobilised_rate", self.demobilised_rate, "1/week", 0, 1,
                "killings per demobilised fighter without police", "assumed; F12");
    visit.field("site_rate", self.site_rate, "1/week", 0, 1,
                "killings per displaced person in a protection site without police", "assumed");
    visit.field("police_scale", self.police_scale, "person", 0.1, 1e5,
                "police officers in a cell that halve its crime", "assumed; F11");
  }

  void operator()(State& state, Draws draws) const {
    for_each_cell(state.grid(), draws, [&](int c, Words word) {
      std::int32_t const killings = poisson(rate(state, c), word(0));
      for (std::int32_t k = 1; k <= killings; ++k) {
        Event event;
        event.kind = EventKind::crime;
        event.day =
            day_of_week(draws.at(static_cast<std::uint64_t>(c), static_cast<std::uint32_t>(k))(0));
        event.cell = c;
        event.side_a = criminals;
        event.side_b = civilians;
        event.deaths_civilians = 1;
        event.address = mix(static_cast<std::uint64_t>(c) << 32 | static_cast<std::uint64_t>(k));
        state.events.push_back(event);
        ++state.flows.crimes;
      }
    });
  }

  /// Expected killings by criminals in a cell [1/week].
  [[nodiscard]] float rate(State const& state, int c) const {
    auto const cell = static_cast<std::size_t>(c);
    float sources = demobilised_rate * static_cast<float>(state.cells.demobilised[cell]);
    if (state.world->protection_site[cell] != 0) {
      sources += site_rate * static_cast<float>(state.cells.displaced[cell]);
    }
    return sources / (1.0F + police_in(state, c) / police_scale);
  }
};

}  // namespace disalign
