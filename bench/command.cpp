/// `disalign bench`: measures this build on this machine.
#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "agents/kernel.hpp"
#include "bench/clocks.hpp"
#include "bench/compare.hpp"
#include "bench/report.hpp"
#include "bench/table.hpp"
#include "experiments/commands/commands.hpp"
#include "experiments/commands/machine.hpp"
#include "experiments/tell.hpp"

namespace disalign {
namespace {

/// How each workload is timed. M's run is long: a tenth of its weeks, spread over it.
struct Effort {
  char const* workload;
  MeasurePlan plan;
  bool output;  ///< whether a study of it is written to a file
};
constexpr Effort efforts[] = {{"S", {12, 65, 64, true}, true},
                              {"S20", {4, 65, 64, true}, false},
                              {"M", {2, 52, 5, true}, true},
                              {"L", {1, 20, 19, false}, false}};
/// Of the study that is written: as many as the default study has.
constexpr int output_replicates = 100;

/// Clock rate by a chain of additions, one a cycle [GHz].
double measure_gigahertz() {
  constexpr int additions = 1'000'000;
  double best = 0;
  for (int k = 0; k < 20; ++k) {
    auto const start = Clock::now();
    std::uint64_t x = 0;
    for (int i = 0; i < additions; ++i) {
      x += 1;
      asm volatile("" : "+r"(x));
    }
    best = std::max(best, 1e-3 * additions / us_since(start));
  }
  return best;
}

/// Measures part by part what was asked for.
class Bench {
 public:
  explicit Bench(bool quiet) : quiet_(quiet) {
    report_.isa = kernel().level;
    report_.compiler = build_compiler();
    report_.build_version = version_text();
    report_.cores = static_cast<int>(std::thread::hardware_concurrency());
    report_.gigahertz = measure_gigahertz();
  }

  void workload(std::string const& name) {
    Workload const load = disalign::workload(name);
    Effort const& effort = *std::find_if(std::begin(efforts), std::end(efforts),
                                         [&](Effort const& e) { return name == e.workload; });
    say(name + ": weeks and rules");
    WorkloadReport result;
    result.name = name;
    result.about = load.about;
    result.rules = rules_on(load);
    result.published_digest = load.published_digest;
    result.measured = measure(load, effort.plan);
    for (FormTimes const& form : result.measured.forms) {
      for (Kernel const* k : kernels())
        if (k->level == form.level) result.probes.push_back(probe_machine(*k));
    }
    if (effort.output) {
      say(name + ": output");
      result.output = measure_output(load, output_replicates);
    }
    report_.workloads.push_back(std::move(result));
  }

  void scaling() {
    say("cost of units and cells");
    report_.fit = fit_cost();
  }

  void two_threads() {
    if (report_.cores < 2) return;
    say("two threads");
    report_.two_threads = measure_two_threads(disalign::workload("S"), 48, 5, 10);
  }

  /// A grid that is large enough to be shared; L itself for L.
  void shared_steps(Workload const& load, int weeks) {
    if (report_.cores < 2) return;
    say("one run on all threads");
    report_.shared_steps = measure_shared_steps(load, weeks, report_.cores);
  }

  void many_runs(int runs) {
    say(fmt::format("{} runs of 64 x 64 cells with {}", runs, kernel().level));
    Workload load = war(64, 4096, 520);
    report_.many_runs.push_back({kernel().level, time_ensemble(load, runs, report_.cores)});
  }

  void epstein() {
    say(std::string("civil violence with ") + kernel().level);
    report_.epstein.push_back(measure_epstein(40, 1000, 500));
    report_.epstein.push_back(measure_epstein(100, 200, 100));
    report_.epstein.push_back(measure_epstein(400, 20, 6));
  }

  /// Everything in the table of goals.
  void everything() {
    for (char const* name : {"S", "S20", "M"}) workload(name);
    scaling();
    two_threads();
    shared_steps(war(256, 131'072, 6), 6);
    for (Kernel const* form : kernels()) {
      if (form == kernels().front()) continue;  // the scalar reference has no column
      use_kernel(form->level);
      epstein();
      many_runs(report_.cores);
    }
    use_kernel(report_.isa);
  }

  [[nodiscard]] BenchReport const& report() const { return report_; }

 private:
  void say(std::string const& what) const {
    if (!quiet_) tell("{} ...\n", what);
  }

  bool quiet_;
  BenchReport report_;
};

}  // namespace

int run_bench(Arguments const& arguments) {
  if (arguments.compare.size() == 2) {
    fmt::print("{}", comparison_text(arguments.compare[0], arguments.compare[1]));
    return complete;
  }
  if (!arguments.isa.empty()) use_kernel(arguments.isa);
  std::optional<TablePage> page;  // a mistake shows before anything is measured
  if (arguments.table && arguments.output) page.emplace(*arguments.output);
  Bench bench(arguments.quiet);
  if (arguments.table) {
    bench.everything();
  } else if (arguments.bench_runs) {
    bench.many_runs(*arguments.bench_runs);
  } else if (!arguments.workload.empty()) {
    bench.workload(arguments.workload);
    if (arguments.workload == "L") bench.shared_steps(workload("L"), 3);
  } else {
    bench.workload("S");
    bench.scaling();
    bench.two_threads();
    bench.shared_steps(war(256, 131'072, 6), 6);
    bench.epstein();
  }
  BenchReport const& report = bench.report();
  fmt::print("{}\n", arguments.json    ? report_json(report)
                     : arguments.table ? goal_table(report)
                                       : report_text(report));
  if (page) page->write(goal_table(report));
  return report.equal() ? complete : differs;
}

}  // namespace disalign
