/// Writes declared parameters back as TOML: the visitor of `describe` that makes resolved tables.
#pragma once
#include <string_view>

#include "experiments/toml.hpp"

namespace disalign {

/// A value of a tree that was computed, not read.
template <class T>
TomlValue toml_value(T content) {
  TomlValue value;
  value.content = std::move(content);
  return value;
}

/// A float as the shortest decimal that reads back as the same float: 0.02, not 0.0199999996.
TomlValue toml_number(float number);

/// Collects fields into a table, in the order of their declaration.
class TomlFields {
 public:
  TomlValue table;

  void field(char const* name, float member, char const*, double, double, char const*,
             char const*) {
    table.put(name, toml_number(member));
  }
  void field(char const* name, int member, char const*, double, double, char const*, char const*) {
    table.put(name, toml_value(std::int64_t{member}));
  }
  void field(char const* name, bool member, char const*, double, double, char const*, char const*) {
    table.put(name, toml_value(member));
  }
  void word(char const* name, int member, auto const& words, char const*, char const*) {
    table.put(name, toml_value(std::string(words[static_cast<std::size_t>(member)])));
  }
};

}  // namespace disalign
