/// Reads times, parts and limits.
#include "experiments/commands/flag_values.hpp"

#include <cstdio>

#include "experiments/nearest.hpp"

namespace disalign {

std::optional<double> walltime(std::string const& text, std::vector<std::string>& mistakes) {
  if (text.empty()) return std::nullopt;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int end = 0;
  bool const read =
      std::sscanf(text.c_str(), "%d:%2d:%2d%n", &hours, &minutes, &seconds, &end) == 3;
  if (read && end == static_cast<int>(text.size()) && hours >= 0 && hours < 1'000'000 &&
      minutes >= 0 && minutes < 60 && seconds >= 0 && seconds < 60)
    return 3600.0 * hours + 60.0 * minutes + seconds;
  mistakes.push_back(fmt::format(
      "--max-walltime {}: is no time (H:MM:SS). Write for example --max-walltime 3:50:00.", text));
  return std::nullopt;
}

StudyPart study_part(std::string const& text, std::vector<std::string>& mistakes) {
  StudyPart part;
  if (text.empty()) return part;
  int end = 0;
  bool const read = std::sscanf(text.c_str(), "%d/%d%n", &part.index, &part.of, &end) == 2;
  if (read && end == static_cast<int>(text.size()) && part.of >= 1 && part.index >= 1 &&
      part.index <= part.of)
    return part;
  mistakes.push_back(
      fmt::format("--shard {}: is no part of a study (i/n with 1 <= i <= n). Write for example "
                  "--shard 1/4.",
                  text));
  return {};
}

std::optional<int> stop_after(std::string const& text, std::vector<std::string>& mistakes) {
  constexpr std::string_view many = "stop-after=";
  if (text.empty() || text == "continue") return std::nullopt;
  if (text == "stop") return 1;
  if (text.starts_with(many))
    return whole_number<int>("--on-error stop-after", text.substr(many.size()), 1, 1'000'000'000,
                             mistakes);
  mistakes.push_back(fmt::format("--on-error {}: is not known. {}", text,
                                 suggestion(text, {"continue", "stop", "stop-after=N"})));
  return std::nullopt;
}

}  // namespace disalign
