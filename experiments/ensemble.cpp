/// The ordered pipeline over runs: the only file that uses TBB.
#include "experiments/ensemble.hpp"

#include <oneapi/tbb/global_control.h>
#include <oneapi/tbb/parallel_pipeline.h>
#include <oneapi/tbb/task_arena.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "experiments/watched_week.hpp"
#include "model/base/parallel.hpp"

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

namespace {

using Watched = WatchedWeek<Week>;

std::vector<Record> simulate_group(std::span<PointRules const> group, int first, int replicate,
                                   EnsembleSettings const& settings, Keeper* keeper,
                                   RunFault const* suspicion, WeekWatch const& watch) {
  std::vector<Watched> weeks;
  weeks.reserve(group.size());
  std::vector<Theatre<Watched>> theatres;
  for (PointRules const& point : group) {
    // A keeper stops the run itself, once it has kept it.
    StopRequest const* const stop = keeper != nullptr ? nullptr : settings.stop;
    Watched week{point.week, stop, first + static_cast<int>(weeks.size()), replicate};
    if (suspicion != nullptr && suspicion->theatre == point.theatre)
      week.suspect_week = suspicion->week;
    weeks.push_back(week);
    theatres.push_back({point.theatre, point.cast, &weeks.back()});
  }
  return simulate_theatres(std::span<Theatre<Watched> const>(theatres), settings.weeks,
                           RunAddress{settings.seed, static_cast<std::uint64_t>(replicate)},
                           settings.keep_events, keeper, watch);
}

/// One run for each point of the group, failed or not.
std::vector<FinishedRun> finish_group(std::span<PointRules const> points, int first, int replicate,
                                      EnsembleSettings const& settings) {
  try {
    return run_group(points, first, replicate, settings);
  } catch (RunFailure const& failure) {
    std::vector<FinishedRun> runs(static_cast<std::size_t>(group_size(points, first)));
    for (std::size_t k = 0; k < runs.size(); ++k) {
      runs[k].point = first + static_cast<int>(k);
      runs[k].replicate = replicate;
      runs[k].fault = failure.fault;
      runs[k].last_of_group = k + 1 == runs.size();
    }
    return runs;
  }
}

}  // namespace

std::vector<FinishedRun> run_group(std::span<PointRules const> points, int first, int replicate,
                                   EnsembleSettings const& settings) {
  auto const group = points.subspan(static_cast<std::size_t>(first),
                                    static_cast<std::size_t>(group_size(points, first)));
  std::vector<Record> records;
  std::vector<Frames> frames(group.size());
  WeekWatch watch;
  if (settings.keep_frames)
    watch = [&](std::size_t theatre, State const& state) { frames[theatre].add(state); };
  std::optional<CheckpointFile> keeper;
  if (settings.checkpoints != nullptr && !settings.keep_frames)
    keeper.emplace(*settings.checkpoints, run_number(replicate, first, points.size()),
                   settings.stop);
  try {
    try {
      records = simulate_group(group, first, replicate, settings, keeper ? &*keeper : nullptr,
                               nullptr, watch);
    } catch (RunFailure const& failure) {
      bool const unexplained =
          failure.fault.code == FaultCode::broken_invariant && failure.fault.rule.empty();
      if (!unexplained) throw;
      simulate_group(group, first, replicate, settings, nullptr, &failure.fault,
                     nullptr);  // names the rule
      throw;                    // or nothing is to be found
    }
  } catch (RunFailure const&) {
    throw;
  } catch (std::exception const& error) {  // before the first week, or after the last
    throw RunFailure(fault_of(error));
  }
  std::vector<FinishedRun> runs;
  for (Record& record : records) {
    runs.push_back({first + static_cast<int>(runs.size()), replicate, std::move(record)});
    runs.back().frames = std::move(frames[runs.size() - 1]);
    runs.back().last_of_group = runs.size() == records.size();
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
  auto const width = static_cast<std::int64_t>(points.size());
  std::vector<RunRange> ranges = settings.runs;
  if (ranges.empty()) ranges.push_back({0, settings.replicates * width});
  // Runs in flight are at most this many, so token % size names a free slot. Tokens are plain
  // numbers: those that own memory leak when an exception cancels the pipeline.
  struct Slot {
    std::int64_t first = 0;  // number of the first run of its group
    std::vector<FinishedRun> runs = {};
  };
  std::vector<Slot> slots(runs_in_flight_per_thread * threads);
  auto const slot_of = [&](std::int64_t token) -> Slot& {
    return slots[static_cast<std::size_t>(token) % slots.size()];
  };
  // A run that has the machine to itself shares its steps among the threads; many runs share themselves.
  RunRange const& whole = ranges.front();
  bool const alone =
      ranges.size() == 1 &&
      whole.last - whole.first == group_size(points, static_cast<int>(whole.first % width));
  StepThreads const crew(alone ? settings.threads : 1);
  std::int64_t tokens = 0;
  std::size_t range = 0;
  std::int64_t next = ranges.front().first;
  auto const issue = [&](tbb::flow_control& flow) -> std::int64_t {
    while (range < ranges.size() && next >= ranges[range].last) {
      if (++range < ranges.size()) next = ranges[range].first;
    }
    if (range == ranges.size() || (settings.stop != nullptr && settings.stop->requested())) {
      flow.stop();
      return 0;
    }
    slot_of(tokens).first = next;
    next += group_size(points, static_cast<int>(next % width));
    return tokens++;
  };
  auto const simulate_one = [&](std::int64_t token) {
    Slot& slot = slot_of(token);
    try {
      slot.runs = finish_group(points, static_cast<int>(slot.first % width),
                               static_cast<int>(slot.first / width), settings);
    } catch (RunAbandoned) {
      slot.runs.clear();
    }
    if (settings.prepare) std::for_each(slot.runs.begin(), slot.runs.end(), settings.prepare);
    return token;
  };
  auto const hand_over = [&](std::int64_t token) {
    for (FinishedRun& finished : slot_of(token).runs) consume(std::move(finished));
    slot_of(token).runs.clear();
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
