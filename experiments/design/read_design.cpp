/// Reads and writes the table `[design]`.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>

#include "experiments/design/design.hpp"
#include "experiments/nearest.hpp"
#include "experiments/toml_fields.hpp"
#include "model/base/check.hpp"
#include "model/observables.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;
using How = Design::Kind;

/// More points than that are no design but a mistake: every one needs its own scenario in memory.
constexpr int most_points = 100000;

/// "actors.partner.dose.target" -> "partner_dose_target"
std::string name_of(std::string const& key) {
  std::string name = key.starts_with("actors.") ? key.substr(7) : key;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '.' || c == '-' || c == '"'; }, '_');
  return name;
}

/// Names that the file already uses at its root.
bool is_taken(std::string const& name) {
  constexpr std::array fixed{"scenario",   "point",        "replicate",
                             "week",       "actor",        "victim",
                             "pair",       "month",        "period",
                             "cell",       "event_size",   "label",
                             "date",       "killed",       "lon",
                             "lat",        "area",         "population",
                             "resource",   "road_access",  "tilt",
                             "theatre",    "killer_kind",  "victim_kind",
                             "force_kind", "disalignment", "complementarity",
                             "goal_clash", "parameters",   "runs"};
  if (std::find(fixed.begin(), fixed.end(), name) != fixed.end()) return true;
  auto const same_name = [&](auto const& o) { return o.name == name; };
  return std::any_of(observables().begin(), observables().end(),
                     [&](auto const& o) { return o.name == name || o.outcome() == name; }) ||
         std::any_of(map_observables().begin(), map_observables().end(), same_name) ||
         std::any_of(derived_outcomes().begin(), derived_outcomes().end(), same_name);
}

void read_range(TomlTable& table, Factor& factor) {
  factor.ranged = true;
  table.require("low", factor.low);
  table.require("high", factor.high);
  table.read("log", factor.logarithmic);
  table.read("whole", factor.whole);
  int steps = 0;
  table.read("steps", steps, {2, 10000, "1"});
  if (factor.high <= factor.low)
    table.report(Rank::inconsistent, "high", "is not above low (a range is needed). Raise it.");
  if (factor.logarithmic && (factor.low <= 0 || factor.whole))
    table.report(Rank::inconsistent, "log",
                 "needs a range above 0 that is not whole. Remove it, or raise low.");
  if (factor.whole &&
      (factor.low != std::floor(factor.low) || factor.high != std::floor(factor.high)))
    table.report(Rank::inconsistent, "whole", "needs whole ends. Change low or high.");
  if (!table.problems().empty()) return;
  for (int s = 0; s < steps; ++s) {
    double const at = s / static_cast<double>(steps - 1);
    TomlValue level = factor.at(at);
    if (factor.whole) level.content = std::llround(std::lerp(factor.low, factor.high, at));
    factor.levels.push_back(std::move(level));
  }
}

/// One entry of `vary`.
Factor read_factor(TomlTable& vary, std::string const& key) {
  Factor factor;
  factor.key = key;
  factor.name = name_of(key);
  TomlValue const& value = *vary.find(key);
  factor.origin = value.origin;
  if (auto const* plain = std::get_if<TomlValue::Array>(&value.content)) {
    factor.levels = *plain;
  } else if (value.is_table()) {
    auto table = vary.table(key);
    table->read("name", factor.name);
    if (TomlValue const* levels = table->find("levels")) {
      if (auto const* array = std::get_if<TomlValue::Array>(&levels->content)) {
        factor.levels = *array;
      } else {
        table->report(
            Rank::wrong_type, "levels",
            fmt::format("is {} (an array is needed). Write [a, b, c].", levels->describe()));
      }
    } else {
      read_range(*table, factor);
    }
    table->close();
  } else {
    vary.report(
        Rank::wrong_type, key,
        fmt::format("is {} (levels [a, b, c] or a range {{ low = a, high = b }} are needed). "
                    "Change the value.",
                    value.describe()));
    return factor;
  }
  for (auto& level : factor.levels)
    if (level.origin.line == 0) level.origin = factor.origin;
  if (!factor.ranged && factor.levels.empty())
    vary.report(Rank::inconsistent, key, "has no levels (nothing would vary). Name some.");
  auto const last = key.substr(key.rfind('.') + 1);
  if (key == "place" || last == "preset" || last == "file" || last == "anchors") {
    vary.report(Rank::inconsistent, key,
                "names a file (files are read before a design varies anything). Write "
                "[scenarios.NAME] with each file instead.");
  }
  bool const plain =
      !factor.name.empty() && std::all_of(factor.name.begin(), factor.name.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
      });
  if (!plain || is_taken(factor.name)) {
    vary.report(
        Rank::inconsistent, key,
        fmt::format("is called \"{}\" in the file (which {}). Give it another: {{ ..., name = "
                    "\"NAME\" }}.",
                    factor.name,
                    plain ? "has something of that name already"
                          : "takes letters, digits and \"_\" in a name"));
  }
  return factor;
}

/// Cells of a line of CSV; quotes as in RFC 4180, without line breaks inside them.
std::vector<std::string> cells_of(std::string const& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    char const c = line[i];
    if (quoted && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[++i];
    } else if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else if (c != '\r') {
      cells.back() += c;
    }
  }
  return cells;
}

/// Reads a list of points: the header names the keys (a column `point` is a number for people).
void read_list_file(TomlTable& table, std::string const& name, Design& design) {
  auto const path = table.find("file")->origin.resolve(name);
  auto const refuse = [&](std::string const& problem) {
    table.report(Rank::inconsistent, "file", fmt::format("{}: {}", path.string(), problem));
  };
  std::ifstream file(path);
  std::string line;
  if (!file || !std::getline(file, line)) {
    refuse("cannot be read, or is empty (a header and points are needed). Check the path.");
    return;
  }
  if (line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
  auto const header = cells_of(line);
  auto const source = std::make_shared<std::string const>(path.string());
  for (auto const& key : header) {
    if (key == "point") continue;
    Factor factor;
    factor.key = key;
    factor.name = name_of(key);
    factor.origin = {source, 1};
    if (is_taken(factor.name)) factor.name = "factor_" + factor.name;
    design.factors.push_back(std::move(factor));
  }
  for (int number = 2; std::getline(file, line); ++number) {
    if (line.empty() || line == "\r") continue;
    auto const cells = cells_of(line);
    if (cells.size() != header.size()) {
      refuse(fmt::format(
          "line {} has {} cells, the header has {} (a value for each factor is needed). "
          "Mend the line.",
          number, cells.size(), header.size()));
      return;
    }
    std::vector<TomlValue> point;
    for (std::size_t k = 0; k < cells.size(); ++k) {
      if (header[k] == "point") continue;
      if (cells[k].empty()) {
        refuse(fmt::format(
            "line {}: no value for {} (a point has a value for each factor). Fill it in.", number,
            header[k]));
        return;
      }
      try {
        point.push_back(*parse_assignment("x=" + cells[k]).find("x"));
      } catch (Error const&) {
        refuse(fmt::format(
            "line {}: \"{}\" is no value (a number, word or TOML value is needed). Mend "
            "it.",
            number, cells[k]));
        return;
      }
      point.back().origin = {source, number};
    }
    design.points.push_back(std::move(point));
    if (design.points.size() > most_points) break;  // reported below
  }
  if (design.points.empty()) refuse("has a header and no point. Add rows.");
}

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
    return read_list_file(table, file, design);
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

void make_grid(Design& design) {
  design.points.emplace_back();
  for (auto const& factor : design.factors) {
    std::vector<std::vector<TomlValue>> longer;
    for (auto const& point : design.points) {
      for (auto const& level : factor.levels) {
        longer.push_back(point);
        longer.back().push_back(level);
      }
    }
    design.points = std::move(longer);
  }
}

void make_ofat(Design& design) {
  std::vector<TomlValue> const base(design.factors.size());
  design.points.push_back(base);
  for (std::size_t f = 0; f < design.factors.size(); ++f) {
    for (auto const& level : design.factors[f].levels) {
      design.points.push_back(base);
      design.points.back()[f] = level;
    }
  }
}

void sample(Design& design) {
  int const k = static_cast<int>(design.factors.size());
  auto const seed = static_cast<std::uint64_t>(design.seed);
  design.units = design.kind == How::lhs        ? latin_hypercube(design.size, k, seed)
                 : design.kind == How::sobol    ? scrambled_sobol(design.size, k, seed)
                 : design.kind == How::saltelli ? saltelli(design.size, k, seed)
                                                : morris(design.size, k, design.levels, seed);
  for (auto const& unit : design.units) {
    std::vector<TomlValue> point;
    for (std::size_t f = 0; f < unit.size(); ++f) point.push_back(design.factors[f].at(unit[f]));
    design.points.push_back(std::move(point));
  }
}

/// Number of points, before any is made.
double count(Design const& design) {
  double n = 1;
  auto const k = static_cast<double>(design.factors.size());
  if (design.kind == How::grid)
    for (auto const& factor : design.factors) n *= static_cast<double>(factor.levels.size());
  if (design.kind == How::ofat)
    for (auto const& factor : design.factors) n += static_cast<double>(factor.levels.size());
  if (design.kind == How::saltelli) n = design.size * (k + 2);
  if (design.kind == How::morris) n = design.size * (k + 1);
  if (design.kind == How::lhs || design.kind == How::sobol) n = design.size;
  return n;
}

}  // namespace

std::optional<Design> read_design(TomlTable& root) {
  auto table = root.table("design");
  if (!table) return std::nullopt;
  Problems const& problems = root.problems();
  auto const before = problems.messages().size();
  Design design;
  int kind = 0;
  if (!table->has("kind")) table->missing("kind", "Choose one: kind = \"grid\", for example.");
  bool const known = table->read_word("kind", kind, design_names);
  design.kind = static_cast<How>(kind);
  if (auto vary = table->table("vary")) {
    for (auto const& key : vary->names()) design.factors.push_back(read_factor(*vary, key));
    vary->close();
  }
  bool const sampled = known && kind >= static_cast<int>(How::lhs) && design.kind != How::ofat;
  if (sampled) {
    table->read("seed", design.seed, Bounds{0, 9.2e18, "1"});
    if (!table->has("points"))
      table->missing("points",
                     "Say how many: points, base points of saltelli, trajectories of morris.");
    table->read("points", design.size, {1, most_points, "1"});
    if (design.kind == How::morris) table->read("levels", design.levels, {4, 64, "1"});
    if (design.kind == How::morris && design.levels % 2 != 0)
      table->report(Rank::inconsistent, "levels",
                    "is odd (Morris' step needs an even number). Add 1.");
  }
  bool const stepped = known && (design.kind == How::grid || design.kind == How::ofat);
  for (auto const& factor : design.factors) {
    if (stepped && factor.levels.empty())
      table->report(Rank::inconsistent, "vary",
                    fmt::format("{} is a range without steps (a {} has levels). Add steps = 5, or "
                                "levels.",
                                factor.key, design_names[static_cast<std::size_t>(kind)]));
    if (std::count_if(design.factors.begin(), design.factors.end(),
                      [&](auto const& other) { return other.name == factor.name; }) > 1)
      table->report(
          Rank::inconsistent, "vary",
          fmt::format("two factors are called {}. Give one another: {{ ..., name = \"NAME\" }}.",
                      factor.name));
  }
  if (known && design.kind == How::list) {
    read_list(*table, design);
  } else if (design.factors.empty()) {
    table->missing("vary",
                   "Say what varies: vary.\"desertion.rate\" = [0.002, 0.004], for example.");
  }
  table->close();
  if (problems.messages().size() > before || !known) return std::nullopt;
  if (count(design) > most_points || design.points.size() > most_points) {
    table->report(
        Rank::out_of_range, "",
        fmt::format("has more than {} points. Use fewer levels, or sample (kind = \"lhs\").",
                    most_points));
    return std::nullopt;
  }
  if (design.kind == How::grid) make_grid(design);
  if (design.kind == How::ofat) make_ofat(design);
  if (sampled) sample(design);
  return design;
}

TomlValue write_design(Design const& design) {
  TomlValue table;
  table.put("kind", toml_value(std::string(design_names[static_cast<std::size_t>(design.kind)])));
  if (design.size > 0) {
    table.put("seed", toml_value(design.seed));
    table.put("points", toml_value(std::int64_t{design.size}));
    if (design.kind == How::morris) table.put("levels", toml_value(std::int64_t{design.levels}));
  }
  TomlValue vary;
  for (auto const& factor : design.factors) {
    TomlValue entry;
    entry.put("name", toml_value(factor.name));
    if (factor.ranged) {
      entry.put("low", toml_value(factor.low));
      entry.put("high", toml_value(factor.high));
      entry.put("log", toml_value(factor.logarithmic));
      entry.put("whole", toml_value(factor.whole));
      if (!factor.levels.empty())
        entry.put("steps", toml_value(static_cast<std::int64_t>(factor.levels.size())));
    } else if (design.kind != How::list) {
      entry.put("levels", toml_value(factor.levels));
    } else {  // a list's rows hold its values; a factor has none of its own
      entry.put("levels", toml_value(TomlValue::Array{toml_value(0.0)}));
    }
    vary.put(factor.key, std::move(entry));
  }
  table.put("vary", std::move(vary));
  if (design.kind == How::list) {
    TomlValue::Array rows;
    for (auto const& point : design.points) rows.push_back(toml_value(point));
    table.put("rows", toml_value(std::move(rows)));
  }
  return table;
}

}  // namespace disalign
