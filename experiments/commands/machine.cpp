/// Reads the environment, the cgroup and the processor's name.
#include "experiments/commands/machine.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <ctime>
#include <disalign/build_info.hpp>
#include <fstream>
#include <thread>

#include "model/base/check.hpp"

namespace disalign {

namespace {

constexpr int most_threads = 4096;

std::optional<int> positive_integer(std::string const& text) {
  int value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > most_threads)
    return std::nullopt;
  return value;
}

std::string variable(char const* name) {
  char const* value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// Processors by affinity, and by the quota of the control group where one is set.
int available_processors() {
  int const all = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  double quota = 0;
  double period = 0;
  if (!(file >> quota >> period) || period <= 0) return all;  // "max 100000" is no limit
  return std::clamp(static_cast<int>(quota / period + 0.999), 1, all);
}

std::string processor_name() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name") && line.find(": ") != std::string::npos)
      return line.substr(line.find(": ") + 2);
  }
  return "unknown";
}

}  // namespace

Threads choose_threads(std::optional<int> asked) {
  std::string const ours = variable("DISALIGN_THREADS");
  std::string const openmp = variable("OMP_NUM_THREADS");
  auto const from_ours = positive_integer(ours);
  if (!ours.empty() && !from_ours) {
    throw Error(fmt::format(
        "DISALIGN_THREADS: \"{}\" is no whole number from 1 to {}. Set it right or unset it.", ours,
        most_threads));
  }
  auto const from_openmp = positive_integer(openmp);
  Threads threads;
  std::string by = "-j";
  if (asked) {
    threads.count = *asked;
  } else if (from_ours) {
    threads.count = *from_ours;
    by = "DISALIGN_THREADS";
  } else if (auto const slurm = positive_integer(variable("SLURM_CPUS_PER_TASK"))) {
    threads.count = *slurm;
    by = "SLURM_CPUS_PER_TASK";
  } else {
    threads.count = from_openmp ? *from_openmp : available_processors();
    by = "";
  }
  if (!by.empty() && from_openmp && *from_openmp != threads.count) {
    threads.warning =
        fmt::format("OMP_NUM_THREADS: is {}, but {} says {} threads. Using {}; unset one of them.",
                    *from_openmp, by, threads.count, threads.count);
  }
  return threads;
}

std::vector<std::pair<std::string, std::string>> describe_machine(int threads) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  std::vector<std::pair<std::string, std::string>> facts{
      {"host", host.data()},
      {"processor", processor_name()},
      {"threads", std::to_string(threads)},
      {"date", fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)))},
      {"compiler", std::string(build_info::compiler)},
  };
  for (char const* name : {"SLURM_JOB_ID", "SLURM_ARRAY_JOB_ID", "SLURM_ARRAY_TASK_ID"}) {
    if (auto const value = variable(name); !value.empty()) facts.emplace_back(name, value);
  }
  return facts;
}

}  // namespace disalign
