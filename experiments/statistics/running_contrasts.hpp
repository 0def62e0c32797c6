/// Paired contrasts of one outcome while the runs of a study come in.
#pragma once
#include <string>
#include <vector>

#include "experiments/statistics/moments.hpp"

namespace disalign {

/// Takes the outcome of every run in the order of the study, replicate by replicate. A replicate
/// counts once it has finished at every point: short runs finish first, and what they alone say is
/// biased. Memory is one value and one contrast a point.
class RunningContrasts {
 public:
  struct Named {
    std::string name;  ///< of the point
    Contrast contrast;
  };

  /// `names` of the points; `reference[p]` is the point that p is compared with, -1 for none.
  RunningContrasts(std::vector<std::string> names, std::vector<int> reference);

  /// The outcome of a run, in its unit; NaN for a run that failed, whose whole replicate is left out.
  void add(int point, int replicate, double value);

  /// Contrasts so far, one for each point with a reference; n is 0 until a replicate is complete.
  [[nodiscard]] std::vector<Named> contrasts() const;

  /// "to un_alone: none +7345 ± 318, un_aligned -514 ± 129 (n 40)": half-widths of 95 % intervals, at most
  /// `shown` points. Empty before two replicates are complete, and without anything to compare.
  [[nodiscard]] std::string text(std::size_t shown = 3) const;

 private:
  void close_replicate();

  std::vector<std::string> names_;
  std::vector<int> reference_;
  std::vector<PairedMoments> pairs_;
  std::vector<double> values_;  ///< of the replicate that is coming in
  std::vector<bool> seen_;
  int replicate_ = -1;
};

}  // namespace disalign
