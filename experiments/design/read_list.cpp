/// Reads the points of a list.
#include <fmt/format.h>

#include "experiments/data/csv.hpp"
#include "experiments/design/read_parts.hpp"
#include "model/base/check.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;

/// Throws Error for what is no list of points.
void read_rows(std::filesystem::path const& file, Design& design) {
  CsvReader csv(file);
  auto const source = std::make_shared<std::string const>(file.string());
  auto const& header = csv.header();
  for (auto const& key : header) {
    if (key == "point") continue;
    design.factors.push_back(factor_of_key(key));
    design.factors.back().origin = {source, 1};
  }
  // One row beyond what is allowed: the caller counts and says so.
  while (csv.next() && design.points.size() <= most_points) {
    std::vector<TomlValue> point;
    for (std::size_t k = 0; k < header.size(); ++k) {
      if (header[k] == "point") continue;
      if (csv.empty(k))
        csv.refuse(k, "has no value (a point has one for each factor). Fill it in.");
      try {
        point.push_back(*parse_assignment("x=" + csv.text(k)).find("x"));
      } catch (Error const&) {
        csv.refuse(k, fmt::format("\"{}\" is no value (a number, word or TOML value is needed). "
                                  "Mend it.",
                                  csv.text(k)));
      }
      point.back().origin = {source, static_cast<int>(csv.line())};
    }
    design.points.push_back(std::move(point));
  }
  if (design.points.empty()) throw Error(file.string() + ": has a header and no point. Add rows.");
}

}  // namespace

void read_list(TomlTable& table, Design& design) {
  std::string file;
  bool const from_file = table.read("file", file);
  TomlValue const* rows = table.find("rows");
  if (from_file == (rows != nullptr)) {
    table.report(
        Rank::missing, from_file ? "rows" : "file",
        from_file ? "stands beside file (a list has one source). Keep one of them."
                  : "is missing (a list needs its points). Write file = \"points.csv\", or rows.");
    return;
  }
  if (from_file) {
    if (!design.factors.empty())
      table.report(Rank::inconsistent, "vary",
                   "stands beside file (whose header names the factors). Remove it.");
    try {
      return read_rows(table.find("file")->origin.resolve(file), design);
    } catch (Error const& error) {
      return table.report(Rank::inconsistent, "file", error.what());
    }
  }
  auto const* all = std::get_if<TomlValue::Array>(&rows->content);
  for (auto const& row : all != nullptr ? *all : TomlValue::Array{}) {
    auto const* values = std::get_if<TomlValue::Array>(&row.content);
    if (values == nullptr || values->size() != design.factors.size()) {
      table.report(
          Rank::inconsistent, "rows",
          fmt::format("has a row that is not {} values (one for each factor of vary, in its "
                      "order). Mend it.",
                      design.factors.size()));
      return;
    }
    design.points.push_back(*values);
  }
  if (design.points.empty())
    table.report(Rank::inconsistent, "rows", "holds no point. Write [[a, b], [c, d]].");
}

}  // namespace disalign
