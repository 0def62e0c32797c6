/// Typed access to the keys of a table, with every mistake reported where it stands.
#include "experiments/toml_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "experiments/nearest.hpp"

namespace disalign {

namespace {

TomlValue const& no_table() {
  static TomlValue const empty;
  return empty;
}

std::string bounds_text(Bounds const& bounds) {
  std::string const unit =
      std::string_view(bounds.unit) == "1" ? "" : fmt::format(" [{}]", bounds.unit);
  if (std::isinf(bounds.low)) return fmt::format("at most {}{}", bounds.high, unit);
  if (std::isinf(bounds.high)) return fmt::format("at least {}{}", bounds.low, unit);
  return fmt::format("{} to {}{}", bounds.low, bounds.high, unit);
}

}  // namespace

TomlTable::TomlTable(TomlValue const& value, std::string key, Problems& problems)
    : value_(&value), key_(std::move(key)), problems_(&problems) {
  if (value.is_table()) return;
  problems.add(Problems::Rank::wrong_type, value.origin, key_,
               fmt::format("is {} (a table is needed). Write [{}].", value.describe(), key_));
  value_ = &no_table();
}

std::string TomlTable::full_key(std::string_view name) const {
  if (key_.empty() || name.empty()) return key_ + std::string(name);
  return fmt::format("{}.{}", key_, name);
}

void TomlTable::report(Problems::Rank rank, std::string_view name,
                       std::string const& problem) const {
  TomlValue const* value = value_->find(name);
  problems_->add(rank, value != nullptr ? value->origin : origin(), full_key(name), problem);
}

void TomlTable::missing(std::string_view name, std::string const& what_to_do) {
  report(Problems::Rank::missing, name, "is missing (it has no default). " + what_to_do);
}

TomlValue const* TomlTable::find(std::string_view name) {
  asked_.emplace_back(name);
  return value_->find(name);
}

void TomlTable::wrong_type(TomlValue const& value, std::string_view name,
                           char const* needed) const {
  problems_->add(Problems::Rank::wrong_type, value.origin, full_key(name),
                 fmt::format("is {} ({} is needed). Change the value.", value.describe(), needed));
}

bool TomlTable::number(TomlValue const& value, std::string const& name, double& result,
                       Bounds const& bounds) {
  if (auto const* integer = std::get_if<std::int64_t>(&value.content)) {
    result = static_cast<double>(*integer);
  } else if (auto const* real = std::get_if<double>(&value.content)) {
    result = *real;
  } else {
    wrong_type(value, name, "a number");
    return false;
  }
  if (std::isfinite(result) && result >= bounds.low && result <= bounds.high) return true;
  problems_->add(Problems::Rank::out_of_range, value.origin, full_key(name),
                 std::isfinite(result)
                     ? fmt::format("{} is out of range ({}). Choose a value in the range.", result,
                                   bounds_text(bounds))
                     : fmt::format("is {} (a finite number is needed). Write the number.", result));
  return false;
}

bool TomlTable::read(std::string_view name, double& member, Bounds const& bounds) {
  TomlValue const* value = find(name);
  double result = 0;
  if (value == nullptr || !number(*value, std::string(name), result, bounds)) return false;
  member = result;
  return true;
}

bool TomlTable::read(std::string_view name, float& member, Bounds const& bounds) {
  double result = 0;
  if (!read(name, result, bounds)) return false;
  member = static_cast<float>(result);
  return true;
}

bool TomlTable::read(std::string_view name, std::int64_t& member, Bounds const& bounds) {
  TomlValue const* value = find(name);
  if (value == nullptr) return false;
  auto const* integer = std::get_if<std::int64_t>(&value->content);
  double result = 0;
  if (integer == nullptr) {
    wrong_type(*value, name, "an integer");
    return false;
  }
  if (!number(*value, std::string(name), result, bounds)) return false;
  member = *integer;
  return true;
}

bool TomlTable::read(std::string_view name, int& member, Bounds const& bounds) {
  Bounds const fits{std::max(bounds.low, -2147483648.0), std::min(bounds.high, 2147483647.0),
                    bounds.unit};
  std::int64_t result = 0;
  if (!read(name, result, fits)) return false;
  member = static_cast<int>(result);
  return true;
}

bool TomlTable::read(std::string_view name, bool& member) {
  TomlValue const* value = find(name);
  if (value == nullptr) return false;
  auto const* truth = std::get_if<bool>(&value->content);
  if (truth == nullptr) {
    wrong_type(*value, name, "true or false");
    return false;
  }
  member = *truth;
  return true;
}

bool TomlTable::read(std::string_view name, std::string& member) {
  TomlValue const* value = find(name);
  if (value == nullptr) return false;
  auto const* text = std::get_if<std::string>(&value->content);
  if (text == nullptr) {
    wrong_type(*value, name, "a text in quotes");
    return false;
  }
  member = *text;
  return true;
}

bool TomlTable::read_one_of(std::string_view name, int& member,
                            std::vector<std::string> const& valid) {
  std::string word;
  if (!read(name, word)) return false;
  auto const found = std::find(valid.begin(), valid.end(), word);
  if (found == valid.end()) {
    report(Problems::Rank::out_of_range, name,
           fmt::format(
               "\"{}\" is not known (valid: {}). {}", word, fmt::join(valid, ", "),
               nearest(word, valid).empty() ? "Choose one of them." : suggestion(word, valid)));
    return false;
  }
  member = static_cast<int>(found - valid.begin());
  return true;
}

bool TomlTable::read(std::string_view name, std::vector<double>& member, Bounds const& bounds) {
  TomlValue const* value = find(name);
  if (value == nullptr) return false;
  auto const* array = std::get_if<TomlValue::Array>(&value->content);
  if (array == nullptr) {
    wrong_type(*value, name, "an array of numbers");
    return false;
  }
  std::vector<double> result(array->size());
  bool good = true;
  for (std::size_t i = 0; i < array->size(); ++i) {
    good &= number((*array)[i], fmt::format("{}[{}]", name, i), result[i], bounds);
  }
  if (good) member = std::move(result);
  return good;
}

bool TomlTable::read(std::string_view name, std::vector<std::string>& member) {
  TomlValue const* value = find(name);
  if (value == nullptr) return false;
  auto const* array = std::get_if<TomlValue::Array>(&value->content);
  if (array == nullptr) {
    wrong_type(*value, name, "an array of texts");
    return false;
  }
  std::vector<std::string> result;
  for (auto const& element : *array) {
    if (auto const* text = std::get_if<std::string>(&element.content)) {
      result.push_back(*text);
    } else {
      wrong_type(element, fmt::format("{}[{}]", name, result.size()), "a text in quotes");
      return false;
    }
  }
  member = std::move(result);
  return true;
}

bool TomlTable::read(std::string_view name, std::vector<std::vector<double>>& member,
                     std::size_t width) {
  TomlValue const* value = find(name);
  if (value == nullptr) return false;
  auto const* rows = std::get_if<TomlValue::Array>(&value->content);
  std::string const needed = fmt::format("an array of rows of {} numbers", width);
  if (rows == nullptr) {
    wrong_type(*value, name, needed.c_str());
    return false;
  }
  std::vector<std::vector<double>> result;
  for (auto const& row : *rows) {
    auto const* array = std::get_if<TomlValue::Array>(&row.content);
    std::string const row_name = fmt::format("{}[{}]", name, result.size());
    if (array == nullptr || array->size() != width) {
      wrong_type(row, row_name, fmt::format("a row of {} numbers", width).c_str());
      return false;
    }
    std::vector<double> numbers(width);
    for (std::size_t i = 0; i < width; ++i) {
      if (!number((*array)[i], row_name, numbers[i], {})) return false;
    }
    result.push_back(std::move(numbers));
  }
  member = std::move(result);
  return true;
}

std::optional<TomlTable> TomlTable::table(std::string_view name) {
  TomlValue const* value = find(name);
  if (value == nullptr) return std::nullopt;
  TomlTable result(*value, full_key(name), *problems_);
  if (!value->is_table()) return std::nullopt;
  return result;
}

std::optional<TomlTable> TomlTable::require_table(std::string_view name) {
  if (!has(name)) missing(name, fmt::format("Add a table [{}].", full_key(name)));
  return table(name);
}

std::vector<TomlTable> TomlTable::tables(std::string_view name) {
  std::vector<TomlTable> result;
  TomlValue const* value = find(name);
  if (value == nullptr) return result;
  auto const* array = std::get_if<TomlValue::Array>(&value->content);
  if (array == nullptr) {
    wrong_type(*value, name, "an array of tables");
    return result;
  }
  for (std::size_t i = 0; i < array->size(); ++i) {
    result.emplace_back((*array)[i], fmt::format("{}[{}]", full_key(name), i), *problems_);
  }
  return result;
}

std::vector<std::string> TomlTable::names() const {
  std::vector<std::string> result;
  for (auto const& entry : value_->table()) result.push_back(entry.name);
  return result;
}

void TomlTable::close() {
  auto valid = asked_;
  std::sort(valid.begin(), valid.end());
  valid.erase(std::unique(valid.begin(), valid.end()), valid.end());
  for (auto const& [name, value] : value_->table()) {
    if (std::binary_search(valid.begin(), valid.end(), name)) continue;
    problems_->add(
        Problems::Rank::unknown_key, value.origin, full_key(name),
        fmt::format("is not known ({}). {}", value.is_table() ? "no such table" : "no such key",
                    suggestion(name, valid)));
  }
}

}  // namespace disalign
