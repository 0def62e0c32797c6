/// The way of a study's runs into its file (experiments/commands/study_work.cpp), with a clock.
#include "bench/output.hpp"

#include <filesystem>

#include "bench/clocks.hpp"
#include "experiments/commands/final_file.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/disk.hpp"
#include "experiments/packed_run.hpp"
#include "experiments/parts.hpp"

namespace disalign {
namespace {

/// A study of this workload alone.
Study study_of(Workload const& load, int replicates) {
  Study study;
  study.name = study.title = load.name;
  study.weeks = load.weeks;
  study.replicates = replicates;
  Scenario scenario;
  scenario.name = scenario.label = load.name;
  scenario.weeks = load.weeks;
  scenario.cast = load.cast;
  scenario.week = load.week;
  scenario.world = load.world;
  study.scenarios.push_back(std::move(scenario));
  return study;
}

/// A folder that goes with the measurement.
struct Folder {
  std::filesystem::path path;
  Folder() : path(std::filesystem::temp_directory_path() / "disalign_bench_output") {
    std::filesystem::remove_all(path);
    std::filesystem::create_directories(path);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
};

}  // namespace

OutputCost measure_output(Workload const& load, int replicates) {
  Study const study = study_of(load, replicates);
  auto const points = point_rules(study);
  EnsembleSettings const settings{1, load.weeks, 1, load.seed, false};
  FinishedRun const run = run_alone(points.front(), 0, 0, settings);
  Folder const folder;
  OutputCost cost;
  disk::Scratch const beside;  // none: what is not sealed lies beside the shards
  ShardWriter shard(folder.path, beside, study.plan_hash, 0);
  for (int k = 0; k < replicates; ++k) {
    FinishedRun copy = run;
    copy.replicate = k;
    double start = cpu_seconds();
    copy.packed = pack_run(copy, Level::series);
    cost.pack += cpu_seconds() - start;
    start = cpu_seconds();
    shard.add({k, false, std::move(copy.packed)});
    cost.shard += cpu_seconds() - start;
  }
  double start = cpu_seconds();
  shard.seal(1);
  cost.shard += cpu_seconds() - start;
  std::vector<std::string> damaged;
  auto const shards = sound_shards(folder.path, study.plan_hash, {0, replicates}, damaged);
  start = cpu_seconds();
  write_final_file(study, Level::series, folder.path / "study.h5", shards, beside, 0, 1,
                   StopRequest(60, {}));
  cost.file = cpu_seconds() - start;
  for (double* part : {&cost.pack, &cost.shard, &cost.file}) *part *= 1e6 / replicates;
  return cost;
}

}  // namespace disalign
