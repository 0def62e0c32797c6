/// `disalign bench`: measures this build on this machine.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "bench/epstein.hpp"
#include "bench/report.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/commands/study_file.hpp"
#include "experiments/ensemble.hpp"
#include "model/base/check.hpp"

namespace disalign {
namespace {

/// How long each workload is run: with the phases and the scalar form about two minutes in all.
struct Effort {
  char const* workload;
  int repetitions, weeks;
  char const* digest;  ///< published (docs/PERFORMANCE.md)
};
constexpr Effort efforts[] = {{"S", 10, 260, ""}, {"M", 2, 520, ""}, {"L", 1, 20, ""}};

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_utime.tv_sec) +
         1e-6 * static_cast<double>(usage.ru_utime.tv_usec);
}

/// Clock rate by a chain of additions, one a cycle [GHz].
double measure_gigahertz() {
  using Clock = std::chrono::steady_clock;
  constexpr int additions = 1'000'000;
  double best = 0;
  for (int k = 0; k < 20; ++k) {
    auto const start = Clock::now();
    std::uint64_t x = 0;
    for (int i = 0; i < additions; ++i) {
      x += 1;
      asm volatile("" : "+r"(x));
    }
    std::chrono::duration<double, std::nano> const ns = Clock::now() - start;
    best = std::max(best, additions / ns.count());
  }
  return best;
}

/// Least CPU time of a step over slices of `steps` steps.
template <class Model>
double updates_per_second(Model& model, int warm_up, int slices, int steps) {
  for (int k = 0; k < warm_up; ++k) model.step();
  std::vector<double> seconds;
  for (int slice = 0; slice < slices; ++slice) {
    double const start = cpu_seconds();
    for (int k = 0; k < steps; ++k) model.step();
    seconds.push_back(cpu_seconds() - start);
  }
  std::sort(seconds.begin(), seconds.end());
  return model.agents() * double(steps) / seconds[seconds.size() / 2];
}

EpsteinSpeed measure_epstein(int side, int warm_up, int slices, int steps) {
  EpsteinSpeed speed;
  EpsteinScalar scalar(side, side, 1);
  speed.side = side;
  speed.agents = scalar.agents();
  speed.steps = warm_up + slices * steps;
  speed.scalar = updates_per_second(scalar, warm_up, slices, steps);
  speed.digest = scalar.digest();
  if (EpsteinPlanes::runs_here()) {
    EpsteinPlanes planes(side, side, 1);
    speed.planes = updates_per_second(planes, warm_up, slices, steps);
    speed.equal = planes.digest() == speed.digest;
  }
  return speed;
}

/// What recorder and file add to a run of the default study [us]: CPU time with them less without.
double measure_output() {
  constexpr int replicates = 16;
  Study const study = load_study("experiments/studies/quick.toml");
  auto const points = point_rules(study);
  EnsembleSettings const settings{1, study.weeks, replicates, 1, false};
  double start = cpu_seconds();
  run_ensemble(points, settings, [](FinishedRun&&) {});
  double const without = cpu_seconds() - start;
  auto const file = std::filesystem::temp_directory_path() / "disalign_bench.h5";
  start = cpu_seconds();
  Recorder recorder(file, describe_file(study, 1), Level::series);
  run_ensemble(points, settings, [&](FinishedRun&& run) { recorder.add(std::move(run)); });
  recorder.finish(0);
  double const with = cpu_seconds() - start;
  std::filesystem::remove(file);
  return std::max(0.0, 1e6 * (with - without) / static_cast<double>(points.size() * replicates));
}

}  // namespace

int run_bench(Arguments const& arguments) {
  if (arguments.compare.size() == 2) {
    fmt::print("{}", comparison_text(arguments.compare[0], arguments.compare[1]));
    return complete;
  }
  if (!arguments.isa.empty()) use_kernel(arguments.isa);
  bool const whole = arguments.workload.empty();
  BenchReport report;
  report.workload = whole ? "S" : arguments.workload;
  Effort const* const effort =
      std::find_if(std::begin(efforts), std::end(efforts),
                   [&](Effort const& e) { return report.workload == e.workload; });
  if (effort == std::end(efforts)) workload(report.workload);  // its error names those there are
  auto const progress = [&](char const* what) {
    if (!arguments.quiet) fmt::print(stderr, "{} ...\n", what);
  };
  Workload const load = workload(report.workload);
  report.about = load.about;
  report.isa = kernel().level;
  report.compiler = build_compiler();
  report.build_version = version_text();
  report.rules = rules_on(load);
  report.published_digest = effort->digest;
  report.gigahertz = measure_gigahertz();
  progress("weeks and rules");
  report.measured = measure(load, effort->repetitions, effort->weeks, true);
  progress("the scalar form");
  use_kernel("scalar");
  report.scalar = measure(load, std::min(effort->repetitions, 3), effort->weeks, false);
  use_kernel(report.isa);
  progress("roofline");
  report.work = count_work(load, std::min(effort->weeks, 52));
  report.probe = probe_machine();
  if (report.workload == "S") {
    progress("output");
    report.output_us = measure_output();
  }
  if (whole) {
    progress("cost of units and cells");
    report.fit = fit_cost(8);
    report.fitted = true;
  }
  if (whole || report.workload == "M") {
    progress("civil violence");
    report.epstein = {measure_epstein(40, 1000, 11, 500), measure_epstein(100, 200, 11, 100),
                      measure_epstein(400, 20, 11, 6)};
  }
  fmt::print("{}\n", arguments.json ? report_json(report) : report_text(report));
  bool const equal = report.scalar.digest == report.measured.digest &&
                     std::all_of(report.epstein.begin(), report.epstein.end(),
                                 [](EpsteinSpeed const& e) { return e.equal; });
  return equal ? complete : differs;
}

}  // namespace disalign
