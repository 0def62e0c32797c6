/// Factors trees into a shared and an own part, and compares them.
#include "experiments/study_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace disalign {

TomlValue shared_part(std::span<TomlValue const> trees, std::vector<std::string> const& whole) {
  TomlValue result;
  for (auto const& [name, value] : trees.front().table()) {
    std::vector<TomlValue> parts;
    bool tables = std::find(whole.begin(), whole.end(), name) == whole.end();
    for (auto const& tree : trees) {
      TomlValue const* part = tree.find(name);
      if (part == nullptr) break;
      tables &= part->is_table();
      parts.push_back(*part);
    }
    if (parts.size() < trees.size()) continue;
    if (tables) {
      result.put(name, shared_part(parts, {}));
    } else if (std::all_of(parts.begin(), parts.end(),
                           [&](auto const& part) { return same(part, value); })) {
      result.put(name, value);
    }
  }
  return result;
}

TomlValue own_part(TomlValue const& tree, TomlValue const& shared) {
  TomlValue result;
  for (auto const& [name, value] : tree.table()) {
    TomlValue const* common = shared.find(name);
    if (common == nullptr) {
      result.put(name, value);
    } else if (!same(value, *common)) {
      result.put(name, own_part(value, *common));
    }
  }
  return result;
}

std::string first_difference(TomlValue const& here, TomlValue const& there,
                             std::string const& key) {
  if (same(here, there)) return "";
  if (!here.is_table() || !there.is_table()) {
    return fmt::format("{}: {} here, {} there", key, here.describe(), there.describe());
  }
  auto const full = [&](std::string const& name) { return key.empty() ? name : key + "." + name; };
  for (auto const& [name, value] : here.table()) {
    TomlValue const* other = there.find(name);
    if (other == nullptr)
      return fmt::format("{}: {} here, nothing there", full(name), value.describe());
    if (auto found = first_difference(value, *other, full(name)); !found.empty()) return found;
  }
  for (auto const& [name, value] : there.table()) {
    if (here.find(name) == nullptr)
      return fmt::format("{}: nothing here, {} there", full(name), value.describe());
  }
  return fmt::format("{}: another order of keys", key.empty() ? "root" : key);
}

}  // namespace disalign
