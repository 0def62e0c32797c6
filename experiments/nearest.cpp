/// The nearest valid name, by edit distance.
#include "experiments/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace disalign {

int edit_distance(std::string_view a, std::string_view b) {
  auto const lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  std::size_t const width = b.size() + 1;
  std::vector<int> before(width), last(width), row(width);
  for (std::size_t j = 0; j < width; ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j < width; ++j) {
      bool const equal = lower(a[i - 1]) == lower(b[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (equal ? 0 : 1)});
      if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
          lower(a[i - 2]) == lower(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return last[b.size()];
}

std::string nearest(std::string_view name, std::vector<std::string> const& valid) {
  std::string best;
  int fewest = std::max(2, static_cast<int>(name.size()) / 3) + 1;
  if (name.size() > 200) return best;
  for (auto const& candidate : valid) {
    int const edits = edit_distance(name, candidate);
    if (edits < fewest) {
      fewest = edits;
      best = candidate;
    }
  }
  return best;
}

std::string suggestion(std::string_view name, std::vector<std::string> const& valid) {
  if (auto const best = nearest(name, valid); !best.empty()) {
    return fmt::format("Did you mean \"{}\"?", best);
  }
  if (valid.empty()) return "Remove it.";
  if (valid.size() <= 16) return fmt::format("Valid here: {}.", fmt::join(valid, ", "));
  auto const head = std::vector<std::string>(valid.begin(), valid.begin() + 15);
  return fmt::format("Valid here: {}, ... ({} in all).", fmt::join(head, ", "), valid.size());
}

}  // namespace disalign
