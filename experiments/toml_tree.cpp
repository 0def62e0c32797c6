/// Trees of TOML values: look-up, overlay, comparison and printing.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "experiments/toml.hpp"
#include "experiments/toml_fields.hpp"

namespace disalign {

namespace {

std::string quote(std::string_view text) {
  std::string result = "\"";
  for (char const c : text) {
    switch (c) {
      case '"':
        result += "\\\"";
        break;
      case '\\':
        result += "\\\\";
        break;
      case '\n':
        result += "\\n";
        break;
      case '\t':
        result += "\\t";
        break;
      case '\r':
        result += "\\r";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          result += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
          result += c;
        }
    }
  }
  return result + "\"";
}

std::string key_text(std::string_view name) {
  bool const bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
  return bare ? std::string(name) : quote(name);
}

/// A number keeps its point, so that it is read back as a number and not as an integer.
std::string number_text(double number) {
  std::string text = fmt::format("{}", number);
  if (text.find_first_of(".en") == std::string::npos) text += ".0";
  return text;
}

std::string inline_text(TomlValue const& value) {
  struct Print {
    std::string operator()(TomlValue::Table const& table) const {
      std::string text = "{";
      for (auto const& [name, child] : table) {
        text += (text.size() > 1 ? ", " : " ") + key_text(name) + " = " + inline_text(child);
      }
      return text + (table.empty() ? "}" : " }");
    }
    std::string operator()(TomlValue::Array const& array) const {
      std::string text = "[";
      for (auto const& element : array) {
        text += (text.size() > 1 ? ", " : "") + inline_text(element);
      }
      return text + "]";
    }
    std::string operator()(std::string const& text) const { return quote(text); }
    std::string operator()(std::int64_t integer) const { return fmt::format("{}", integer); }
    std::string operator()(double number) const { return number_text(number); }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  };
  return std::visit(Print{}, value.content);
}

/// A list of tables has one line for each; all else stands on one line.
std::string value_text(TomlValue const& value) {
  auto const* array = std::get_if<TomlValue::Array>(&value.content);
  if (array == nullptr || array->empty() || !array->front().is_table()) return inline_text(value);
  std::string text = "[\n";
  for (auto const& element : *array) text += "  " + inline_text(element) + ",\n";
  return text + "]";
}

/// Keys first, then sub-tables, each under its full header: what TOML asks for.
void print(TomlValue const& table, std::string const& path, std::string& text) {
  for (auto const& [name, value] : table.table()) {
    if (!value.is_table()) text += key_text(name) + " = " + value_text(value) + "\n";
  }
  for (auto const& [name, value] : table.table()) {
    if (!value.is_table()) continue;
    std::string const full = path.empty() ? key_text(name) : path + "." + key_text(name);
    auto const& entries = value.table();
    bool const only_tables =
        !entries.empty() && std::all_of(entries.begin(), entries.end(),
                                        [](auto const& e) { return e.value.is_table(); });
    if (!only_tables) text += (text.empty() ? "[" : "\n[") + full + "]\n";
    print(value, full, text);
  }
}

}  // namespace

TomlValue::TomlValue() = default;
TomlValue::TomlValue(TomlValue const& other) = default;
TomlValue::TomlValue(TomlValue&& other) noexcept = default;
TomlValue& TomlValue::operator=(TomlValue const& other) = default;
TomlValue& TomlValue::operator=(TomlValue&& other) noexcept = default;
TomlValue::~TomlValue() = default;

std::string TomlValue::describe() const {
  struct Name {
    std::string operator()(Table const&) const { return "a table"; }
    std::string operator()(Array const&) const { return "an array"; }
    std::string operator()(std::string const& text) const {
      return "the text " + quote(text.size() > 60 ? text.substr(0, 57) + "..." : text);
    }
    std::string operator()(std::int64_t integer) const {
      return fmt::format("the integer {}", integer);
    }
    std::string operator()(double number) const { return fmt::format("the number {}", number); }
    std::string operator()(bool truth) const { return truth ? "true" : "false"; }
  };
  return std::visit(Name{}, content);
}

TomlValue const* TomlValue::find(std::string_view name) const {
  if (!is_table()) return nullptr;
  for (auto const& entry : table()) {
    if (entry.name == name) return &entry.value;
  }
  return nullptr;
}

TomlValue* TomlValue::find(std::string_view name) {
  return const_cast<TomlValue*>(static_cast<TomlValue const*>(this)->find(name));
}

TomlValue& TomlValue::put(std::string_view name, TomlValue value) {
  if (TomlValue* known = find(name)) return *known = std::move(value);
  table().push_back({std::string(name), std::move(value)});
  return table().back().value;
}

void TomlValue::remove(std::string_view name) {
  std::erase_if(table(), [&](TomlEntry const& entry) { return entry.name == name; });
}

TomlValue toml_number(float number) {
  std::string const text = fmt::format("{}", number);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return toml_value(value);
}

TomlValue merge(TomlValue base, TomlValue const& differences) {
  if (!base.is_table() || !differences.is_table()) return differences;
  for (auto const& [name, value] : differences.table()) {
    TomlValue* known = base.find(name);
    if (known == nullptr) {
      base.table().push_back({name, value});
    } else {
      *known = merge(std::move(*known), value);
    }
  }
  return base;
}

bool same(TomlValue const& a, TomlValue const& b) {
  if (a.content.index() != b.content.index()) return false;
  if (a.is_table()) {
    return std::equal(a.table().begin(), a.table().end(), b.table().begin(), b.table().end(),
                      [](TomlEntry const& x, TomlEntry const& y) {
                        return x.name == y.name && same(x.value, y.value);
                      });
  }
  if (a.is_array()) {
    auto const& x = std::get<TomlValue::Array>(a.content);
    auto const& y = std::get<TomlValue::Array>(b.content);
    return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                      [](TomlValue const& i, TomlValue const& j) { return same(i, j); });
  }
  return inline_text(a) == inline_text(b);
}

std::string to_text(TomlValue const& table) {
  std::string text;
  print(table, "", text);
  return text;
}

}  // namespace disalign
