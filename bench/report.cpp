/// The text of the bench.
#include "bench/report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace disalign {
namespace {

constexpr std::size_t shown_phases = 25;

std::string workload_text(WorkloadReport const& r) {
  Measurement const& m = r.measured;
  std::string text = fmt::format(
      "{}: {}\n{} cells, {:.0f} units in the mean of {} weeks, {} rules on; {} weeks timed, {} "
      "repetitions\ndigest {:016x}{}{}\n",
      r.name, r.about, m.cells, m.units, m.weeks, r.rules, m.timed_weeks, m.repetitions, m.digest,
      r.published_digest == 0 ? " (none published)"
      : r.as_published()      ? " (as published)"
                              : fmt::format(" (PUBLISHED: {:016x})", r.published_digest),
      m.equal() ? "" : " (FORMS DIFFER)");
  text += fmt::format(
      "set-up of a run {:12.1f} us\ninvariants      {:12.1f} us a week\nobserve         {:12.1f} "
      "us "
      "a week, of which digest of the state {:.1f}\n",
      m.found_us, m.check_us, m.observe_us, m.digest_us);
  if (r.output) {
    text += fmt::format(
        "output          {:12.1f} us a week ({:.1f} % of a run; {:.1f} % with observing): packing "
        "{:.1f}, shards {:.1f}, file {:.1f}\n",
        r.output->total() / m.weeks, r.output_percent(false), r.output_percent(true),
        r.output->pack / m.weeks, r.output->shard / m.weeks, r.output->file / m.weeks);
  }
  text +=
      "form      rules us    median     5-95 %              x scalar  roofline  million "
      "unit-steps/s\n";
  for (std::size_t k = 0; k < m.forms.size(); ++k) {
    FormTimes const& form = m.forms[k];
    text +=
        fmt::format("{:<8} {:9.1f} {:9.1f}     {:<18}  {:8.2f}  {:8.3f}  {:9.3f}{}\n", form.level,
                    form.step_us, form.median, fmt::format("{:.1f}-{:.1f}", form.p05, form.p95),
                    r.over_scalar(form), r.roofline_fraction(k),
                    1e-6 * m.unit_steps_per_second(form), form.equal ? "" : "  (STATE DIFFERS)");
  }
  Probe const& probe = r.probes.front();
  text += fmt::format(
      "roofline: {:.1f} us a week = {:.0f} words x {:.2f} ns + {:.0f} exps x {:.2f} + {:.0f} "
      "indexed loads x {:.2f} + {:.0f} scatters x {:.2f} + {:.0f} values x {:.2f}\n",
      roofline_us(m.work, probe), m.work.words, probe.word, m.work.exps, probe.exp, m.work.loads,
      probe.load, m.work.scatters, probe.scatter, m.work.values, probe.value);
  text += "      us    median       %  phase\n";
  double rest = 0;
  double const step = m.main().step_us;
  for (std::size_t k = 0; k < m.phases.size(); ++k) {
    Phase const& phase = m.phases[k];
    if (k < shown_phases) {
      text += fmt::format("{:8.2f}  {:8.2f}  {:6.1f}  {}\n", phase.least, phase.median,
                          100 * phase.least / step, phase.name);
    } else {
      rest += phase.least;
    }
  }
  return text + fmt::format("{:8.2f}            {:6.1f}  all others\n\n", rest, 100 * rest / step);
}

std::string fit_text(CostFit const& fit) {
  std::string text = fmt::format(
      "step = {:.1f} ns x units + {:.1f} ns x cells + {:.1f} us (worst error {:.0f} %); {:.0f} "
      "bytes a unit, {:.0f} bytes a cell\n",
      1e3 * fit.per_unit, 1e3 * fit.per_cell, fit.constant, 100 * fit.worst_error,
      fit.bytes_per_unit, fit.bytes_per_cell);
  for (SizedWeek const& size : fit.sizes)
    text += fmt::format("  {:6} cells, {:7.0f} units: {:10.1f} us\n", size.cells, size.units,
                        size.step_us);
  text += "twice the units:";
  for (double const ratio : fit.doubled_units) text += fmt::format(" {:.2f}", ratio);
  text += " x; twice the cells:";
  for (double const ratio : fit.doubled_cells) text += fmt::format(" {:.2f}", ratio);
  return text + " x\n";
}

}  // namespace

double WorkloadReport::output_percent(bool with_observing) const {
  if (!output) return 0;
  double const written = output->total() / measured.weeks;
  double const counted = written + (with_observing ? measured.observe_us : 0);
  return 100 * counted / (measured.week_us(measured.main()) + written);
}

WorkloadReport const* BenchReport::workload(std::string const& name) const {
  auto const at = std::find_if(workloads.begin(), workloads.end(),
                               [&](WorkloadReport const& r) { return r.name == name; });
  return at == workloads.end() ? nullptr : &*at;
}

bool BenchReport::equal() const {
  return std::all_of(
             workloads.begin(), workloads.end(),
             [](WorkloadReport const& r) { return r.measured.equal() && r.as_published(); }) &&
         std::all_of(epstein.begin(), epstein.end(),
                     [](EpsteinSpeed const& e) { return e.equal; }) &&
         (!two_threads || two_threads->equal) && (!shared_steps || shared_steps->equal);
}

std::string report_text(BenchReport const& r) {
  std::string text = fmt::format("{}, {}, {} cores, {:.2f} GHz, kernel {}\n\n", r.build_version,
                                 r.compiler, r.cores, r.gigahertz, r.isa);
  for (WorkloadReport const& load : r.workloads) text += workload_text(load);
  if (r.fit) text += fit_text(*r.fit);
  if (r.two_threads) {
    TwoThreads const& t = *r.two_threads;
    text += fmt::format(
        "two threads: CPU time {:.3f} x that of one; efficiency {} (capacity {:.2f}; {} of {} "
        "windows had capacity above 1.8){}\n",
        t.cpu_ratio,
        t.windows > 0 ? fmt::format("{:.3f} of the capacity", t.efficiency) : "unknown", t.capacity,
        t.windows, t.tried, t.equal ? "" : " (DIGESTS DIFFER)");
  }
  if (r.shared_steps) {
    SharedSteps const& shared = *r.shared_steps;
    text += fmt::format(
        "one run of {} cells, {:.0f} units: a week's rules {:.0f} us on one thread, {:.0f} us "
        "shared "
        "among {}: {:.2f} x{}\n",
        shared.cells, shared.units, shared.one_us, shared.shared_us, shared.threads,
        shared.speed_up(), shared.equal ? "" : " (STATES DIFFER)");
  }
  for (ManyRuns const& many : r.many_runs) {
    text += fmt::format(
        "{} runs of 64 x 64 cells, 4,096 units asked for ({:.0f} in the mean), 520 weeks, on {} "
        "threads, {}: {:.1f} s; 10,000 in proportion {:.0f} min\n",
        many.time.runs, many.time.units, many.time.threads, many.level, many.time.seconds,
        many.time.minutes_for(10'000));
  }
  for (EpsteinSpeed const& e : r.epstein) {
    text += fmt::format("civil violence {0} x {0}, {1} agents, {2}: scalar {3:.2e}", e.side,
                        e.agents, e.level, e.scalar);
    if (e.planes > 0) text += fmt::format(", planes {:.2e}", e.planes);
    text += fmt::format(" agent-updates/s{}\n", e.equal ? "" : " (STATES DIFFER)");
  }
  return text;
}

}  // namespace disalign
