/// Observables of the treatment itself: the indices of MODEL.md section 4 as they stand each week, and
/// what operations were seen to do to one another.
///
/// Marked `describes_treatment`, but for overlap and revealed disalignment: those are measured from
/// what forces do, and do not move with what they declare once every channel is off.
#pragma once
#include "model/observables/declare.hpp"

namespace disalign {

template <class Visit>
void observe_disalignment(View const& view, Declare<Visit>& declare) {
  Watch const& watch = view.watch;
  TheatreIndices const& theatre = watch.theatre;
  auto const of = [](Index index) { return static_cast<std::size_t>(index); };
  declare.treatment_level("theatre_stance_disalignment", "1",
                          "theatre index of D1n, by strength and overlap",
                          [&, of] { return theatre.disalignment[of(Index::stances)]; });
  declare.treatment_level("theatre_goal_disalignment", "1",
                          "theatre index of D2n, by strength and overlap",
                          [&, of] { return theatre.disalignment[of(Index::goals)]; });
  declare.treatment_level("theatre_disalignment", "1",
                          "theatre index of D3, by strength and overlap",
                          [&, of] { return theatre.disalignment[of(Index::combined)]; });
  declare.treatment_level("structural_disalignment", "1",
                          "theatre index of D3 as if all operations overlapped",
                          [&, of] { return theatre.structural[of(Index::combined)]; });
  declare.treatment_level("friction_index", "1",
                          "D3 by overlap, less where commands are coupled; over the theatre",
                          [&] { return theatre.friction; });
  declare.treatment_level("theatre_tilt", "1",
                          "mean over parties of how far operations together lean to one side",
                          [&] { return theatre.tilt; });
  declare.level("overlap", "1", "overlap of operations in space, over the theatre",
                [&] { return theatre.overlap; });
  declare.level("revealed_disalignment", "1",
                "share of executed tasks in 13 weeks that worked against another operation",
                [&] { return watch.revealed ? watch.revealed->theatre_share() : 0.0; });

  auto const pair = [](int k) { return static_cast<std::size_t>(k); };
  declare.treatment_pair_level(
      "pair_stance_disalignment", "1", "D1n of the second operation against the first",
      [&, pair](int k) { return watch.pairs[pair(k)].stance_disalignment; });
  declare.treatment_pair_level("pair_goal_disalignment", "1",
                               "D2n of the second operation against the first",
                               [&, pair](int k) { return watch.pairs[pair(k)].goal_disalignment; });
  declare.treatment_pair_level("pair_disalignment", "1",
                               "D3 of the second operation against the first",
                               [&, pair](int k) { return watch.pairs[pair(k)].disalignment; });
  declare.treatment_pair_level("pair_complementarity", "1", "C: synergy of their goals",
                               [&, pair](int k) { return watch.pairs[pair(k)].complementarity; });
  declare.pair_level("pair_overlap", "1", "overlap of the two in space",
                     [&, pair](int k) { return watch.overlaps[pair(k)]; });
  declare.pair_level(
      "pair_revealed_disalignment", "1",
      "share of the first's executed tasks in 13 weeks that worked against the second",
      [&, pair](int k) {
        auto const [i, j] = view.pairs[pair(k)];
        return watch.revealed ? watch.revealed->share(i, j) : 0.0;
      });
}

}  // namespace disalign
