/// Reads two reports.
#include "bench/compare.hpp"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "model/base/check.hpp"

namespace disalign {
namespace {

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
