/// Summaries and paired differences from the outcome datasets.
#include "experiments/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "experiments/hdf5.hpp"
#include "experiments/statistics/planning.hpp"
#include "experiments/study.hpp"

namespace disalign {
namespace {

/// Outcomes of the printed table and of --json, in this order.
constexpr char const* reported[] = {"civilian_deaths_per_year", "deaths_per_year",
                                    "total_civilian_deaths",    "total_deaths",
                                    "total_fighter_deaths",     "total_un_deaths",
                                    "total_parallel_deaths",    "un_deaths_per_1000_person_years",
                                    "final_displaced",          "mean_grievance",
                                    "deaths_last_year"};
constexpr std::int64_t most_events = 1'000'000'000'000;  // of one size in one scenario
/// Outcomes that scenarios are compared in: help and harm are judged on civilian deaths.
constexpr char const* compared[] = {"total_civilian_deaths", "total_fighter_deaths", "total_deaths",
                                    "total_un_deaths", "final_displaced"};

template <class T>
std::optional<T> find_attribute(hdf5::Attributes const& attributes, std::string const& name) {
  for (auto const& [key, value] : attributes) {
    if (key == name && std::holds_alternative<T>(value)) return std::get<T>(value);
  }
  return std::nullopt;
}

template <class T>
T attribute(hdf5::Attributes const& attributes, std::string const& name,
            std::filesystem::path const& file) {
  auto const found = find_attribute<T>(attributes, name);
  if (!found) {
    throw Error(file.string() + ": it is not a finished file of disalign (the attribute " + name +
                " is missing). Name a file that `disalign run` wrote");
  }
  return *found;
}

/// Values [scenario][replicate] of an outcome; NaN where the replicate is not complete.
std::vector<std::vector<double>> outcome(hdf5::File& file, std::string const& name,
                                         std::size_t scenarios, std::vector<bool> const& complete) {
  std::size_t const n = complete.size();
  auto const all = file.read_shaped<double>(name, {scenarios, n});
  std::vector<std::vector<double>> rows;
  for (std::size_t s = 0; s < scenarios; ++s) {
    rows.emplace_back();
    for (std::size_t r = 0; r < n; ++r)
      rows.back().push_back(complete[r] ? all[s * n + r] : std::nan(""));
  }
  return rows;
}

/// The values that are known.
std::vector<double> known(std::vector<double> const& values) {
  std::vector<double> result;
  std::copy_if(values.begin(), values.end(), std::back_inserter(result),
               [](double v) { return !std::isnan(v); });
  return result;
}

/// The value of the scenario's parallel force; NaN without one, the mean if there are several.
double over_forces(std::vector<double> const& values, std::size_t scenario, std::size_t actors) {
  double sum = 0;
  int n = 0;
  for (std::size_t a = 0; a < actors; ++a) {
    double const v = values[scenario * actors + a];
    if (std::isfinite(v)) {
      sum += v;
      ++n;
    }
  }
  return n > 0 ? sum / n : std::nan("");
}

}  // namespace

void require_result(hdf5::File& file) {
  auto const format = attribute<std::string>(file.attributes(), "format_version", file.path());
  if (format.starts_with("1.")) return;
  throw Error(
      fmt::format("{}: has format {} (this program reads 1.x). Read it with the program that "
                  "wrote it, or make it again.",
                  file.path().string(), format));
}

Answer read_answer(std::filesystem::path const& path) {
  hdf5::File file = hdf5::File::open(path);
  auto const attributes = file.attributes();
  Answer answer;
  require_result(file);
  answer.title = attribute<std::string>(attributes, "title", path);
  answer.reference = attribute<std::string>(attributes, "reference", path);
  answer.preregistration = find_attribute<std::string>(attributes, "preregistration").value_or("");
  answer.digest = attribute<std::uint64_t>(attributes, "digest", path);
  answer.seed = attribute<std::uint64_t>(attributes, "seed", path);
  answer.unit_steps = attribute<std::int64_t>(attributes, "unit_steps", path);
  answer.wall_seconds =
      find_attribute<double>(file.attributes("provenance"), "wall_seconds").value_or(std::nan(""));
  auto const names = file.read<std::string>("scenario");
  auto const labels = file.read_shaped<std::string>("label", {names.size()});
  std::size_t const actors = file.read<std::string>("actor").size();
  std::size_t const replicates = file.read<std::int32_t>("replicate").size();
  if (names.empty() || replicates == 0)
    throw Error(path.string() + ": it holds no run. Repeat the command that wrote it");
  answer.replicates = static_cast<int>(replicates);
  answer.weeks = static_cast<int>(file.read<std::int32_t>("week").size());
  // A replicate counts once it has finished at every point.
  std::vector<bool> complete(replicates, true);
  auto const status = file.read_shaped<std::int32_t>("runs/status", {names.size() * replicates});
  answer.runs = static_cast<std::int64_t>(status.size());
  for (std::size_t k = 0; k < status.size(); ++k) {
    if (status[k] == 0) continue;
    ++answer.failed;
    complete[k / names.size()] = false;
  }
  auto const stances = file.read_shaped<double>("stance_disalignment", {names.size(), actors});
  auto const clash = file.read_shaped<double>("goal_clash", {names.size(), actors});
  auto const synergy = file.read_shaped<double>("complementarity", {names.size(), actors});
  auto const bins = file.read<std::int32_t>("event_size").size();
  auto const sizes = file.read_shaped<std::int64_t>("event_size_count", {names.size(), bins});
  SizeCounts pooled;
  for (std::size_t s = 0; s < names.size(); ++s) {
    ScenarioAnswer scenario;
    scenario.name = names[s];
    scenario.label = labels[s];
    scenario.stance_disalignment = over_forces(stances, s, actors);
    scenario.goal_clash = over_forces(clash, s, actors);
    scenario.complementarity = over_forces(synergy, s, actors);
    SizeCounts counts;
    for (std::size_t k = 0; k < bins; ++k) {
      std::int64_t const count = sizes[s * bins + k];
      if (count < 0 || count > most_events)
        throw Error(
            fmt::format("{}: event_size_count: {} events of one size cannot be (the file is "
                        "damaged). Repeat the command that wrote it",
                        path.string(), count));
      if (count == 0) continue;
      counts[static_cast<std::int64_t>(k + 1)] = sizes[s * bins + k];
      pooled[static_cast<std::int64_t>(k + 1)] += sizes[s * bins + k];
    }
    scenario.tail = tail_exponent(counts);
    answer.scenarios.push_back(std::move(scenario));
  }
  answer.tail = tail_exponent(pooled);

  for (char const* name : reported) {
    auto const rows = outcome(file, name, names.size(), complete);
    auto const about = file.attributes(name);
    for (std::size_t s = 0; s < names.size(); ++s) {
      auto const values = known(rows[s]);
      OutcomeSummary summary;
      summary.name = name;
      summary.unit = find_attribute<std::string>(about, "units").value_or("1");
      summary.meaning = find_attribute<std::string>(about, "long_name").value_or("");
      summary.mean = mean(values);
      summary.standard_error = monte_carlo_standard_error(values);
      summary.quantiles = quantiles(values, answer_quantiles);
      if (std::string(name) == "deaths_last_year") {
        answer.scenarios[s].extinct = share_of(std::count(values.begin(), values.end(), 0.0),
                                               static_cast<std::int64_t>(values.size()));
      }
      answer.scenarios[s].outcomes.push_back(std::move(summary));
    }
  }
  std::vector<std::string> theatres(names.size());
  if (file.has("theatre")) theatres = file.read_shaped<std::string>("theatre", {names.size()});
  // A rule that may have stopped the study is a part of its configuration.
  Problems ignored;
  TomlValue const plan = parse_toml(attribute<std::string>(attributes, "configuration", path), "");
  TomlTable tables(plan, "", ignored);
  auto const stop = read_stop(tables);
  answer.stopped = stop.has_value();
  auto const base_of = [&](std::size_t s) {
    auto const base = row_name(answer.reference, theatres[s]);
    return static_cast<std::size_t>(std::find(names.begin(), names.end(), base) - names.begin());
  };
  for (char const* name : compared) {
    auto const rows = outcome(file, name, names.size(), complete);
    for (std::size_t s = 0; s < names.size(); ++s) {
      std::size_t const base = base_of(s);
      if (s == base || base == names.size()) continue;
      PairedMoments pairs;
      for (std::size_t r = 0; r < rows[s].size(); ++r) {
        if (complete[r]) pairs.add(rows[s][r], rows[base][r]);
      }
      answer.contrasts.push_back(
          {name, names[s], names[base],
           stop ? contrast_when_stopped(pairs, stop->n_min) : contrast(pairs)});
    }
  }
  return answer;
}

}  // namespace disalign
