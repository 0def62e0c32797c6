/// Factors and points: from unit cubes and lists to values, and into scenarios.
#include "experiments/design/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

std::vector<std::string> path_of(std::string const& key) {
  TomlValue const tree = parse_assignment(key + "=0");
  std::vector<std::string> path;
  for (TomlValue const* at = &tree; at->is_table(); at = &at->table().front().value)
    path.push_back(at->table().front().name);
  return path;
}

std::string word_of(TomlValue const& value) {
  if (auto const* text = std::get_if<std::string>(&value.content)) return *text;
  TomlValue line;
  line.put("x", value);
  if (!value.is_table()) {
    std::string const text = to_text(line);  // "x = 0.5\n"
    return text.substr(4, text.size() - 5);
  }
  std::string text;
  for (auto const& [name, part] : value.table())
    text += (text.empty() ? "" : ", ") + name + " = " + word_of(part);
  return "{ " + text + " }";
}

/// Goals that a point sets stay, the actor's others share what is left in proportion.
void rescale_goals(TomlValue& goals, std::set<std::string> const& set, std::string const& key) {
  auto const number = [&](TomlValue const& value) {
    if (auto const* whole = std::get_if<std::int64_t>(&value.content))
      return static_cast<double>(*whole);
    if (auto const* real = std::get_if<double>(&value.content)) return *real;
    throw Error(fmt::format(
        "{}: has a weight that is no number (it cannot be scaled). Write numbers.", key));
  };
  double fixed = 0;
  double others = 0;
  for (auto const& [name, value] : goals.table())
    (set.contains(name) ? fixed : others) += number(value);
  if (fixed > 1 + 1e-9 || (others <= 0 && std::abs(fixed - 1) > 1e-6)) {
    throw Error(fmt::format(
        "{}: the weights that the design sets sum to {} (all weights of an actor sum to 1{}). Vary "
        "them within smaller ranges.",
        key, fixed, others <= 0 ? ", and it has no others that could make up the rest" : ""));
  }
  for (auto& [name, value] : goals.table()) {
    if (set.contains(name)) continue;
    double const scaled = number(value) * (1 - fixed) / others;
    auto const origin = value.origin;
    value = toml_value(std::max(0.0, scaled));
    value.origin = origin;
  }
}

}  // namespace

TomlValue Factor::at(double unit) const {
  if (!ranged) {
    auto const n = levels.size();
    return levels[std::min(n - 1, static_cast<std::size_t>(unit * static_cast<double>(n)))];
  }
  double value = logarithmic ? low * std::pow(high / low, unit) : std::lerp(low, high, unit);
  TomlValue result;
  if (whole) {
    // Every whole number of the range has the same share of [0, 1].
    value = std::floor(std::lerp(low, high + 1, unit));
    result.content = static_cast<std::int64_t>(std::min(value, high));
  } else {
    result.content = value;
  }
  result.origin = origin;
  return result;
}

std::vector<std::size_t> Design::grid() const {
  std::vector<std::size_t> extents;
  if (kind != Kind::grid) return extents;
  for (auto const& factor : factors) extents.push_back(factor.levels.size());
  return extents;
}

std::vector<double> Design::numbers(std::size_t factor) const {
  std::vector<double> result;
  for (auto const& point : points) {
    auto const& content = point[factor].content;
    if (auto const* whole = std::get_if<std::int64_t>(&content)) {
      result.push_back(static_cast<double>(*whole));
    } else if (auto const* real = std::get_if<double>(&content)) {
      result.push_back(*real);
    } else if (auto const* truth = std::get_if<bool>(&content)) {
      result.push_back(*truth ? 1 : 0);
    } else {
      return {};
    }
  }
  return result;
}

std::vector<std::string> Design::words(std::size_t factor) const {
  std::vector<std::string> result;
  for (auto const& point : points) result.push_back(word_of(point[factor]));
  return result;
}

TomlValue const* find_key(TomlValue const& tree, std::string const& key) {
  TomlValue const* at = &tree;
  for (auto const& name : path_of(key)) {
    at = at->find(name);
    if (at == nullptr) return nullptr;
  }
  return at;
}

TomlValue at_point(TomlValue base, Design const& design, std::size_t point) {
  std::map<std::string, std::set<std::string>> goals;  // actor -> tasks that the point sets
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    TomlValue const& value = design.points[point][f];
    auto const path = path_of(design.factors[f].key);
    TomlValue* at = &base;
    for (std::size_t k = 0; k + 1 < path.size(); ++k) {
      TomlValue* next = at->find(path[k]);
      if (next != nullptr && !next->is_table()) {
        throw Error(fmt::format(
            "{}: design.vary.{}: {} is {} (a table is needed to vary a key of it). "
            "Mend the key.",
            design.factors[f].origin.text(), design.factors[f].key, path[k], next->describe()));
      }
      if (next == nullptr) {
        TomlValue table;
        table.origin = value.origin;
        next = &at->put(path[k], std::move(table));
      }
      at = next;
    }
    at->put(path.back(), value);
    if (path.size() == 4 && path[0] == "actors" && path[2] == "goals")
      goals[path[1]].insert(path[3]);
  }
  for (auto const& [actor, tasks] : goals) {
    rescale_goals(*base.find("actors")->find(actor)->find("goals"), tasks,
                  fmt::format("actors.{}.goals", actor));
  }
  return base;
}

std::string csv_cell(std::string const& text) {
  if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
  std::string quoted = "\"";
  for (char const c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string design_csv(Design const& design) {
  std::string text = "point";
  std::vector<std::vector<std::string>> columns;
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    text += "," + csv_cell(design.factors[f].key);
    columns.push_back(design.words(f));
  }
  text += "\n";
  for (std::size_t p = 0; p < design.points.size(); ++p) {
    text += fmt::format("{}", p);
    for (auto const& column : columns) text += "," + csv_cell(column[p]);
    text += "\n";
  }
  return text;
}

}  // namespace disalign
