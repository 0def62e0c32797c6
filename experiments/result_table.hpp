/// A tidy table that an analysis makes: one row an estimate, a unit for each column; as CSV, as a group
/// of the study's file, and as JSON.
#pragma once
#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace disalign {

struct ResultTable {
  struct Column {
    std::string name, unit, meaning;  ///< unit "" for text
  };
  using Cell = std::variant<std::string, std::int64_t, double>;

  std::string name;     ///< of the group and the CSV file
  std::string meaning;  ///< what a row is
  std::vector<Column> columns;
  std::vector<std::vector<Cell>> rows;  ///< all of a column's cells have one type

  /// Adds a row; one cell for each column.
  void add(std::vector<Cell> cells);
};

/// How the tables came about, written beside each of them.
struct TableOrigin {
  std::string plan_hash;        ///< of the study
  std::string preregistration;  ///< hash of the artefact, "" when there is none
  /// "confirm" for runs made under a preregistration, else "explore".
  [[nodiscard]] std::string purpose() const {
    return preregistration.empty() ? "explore" : "confirm";
  }
};

/// The table as CSV, with `plan`, `preregistration` and `purpose` as the last columns. NaN is empty.
std::string table_csv(ResultTable const& table, TableOrigin const& origin);

/// Rows as objects; what is not finite is null.
nlohmann::ordered_json table_json(ResultTable const& table);

/// Writes each table beside the file, FILE.TABLE.csv, and into it, as the group TABLE with a
/// dimension `row`. The file is replaced in one step by a copy with the groups; nothing else in it
/// changes. Tables that are there already, with the same content, are left alone. Returns the CSV files.
std::vector<std::filesystem::path> write_tables(std::filesystem::path const& file,
                                                std::span<ResultTable const> tables,
                                                TableOrigin const& origin);

}  // namespace disalign
