/// A finished file of a study as its analysis needs it: rows, factors, outcomes by replicate.
#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "experiments/hdf5.hpp"
#include "experiments/study.hpp"

namespace disalign {

/// An outcome of every run that counts.
struct Outcome {
  std::string name, unit, meaning;
  std::vector<std::vector<double>>
      rows;  ///< [row][replicate], in the outcome's unit; NaN: undefined
};

/// Only replicates that finished at every row count: an interrupted or failed run takes its whole
/// replicate out, so that rows stay paired and balanced.
class StudyResults {
 public:
  /// Throws Error when the file is no finished file of disalign.
  explicit StudyResults(std::filesystem::path const& file);

  /// An outcome by name: `total_deaths`; of one actor or pair: `mean_legitimacy:un`,
  /// `mean_coordination:un:partner`. Throws Error, with the nearest name, when there is none.
  [[nodiscard]] Outcome outcome(std::string const& name);
  /// Outcomes that the study asks for, else those that help and harm are judged by.
  [[nodiscard]] std::vector<std::string> asked_outcomes() const;
  /// The row that `row` is compared with; -1 when there is none, or it is the reference itself.
  [[nodiscard]] int reference_of(std::size_t row) const;

  std::filesystem::path file;
  Study study;  ///< with its design, from the file's own configuration
  std::vector<std::string> names, labels, theatres;
  std::size_t replicates = 0;  ///< that count
  std::size_t left_out = 0;    ///< replicates with a run that did not finish
  std::string plan_hash;
  std::uint64_t digest = 0;

 private:
  hdf5::File opened_;
  std::map<std::string, hdf5::Entry> entries_;
  std::vector<std::size_t> counted_;  ///< replicates that count
  std::size_t all_replicates_ = 0;
};

}  // namespace disalign
