/// What `disalign bench` has measured, as a text or as JSON.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "bench/epstein_speed.hpp"
#include "bench/measure.hpp"
#include "bench/output.hpp"
#include "bench/scaling.hpp"
#include "bench/threads.hpp"

namespace disalign {

/// One workload, measured.
struct WorkloadReport {
  std::string name, about;
  int rules = 0;
  std::uint64_t published_digest = 0;  ///< 0: none is published
  Measurement measured;
  std::vector<Probe> probes;  ///< of each measured form
  std::optional<OutputCost> output;

  /// Of a form, by its position in `measured.forms`.
  [[nodiscard]] double roofline_fraction(std::size_t form) const {
    double const step = measured.forms[form].step_us;
    return step > 0 ? roofline_us(measured.work, probes[form]) / step : 0;
  }
  [[nodiscard]] double over_scalar(FormTimes const& form) const {
    FormTimes const* const scalar = measured.form("scalar");
    return scalar != nullptr && form.step_us > 0 ? scalar->step_us / form.step_us : 0;
  }
  /// Output's share of a run that writes [%]; with the rows of the record, its reduction, when asked.
  [[nodiscard]] double output_percent(bool with_observing) const;
  [[nodiscard]] bool as_published() const {
    return published_digest == 0 || measured.digest == published_digest;
  }
};

/// 10,000 runs of 64 x 64 cells, 4,096 units, 520 weeks, from fewer.
struct ManyRuns {
  std::string level;
  EnsembleTime time;
};

/// Everything that one call measured.
struct BenchReport {
  std::string isa, compiler, build_version;
  int cores = 0;
  double gigahertz = 0;  ///< by a chain of additions
  std::vector<WorkloadReport> workloads;
  std::optional<CostFit> fit;
  std::optional<TwoThreads> two_threads;
  std::optional<SharedSteps> shared_steps;
  std::vector<ManyRuns> many_runs;
  std::vector<EpsteinSpeed> epstein;

  [[nodiscard]] WorkloadReport const* workload(std::string const& name) const;
  /// Whether all forms agree, with each other and with what is published.
  [[nodiscard]] bool equal() const;
};

std::string report_text(BenchReport const& report);
/// One object: what was measured of the first workload at its root, everything else beside it.
std::string report_json(BenchReport const& report);

}  // namespace disalign
