/// The preregistration of a study: what will be estimated, how, and from how many runs, with a hash that
/// every output of the runs made under it carries.
#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include "experiments/commands/arguments.hpp"

namespace disalign {

struct Preregistration {
  std::string study, title, question, plan_hash, reference, configuration;
  std::vector<std::string> estimands;  ///< outcome, row and reference of every contrast
  std::string design, stopping, analysis, pilot;
  std::int64_t seed = 1;
  int replicates = 1;
};

/// The artefact as TOML; its `hash` is that of the table [plan].
std::string preregistration_text(Preregistration const& plan);
/// Hash of an artefact's table [plan].
std::string preregistration_hash(TomlValue const& plan);

/// Loads the study of a command line. With --plan, seed and replicates are the plan's and the study must
/// be the one that was registered; throws Error, naming the first difference, when it is not.
Study load_planned(Arguments const& arguments);

}  // namespace disalign
