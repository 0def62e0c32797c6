/// Reads and writes the table `[design]`.
#include <fmt/format.h>

#include <algorithm>

#include "experiments/design/read_parts.hpp"
#include "experiments/toml_fields.hpp"

namespace disalign {

namespace {

using Rank = Problems::Rank;
using How = Design::Kind;

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
