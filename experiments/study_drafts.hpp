/// The trees of a study's scenarios, before anything in them is read.
#pragma once
#include <string_view>
#include <vector>

#include "experiments/study.hpp"

namespace disalign {

/// A scenario's tree on its way from files to structs.
struct Draft {
  std::string name;
  TomlValue tree;
  int group = 0;              ///< which scenario of the study it is, or is a theatre of
  std::string scenario = {};  ///< name of that scenario
  std::string theatre = {}, theatre_label = {};  ///< "" without theatres
};

/// Whether a key at the root belongs to the study, not to its scenarios.
bool is_study_key(std::string_view name);

/// Trees of all scenarios of a study file: base, the study's own tables, differences, `sets`. The
/// heading `[study]` and the design go into `study`; with a design the last draft is its base.
std::vector<Draft> draft_study(TomlValue const& file, std::vector<TomlValue> const& sets,
                               Study& study, Problems& problems);

/// The table `[study]` of a study, with every key.
TomlValue write_heading(Study const& study);

/// A scenario file as a study of one point.
std::vector<Draft> draft_scenario(TomlValue file, std::vector<TomlValue> const& sets, Study& study);

/// Gives every scenario the actors of all, in the order of their first appearance. An actor that a
/// scenario does not have is a copy of the first one of that name, with `present = false`; one that
/// is at home in other theatres only is there in name and kind.
void unite_actors(std::vector<Draft>& drafts);

}  // namespace disalign
