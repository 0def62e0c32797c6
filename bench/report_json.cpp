/// The JSON of the bench.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "bench/report.hpp"
#include "experiments/json_text.hpp"

namespace disalign {
namespace {

using Json = nlohmann::ordered_json;

std::string hex(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

Json workload_json(WorkloadReport const& r) {
  Measurement const& m = r.measured;
  Json json;
  json["workload"] = r.name;
  json["about"] = r.about;
  json["rules_on"] = r.rules;
  json["digest"] = hex(m.digest);
  if (r.published_digest != 0) json["published_digest"] = hex(r.published_digest);
  json["digests_equal"] = m.equal() && r.as_published();
  json["cells"] = m.cells;
  json["units"] = m.units;
  json["weeks"] = m.weeks;
  json["weeks_timed"] = m.timed_weeks;
  json["repetitions"] = m.repetitions;
  json["unit_steps_per_s_per_core"] = m.unit_steps_per_second(m.main());
  json["roofline_fraction"] = r.roofline_fraction(0);
  json["over_scalar"] = r.over_scalar(m.main());
  json["week_us"] = m.week_us(m.main());
  json["step_us"] = m.main().step_us;
  json["step_us_median"] = m.main().median;
  for (std::size_t k = 0; k < m.forms.size(); ++k) {
    FormTimes const& form = m.forms[k];
    json["forms"][form.level] = {{"step_us", form.step_us},
                                 {"step_us_median", form.median},
                                 {"step_us_p05", form.p05},
                                 {"step_us_p95", form.p95},
                                 {"over_scalar", r.over_scalar(form)},
                                 {"roofline_fraction", r.roofline_fraction(k)},
                                 {"unit_steps_per_s", m.unit_steps_per_second(form)},
                                 {"equal", form.equal}};
  }
  Probe const& probe = r.probes.front();
  json["roofline"] = {{"us", roofline_us(m.work, probe)},
                      {"words", m.work.words},
                      {"exps", m.work.exps},
                      {"loads", m.work.loads},
                      {"scatters", m.work.scatters},
                      {"values", m.work.values},
                      {"ns_word", probe.word},
                      {"ns_exp", probe.exp},
                      {"ns_load", probe.load},
                      {"ns_scatter", probe.scatter},
                      {"ns_value", probe.value}};
  auto& phases = json["phases"];
  phases["set_up"] = m.found_us;
  phases["invariants"] = m.check_us;
  phases["observe"] = m.observe_us;
  phases["digest_of_state"] = m.digest_us;
  if (r.output) {
    phases["output"] = r.output->total() / m.weeks;
    json["output_percent"] = r.output_percent(false);
    json["output_and_observe_percent"] = r.output_percent(true);
  }
  for (Phase const& phase : m.phases) phases["rules"][phase.name] = phase.least;
  return json;
}

Json fit_json(CostFit const& fit) {
  Json sizes = Json::array();
  for (SizedWeek const& size : fit.sizes)
    sizes.push_back({{"cells", size.cells}, {"units", size.units}, {"step_us", size.step_us}});
  return {{"ns_per_unit", 1e3 * fit.per_unit},
          {"ns_per_cell", 1e3 * fit.per_cell},
          {"us_constant", fit.constant},
          {"worst_relative_error", fit.worst_error},
          {"bytes_per_unit", fit.bytes_per_unit},
          {"bytes_per_cell", fit.bytes_per_cell},
          {"twice_the_units", fit.doubled_units},
          {"twice_the_cells", fit.doubled_cells},
          {"sizes", sizes}};
}

}  // namespace

std::string report_json(BenchReport const& r) {
  Json json;
  if (!r.workloads.empty()) json = workload_json(r.workloads.front());
  json["isa"] = r.isa;
  json["compiler"] = r.compiler;
  json["version"] = r.build_version;
  json["cores"] = r.cores;
  json["gigahertz"] = r.gigahertz;
  for (std::size_t k = 1; k < r.workloads.size(); ++k)
    json["more_workloads"].push_back(workload_json(r.workloads[k]));
  if (r.fit) json["fit"] = fit_json(*r.fit);
  if (r.two_threads) {
    TwoThreads const& t = *r.two_threads;
    json["two_threads"] = {{"quiet_windows", t.windows},
                           {"windows", t.tried},
                           {"capacity", t.capacity},
                           {"efficiency", t.efficiency},
                           {"cpu_over_one_thread", t.cpu_ratio},
                           {"equal", t.equal}};
  }
  if (r.shared_steps) {
    SharedSteps const& shared = *r.shared_steps;
    json["shared_steps"] = {{"threads", shared.threads},     {"cells", shared.cells},
                            {"units", shared.units},         {"one_thread_us", shared.one_us},
                            {"shared_us", shared.shared_us}, {"speed_up", shared.speed_up()},
                            {"equal", shared.equal}};
  }
  for (ManyRuns const& many : r.many_runs) {
    json["many_runs"].push_back({{"isa", many.level},
                                 {"runs", many.time.runs},
                                 {"threads", many.time.threads},
                                 {"units", many.time.units},
                                 {"seconds", many.time.seconds},
                                 {"minutes_for_10000", many.time.minutes_for(10'000)}});
  }
  json["epstein"] = Json::array();
  for (EpsteinSpeed const& e : r.epstein) {
    json["epstein"].push_back({{"side", e.side},
                               {"agents", e.agents},
                               {"steps", e.steps},
                               {"isa", e.level},
                               {"scalar_updates_per_s", e.scalar},
                               {"planes_updates_per_s", e.planes},
                               {"equal", e.equal},
                               {"digest", hex(e.digest)}});
  }
  return json_text(json);
}

}  // namespace disalign
