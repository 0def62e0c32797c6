/// Reads TOML by toml++ (used in this file only) into plain trees.
#include "experiments/toml.hpp"

#include <fmt/format.h>

#include <toml++/toml.h>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "model/base/check.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

using Source = std::shared_ptr<std::string const>;

/// Position of a value for the order of keys: a table that only its sub-tables write has theirs.
using Position = std::pair<std::uint32_t, std::uint32_t>;

Position position(toml::node const& node) {
  constexpr Position nowhere{0xffffffffU, 0xffffffffU};
  auto const begin = node.source().begin;
  Position first = begin.line == 0 ? nowhere : Position{begin.line, begin.column};
  if (auto const* table = node.as_table()) {
    for (auto const& [key, child] : *table) {
      auto const at = key.source().begin;
      if (at.line != 0) first = std::min(first, Position{at.line, at.column});
      if (child.is_table()) first = std::min(first, position(child));
    }
  }
  return first;
}

TomlValue convert(toml::node const& node, Source const& source);

TomlValue::Table convert_table(toml::table const& table, Source const& source) {
  struct Placed {
    Position position;
    TomlEntry entry;
  };
  std::vector<Placed> placed;
  for (auto const& [key, child] : table) {
    Position at = position(child);
    if (key.source().begin.line != 0) {
      at = std::min(at, {key.source().begin.line, key.source().begin.column});
    }
    placed.push_back({at, {std::string(key.str()), convert(child, source)}});
    if (placed.back().entry.value.origin.line == 0) {
      placed.back().entry.value.origin.line = static_cast<int>(at.first);
    }
  }
  std::sort(placed.begin(), placed.end(),
            [](auto const& a, auto const& b) { return a.position < b.position; });
  TomlValue::Table result;
  for (auto& [at, entry] : placed) result.push_back(std::move(entry));
  return result;
}

template <class Date>
std::string date_text(Date const& date) {
  std::ostringstream text;
  text << date;
  return text.str();
}

TomlValue convert(toml::node const& node, Source const& source) {
  TomlValue value;
  value.origin = {source, static_cast<int>(node.source().begin.line)};
  if (auto const* table = node.as_table()) {
    value.content = convert_table(*table, source);
  } else if (auto const* array = node.as_array()) {
    TomlValue::Array elements;
    for (auto const& element : *array) elements.push_back(convert(element, source));
    value.content = std::move(elements);
  } else if (auto const* text = node.as_string()) {
    value.content = text->get();
  } else if (auto const* integer = node.as_integer()) {
    value.content = integer->get();
  } else if (auto const* number = node.as_floating_point()) {
    value.content = number->get();
  } else if (auto const* truth = node.as_boolean()) {
    value.content = truth->get();
  } else if (auto const* date = node.as_date()) {
    value.content = date_text(date->get());
  } else if (auto const* time = node.as_time()) {
    value.content = date_text(time->get());
  } else if (auto const* moment = node.as_date_time()) {
    value.content = date_text(moment->get());
  }
  return value;
}

/// Line of the first key with more parts than any file of ours, 0 when there is none. toml++ limits
/// nested values but not dotted keys, and a million parts would overflow the stack.
int line_of_deep_key(std::string_view text) {
  constexpr int limit = 500;
  int line = 1;
  int parts = 0;
  char quote = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char const c = text[i];
    if (c == '\n') {
      ++line;
      parts = 0;
      quote = 0;
    } else if (quote != 0) {
      if (c == '\\' && quote == '"') ++i;
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == ',' || c == '=' || c == '[' || c == ']' || c == '{' || c == '}') {
      parts = 0;
    } else if (c == '#') {
      i = std::min(text.find('\n', i), text.size()) - 1;
    } else if (c == '.' && ++parts > limit) {
      return line;
    }
  }
  return 0;
}

}  // namespace

std::string TomlOrigin::text() const {
  if (!source) return "(built in)";
  return line == 0 ? *source : fmt::format("{}:{}", *source, line);
}

fs::path TomlOrigin::resolve(fs::path const& path) const {
  if (path.is_absolute() || !source || line == 0) return path.lexically_normal();
  return (fs::path(*source).parent_path() / path).lexically_normal();
}

TomlValue parse_toml(std::string_view text, std::string const& name) {
  if (int const line = line_of_deep_key(text); line != 0) {
    throw Error(
        fmt::format("{}:{}: a key has more than 500 parts (this is no file of ours). Check "
                    "that this is the file you mean.",
                    name, line));
  }
  auto const source = std::make_shared<std::string const>(name);
  try {
    toml::table const table = toml::parse(text);
    TomlValue value = convert(table, source);
    value.origin = {source, 1};
    return value;
  } catch (toml::parse_error const& error) {
    throw Error(fmt::format("{}:{}: is not valid TOML ({}). Mend this line; see https://toml.io.",
                            name, error.source().begin.line, error.description()));
  }
}

TomlValue load_toml(fs::path const& file) {
  std::error_code code;
  auto const refuse = [&](std::string const& problem) {
    return Error(fmt::format("{}: {}", file.string(), problem));
  };
  auto const status = fs::status(file, code);
  if (!fs::exists(status)) throw refuse("no such file (it cannot be found). Check the path.");
  if (fs::is_directory(status)) {
    throw refuse("is a directory (a TOML file is needed). Name a file in it.");
  }
  if (!fs::is_regular_file(status)) {
    throw refuse("is not a regular file (a TOML file is needed). Copy it to a file first.");
  }
  auto const size = fs::file_size(file, code);
  if (!code && size > toml_size_limit) {
    throw refuse(
        fmt::format("is too large ({} bytes; at most {} are read). Check that this is the "
                    "file you mean.",
                    size, toml_size_limit));
  }
  std::ifstream stream(file, std::ios::binary);
  std::string const text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream && !stream.eof()) {
    throw refuse("cannot be read (no permission, or the disk failed). Check its permissions.");
  }
  if (text.empty()) throw refuse("is empty (0 bytes). Check that it was written completely.");
  return parse_toml(text, file.string());
}

TomlValue parse_assignment(std::string const& assignment) {
  auto const equals = assignment.find('=');
  auto const refuse = [&](std::string const& problem) {
    return Error(fmt::format("--set {}: {}", assignment, problem));
  };
  if (equals == std::string::npos || equals == 0) {
    throw refuse(
        "has no key and value (form: key=value). Write for example "
        "--set desertion.rate=0.02.");
  }
  std::string const name = "--set " + assignment;
  std::string const key = assignment.substr(0, equals);
  std::string const given = assignment.substr(equals + 1);
  if (given.find('\n') != std::string::npos || key.find('\n') != std::string::npos ||
      line_of_deep_key(assignment) != 0) {
    throw refuse("is not one key and one value. Write for example --set desertion.rate=0.02.");
  }
  auto const build = [&](std::string const& text) {
    auto const source = std::make_shared<std::string const>(name);
    TomlValue value = convert(toml::parse(key + " = " + text), source);
    auto const forget_lines = [](auto const& self, TomlValue& part) -> void {
      part.origin.line = 0;
      if (!part.is_table()) return;
      for (auto& entry : part.table()) self(self, entry.value);
    };
    forget_lines(forget_lines, value);
    return value;
  };
  try {
    return build(given);
  } catch (toml::parse_error const&) {
    try {  // a word without quotes
      std::string quoted = "\"";
      for (char const c : given) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
      }
      return build(quoted + "\"");
    } catch (toml::parse_error const& error) {
      throw refuse(fmt::format("cannot be read ({}). Write key=value with a TOML value.",
                               error.description()));
    }
  }
}

}  // namespace disalign
