/// Values of flags that are read after the command line, so that all mistakes come at once.
#pragma once
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include "experiments/parts.hpp"

namespace disalign {

/// Reads a whole number within bounds, or adds a mistake.
template <class T>
std::optional<T> whole_number(std::string const& flag, std::string const& text, T low, T high,
                              std::vector<std::string>& mistakes) {
  if (text.empty()) return std::nullopt;
  T value{};
  auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
    mistakes.push_back(
        fmt::format("{} {}: is no whole number from {} to {}. Write for example {} {}.", flag, text,
                    low, high, flag, std::max<T>(low, 1)));
    return std::nullopt;
  }
  return value;
}

/// --max-walltime H:MM:SS in seconds, or a mistake.
std::optional<double> walltime(std::string const& text, std::vector<std::string>& mistakes);

/// --shard i/n, or a mistake.
StudyPart study_part(std::string const& text, std::vector<std::string>& mistakes);

/// --on-error as the number of failed runs that stop a study, or a mistake.
std::optional<int> stop_after(std::string const& text, std::vector<std::string>& mistakes);

}  // namespace disalign
