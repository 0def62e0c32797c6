/// Reads DISALIGN_FAULT once.
#include "experiments/injected_faults.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <sstream>

#include "model/base/check.hpp"

namespace disalign {

namespace {

constexpr std::array kinds{"error", "invariant", "memory", "kill", "slow"};

struct Plan {
  std::vector<InjectedFault> runs;
  std::uint64_t writable_bytes = std::numeric_limits<std::uint64_t>::max();
};

[[noreturn]] void refuse(std::string const& word) {
  throw Error(
      fmt::format("DISALIGN_FAULT: \"{}\" is not understood (it asks for faults in tests). Write "
                  "for example \"run point=0 replicate=2 week=5 kind=error\", or unset it.",
                  word));
}

std::uint64_t number(std::string const& word, std::string const& text) {
  std::uint64_t value = 0;
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) refuse(word);
  return value;
}

Plan read_plan() {
  Plan plan;
  char const* const text = std::getenv("DISALIGN_FAULT");
  if (text == nullptr) return plan;
  std::istringstream faults(text);
  for (std::string one; std::getline(faults, one, ';');) {
    std::istringstream words(one);
    std::string what;
    words >> what;
    if (what != "run" && what != "write") refuse(one);
    InjectedFault fault;
    for (std::string word; words >> word;) {
      auto const equals = word.find('=');
      if (equals == std::string::npos) refuse(word);
      std::string const key = word.substr(0, equals);
      std::string const value = word.substr(equals + 1);
      if (what == "write" && key == "bytes") {
        plan.writable_bytes = number(word, value);
      } else if (what == "run" && key == "rule") {
        fault.rule = value;
      } else if (what == "run" && key == "kind") {
        auto const* const found = std::find(kinds.begin(), kinds.end(), value);
        if (found == kinds.end()) refuse(word);
        fault.kind = static_cast<InjectedFault::Kind>(found - kinds.begin());
      } else if (what == "run" && (key == "point" || key == "replicate" || key == "week")) {
        auto& wanted =
            key == "point" ? fault.point : (key == "replicate" ? fault.replicate : fault.week);
        wanted = static_cast<int>(number(word, value));
      } else {
        refuse(word);
      }
    }
    if (what == "run") plan.runs.push_back(fault);
  }
  return plan;
}

Plan const& plan() {
  static Plan const read = read_plan();
  return read;
}

}  // namespace

std::vector<InjectedFault> const& injected_run_faults() { return plan().runs; }

int injected_write_error(std::size_t bytes) {
  static std::atomic<std::uint64_t> written = 0;
  std::uint64_t const limit = plan().writable_bytes;
  if (limit == std::numeric_limits<std::uint64_t>::max()) return 0;
  return written.fetch_add(bytes) + bytes > limit ? ENOSPC : 0;
}

}  // namespace disalign
