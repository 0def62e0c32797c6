/// Rows of goals and measurements.
#include "bench/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <string_view>
#include <utility>

#include "experiments/disk.hpp"
#include "model/base/check.hpp"

namespace disalign {
namespace {

constexpr std::array<char const*, 3> levels{"v4", "v3", "v2"};  // AVX-512, AVX2, SSE4

/// One row: a value for each instruction set, or one for all.
struct Row {
  std::string measure, goal;
  std::array<std::string, 3> cells;
  std::string command;
};

std::string line(Row const& row) {
  return fmt::format("| {} | {} | {} | {} | {} | {} |\n", row.measure, row.goal, row.cells[0],
                     row.cells[1], row.cells[2], row.command);
}

std::string command(std::string const& flags) { return "`disalign bench" + flags + "`"; }

/// Asks for each instruction set's form of a workload.
std::array<std::string, 3> by_form(
    WorkloadReport const& load,
    std::function<std::string(FormTimes const&, std::size_t)> const& value) {
  std::array<std::string, 3> cells;
  for (std::size_t k = 0; k < levels.size(); ++k) {
    FormTimes const* const form = load.measured.form(levels[k]);
    cells[k] = form == nullptr
                   ? "-"
                   : value(*form, static_cast<std::size_t>(form - load.measured.forms.data()));
  }
  return cells;
}

std::string worst(std::vector<double> const& ratios) {
  std::string text;
  for (double const ratio : ratios)
    text += fmt::format("{}{:.2f}", text.empty() ? "" : ", ", ratio);
  return text;
}

void add_workloads(BenchReport const& r, std::vector<Row>& rows) {
  WorkloadReport const* const s = r.workload("S");
  WorkloadReport const* const fine = r.workload("S20");
  WorkloadReport const* const m = r.workload("M");
  if (m != nullptr) {
    std::string const how = command(" --workload M");
    rows.push_back({"`M`, million unit-steps/s", "40 / 25 / 12",
                    by_form(*m,
                            [&](FormTimes const& form, std::size_t) {
                              return fmt::format("{:.3f}",
                                                 1e-6 * m->measured.unit_steps_per_second(form));
                            }),
                    how});
    rows.push_back(
        {"`M`, fraction of the roofline", "0.60 / 0.60 / 0.60",
         by_form(*m, [&](FormTimes const&,
                         std::size_t k) { return fmt::format("{:.3f}", m->roofline_fraction(k)); }),
         how});
    rows.push_back(
        {"`M`, over the scalar reference", "2.5 x / 2.0 x / report",
         by_form(*m, [&](FormTimes const& form,
                         std::size_t) { return fmt::format("{:.2f} x", m->over_scalar(form)); }),
         how});
  }
  if (s != nullptr) {
    std::string const how = command(" --workload S");
    rows.push_back({fmt::format("`S`, us a step, {} cells", s->measured.cells),
                    "25 / report / report",
                    by_form(*s, [](FormTimes const& form,
                                   std::size_t) { return fmt::format("{:.1f}", form.step_us); }),
                    how});
  }
  if (fine != nullptr) {
    rows.push_back({fmt::format("`S20`, us a step, {} cells", fine->measured.cells),
                    "60 / report / report",
                    by_form(*fine, [](FormTimes const& form,
                                      std::size_t) { return fmt::format("{:.1f}", form.step_us); }),
                    command(" --workload S20")});
  }
  if (s != nullptr) {
    std::string const how = command(" --workload S");
    rows.push_back(
        {"`S`, fraction of the roofline", "report",
         by_form(*s, [&](FormTimes const&,
                         std::size_t k) { return fmt::format("{:.3f}", s->roofline_fraction(k)); }),
         how});
    rows.push_back(
        {"`S`, over the scalar reference", "report",
         by_form(*s, [&](FormTimes const& form,
                         std::size_t) { return fmt::format("{:.2f} x", s->over_scalar(form)); }),
         how});
  }
  for (WorkloadReport const* load : {m, s}) {
    if (load == nullptr || !load->output) continue;
    rows.push_back(
        {fmt::format("`{}`, output (with the record's rows), % of a run", load->name),
         load == m ? "3" : "15",
         {fmt::format("{:.1f} ({:.1f})", load->output_percent(false), load->output_percent(true)),
          "", ""},
         command(" --workload " + load->name)});
  }
}

void add_ensembles(BenchReport const& r, std::vector<Row>& rows) {
  if (!r.many_runs.empty()) {
    Row row{fmt::format("10,000 runs of 64 x 64 cells, 4,096 units, 520 weeks on {} cores, minutes "
                        "(in proportion from {} runs)",
                        r.many_runs.front().time.threads, r.many_runs.front().time.runs),
            "6 / 10 / report",
            {"-", "-", "-"},
            command(fmt::format(" --runs {}", r.many_runs.front().time.runs))};
    for (ManyRuns const& many : r.many_runs) {
      auto const at = std::find(levels.begin(), levels.end(), many.level);
      if (at == levels.end()) continue;
      row.cells[static_cast<std::size_t>(at - levels.begin())] =
          fmt::format("{:.0f}", many.time.minutes_for(10'000));
    }
    rows.push_back(row);
  }
  if (r.two_threads) {
    TwoThreads const& t = *r.two_threads;
    rows.push_back({"two threads, CPU time over one thread's",
                    "1.05",
                    {fmt::format("{:.3f}", t.cpu_ratio), "", ""},
                    command("")});
    rows.push_back({fmt::format("two threads, efficiency over capacity ({} of {} windows quiet)",
                                t.windows, t.tried),
                    "0.95",
                    {t.windows > 0 ? fmt::format("{:.3f}", t.efficiency) : "-", "", ""},
                    command("")});
  }
  if (r.shared_steps) {
    SharedSteps const& shared = *r.shared_steps;
    rows.push_back(
        {fmt::format("one run of {} cells, {:.0f} units, shared among {} threads, speed-up",
                     shared.cells, shared.units, shared.threads),
         "report",
         {fmt::format("{:.2f} x", shared.speed_up()), "", ""},
         command("")});
  }
  if (r.fit) {
    rows.push_back({"twice the units (4 to 128 thousand), time",
                    "at most 2.1 x",
                    {worst(r.fit->doubled_units), "", ""},
                    command("")});
    rows.push_back({"twice the cells (64^2 to 256^2), time",
                    "at most 2.1 x",
                    {worst(r.fit->doubled_cells), "", ""},
                    command("")});
  }
}

void add_epstein(BenchReport const& r, std::vector<Row>& rows) {
  auto const row = [&](char const* what, std::string const& goal, double EpsteinSpeed::* speed) {
    Row result{fmt::format("civil violence, {}, agent-updates/s at 40^2 / 100^2 / 400^2", what),
               goal,
               {"", "", ""},
               command("")};
    for (std::size_t k = 0; k < levels.size(); ++k) {
      for (EpsteinSpeed const& e : r.epstein) {
        if (e.level != levels[k] || e.*speed == 0) continue;
        result.cells[k] += fmt::format("{}{:.2e}", result.cells[k].empty() ? "" : " / ", e.*speed);
      }
      if (result.cells[k].empty()) result.cells[k] = "-";
    }
    rows.push_back(result);
  };
  row("planes", "2.5e7 / 2.5e7 / 2.0e7", &EpsteinSpeed::planes);
  row("scalar", "8e6 / 8e6 / 6e6", &EpsteinSpeed::scalar);
}

/// Where the time goes: the costliest phases of S and M.
std::string phases_table(BenchReport const& r) {
  constexpr std::size_t shown = 12;
  std::string text;
  for (WorkloadReport const& load : r.workloads) {
    if (load.name == "S20") continue;
    Measurement const& m = load.measured;
    double const step = m.main().step_us;
    text += fmt::format("\n`{}`, {}: a week's rules take {:.0f} us, of which", load.name,
                        m.main().level, step);
    double rest = step;
    for (std::size_t k = 0; k < std::min(shown, m.phases.size()); ++k) {
      Phase const& phase = m.phases[k];
      text += fmt::format(" {} {:.0f} %,", phase.name, 100 * phase.least / step);
      rest -= phase.least;
    }
    text += fmt::format(
        " all others {:.0f} %. Outside the rules: invariants {:.0f} us, the record's row {:.0f} "
        "us, of "
        "which the digest of the state {:.0f}.\n",
        100 * rest / step, m.check_us, m.observe_us, m.digest_us);
  }
  return text;
}

}  // namespace

std::string goal_table(BenchReport const& r) {
  std::vector<Row> rows;
  add_workloads(r, rows);
  add_ensembles(r, rows);
  add_epstein(r, rows);
  std::string text = fmt::format("{}, {}, {} cores, {:.2f} GHz. {}\n\n", r.build_version,
                                 r.compiler, r.cores, r.gigahertz,
                                 r.equal() ? "All digests and states are equal."
                                           : "DIGESTS DIFFER: these speeds do not count.");
  text +=
      "| measure | goal | AVX-512 | AVX2 | SSE4 | command |\n"
      "| --- | --- | --- | --- | --- | --- |\n";
  for (Row const& row : rows) text += line(row);
  text += "\n| workload | digest | published |\n| --- | --- | --- |\n";
  for (WorkloadReport const& load : r.workloads) {
    text += fmt::format("| {} | {:016x} | {} |\n", load.name, load.measured.digest,
                        load.published_digest == 0 ? "none"
                        : load.as_published()      ? "the same"
                                                   : "ANOTHER");
  }
  return text + phases_table(r);
}

TablePage::TablePage(std::filesystem::path path) : path_(std::move(path)) {
  constexpr std::string_view begin = "<!-- table -->\n", end = "<!-- end of table -->\n";
  std::ifstream file(path_);
  std::string const text{std::istreambuf_iterator<char>(file), {}};
  auto const first = text.find(begin);
  auto const last = first == std::string::npos ? first : text.find(end, first);
  if (last == std::string::npos) {
    throw Error(
        fmt::format("-o {}: has no place for the table (a line \"<!-- table -->\" and a later one "
                    "\"<!-- end of "
                    "table -->\"). Name docs/PERFORMANCE.md.",
                    path_.string()));
  }
  before_ = text.substr(0, first + begin.size());
  after_ = text.substr(last);
}

void TablePage::write(std::string const& table) const {
  disk::write_text(path_, before_ + table + after_);
}

}  // namespace disalign
