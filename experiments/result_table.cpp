/// Writes result tables.
#include "experiments/result_table.hpp"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/design/design.hpp"
#include "experiments/disk.hpp"
#include "experiments/hdf5.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"

namespace disalign {

namespace {

namespace fs = std::filesystem;

std::string cell_text(ResultTable::Cell const& cell) {
  if (auto const* text = std::get_if<std::string>(&cell)) return csv_cell(*text);
  if (auto const* whole = std::get_if<std::int64_t>(&cell)) return fmt::format("{}", *whole);
  double const number = std::get<double>(cell);
  return std::isnan(number) ? "" : fmt::format("{}", number);
}

std::string hash_of(std::string const& csv) {
  return fmt::format("{:016x}", mix(hash_name(csv.c_str()) ^ csv.size()));
}

/// The hash of the table that a file holds under this name; "" when there is none.
std::string stored_hash(hdf5::File& file, std::string const& name) {
  auto const groups = file.groups();
  if (std::find(groups.begin(), groups.end(), name) == groups.end()) return "";
  for (auto const& [key, value] : file.attributes(name))
    if (key == "content_hash" && std::holds_alternative<std::string>(value))
      return std::get<std::string>(value);
  return "unknown";
}

template <class T>
std::vector<T> column_values(ResultTable const& table, std::size_t k) {
  std::vector<T> values;
  for (auto const& row : table.rows) values.push_back(std::get<T>(row[k]));
  return values;
}

void write_group(hdf5::File& file, ResultTable const& table, TableOrigin const& origin,
                 std::string const& hash) {
  file.group(table.name);
  file.attribute(table.name, "title", table.meaning);
  file.attribute(table.name, "plan_hash", origin.plan_hash);
  file.attribute(table.name, "preregistration", origin.preregistration);
  file.attribute(table.name, "purpose", origin.purpose());
  file.attribute(table.name, "content_hash", hash);
  std::vector<std::int32_t> numbers;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    numbers.push_back(static_cast<std::int32_t>(r));
  file.coordinate(
      hdf5::Description{.name = table.name + "/row", .units = "1", .long_name = table.meaning},
      numbers);
  for (std::size_t k = 0; k < table.columns.size(); ++k) {
    auto const& column = table.columns[k];
    hdf5::Description const about{
        .name = table.name + "/" + column.name, .units = column.unit, .long_name = column.meaning};
    auto const write = [&]<class T>(std::vector<T> const& values) {
      file.variable(about, hdf5::type_of<T>(), {"row"});
      if (!values.empty()) file.write(about.name, values);
    };
    ResultTable::Cell const kind =
        table.rows.empty() ? ResultTable::Cell(0.0) : table.rows.front()[k];
    if (std::holds_alternative<std::string>(kind)) write(column_values<std::string>(table, k));
    if (std::holds_alternative<std::int64_t>(kind)) write(column_values<std::int64_t>(table, k));
    if (std::holds_alternative<double>(kind)) write(column_values<double>(table, k));
  }
}

}  // namespace

void ResultTable::add(std::vector<Cell> cells) {
  if (cells.size() != columns.size())
    throw std::logic_error(
        fmt::format("table {}: {} cells for {} columns", name, cells.size(), columns.size()));
  rows.push_back(std::move(cells));
}

std::string table_csv(ResultTable const& table, TableOrigin const& origin) {
  std::string text;
  for (auto const& column : table.columns) text += column.name + ",";
  text += "plan,preregistration,purpose\n";
  for (auto const& row : table.rows) {
    for (auto const& cell : row) text += cell_text(cell) + ",";
    text += fmt::format("{},{},{}\n", origin.plan_hash, origin.preregistration, origin.purpose());
  }
  return text;
}

nlohmann::ordered_json table_json(ResultTable const& table) {
  auto rows = nlohmann::ordered_json::array();
  for (auto const& row : table.rows) {
    nlohmann::ordered_json object;
    for (std::size_t k = 0; k < row.size(); ++k) {
      auto& entry = object[table.columns[k].name];
      if (auto const* text = std::get_if<std::string>(&row[k])) entry = *text;
      if (auto const* whole = std::get_if<std::int64_t>(&row[k])) entry = *whole;
      if (auto const* real = std::get_if<double>(&row[k]); real != nullptr && std::isfinite(*real))
        entry = *real;
    }
    rows.push_back(std::move(object));
  }
  return rows;
}

std::vector<fs::path> write_tables(fs::path const& file, std::span<ResultTable const> tables,
                                   TableOrigin const& origin) {
  std::vector<fs::path> written;
  std::vector<std::string> hashes;
  std::vector<bool> stored;
  bool all_there = true;
  {
    hdf5::File there = hdf5::File::open(file);
    for (auto const& table : tables) {
      std::string const csv = table_csv(table, origin);
      hashes.push_back(hash_of(csv));
      std::string const found = stored_hash(there, table.name);
      stored.push_back(!found.empty());
      all_there &= found == hashes.back();
      fs::path path = file;
      path.replace_extension(table.name + ".csv");
      disk::write_text(path, csv);
      written.push_back(path);
    }
  }
  if (all_there) return written;
  fs::path const part = file.string() + ".tables.part";
  try {
    disk::copy(file, part);
    hdf5::File copy = hdf5::File::append(part);
    for (std::size_t k = 0; k < tables.size(); ++k) {
      if (stored[k]) copy.remove(tables[k].name);
      write_group(copy, tables[k], origin, hashes[k]);
    }
    copy.finish(file);
  } catch (...) {
    std::error_code ignored;
    fs::remove(part, ignored);
    throw;
  }
  return written;
}

}  // namespace disalign
