/// A study: named scenarios side by side, how often each is repeated, and the plan's fingerprint.
///
///     [study]
///     name, title, question, base = "../scenarios/x.toml", reference = "un_alone"
///     replicates, weeks, seed
///     outcomes = ["total_deaths", "mean_legitimacy:un"]   # what its analysis reports, in this order
///     [scenarios.NAME]          # differences to the base; `label` names it for people
///
/// Tables of a scenario that stand in the study file itself lie between the base and the differences.
/// With `[design]` (design/design.hpp) the study has a row for every point of the design, made from the
/// base and the tables in the study file; named scenarios, if any, are the rows before them. A plain
/// scenario file is a study of one point. With `[theatres.NAME]` tables (theatre_drafts.hpp)
/// every scenario becomes one a theatre, NAME.THEATRE; each is compared with the same theatre of the
/// reference.
#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "experiments/design/design.hpp"
#include "experiments/dose_curves.hpp"
#include "experiments/scenario.hpp"
#include "experiments/stop_rule.hpp"

namespace disalign {

/// A scenario made from another one of the same study: its differences, then `overlay`, and no
/// design.
struct Variant {
  std::string name, label;
  std::string from;   ///< scenario that it lies on; "" for the base alone
  TomlValue overlay;  ///< as under [scenarios.NAME]
};

/// What a command line changes in a study.
struct StudyChanges {
  std::vector<std::string>
      sets;  ///< "key=value"; keys of `study` and `scenarios`, else of every scenario
  std::optional<int> replicates;
  std::optional<std::int64_t> seed;
  std::filesystem::path data = {};  ///< folder of the data files that places name; "" none
  /// When there are any, they are the scenarios of the study, the first one is the reference, and
  /// `suffix` is added to the study's name.
  std::vector<Variant> variants = {};
  std::string suffix = {};
  bool reversed_actors = false;      ///< actors in the opposite order: nothing should depend on it
  std::string preregistration = {};  ///< hash of the artefact under which it runs
};

struct Study {
  std::string name, title, question;
  std::string reference;  ///< scenario that the others are compared with (without its theatre's
                          ///< name); "" when alone
  std::vector<std::string> outcomes;  ///< reported by its analysis; empty for the usual ones
  std::string preregistration;     ///< hash of the artefact that it confirms; "" when it explores
  std::optional<DoseCurves> dose;  ///< which scenarios are doses of what
  std::optional<StopRule> stop;    ///< grows `replicates` until an outcome is known well enough
  int replicates = 100;
  int weeks = 0;
  std::int64_t seed = 1;
  /// In the order of the file. All have the same actors in the same order; one that a scenario does
  /// not have is `present = false` there.
  std::vector<Scenario> scenarios;
  std::optional<Design> design;  ///< of the last scenarios; the first ones are named
  std::string resolved;          ///< the whole study as TOML text that needs no other file
  std::uint64_t plan_hash = 0;   ///< of `resolved` without replicates and preregistration

  /// The row that `row` is compared with, the reference in its theatre; -1 when there is none, or it
  /// is the reference itself.
  [[nodiscard]] int reference_of(std::size_t row) const;
  /// Scenarios before the design's points; all of them without a design.
  [[nodiscard]] std::size_t named() const;
  /// Replicates times scenarios.
  [[nodiscard]] std::int64_t runs() const;
};

/// The name of a scenario's row in a study: its own, or with its theatre's behind a dot.
inline std::string row_name(std::string const& scenario, std::string const& theatre) {
  return theatre.empty() ? scenario : scenario + "." + theatre;
}

/// Reads a study or scenario file. Throws Error with all mistakes of all files at once.
Study load_study(std::filesystem::path const& file, StudyChanges const& changes = {});

/// Reads a study from its resolved text, as a result file keeps it; `name` stands for the file.
Study parse_study(std::string const& resolved, std::string const& name,
                  StudyChanges const& changes = {});

/// The first key in which two resolved texts differ, with both values; "" when they do not.
/// The number of replicates does not count.
std::string plan_difference(std::string const& here, std::string const& there);

}  // namespace disalign
