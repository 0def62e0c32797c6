/// The ordered pipeline over runs: the only file that uses TBB.
#include "experiments/ensemble.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <vector>

namespace disalign {

/// Runs in flight per thread: short runs wait for a long one in front of them, and with 16 the
/// efficiency of an ordered window is above 0.98 for 2 to 32 threads (measured and simulated).
constexpr std::size_t runs_in_flight_per_thread = 16;

int group_size(std::span<PointRules const> points, int first) {
  auto const& head = points[static_cast<std::size_t>(first)];
  auto const rest = points.subspan(static_cast<std::size_t>(first));
  auto const end = std::find_if(rest.begin() + 1, rest.end(), [&](PointRules const& point) {
    return head.theatre.empty() || point.theatre.empty() || point.group != head.group;
  });
  return static_cast<int>(end - rest.begin());
}

std::vector<FinishedRun> run_group(std::span<PointRules const> points, int first, int replicate,
                                   EnsembleSettings const& settings,
                                   std::function<void(std::size_t, State const&)> const& watch) {
  auto const group = points.subspan(static_cast<std::size_t>(first),
                                    static_cast<std::size_t>(group_size(points, first)));
  std::vector<Theatre<Week>> theatres;
  for (auto const& point : group) theatres.push_back({point.theatre, point.cast, point.week});
  std::vector<FinishedRun> runs;
  try {
    for (Record& record :
         simulate_theatres(std::span<Theatre<Week> const>(theatres), settings.weeks,
                           RunAddress{settings.seed, static_cast<std::uint64_t>(replicate)},
                           settings.keep_events, [&](std::size_t theatre, State const& state) {
                             if (watch) watch(theatre, state);
                           })) {
      runs.push_back({first + static_cast<int>(runs.size()), replicate, std::move(record)});
    }
  } catch (std::exception const& error) {
    PointRules const& head = group.front();
    std::size_t const suffix = head.theatre.empty() ? 0 : head.theatre.size() + 1;
    throw RunFailure("scenario " + head.name.substr(0, head.name.size() - suffix) + ", replicate " +
                     std::to_string(replicate) + ", " + error.what());
  }
  return runs;
}

FinishedRun run_alone(PointRules const& point, int index, int replicate,
                      EnsembleSettings const& settings) {
  FinishedRun run = std::move(run_group(std::span(&point, 1), 0, replicate, settings).front());
  run.point = index;
  return run;
}

void run_ensemble(std::span<PointRules const> points, EnsembleSettings const& settings,
                  std::function<void(FinishedRun&&)> const& consume) {
  namespace tbb = oneapi::tbb;
  auto const threads = static_cast<std::size_t>(settings.threads);
  std::vector<int> heads;  // the first points of all groups
  for (int p = 0; p < static_cast<int>(points.size()); p += group_size(points, p))
    heads.push_back(p);
  std::int64_t const runs = static_cast<std::int64_t>(heads.size()) * settings.replicates;
  std::int64_t next = 0;
  auto const issue = [&](tbb::flow_control& flow) -> std::int64_t {
    if (next == runs) {
      flow.stop();
      return 0;
    }
    return next++;
  };
  // Runs in flight are consecutive and at most this many, so run % size names a free slot. Tokens
  // are plain numbers: those that own memory leak when an exception cancels the pipeline.
  std::vector<std::vector<FinishedRun>> slots(runs_in_flight_per_thread * threads);
  auto const slot_of = [&](std::int64_t run) -> std::vector<FinishedRun>& {
    return slots[static_cast<std::size_t>(run) % slots.size()];
  };
  auto const simulate_one = [&](std::int64_t run) {
    auto const head = static_cast<std::size_t>(run) % heads.size();
    auto const replicate = static_cast<int>(run / static_cast<std::int64_t>(heads.size()));
    slot_of(run) = run_group(points, heads[head], replicate, settings);
    return run;
  };
  auto const hand_over = [&](std::int64_t run) {
    for (FinishedRun& finished : slot_of(run)) consume(std::move(finished));
    slot_of(run).clear();
  };
  tbb::global_control const limit(tbb::global_control::max_allowed_parallelism, threads);
  tbb::task_arena arena(settings.threads);
  arena.execute([&] {
    tbb::parallel_pipeline(
        slots.size(),
        tbb::make_filter<void, std::int64_t>(tbb::filter_mode::serial_in_order, issue) &
            tbb::make_filter<std::int64_t, std::int64_t>(tbb::filter_mode::parallel, simulate_one) &
            tbb::make_filter<std::int64_t, void>(tbb::filter_mode::serial_in_order, hand_over));
  });
}

}  // namespace disalign
