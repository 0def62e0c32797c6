/// `disalign ablate`: through which channels the disalignment of a scenario's partners acts.
///
/// The effect of disalignment under a set S of channels is the paired difference between the scenario and
/// the same scenario with partners that copy the UN's goals, stances, principles and sponsor, both with
/// the channels outside S off. With all of them off nothing depends on what a partner stands for, so
/// the effect is exactly 0 (tests/contract/dose_invariance_test.cpp). A channel's Shapley value is its mean
/// contribution over all orders in which channels are switched on; every replicate walks one random
/// order, so that the values of a replicate sum to its whole effect and the standard error over
/// replicates holds the noise of seeds and of orders.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "experiments/commands/analysis.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/channel.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"
#include "model/dose.hpp"

namespace disalign {

namespace {

std::size_t idx(int i) { return static_cast<std::size_t>(i); }

/// Names of the channels that are on in a scenario, in the order of the week.
std::vector<std::string> channels_of(Week const& week) {
  std::vector<std::string> names;
  week.each([&]<class Rule>(char const* name, Switched<Rule> const& switched) {
    if constexpr (requires { Rule::channel; }) {
      if (switched.enabled) names.emplace_back(name);
    }
  });
  return names;
}

/// The week with the channels of `off` switched off.
Week without(Week week, std::vector<std::string> const& off) {
  week.each([&](char const* name, auto& switched) {
    if (std::find(off.begin(), off.end(), name) != off.end()) switched.enabled = false;
  });
  return week;
}

TomlValue switched_off(std::vector<std::string> const& channels) {
  TomlValue overlay;
  for (auto const& name : channels) {
    TomlValue table;
    table.put("enabled", toml_value(false));
    overlay.put(name, std::move(table));
  }
  return overlay;
}

/// Every partner in the UN's image: what a dose of disalignment moves, put back.
TomlValue copies_of_un(Cast const& cast) {
  int const un = un_mission(cast);
  if (un < 0 || !cast.actors[idx(un)].present)
    throw Error(
        "ablate: the scenario has no UN mission to compare a partner with. Choose another --row.");
  ActorPlan const& reference = cast.actors[idx(un)];
  TomlValue actors;
  for (std::size_t a = 0; a < cast.actors.size(); ++a) {
    ActorPlan const& plan = cast.actors[a];
    if (!plan.present || plan.kind != Kind::parallel_force) continue;
    TomlValue table;
    TomlValue goals;
    for (std::size_t k = 0; k < idx(task_count); ++k)
      goals.put(task_names[k], toml_number(reference.declared.goals[k]));
    TomlValue stances;
    for (std::size_t p = 0; p < cast.actors.size(); ++p) {
      auto const kind = cast.actors[p].kind;
      if (kind == Kind::government || kind == Kind::armed_group)
        stances.put(cast.actors[p].name, toml_number(reference.declared.stances[p]));
    }
    stances.put("communities", toml_number(reference.declared.stances[communities]));
    table.put("goals", std::move(goals));
    table.put("stances", std::move(stances));
    Attributes const& its = reference.attributes;
    table.put("restraint", toml_number(its.restraint));
    table.put("accountability", toml_number(its.accountability));
    table.put("consent_principle", toml_number(its.consent_principle));
    table.put("impartiality_principle", toml_number(its.impartiality_principle));
    table.put("sponsor_x", toml_number(its.sponsor_x));
    table.put("sponsor_y", toml_number(its.sponsor_y));
    actors.put(plan.name, std::move(table));
  }
  if (actors.table().empty())
    throw Error(
        "ablate: the scenario has no parallel force whose disalignment could act. Choose another "
        "--row.");
  TomlValue overlay;
  overlay.put("actors", std::move(actors));
  return overlay;
}

/// Rows of the study: pairs (scenario, copies) for all channels, each one off, each one alone.
std::vector<Variant> variants_of(std::string const& from, TomlValue const& copies,
                                 std::vector<std::string> const& channels) {
  std::vector<Variant> variants;
  auto const add = [&](std::string const& name, std::string const& label,
                       TomlValue const& overlay) {
    variants.push_back(
        {"copies_" + name, label + ", copies of the UN", from, merge(copies, overlay)});
    variants.push_back({"partners_" + name, label, from, overlay});
  };
  add("all", "All channels", {});
  for (auto const& channel : channels)
    add("without_" + channel, "Without " + channel, switched_off({channel}));
  for (auto const& channel : channels) {
    std::vector<std::string> others = channels;
    std::erase(others, channel);
    add("only_" + channel, "Only " + channel, switched_off(others));
  }
  return variants;
}

std::vector<std::size_t> order_of(std::size_t n, std::int64_t seed, std::size_t replicate) {
  AddressedEngine engine(mix(static_cast<std::uint64_t>(seed)) + replicate,
                         "ablate: order of channels");
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  for (std::size_t i = n; i > 1; --i)
    std::swap(order[i - 1], order[static_cast<std::size_t>((std::uint64_t{engine()} * i) >> 32)]);
  return order;
}

/// Effects of disalignment under the sets of channels that every replicate's order passes through:
/// [outcome][replicate][step]; step k: the first k channels are on.
class Walks {
 public:
  Walks(StudyResults const& results, std::vector<std::string> channels)
      : results_(results), channels_(std::move(channels)) {}

  [[nodiscard]] std::vector<std::size_t> order(std::size_t replicate) const {
    return order_of(channels_.size(), results_.study.seed, replicate);
  }

  /// Simulates the sets between one channel and all but one; the others are rows of the study.
  void simulate(int threads, std::vector<std::string> const& outcomes) {
    auto const row = [&](char const* name) -> Scenario const& {
      for (auto const& scenario : results_.study.scenarios)
        if (scenario.name == name) return scenario;
      throw Error(fmt::format("{}: has no row {}. Run ablate on the study itself.",
                              results_.file.string(), name));
    };
    Scenario const* const sides[] = {&row("copies_all"), &row("partners_all")};
    std::size_t const n = channels_.size();
    std::size_t const steps = n > 3 ? n - 3 : 0;  // sets of 2 .. n - 2 channels
    auto const replicates = static_cast<std::size_t>(results_.study.replicates);
    effects_.assign(outcomes.size(), std::vector(replicates, std::vector<double>(n + 1, 0.0)));
    std::vector<Week> weeks;
    weeks.reserve(replicates * steps * 2);
    std::vector<PointRules> points;
    for (std::size_t r = 0; r < replicates; ++r) {
      auto const walk = order(r);
      for (std::size_t k = 2; k + 2 <= n; ++k) {
        std::vector<std::string> off;
        for (std::size_t i = k; i < n; ++i) off.push_back(channels_[walk[i]]);
        for (auto const* side : sides) {
          weeks.push_back(without(side->week, off));
          points.push_back({side->name, &side->cast, &weeks.back(), "", 0});
        }
      }
    }
    if (points.empty()) return;
    EnsembleSettings settings;
    settings.threads = threads;
    settings.weeks = results_.study.weeks;
    settings.replicates = static_cast<int>(replicates);
    settings.seed = static_cast<std::uint64_t>(results_.study.seed);
    auto const per_replicate = static_cast<std::int64_t>(steps * 2);
    auto const width = static_cast<std::int64_t>(points.size());
    for (std::int64_t r = 0; r < static_cast<std::int64_t>(replicates); ++r) {
      std::int64_t const first = r * width + r * per_replicate;
      settings.runs.push_back({first, first + per_replicate});
    }
    run_ensemble(points, settings, [&](FinishedRun&& run) {
      if (run.failed())
        throw Error(
            fmt::format("ablate: replicate {} failed ({})", run.replicate, run.fault.text()));
      auto const place = static_cast<std::size_t>(run.point) % (steps * 2);
      double const sign = place % 2 == 0 ? -1 : 1;
      for (std::size_t o = 0; o < outcomes.size(); ++o) {
        auto const column = outcome_column(run.record, sides[0]->cast, outcomes[o]);
        effects_[o][idx(run.replicate)][2 + place / 2] += sign * run.record.outcomes[column];
      }
    });
  }

  /// The effects of one outcome, with those that are rows of the study put in.
  [[nodiscard]] std::vector<std::vector<double>> of(
      std::size_t outcome, std::vector<double> const& whole,
      std::vector<std::vector<double>> const& alone,
      std::vector<std::vector<double>> const& missing) const {
    auto effects = effects_[outcome];
    std::size_t const n = channels_.size();
    for (std::size_t r = 0; r < effects.size(); ++r) {
      auto const walk = order(r);
      effects[r][0] = 0;
      if (n > 1) effects[r][1] = alone[walk.front()][r];
      if (n > 2) effects[r][n - 1] = missing[walk.back()][r];
      effects[r][n] = whole[r];
    }
    return effects;
  }

 private:
  StudyResults const& results_;
  std::vector<std::string> channels_;
  std::vector<std::vector<std::vector<double>>> effects_;
};

std::vector<double> difference(Outcome const& outcome, StudyResults const& results,
                               std::string const& name) {
  auto const row = [&](std::string const& wanted) -> std::vector<double> const& {
    auto const at = std::find(results.names.begin(), results.names.end(), wanted);
    return outcome.rows[static_cast<std::size_t>(at - results.names.begin())];
  };
  std::vector<double> values = row("partners_" + name);
  auto const& copies = row("copies_" + name);
  for (std::size_t r = 0; r < values.size(); ++r) values[r] -= copies[r];
  return values;
}

Analysis ablation(Arguments const& arguments, StudyResults& results,
                  std::vector<std::string> const& channels) {
  if (results.left_out > 0)
    throw Error(
        fmt::format("{}: {} replicates have a failed run (shares need them all). Run them again: "
                    "disalign run --only-failed.",
                    results.file.string(), results.left_out));
  auto const outcomes = wanted_outcomes(arguments, results);
  Walks walks(results, channels);
  walks.simulate(choose_threads(arguments.threads).count, outcomes);
  ResultTable table{
      "ablate",
      "what a channel has to do with the effect of disalignment on an outcome",
      {{"outcome", "", "outcome"},
       {"unit", "", "its unit"},
       {"channel", "", "channel; all: the whole effect of disalignment"},
       {"measure", "",
        "whole; without: change when the channel is off; only: it alone is on; shapley"},
       {"effect", "1", "in the outcome's unit, partners against copies of the UN"},
       {"lo", "1", "lower end of the 95 % interval"},
       {"hi", "1", "upper end"},
       {"standard_error", "1", "Monte Carlo standard error"},
       {"share", "1", "of the whole effect"},
       {"pairs", "1", "replicates"}},
      {}};
  std::string text = results.study.title + "\n";
  for (std::size_t o = 0; o < outcomes.size(); ++o) {
    Outcome const outcome = results.outcome(outcomes[o]);
    auto const whole = difference(outcome, results, "all");
    std::vector<std::vector<double>> alone;
    std::vector<std::vector<double>> missing;
    for (auto const& channel : channels) {
      alone.push_back(difference(outcome, results, "only_" + channel));
      missing.push_back(difference(outcome, results, "without_" + channel));
    }
    auto const effects = walks.of(o, whole, alone, missing);
    Contrast const total = mean_interval(results, whole);
    auto const add = [&](std::string const& channel, char const* measure, Contrast const& c) {
      table.add({outcome.name, outcome.unit, channel, std::string(measure), c.effect, c.lo, c.hi,
                 c.standard_error, total.effect == 0 ? std::nan("") : c.effect / total.effect,
                 c.n});
    };
    add("all", "whole", total);
    text += fmt::format(
        "\n{} [{}]: disalignment changes it by {}{}\n  {:<22} {:>26} {:>7} {:>26} {:>26}\n",
        outcome.name, outcome.unit, interval_text(total.effect, total.lo, total.hi),
        total.excludes_zero() ? "" : " (interval contains 0: shares mean little)", "channel",
        "Shapley value", "share", "change when off", "alone");
    for (std::size_t c = 0; c < channels.size(); ++c) {
      std::vector<double> contribution;
      std::vector<double> change;
      for (std::size_t r = 0; r < whole.size(); ++r) {
        auto const walk = walks.order(r);
        auto const at =
            static_cast<std::size_t>(std::find(walk.begin(), walk.end(), c) - walk.begin());
        contribution.push_back(effects[r][at + 1] - effects[r][at]);
        change.push_back(missing[c][r] - whole[r]);
      }
      Contrast const shapley = mean_interval(results, contribution);
      Contrast const off = mean_interval(results, change);
      Contrast const on = mean_interval(results, alone[c]);
      add(channels[c], "shapley", shapley);
      add(channels[c], "without", off);
      add(channels[c], "only", on);
      text += fmt::format("  {:<22} {:>26} {:>6.0f}% {:>26} {:>26}\n", channels[c],
                          interval_text(shapley.effect, shapley.lo, shapley.hi),
                          total.effect == 0 ? 0.0 : 100 * shapley.effect / total.effect,
                          interval_text(off.effect, off.lo, off.hi),
                          interval_text(on.effect, on.lo, on.hi));
    }
  }
  return {std::move(text), {std::move(table)}};
}

}  // namespace

int ablate_channels(Arguments const& arguments) {
  Study const study = study_to_vary(arguments);
  if (study.design || !study.scenarios.front().theatre.empty())
    throw Error(
        fmt::format("{}: has a design or theatres (channels are ablated in one named scenario). "
                    "Name a study without.",
                    arguments.file.string()));
  std::string const row = scenario_asked_for(arguments, study);
  auto const scenario = std::find_if(study.scenarios.begin(), study.scenarios.end(),
                                     [&](Scenario const& s) { return s.name == row; });
  auto const channels = channels_of(scenario->week);
  Arguments derived = arguments;
  derived.changes.variants =
      variants_of(study.scenarios.size() == 1 ? "" : row, copies_of_un(scenario->cast), channels);
  derived.changes.suffix = "." + row + ".ablate";
  if (!derived.level) derived.level = Level::summary;
  return analyse(derived,
                 [&](StudyResults& results) { return ablation(derived, results, channels); });
}

}  // namespace disalign
