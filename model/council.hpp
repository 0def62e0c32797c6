/// The Security Council: two blocs with a veto, what divides them, and the grudges they bear.
///
/// One Council sits above all theatres of a run: it travels from theatre to theatre within a week
/// and is the only thing that couples them.
#pragma once
#include <array>
#include <cstdint>

namespace disalign {

/// The permanent members' blocs: western (P3) and eastern (P2).
inline constexpr int bloc_count = 2;
inline constexpr std::array bloc_names{"p3", "p2"};

struct Council {
  float contestation = 0.2F;               ///< K, 0..1
  std::array<float, bloc_count> grudge{};  ///< Gr_b: after a veto of the other bloc, 0..1
  float counter_terrorism_consensus = 0;   ///< 1 when all agree on counter-terrorism first
  std::int32_t drafts = 0, vetoes = 0, renewals_lost = 0;  ///< cumulated since week 0
  std::int32_t early_review =
      -1;  ///< week of an early review that a retaliating bloc asked for; -1

  static void each(auto& self, auto&& visit) {
    visit(self.contestation);
    visit(self.grudge);
    visit(self.counter_terrorism_consensus);
    visit(self.drafts);
    visit(self.vetoes);
    visit(self.renewals_lost);
    visit(self.early_review);
  }
};

}  // namespace disalign
