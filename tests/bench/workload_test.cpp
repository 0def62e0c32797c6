/// The fixed runs that speed is stated for: they are what they say, and have their published digests.
#include "bench/workload.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>

#include "bench/measure.hpp"
#include "bench/report.hpp"
#include "model/base/check.hpp"
#include "model/trajectory.hpp"

using namespace disalign;

namespace {

Record run_of(Workload const& load) {
  return simulate(load.cast, load.week, load.weeks, RunAddress{load.seed, 0}, false);
}

double mean_units(Record const& record) {
  return static_cast<double>(record.unit_steps) / record.weeks;
}

}  // namespace

TEST_CASE("workloads: S has the published digest with every compiled form") {
  Workload const load = workload("S");
  std::string const usual = kernel().level;
  for (Kernel const* form : kernels()) {
    CAPTURE(form->level);
    use_kernel(form->level);
    Record const record = run_of(load);
    CHECK(record.digest == load.published_digest);
    CHECK(mean_units(record) > 150);
    CHECK(mean_units(record) < 450);
  }
  use_kernel(usual);
  CHECK(load.world->grid.cells.size() == 239);
}

TEST_CASE("workloads: the war of the standard has 8 actors, and all rules and channels are on") {
  Workload const load = war(16, 512, 2);
  CHECK(load.cast.actors.size() == 8);
  load.week.each([](char const* name, auto const& rule) {
    CAPTURE(name);
    CHECK(rule.enabled);
  });
  CHECK_THROWS_WITH_AS(workload("X"), doctest::Contains("S, S20, M, L"), Error);
}

TEST_CASE("bench: a run that has not its published digest is no success") {
  WorkloadReport load;
  load.name = "S";
  load.measured.digest = 7;
  load.measured.forms.push_back({"scalar", 2, 2, 2, 2, true});
  load.probes.resize(1);
  BenchReport report;
  report.workloads.push_back(load);
  CHECK(report.equal());
  report.workloads[0].published_digest = 7;
  CHECK(report.equal());
  CHECK(report_text(report).find("as published") != std::string::npos);
  report.workloads[0].published_digest = 8;
  CHECK_FALSE(report.equal());
  CHECK(report_text(report).find("PUBLISHED: 0000000000000008") != std::string::npos);
}

TEST_CASE("bench: every form is timed on the same weeks and must end in the same state") {
  Workload const load = war(8, 128, 12);
  Measurement const m = measure(load, {2, 6, 3, true});
  CHECK(m.forms.size() == kernels().size());
  CHECK(m.timed_weeks == 6);
  CHECK(m.equal());
  CHECK(m.digest == run_of(load).digest);
  CHECK(m.units == doctest::Approx(mean_units(run_of(load))));
  for (FormTimes const& form : m.forms) {
    CHECK(form.step_us > 0);
    CHECK(form.step_us <= form.p95);
  }
  CHECK(m.phases.size() > 70);
  if (metered_kernel() != nullptr) CHECK(m.work.words > 0);
}

TEST_SUITE("full") {
  TEST_CASE("workloads: S20, M and L have their published digests; M has 8,192 units within 5 %") {
    for (char const* name : {"S20", "M", "L"}) {
      CAPTURE(name);
      Workload const load = workload(name);
      Record const record = run_of(load);
      CHECK(record.digest == load.published_digest);
      if (load.name == "M") CHECK(std::abs(mean_units(record) / 8192 - 1) < 0.05);
    }
  }
}
