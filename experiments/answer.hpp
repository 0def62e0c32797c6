/// The answer of a study, read from its file: the same for `run` and `show`.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "experiments/hdf5.hpp"
#include "experiments/statistics/moments.hpp"
#include "experiments/statistics/summary.hpp"
#include "experiments/statistics/tail_exponent.hpp"

namespace disalign {

/// One outcome of one scenario.
struct OutcomeSummary {
  std::string name, unit, meaning;
  double mean = 0, standard_error = 0;  ///< Monte Carlo error of the mean
  std::vector<double> quantiles;        ///< at answer_quantiles
};
inline constexpr double answer_quantiles[] = {0.05, 0.25, 0.5, 0.75, 0.95};

struct ScenarioAnswer {
  std::string name, label;
  std::vector<OutcomeSummary> outcomes;
  Share extinct;  ///< runs without a death in organised violence in the last 52 weeks
  std::optional<TailExponent> tail;  ///< of the sizes of all its events
  double stance_disalignment = 0, goal_clash = 0,
         complementarity = 0;  ///< of its parallel force; NaN without one
};

/// A paired difference of an outcome between a scenario and the reference.
struct AnswerContrast {
  std::string outcome, scenario, reference;
  Contrast contrast;
};

struct Answer {
  std::string title, reference;
  std::string preregistration;  ///< hash of the plan that the study confirms; "": it explores
  bool stopped = false;         ///< by its rule: intervals are confidence sequences
  int replicates = 0, weeks = 0;
  std::int64_t runs = 0,
               failed = 0;  ///< a replicate with a failed run enters no outcome or contrast
  std::uint64_t digest = 0, seed = 0;
  std::int64_t unit_steps = 0;
  double wall_seconds = 0;
  std::vector<ScenarioAnswer> scenarios;
  std::vector<AnswerContrast> contrasts;
  std::optional<TailExponent> tail;  ///< of the events of all scenarios
};

/// Throws Error when a file is not one of ours, or of a format that this program does not read.
void require_result(hdf5::File& file);

/// Reads a finished file. Throws Error as require_result.
Answer read_answer(std::filesystem::path const& file);

/// Tables for a terminal, the answer first.
std::string answer_text(Answer const& answer, std::filesystem::path const& file);

/// The object of `--json` (CONTRACT.md): digest, runs, failed, wall_s, unit_steps, outcomes, contrasts.
std::string answer_json(Answer const& answer, std::filesystem::path const& file);

/// Dimensions, variables with units, and provenance of a file, for `show`.
std::string contents_text(std::filesystem::path const& file);

}  // namespace disalign
