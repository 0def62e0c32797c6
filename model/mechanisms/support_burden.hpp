/// Support burden: the UN supplies forces that cannot sustain themselves, and is bound by it.
///     need_j = n_j d_j,   L_ij = min(need_j a q_i, room_i), 0 while i withholds it
///     diverted_i = min(1, b sum_j L_ij / n_i),   delivered_ij = e L_ij
/// n  strength in theatre [persons]   d_j  attributes.support_dependence of parallel force j
/// a  share of the need that the allowed kinds of support cover (L1: a share of 0 forbids a kind)
/// q_i  share of UN mission i in the strength of all UN missions: several share the burden
/// room_i  persons left below the cap m n_i (L3), served in the order of the supported forces' keys
/// b  persons bound per person supported   e  efficiency of support (L8)
/// The persons bound are missing from other tasks: presence, interposition and deterrence count
/// n (1 - diverted), and that share of the contingents executes support_partner. Payroll takes L
/// person-weeks a week from the supporter's purse; convoys may lose part of what is delivered.
/// With the cap at or below 1 the burden stays below the supporter's troops: civilians' turn, which
/// MODEL.md names, never comes.
/// Limits: no dependent force, no UN mission, or all is withheld: nothing is supported or bound.
/// Sign of the direct effect: supplies the supported, weakens the supporter.
/// Reads attributes, strength, politics.support_stopped (conditional support, L2).
/// Writes politics.supported, delivered, diverted.
/// Reads no profile. Draws none. Source: MODEL.md eq. 20 (M5), L1, L3, L8.
#pragma once
#include <algorithm>
#include <array>

#include "model/base/draws.hpp"
#include "model/base/exact_math.hpp"
#include "model/state.hpp"

namespace disalign {

struct SupportBurden {
  static constexpr char const* name = "support_burden";
  float bound = 0.25F;
  float most_supported = 1;
  float efficiency = 1;
  float rations_and_fuel = 0.6F;
  float transport = 0.2F;
  float medical_evacuation = 0.1F;
  float information = 0.1F;

  static void describe(auto& self, auto& visit) {
    visit.field("bound", self.bound, "1", 0, 1,
                "persons of the supporter bound by the support of one person",
                "MODEL.md eq. 20: 0.25 assumed");
    visit.field("most_supported", self.most_supported, "1", 0, 1,
                "cap: persons supported per person of the supporter", "L3");
    visit.field("efficiency", self.efficiency, "1", 1, 1.5,
                "person-weeks delivered per person-week of support", "L8: +0-50 %");
    visit.field("rations_and_fuel", self.rations_and_fuel, "1", 0, 1,
                "share of the need covered by rations and fuel; 0 forbids them", "L1; assumed");
    visit.field("transport", self.transport, "1", 0, 1,
                "share of the need covered by transport; 0 forbids it", "L1; assumed");
    visit.field("medical_evacuation", self.medical_evacuation, "1", 0, 1,
                "share of the need covered by medical evacuation; 0 forbids it", "L1; assumed");
    visit.field("information", self.information, "1", 0, 1,
                "share of the need covered by information; 0 forbids it", "L1; assumed");
  }

  void operator()(State& state, Draws /*draws*/) const {
    Actors const& actors = state.actors;
    Politics& politics = state.politics;
    float missions = 0;  // persons of all UN missions
    for (int i = 0; i < actors.count; ++i) {
      auto const a = Actors::idx(i);
      politics.supported[a].fill(0);
      politics.delivered[a].fill(0);
      politics.diverted[a] = 0;
      if (supports(actors, i)) missions += persons_of(actors, i);
    }
    float const allowed = clip(rations_and_fuel + transport + medical_evacuation + information);
    std::array<int, max_actors> by_key{};
    std::size_t const forces = dependent_forces(actors, by_key);
    for (int i = 0; i < actors.count; ++i) {
      if (!supports(actors, i)) continue;
      auto const a = Actors::idx(i);
      float const own = persons_of(actors, i);
      float covered = 0;
      for (std::size_t k = 0; k < forces; ++k) {
        auto const j = Actors::idx(by_key[k]);
        float const need = persons_of(actors, by_key[k]) * actors.attributes[j].support_dependence;
        bool const withheld = politics.support_stopped[a][j] > 0.0F;
        float const asked = withheld ? 0.0F : need * allowed * (own / missions);
        float const given = std::min(asked, std::max(0.0F, most_supported * own - covered));
        politics.supported[a][j] = given;
        politics.delivered[a][j] = efficiency * given;
        covered += given;
      }
      politics.diverted[a] = clip(bound * covered / own);
    }
  }

 private:
  static float persons_of(Actors const& actors, int a) {
    return static_cast<float>(actors.strength[Actors::idx(a)]);
  }

  static bool supports(Actors const& actors, int a) {
    return actors.takes_part(a) && actors.kind[Actors::idx(a)] == Kind::un_mission &&
           actors.strength[Actors::idx(a)] > 0;
  }

  /// Parallel forces in theatre that depend on support, in the order of their keys.
  static std::size_t dependent_forces(Actors const& actors, std::array<int, max_actors>& list) {
    std::size_t count = 0;
    for (int a = 0; a < actors.count; ++a) {
      auto const i = Actors::idx(a);
      bool const depends = actors.attributes[i].support_dependence > 0.0F;
      if (actors.takes_part(a) && actors.kind[i] == Kind::parallel_force && depends &&
          actors.strength[i] > 0)
        list[count++] = a;
    }
    std::sort(list.begin(), list.begin() + static_cast<std::ptrdiff_t>(count), [&](int x, int y) {
      return actors.key[Actors::idx(x)] < actors.key[Actors::idx(y)];
    });
    return count;
  }
};

}  // namespace disalign
