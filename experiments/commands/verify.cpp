/// `disalign verify`: simulates a sample of a file's runs again and compares.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/json_text.hpp"
#include "experiments/study_digest.hpp"
#include "model/base/draws.hpp"

namespace disalign {

namespace {

/// About `wanted` runs, one by chance out of each stretch of equal length; the same for each file.
std::set<std::int64_t> choose_runs(std::int64_t runs, std::int64_t wanted, std::uint64_t seed) {
  std::set<std::int64_t> chosen;
  wanted = std::min(wanted, runs);
  for (std::int64_t k = 0; k < wanted; ++k) {
    std::int64_t const begin = runs * k / wanted;
    auto const size = static_cast<std::uint64_t>(runs * (k + 1) / wanted - begin);
    chosen.insert(begin +
                  static_cast<std::int64_t>(mix(seed ^ static_cast<std::uint64_t>(k)) % size));
  }
  return chosen;
}

/// The groups that hold the chosen runs.
std::vector<RunRange> groups_of(std::set<std::int64_t> const& chosen,
                                std::vector<PointRules> const& points) {
  std::vector<RunRange> ranges;
  auto const width = static_cast<std::int64_t>(points.size());
  for (std::int64_t const run : chosen) {
    if (!ranges.empty() && run < ranges.back().last) continue;
    int head = 0;
    while (head + group_size(points, head) <= run % width) head += group_size(points, head);
    std::int64_t const first = run - run % width + head;
    ranges.push_back({first, first + group_size(points, head)});
  }
  return ranges;
}

/// How a row of /runs differs from the run; "" when it does not.
std::string row_difference(hdf5::File& file, std::int64_t row, FinishedRun const& run,
                           std::uint64_t digest) {
  if (run.failed()) return "it fails now: " + run.fault.text();
  if (run.record.digest != digest)
    return fmt::format("digest {:016x} in the file, {:016x} simulated", digest, run.record.digest);
  std::string found;
  std::size_t column = 0;
  auto const compare = [&](std::string const& name, double simulated) {
    double const stored =
        file.read<double>("runs/" + name, {static_cast<unsigned long long>(row)}, {1}).front();
    bool const same = stored == simulated || (std::isnan(stored) && std::isnan(simulated));
    if (!same && found.empty())
      found = fmt::format("{}: {} in the file, {} simulated", name, stored, simulated);
  };
  for (Observable const& o : observables()) {
    if (o.axis == Axis::none) compare(o.outcome(), run.record.outcomes[column]);
    column += static_cast<std::size_t>(run.record.width(o.axis));
  }
  for (DerivedOutcome const& d : derived_outcomes()) compare(d.name, run.record.outcomes[column++]);
  return found;
}

}  // namespace

int verify_file(Arguments const& arguments) {
  Threads const threads = choose_threads(arguments.threads);
  Study const study = study_of_file(arguments.file);
  auto const points = point_rules(study);
  hdf5::File file = hdf5::File::open(arguments.file);
  auto const digests = file.read<std::uint64_t>("runs/digest");
  auto const status = file.read_shaped<std::int32_t>("runs/status", {digests.size()});
  std::vector<std::string> differences;
  StudyDigest digest(points.size());
  for (std::size_t row = 0; row < digests.size(); ++row)
    digest.add(row % points.size(), digests[row]);
  for (auto const& [name, value] : file.attributes()) {
    if (name == "digest" && value != hdf5::Value(digest.value()))
      differences.emplace_back("the study's digest is not that of the rows of /runs");
  }
  auto const chosen =
      choose_runs(static_cast<std::int64_t>(digests.size()), arguments.sample, study.plan_hash);
  EnsembleSettings settings{threads.count, study.weeks, study.replicates,
                            static_cast<std::uint64_t>(study.seed), false};
  settings.runs = groups_of(chosen, points);
  std::int64_t compared = 0;
  std::int64_t skipped = 0;
  run_ensemble(points, settings, [&](FinishedRun&& run) {
    auto const row = run_number(run.replicate, run.point, points.size());
    if (!chosen.contains(row)) return;
    if (status[static_cast<std::size_t>(row)] != 0) {
      ++skipped;
      return;
    }
    ++compared;
    auto const found = row_difference(file, row, run, digests[static_cast<std::size_t>(row)]);
    if (!found.empty()) {
      differences.push_back(fmt::format("run {} (scenario {}, replicate {}): {}", row,
                                        points[static_cast<std::size_t>(run.point)].name,
                                        run.replicate, found));
    }
  });
  if (arguments.json) {
    nlohmann::ordered_json const object{{"file", arguments.file.string()},
                                        {"runs", digests.size()},
                                        {"compared", compared},
                                        {"failed_skipped", skipped},
                                        {"differences", differences}};
    fmt::print("{}\n", json_text(object));
  } else {
    for (auto const& difference : differences) fmt::print("DIFFERS: {}\n", difference);
    fmt::print("{} of {} runs simulated again ({} failed ones left out): {}\n", compared,
               digests.size(), skipped,
               differences.empty() ? "digests and outcomes are those of the file"
                                   : fmt::format("{} differences", differences.size()));
  }
  return differences.empty() ? complete : differs;
}

}  // namespace disalign
