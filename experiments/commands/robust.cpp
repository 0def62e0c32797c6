/// `disalign robust`: the contrasts of a study again under other choices of the modeller.
#include <fmt/format.h>

#include "experiments/commands/analysis.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

struct Choice {
  std::string name, label;
  std::vector<std::string> sets;
  std::int64_t seed = -1;
  bool reversed = false;
};

std::vector<Choice> read_choices(std::filesystem::path const& file) {
  TomlValue const tree = load_toml(file);
  Problems problems;
  TomlTable root(tree, "", problems);
  std::vector<Choice> choices{{"as_it_is", "the study as it is", {}}};
  for (auto const& name : root.names()) {
    auto table = root.table(name);
    if (!table) continue;
    Choice choice{name, name, {}};
    table->read("label", choice.label);
    table->read("set", choice.sets);
    table->read("seed", choice.seed, Bounds{0, 9.2e18, "1"});
    table->read("reversed_actors", choice.reversed);
    table->close();
    choices.push_back(std::move(choice));
  }
  problems.raise();
  return choices;
}

Arguments arguments_of(Arguments arguments, Choice const& choice, Study const& study) {
  auto const folder = arguments.output ? arguments.output->parent_path() : "results";
  auto const stem = arguments.output ? arguments.output->stem().string() : study.name;
  auto& changes = arguments.changes;
  changes.sets.insert(changes.sets.end(), choice.sets.begin(), choice.sets.end());
  if (choice.seed >= 0) changes.seed = choice.seed;
  changes.reversed_actors = choice.reversed;
  changes.suffix = ".robust." + choice.name;
  arguments.output = folder / (stem + changes.suffix + ".h5");
  if (!arguments.level) arguments.level = Level::summary;
  return arguments;
}

}  // namespace

int check_robustness(Arguments const& arguments) {
  Study const study = study_to_vary(arguments);
  if (study.reference.empty())
    throw Error(
        fmt::format("{}: has no reference (nothing to compare with). Name one: study.reference "
                    "= \"NAME\".",
                    arguments.file.string()));
  auto const choices = read_choices(find_data_file("variants/robustness.toml", arguments.file));
  // All choices are read before any is simulated: a mistake in the last one costs nothing.
  for (Choice const& choice : choices)
    load_study(arguments.file, arguments_of(arguments, choice, study).changes);
  ResultTable table{
      "robust",
      "a contrast of the study under another choice of the modeller",
      {{"outcome", "", "outcome"},
       {"unit", "", "its unit"},
       {"scenario", "", "scenario or point"},
       {"choice", "", "what was chosen otherwise"},
       {"label", "", "what that means"},
       {"effect", "1", "mean paired difference to the reference"},
       {"lo", "1", "lower end of its 95 % interval"},
       {"hi", "1", "upper end"},
       {"agrees", "", "same sign: both intervals exclude 0 on the same side; opposite; or unclear"},
       {"pairs", "1", "replicates"}},
      {}};
  require_outcomes(arguments.outcomes);
  std::vector<StudyResults> results;
  for (Choice const& choice : choices) {
    Arguments const own = arguments_of(arguments, choice, study);
    auto const made = finish_study(load_study(own.file, own.changes), own);
    if (arguments.dry_run) continue;
    if (!made.file) return made.code;
    results.emplace_back(*made.file);
  }
  if (arguments.dry_run) return complete;
  std::string text = study.title + ": does it hold under other choices?\n";
  for (auto const& name : wanted_outcomes(arguments, results.front())) {
    std::vector<Contrast> base;
    int same = 0;
    int opposite = 0;
    int compared = 0;
    std::string lines;
    for (std::size_t c = 0; c < choices.size(); ++c) {
      Outcome const outcome = results[c].outcome(name);
      for (std::size_t s = 0; s < results[c].names.size(); ++s) {
        int const reference = results[c].reference_of(s);
        Contrast const found = reference < 0
                                   ? Contrast{}
                                   : paired(results[c], outcome.rows[s],
                                            outcome.rows[static_cast<std::size_t>(reference)]);
        if (c == 0) base.push_back(found);
        if (reference < 0) continue;
        bool const clear = found.excludes_zero() && base[s].excludes_zero();
        std::string const agrees = !clear                                       ? "unclear"
                                   : (found.effect > 0) == (base[s].effect > 0) ? "same"
                                                                                : "opposite";
        if (c > 0 && base[s].excludes_zero()) {
          ++compared;
          same += agrees == "same" ? 1 : 0;
          opposite += agrees == "opposite" ? 1 : 0;
        }
        table.add({name, outcome.unit, results[c].names[s], choices[c].name, choices[c].label,
                   found.effect, found.lo, found.hi, agrees, found.n});
        lines += fmt::format("  {:<24} {:<20} {:>28}  {}\n", results[c].names[s], choices[c].name,
                             interval_text(found.effect, found.lo, found.hi), c == 0 ? "" : agrees);
      }
    }
    text +=
        fmt::format("\n{}: of {} comparisons with a clear effect {} keep its sign, {} turn it\n{}",
                    name, compared, same, opposite, lines);
  }
  return report(arguments, results.front(), {std::move(text), {std::move(table)}});
}

}  // namespace disalign
