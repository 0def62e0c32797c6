/// Texts of the bench.
#include "bench/report.hpp"

#include <fmt/format.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "model/base/check.hpp"

namespace disalign {
namespace {

constexpr std::size_t shown_phases = 25;

std::string hex(std::uint64_t digest) { return fmt::format("{:016x}", digest); }

nlohmann::ordered_json read_report(std::filesystem::path const& path) {
  std::ifstream file(path);
  if (!file)
    throw Error(path.string() +
                ": cannot be read. Name a file that `disalign bench --json` wrote.");
  auto report = nlohmann::ordered_json::parse(file, nullptr, false);
  if (report.is_discarded() || !report.is_object() || !report.contains("phases") ||
      !report.contains("unit_steps_per_s_per_core")) {
    throw Error(path.string() +
                ": is no report of the bench (keys are missing). Write one with `disalign bench "
                "--json > FILE`.");
  }
  return report;
}

}  // namespace

std::string report_text(BenchReport const& r) {
  Measurement const& m = r.measured;
  std::string text = fmt::format(
      "{}: {}\n"
      "{} ({} rules on, {}, {:.2f} GHz, {} cells, {:.0f} units in the mean, {} weeks, {} "
      "repetitions)\n",
      r.workload, r.about, r.isa, r.rules, r.compiler, r.gigahertz, m.cells, m.units, m.weeks,
      m.repetitions);
  text += fmt::format("digest {}{}\n", hex(m.digest),
                      r.published_digest.empty() ? ""
                      : r.published_digest == hex(m.digest)
                          ? " (as published)"
                          : " (PUBLISHED: " + r.published_digest + ")");
  text += fmt::format("set-up of a run   {:10.1f} us\n", m.found_us);
  text +=
      fmt::format("week's rules      {:10.1f} us    median {:.1f}, 5-95 % of weeks {:.1f}-{:.1f}\n",
                  m.step_us, m.step_median, m.step_p05, m.step_p95);
  text += fmt::format("invariants        {:10.1f} us\nobserve, digest   {:10.1f} us\n", m.check_us,
                      m.observe_us);
  if (r.output_us > 0)
    text += fmt::format("output            {:10.1f} us a week ({:.1f} % of a week)\n",
                        r.output_us / m.weeks, 100 * r.output_us / m.weeks / m.week_us());
  text += fmt::format("{:.3f} million unit-steps/s on one core; over scalar {:.2f} x{}\n",
                      1e-6 * m.unit_steps_per_second(),
                      r.scalar.step_us > 0 ? r.scalar.step_us / m.step_us : 0,
                      r.scalar.digest == m.digest ? "" : " (SCALAR DIGEST DIFFERS)");
  text += fmt::format(
      "roofline: {:.1f} us a week = {:.0f} words x {:.2f} ns + {:.0f} exps x {:.2f} + {:.0f} "
      "indexed "
      "loads x {:.2f} + {:.0f} scatters x {:.2f} + {:.0f} values x {:.2f}; fraction {:.2f}\n",
      roofline_us(r.work, r.probe), r.work.words, r.probe.word, r.work.exps, r.probe.exp,
      r.work.loads, r.probe.load, r.work.scatters, r.probe.scatter, r.work.values, r.probe.value,
      r.roofline_fraction());
  if (r.fitted) {
    text += fmt::format(
        "step = {:.1f} ns x units + {:.1f} ns x cells + {:.1f} us; twice the units {:.2f} x, twice "
        "the cells {:.2f} x; {:.0f} bytes a unit, {:.0f} bytes a cell\n",
        1e3 * r.fit.per_unit, 1e3 * r.fit.per_cell, r.fit.constant, r.fit.doubled_units,
        r.fit.doubled_cells, r.fit.bytes_per_unit, r.fit.bytes_per_cell);
  }
  for (EpsteinSpeed const& e : r.epstein) {
    text += fmt::format(
        "civil violence {0} x {0}, {1} agents: scalar {2:.2e}, planes {3:.2e} agent-updates/s{4}\n",
        e.side, e.agents, e.scalar, e.planes, e.equal ? "" : " (STATES DIFFER)");
  }
  text += "\n      us    median       %  phase\n";
  double rest = 0;
  for (std::size_t k = 0; k < m.phases.size(); ++k) {
    Phase const& phase = m.phases[k];
    if (k >= shown_phases) {
      rest += phase.least;
      continue;
    }
    text += fmt::format("{:8.2f}  {:8.2f}  {:6.1f}  {}\n", phase.least, phase.median,
                        100 * phase.least / m.step_us, phase.name);
  }
  return text +
         fmt::format("{:8.2f}            {:6.1f}  all others\n", rest, 100 * rest / m.step_us);
}

std::string report_json(BenchReport const& r) {
  Measurement const& m = r.measured;
  nlohmann::ordered_json json;
  json["workload"] = r.workload;
  json["about"] = r.about;
  json["isa"] = r.isa;
  json["compiler"] = r.compiler;
  json["version"] = r.build_version;
  json["gigahertz"] = r.gigahertz;
  json["rules_on"] = r.rules;
  json["digest"] = hex(m.digest);
  json["published_digest"] = r.published_digest;
  json["cells"] = m.cells;
  json["units"] = m.units;
  json["weeks"] = m.weeks;
  json["repetitions"] = m.repetitions;
  json["unit_steps_per_s_per_core"] = m.unit_steps_per_second();
  json["week_us"] = m.week_us();
  json["step_us"] = m.step_us;
  json["step_us_median"] = m.step_median;
  json["step_us_p05"] = m.step_p05;
  json["step_us_p95"] = m.step_p95;
  json["over_scalar"] = r.scalar.step_us > 0 ? r.scalar.step_us / m.step_us : 0;
  json["scalar_digest"] = hex(r.scalar.digest);
  json["roofline_fraction"] = r.roofline_fraction();
  json["roofline"] = {{"us", roofline_us(r.work, r.probe)},
                      {"words", r.work.words},
                      {"exps", r.work.exps},
                      {"loads", r.work.loads},
                      {"scatters", r.work.scatters},
                      {"values", r.work.values},
                      {"ns_word", r.probe.word},
                      {"ns_exp", r.probe.exp},
                      {"ns_load", r.probe.load},
                      {"ns_scatter", r.probe.scatter},
                      {"ns_value", r.probe.value}};
  auto& phases = json["phases"];
  phases["set_up"] = m.found_us;
  phases["invariants"] = m.check_us;
  phases["observe"] = m.observe_us;
  phases["output"] = r.output_us / std::max(1, m.weeks);
  for (Phase const& phase : m.phases) phases["rules"][phase.name] = phase.least;
  if (r.fitted) {
    json["fit"] = {
        {"ns_per_unit", 1e3 * r.fit.per_unit},    {"ns_per_cell", 1e3 * r.fit.per_cell},
        {"us_constant", r.fit.constant},          {"twice_the_units", r.fit.doubled_units},
        {"twice_the_cells", r.fit.doubled_cells}, {"bytes_per_unit", r.fit.bytes_per_unit},
        {"bytes_per_cell", r.fit.bytes_per_cell}};
  }
  json["epstein"] = nlohmann::ordered_json::array();
  for (EpsteinSpeed const& e : r.epstein) {
    json["epstein"].push_back({{"side", e.side},
                               {"agents", e.agents},
                               {"steps", e.steps},
                               {"scalar_updates_per_s", e.scalar},
                               {"planes_updates_per_s", e.planes},
                               {"equal", e.equal},
                               {"digest", hex(e.digest)}});
  }
  return json.dump(2);
}

std::string comparison_text(std::filesystem::path const& a, std::filesystem::path const& b) {
  auto const first = read_report(a);
  auto const second = read_report(b);
  std::string text =
      fmt::format("{:<28} {:>12} {:>12} {:>8}\n", "us a week", "first", "second", "ratio");
  auto const line = [&](std::string const& name, double x, double y) {
    text += fmt::format("{:<28} {:12.2f} {:12.2f} {:8.3f}\n", name, x, y, x > 0 ? y / x : 0.0);
  };
  for (char const* key : {"week_us", "step_us", "step_us_median"})
    line(key, first.value(key, 0.0), second.value(key, 0.0));
  auto const rules = [](nlohmann::ordered_json const& report) {
    return report["phases"].value("rules", nlohmann::ordered_json::object());
  };
  auto const of_second = rules(second);
  auto const of_first = rules(first);
  for (auto const& [name, us] : of_first.items())
    line(name, us.get<double>(), of_second.value(name, 0.0));
  for (char const* key : {"workload", "isa", "compiler", "version", "digest"}) {
    auto const x = first.value(key, std::string());
    auto const y = second.value(key, std::string());
    text += fmt::format("{:<28} {} {} {}\n", key, x, x == y ? "=" : "is not", y);
  }
  return text;
}

}  // namespace disalign
