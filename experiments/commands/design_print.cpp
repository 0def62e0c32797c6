/// Prints designs.
#include "experiments/commands/design_print.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

namespace disalign {

namespace {

constexpr std::size_t shown_points = 12;

nlohmann::ordered_json json_of(TomlValue const& value) {
  auto const convert = [](auto const& content) -> nlohmann::ordered_json {
    using Content = std::remove_cvref_t<decltype(content)>;
    if constexpr (std::is_same_v<Content, TomlValue::Table>) {
      auto object = nlohmann::ordered_json::object();
      for (auto const& [name, part] : content) object[name] = json_of(part);
      return object;
    } else if constexpr (std::is_same_v<Content, TomlValue::Array>) {
      auto list = nlohmann::ordered_json::array();
      for (auto const& part : content) list.push_back(json_of(part));
      return list;
    } else {
      return content;
    }
  };
  return std::visit(convert, value.content);
}

std::vector<std::string> level_words(Factor const& factor) {
  Design one;
  for (auto const& level : factor.levels) one.points.push_back({level});
  return one.words(0);
}

}  // namespace

std::string design_text(Design const& design) {
  std::string text = fmt::format("\ndesign: {}, {} points, {} factors\n",
                                 design_names[static_cast<std::size_t>(design.kind)],
                                 design.points.size(), design.factors.size());
  for (auto const& factor : design.factors) {
    text += fmt::format("  {} = {}: ", factor.name, factor.key);
    if (factor.ranged) {
      text += fmt::format("{} to {}{}{}\n", factor.low, factor.high,
                          factor.logarithmic ? ", on a logarithmic scale" : "",
                          factor.whole ? ", whole numbers" : "");
    } else {
      text += design.kind == Design::Kind::list
                  ? "as listed\n"
                  : fmt::format("{}\n", fmt::join(level_words(factor), ", "));
    }
  }
  std::vector<std::vector<std::string>> columns;
  for (std::size_t f = 0; f < design.factors.size(); ++f) columns.push_back(design.words(f));
  for (std::size_t p = 0; p < std::min(shown_points, design.points.size()); ++p) {
    text += fmt::format("  point {}:", p);
    for (auto const& column : columns) text += " " + column[p];
    text += "\n";
  }
  if (design.points.size() > shown_points) {
    text += fmt::format("  ... and {} more: `disalign check FILE --csv` prints all\n",
                        design.points.size() - shown_points);
  }
  return text;
}

nlohmann::ordered_json design_json(Design const& design) {
  nlohmann::ordered_json object;
  object["kind"] = design_names[static_cast<std::size_t>(design.kind)];
  object["seed"] = design.seed;
  object["factors"] = nlohmann::ordered_json::array();
  for (auto const& factor : design.factors) {
    nlohmann::ordered_json entry{{"key", factor.key}, {"name", factor.name}};
    if (factor.ranged) {
      entry["low"] = factor.low;
      entry["high"] = factor.high;
    } else {
      for (auto const& level : factor.levels) entry["levels"].push_back(json_of(level));
    }
    object["factors"].push_back(std::move(entry));
  }
  object["points"] = nlohmann::ordered_json::array();
  for (auto const& point : design.points) {
    auto row = nlohmann::ordered_json::array();
    for (auto const& value : point) row.push_back(json_of(value));
    object["points"].push_back(std::move(row));
  }
  return object;
}

}  // namespace disalign
