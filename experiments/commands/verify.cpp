/// `disalign verify`: holds a file against itself, simulates a sample of its runs again and compares.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "experiments/commands/commands.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/commands/stored_runs.hpp"
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

/// How the file differs from a run made again; "" when it does not.
std::string run_difference(StoredRuns& stored, FinishedRun const& run, std::uint64_t digest) {
  if (run.failed()) return "it fails now: " + run.fault.text();
  if (run.record.digest != digest)
    return fmt::format("digest {:016x} in the file, {:016x} simulated", digest, run.record.digest);
  return stored.difference(run);
}

}  // namespace

int verify_file(Arguments const& arguments) {
  Threads const threads = choose_threads(arguments.threads);
  Study const study = study_of_file(arguments.file);
  auto const points = point_rules(study);
  hdf5::File file = hdf5::File::open(arguments.file);
  auto const digests = file.read<std::uint64_t>("runs/digest");
  auto const status = file.read_shaped<std::int32_t>("runs/status", {digests.size()});
  StoredRuns stored(file, points.size(), digests.size() / points.size());
  std::vector<std::string> differences = stored.differences_from_rows();
  StudyDigest digest(points.size());
  for (std::size_t row = 0; row < digests.size(); ++row)
    digest.add(row % points.size(), digests[row]);
  auto const attributes = file.attributes();
  auto const expect = [&](char const* name, hdf5::Value const& value) {
    if (std::find(attributes.begin(), attributes.end(), std::pair{std::string(name), value}) ==
        attributes.end())
      differences.push_back(fmt::format("the file's {} is not that of the rows of /runs", name));
  };
  expect("digest", digest.value());
  expect("failed", std::int64_t{std::count_if(status.begin(), status.end(),
                                              [](std::int32_t s) { return s != 0; })});
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
    auto const found = run_difference(stored, run, digests[static_cast<std::size_t>(row)]);
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
               !differences.empty() ? fmt::format("{} differences", differences.size())
               : compared == 0      ? "nothing of the file is confirmed"
                                    : "digests, outcomes and series are those of the file");
  }
  return differences.empty() ? complete : differs;
}

}  // namespace disalign
