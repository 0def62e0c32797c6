/// What the commands that analyse a study share: its file, and its tables printed and written.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "experiments/commands/commands.hpp"
#include "experiments/result_table.hpp"
#include "experiments/results.hpp"
#include "experiments/statistics/moments.hpp"

namespace disalign {

/// What an analysis says: a text with the answer first, and its tables.
struct Analysis {
  std::string answer;
  std::vector<ResultTable> tables;
};

/// Carries out `disalign COMMAND FILE`: FILE is a finished file, or a study that is simulated first as
/// far as needed, after `require` has seen it, which throws Error where the analysis can say nothing
/// about it. Prints the answer (or one JSON object with every table), writes the tables. With --dry-run
/// only the design and the cost are printed.
int analyse(Arguments const& arguments, std::function<Analysis(StudyResults&)> const& analysis,
            std::function<void(Study const&)> const& require = {});

/// Throws Error, with the nearest name, for the words of --outcome that name none.
void require_outcomes(std::vector<std::string> const& wanted);

/// Writes, prints and returns the exit code; for analyses that made their files themselves.
int report(Arguments const& arguments, StudyResults const& results, Analysis const& analysis);

/// The study of an analysis that makes studies of its own from it. Throws Error for a result file, and for
/// --plan: what they simulate is not what was registered.
Study study_to_vary(Arguments const& arguments);

/// Outcomes of --outcome, else those the study asks for.
std::vector<std::string> wanted_outcomes(Arguments const& arguments, StudyResults const& results);

/// The scenario of --row, else the last one with a UN mission and a parallel force. Throws Error when
/// there is none.
std::string scenario_asked_for(Arguments const& arguments, Study const& study);

/// A file that comes with the program, such as variants/levers.toml: above the study's folder, beside the
/// study, or in experiments/.
std::filesystem::path find_data_file(std::filesystem::path const& name,
                                     std::filesystem::path const& study);

/// "-12.3 [-20.1, -4.5]"
std::string interval_text(double value, double lo, double hi);
/// A number with as many digits as a reader needs.
std::string short_number(double value);
/// "50 replicates of 260 weeks, seed 1 (2 left out: ...)"
std::string sample_text(StudyResults const& results);

/// The contrast of two rows of an outcome over the replicates where both are defined; its interval is a
/// confidence sequence when a rule has stopped the study.
Contrast paired(StudyResults const& results, std::vector<double> const& treatment,
                std::vector<double> const& reference);
/// The mean of a value of each replicate, with its interval, as the contrast to 0.
Contrast mean_interval(StudyResults const& results, std::vector<double> const& values);

}  // namespace disalign
