/// Reads times, parts and limits.
#include "experiments/commands/flag_values.hpp"

#include "experiments/nearest.hpp"

namespace disalign {

namespace {

/// The whole numbers from 0 that a sign separates; none when anything else is there.
std::vector<int> numbers(std::string const& text, char sign) {
  std::vector<int> found;
  char const* at = text.data();
  char const* const end = at + text.size();
  for (;;) {
    int value = -1;
    auto const [next, error] = std::from_chars(at, end, value);
    if (error != std::errc{} || value < 0) return {};
    found.push_back(value);
    if (next == end) return found;
    if (*next != sign) return {};
    at = next + 1;
  }
}

}  // namespace

std::optional<double> walltime(std::string const& text, std::vector<std::string>& mistakes) {
  if (text.empty()) return std::nullopt;
  auto const parts = numbers(text, ':');
  if (parts.size() == 3 && parts[0] < 1'000'000 && parts[1] < 60 && parts[2] < 60)
    return 3600.0 * parts[0] + 60.0 * parts[1] + parts[2];
  mistakes.push_back(fmt::format(
      "--max-walltime {}: is no time (H:MM:SS). Write for example --max-walltime 3:50:00.", text));
  return std::nullopt;
}

StudyPart study_part(std::string const& text, std::vector<std::string>& mistakes) {
  if (text.empty()) return {};
  auto const read = numbers(text, '/');
  if (read.size() == 2 && read[0] >= 1 && read[0] <= read[1]) return {read[0], read[1]};
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
