/// What a finished file says of its runs, held against itself and against runs made again.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "experiments/ensemble.hpp"
#include "experiments/hdf5.hpp"

namespace disalign {

/// The variables of a file's root that have a value for each run: outcomes by (scenario, replicate),
/// series by (scenario, replicate, week), both perhaps by actor or pair.
class StoredRuns {
 public:
  /// `file` must outlive this.
  StoredRuns(hdf5::File& file, std::size_t points, std::size_t replicates);

  /// How the outcomes of the root differ from the columns of /runs, over all runs: one text for each
  /// variable that does.
  [[nodiscard]] std::vector<std::string> differences_from_rows();

  /// The first value of this run in the root that is not the simulated one; "" when there is none.
  [[nodiscard]] std::string difference(FinishedRun const& run);

 private:
  /// The values of one run; none where the variable is missing or of another shape.
  [[nodiscard]] std::optional<std::vector<double>> read(std::string const& name, int point,
                                                        int replicate);

  hdf5::File& file_;
  std::size_t points_, replicates_;
  std::map<std::string, hdf5::Entry> entries_;
  bool keeps_series_;  ///< not at level `summary`
};

}  // namespace disalign
