/// The document of rules: the order of the week, and what the seed paper names with its files.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "agents/week.hpp"
#include "experiments/documents/documents.hpp"

namespace disalign {

std::string mechanisms_document(std::filesystem::path const& root,
                                std::vector<CoverageRow> const& coverage) {
  std::string text = "# Mechanisms and decisions\n\n";
  text += made_note;
  text +=
      "One file is one rule with one switch. Rules meet only in the state.\n\n## The order of the "
      "week\n\n| | rule | what it is | file |\n| --- | --- | --- | --- |\n";
  Week const week;
  int place = 0;
  week.each([&](char const* name, auto const&) {
    std::string const file = code_file(root, name);
    text += fmt::format("| {} | `{}` | {} | [{}](../{}) |\n", ++place, name,
                        cell_text(opening_sentence(root / file)), file, file);
  });
  text +=
      "\n## What the seed paper names\n\nM: mechanisms; L: recommendations as levers. Paths from "
      "the "
      "root of the project.\n\n| | what | code | tests |\n| --- | --- | --- | --- |\n";
  auto const links = [](std::vector<std::string> const& files) {
    std::vector<std::string> linked;
    for (auto const& file : files) linked.push_back(fmt::format("[{}](../{})", file, file));
    return fmt::format("{}", fmt::join(linked, ", "));
  };
  for (CoverageRow const& row : coverage) {
    text += fmt::format("| {} | {} | {} | {} |\n", row.tag, cell_text(row.what), links(row.code),
                        links(row.tests));
  }
  return text;
}

}  // namespace disalign
