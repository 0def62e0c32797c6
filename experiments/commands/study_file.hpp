/// What a result file says about its study, and whether a file belongs to a study.
#pragma once
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "experiments/parts.hpp"
#include "experiments/recorder.hpp"
#include "experiments/study.hpp"

namespace disalign {

/// Everything that the recorder writes beside runs: texts, parameters, indices, provenance.
FileDescription describe_file(Study const& study, int threads);

/// Column of an outcome, of the run or of an actor (`final_strength:un`), in Record::outcomes. Throws
/// Error when there is none.
std::size_t outcome_column(Record const& record, Cast const& cast, std::string const& name);

/// What is kept of each run unless the user says so: of a design by the thousand only outcomes.
Level default_level(Study const& study);

/// The scenarios as the ensemble takes them; they point into the study.
std::vector<PointRules> point_rules(Study const& study);

/// Every parameter of a scenario with its resolved value: scales, rules, attributes, profiles.
std::vector<ParameterRow> parameter_rows(Scenario const& scenario);

/// The study that a finished file was made from. Throws Error when the file is none of ours.
Study study_of_file(std::filesystem::path const& file);

/// What a complete file says of its making.
struct StoredPlan {
  Manifest manifest;
  int replicates = 0;
  std::int64_t failed = 0;  ///< runs
};
/// Throws Error when the file is none of ours, or of a format that is not known.
StoredPlan plan_of_file(std::filesystem::path const& file);

/// How a complete file differs from what is asked for ("study.seed: 1 here, 2 there"); "" for the same
/// plan with as many replicates or fewer.
std::string difference_to_file(Study const& study, std::optional<Level> level,
                               StoredPlan const& stored);

/// Name of an actor of a run: of the study, or "splinter_k" for the k-th group that split off.
std::string actor_name(Cast const& cast, int actor);

}  // namespace disalign
