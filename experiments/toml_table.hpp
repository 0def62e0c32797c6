/// Reads a TOML tree into structs and collects every mistake of it.
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "experiments/problems.hpp"
#include "experiments/toml.hpp"

namespace disalign {

/// Inclusive bounds of a number and its unit.
struct Bounds {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  char const* unit = "1";
};

/// A table while it is read. Every key that is asked for counts as valid; `close` reports the others.
/// The tree and the problems must live longer. A table is also a visitor of `describe` declarations:
/// `Desertion::describe(rule, table)` reads every parameter with its range.
class TomlTable {
 public:
  /// `key` is the full key of the table, "" at the root. Reports a value that is no table.
  TomlTable(TomlValue const& value, std::string key, Problems& problems);

  /// Each `read` gives true and sets `member` when the key is there and its value is right, else it
  /// leaves `member` alone; a wrong type or range is reported.
  bool read(std::string_view name, double& member, Bounds const& bounds = {});
  bool read(std::string_view name, float& member, Bounds const& bounds = {});
  bool read(std::string_view name, int& member, Bounds const& bounds = {});
  bool read(std::string_view name, std::int64_t& member, Bounds const& bounds = {});
  bool read(std::string_view name, bool& member);
  bool read(std::string_view name, std::string& member);
  bool read(std::string_view name, std::vector<double>& member, Bounds const& bounds = {});
  bool read(std::string_view name, std::vector<std::string>& member);
  /// Rows of numbers, such as [[lon, lat], ...]; all of the same length `width`.
  bool read(std::string_view name, std::vector<std::vector<double>>& member, std::size_t width);
  /// One of the valid words, as its index.
  template <class Words>
  bool read_word(std::string_view name, int& member, Words const& valid) {
    return read_one_of(name, member, std::vector<std::string>(std::begin(valid), std::end(valid)));
  }

  /// As `read`; a key that is not there is reported as missing.
  template <class... Arguments>
  bool require(std::string_view name, Arguments&&... arguments) {
    if (!has(name)) missing(name);
    return read(name, std::forward<Arguments>(arguments)...);
  }

  /// A table of this table; nothing when it is not there (or, reported, no table).
  std::optional<TomlTable> table(std::string_view name);
  std::optional<TomlTable> require_table(std::string_view name);
  /// An array of tables, `[[towns]]`; empty when it is not there.
  std::vector<TomlTable> tables(std::string_view name);

  /// The keys that stand here, in the order of the file.
  [[nodiscard]] std::vector<std::string> names() const;
  [[nodiscard]] bool has(std::string_view name) const { return value_->find(name) != nullptr; }
  /// The raw value of a key, which counts as asked for; nullptr when it is not there.
  TomlValue const* find(std::string_view name);

  void missing(std::string_view name, std::string const& what_to_do = "Add it.");
  /// Reports a problem of a key of this table, or of the table itself when `name` is "".
  void report(Problems::Rank rank, std::string_view name, std::string const& problem) const;
  /// The full key of a name in this table.
  [[nodiscard]] std::string full_key(std::string_view name) const;
  [[nodiscard]] TomlOrigin const& origin() const { return value_->origin; }
  [[nodiscard]] Problems& problems() const { return *problems_; }

  /// Reports every key that nobody asked for, with the nearest valid name.
  void close();

  /// The visitor of `describe`: see model/base/describe.hpp.
  void word(char const* name, int& member, auto const& words, char const* /*meaning*/,
            char const* /*source*/) {
    read_word(name, member, words);
  }
  template <class T>
  void field(char const* name, T& member, char const* unit, double low, double high,
             char const* /*meaning*/, char const* /*source*/) {
    if constexpr (std::is_same_v<T, bool>) {
      read(name, member);
    } else {
      read(name, member, Bounds{low, high, unit});
    }
  }

 private:
  bool number(TomlValue const& value, std::string const& name, double& result,
              Bounds const& bounds);
  bool read_one_of(std::string_view name, int& member, std::vector<std::string> const& valid);
  void wrong_type(TomlValue const& value, std::string_view name, char const* needed) const;

  TomlValue const* value_;
  std::string key_;
  Problems* problems_;
  std::vector<std::string> asked_;
};

}  // namespace disalign
