/// TOML files as plain trees that know where each value was written.
///
/// A tree is copied, merged and changed freely; `toml_table.hpp` reads it into structs. Tables keep
/// the order in which their keys appear in the file.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace disalign {

/// Where a value was written: a file and a line (from 1), or a `--set` (line 0).
struct TomlOrigin {
  std::shared_ptr<std::string const> source;
  int line = 0;

  /// "file:line", or the `--set` as it was typed.
  [[nodiscard]] std::string text() const;
  /// A path that stands at this place, which is relative to the folder of its own file.
  [[nodiscard]] std::filesystem::path resolve(std::filesystem::path const& path) const;
};

struct TomlEntry;

/// One value: table, array, text, integer, number or truth value. Dates are text (ISO 8601).
struct TomlValue {
  using Table = std::vector<TomlEntry>;
  using Array = std::vector<TomlValue>;

  // Declared here and defined where TomlEntry is complete: a table holds values of its own kind.
  TomlValue();
  TomlValue(TomlValue const& other);
  TomlValue(TomlValue&& other) noexcept;
  TomlValue& operator=(TomlValue const& other);
  TomlValue& operator=(TomlValue&& other) noexcept;
  ~TomlValue();

  std::variant<Table, Array, std::string, std::int64_t, double, bool>
      content;  ///< at first a table
  TomlOrigin origin;

  [[nodiscard]] bool is_table() const { return std::holds_alternative<Table>(content); }
  [[nodiscard]] bool is_array() const { return std::holds_alternative<Array>(content); }
  [[nodiscard]] Table& table() { return std::get<Table>(content); }
  [[nodiscard]] Table const& table() const { return std::get<Table>(content); }
  /// What it is in words, for messages: "a table", "the text \"abc\"", "the number 1.5".
  [[nodiscard]] std::string describe() const;

  /// The value of a key of a table; nullptr when there is none or this is no table.
  [[nodiscard]] TomlValue const* find(std::string_view name) const;
  [[nodiscard]] TomlValue* find(std::string_view name);
  /// Sets a key of a table: replaces its value, or appends it. Returns the stored value.
  TomlValue& put(std::string_view name, TomlValue value);
  void remove(std::string_view name);
};

struct TomlEntry {
  std::string name;
  TomlValue value;
};

/// Largest file that is read [bytes].
inline constexpr std::uintmax_t toml_size_limit = 8U << 20U;

/// Reads a file. Throws Error when it is missing, a directory, empty, above the size limit, or no
/// TOML; the message names the file and, where it applies, the line.
TomlValue load_toml(std::filesystem::path const& file);

/// Reads TOML from memory; `name` stands for the file in messages.
TomlValue parse_toml(std::string_view text, std::string const& name);

/// `base` overlaid with `differences`: tables are merged key by key, all else is replaced. Keys of
/// the base keep their order, new ones follow.
TomlValue merge(TomlValue base, TomlValue const& differences);

/// The tree of one `--set a.b.c=value`. A value that is not TOML is taken as text, so that
/// `--set place.kind=small` needs no quotes. Throws Error when there is no key or no "=".
TomlValue parse_assignment(std::string const& assignment);

/// The equality of contents; where the values were written does not matter.
bool same(TomlValue const& a, TomlValue const& b);

/// A table as TOML text: deterministic. Reading it back gives the same values; within each table
/// the sub-tables come after the other keys.
std::string to_text(TomlValue const& table);

}  // namespace disalign
