/// A scenario: who takes part, where, for how long, and with which parameters of the week's rules.
///
/// A scenario file has the tables `[scenario]` (name, label, question), `[grid]` (kind = "priogrid", or
/// "km" with cell_km; border = "closed" or "open"), `[week]` (order = "as_listed" or
/// "responses_reversed"), `[task_relations]`, `[scales]`, `[actors.NAME]`, `[timeline.NAME]` and one per
/// rule with its parameters and `enabled`, and the keys `place` and `weeks`. Paths are relative to the
/// file they stand in.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agents/week.hpp"
#include "experiments/toml_table.hpp"
#include "model/founding.hpp"

namespace disalign {

/// A scenario resolved: names are indices, towns are cells, every parameter has its value.
struct Scenario {
  std::string name, label, question;
  int weeks = 0;
  Cast cast;
  Week week;
  std::shared_ptr<World const> world;  ///< what cast.world points to
  /// Scenarios of one group are the theatres of one trajectory; "" for a scenario alone.
  std::string theatre;
  int group = 0;
};

/// Worlds by the text of their place and grid: scenarios of a study share them.
using Worlds = std::map<std::string, std::shared_ptr<World const>>;

/// Puts the files that a scenario names into its tree: `place`, `task_relations.file` and the
/// `preset` of every actor. What the scenario says itself stays on top. Data files that the place names
/// are looked for in the folder `data` (data/place_data.hpp). Reports what cannot be read.
void inline_files(TomlValue& scenario, Problems& problems, std::filesystem::path const& data = {});

/// Puts the files of anchors that doses name into the tree too. Elsewhere doses read them themselves,
/// because what is resolved shows goals and stances, not the dose.
void inline_anchors(TomlValue& scenario, Problems& problems);

/// Reads a scenario whose files have been put in. Every mistake goes to `problems`; the result is
/// usable only when there is none.
Scenario read_scenario(TomlValue const& tree, Problems& problems, Worlds& worlds);

/// The same scenario with every value explicit; reading it gives an equal scenario.
/// `read` is the tree it was read from.
TomlValue write_scenario(Scenario const& scenario, TomlValue const& read);

}  // namespace disalign
