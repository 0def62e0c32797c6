/// Puts the documents together and reads what they are made from.
#include "experiments/documents/documents.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

#include "experiments/toml_table.hpp"
#include "model/base/check.hpp"

namespace disalign {

std::string text_of_file(std::filesystem::path const& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in)
    throw Error(fmt::format(
        "{}: cannot be read (the documents are made from it). Run from the root of the project.",
        file.string()));
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string opening_sentence(std::filesystem::path const& file) {
  std::string const text = text_of_file(file);
  std::string sentence;
  for (std::size_t at = 0; text.compare(at, 4, "/// ") == 0;) {
    auto const end = text.find('\n', at);
    std::string const line = text.substr(at + 4, end - at - 4);
    if (line.front() == ' ') break;  // an equation follows
    sentence += (sentence.empty() ? "" : " ") + line;
    if (auto const stop = sentence.find(". "); stop != std::string::npos)
      return sentence.substr(0, stop + 1);
    if (line.back() == '.') break;
    at = end + 1;
  }
  return sentence;
}

std::string code_file(std::filesystem::path const& root, std::string const& rule) {
  for (char const* room : {"model/mechanisms/", "agents/"}) {
    std::string const file = room + rule + ".hpp";
    if (std::filesystem::exists(root / file)) return file;
  }
  throw Error(
      fmt::format("{}: the rule has no file of its name in model/mechanisms or agents (the "
                  "documents name it). Rename one of them.",
                  rule));
}

std::string cell_text(std::string text) {
  for (auto at = text.find('|'); at != std::string::npos; at = text.find('|', at + 2))
    text.replace(at, 1, "\\|");
  return text;
}

std::vector<CoverageRow> read_coverage(std::filesystem::path const& file) {
  Problems problems;
  TomlValue const tree = load_toml(file);
  TomlTable root(tree, "", problems);
  std::vector<CoverageRow> rows;
  for (TomlTable& table : root.tables("rows")) {
    CoverageRow row;
    table.require("tag", row.tag);
    table.require("what", row.what);
    table.require("rules", row.rules);
    for (std::string const& rule : row.rules) {
      row.code.push_back("model/mechanisms/" + rule + ".hpp");
      row.tests.push_back("tests/model/mechanisms/" + rule + "_test.cpp");
    }
    std::vector<std::string> code, tests;
    table.read("code", code);
    table.read("tests", tests);
    row.code.insert(row.code.end(), code.begin(), code.end());
    row.tests.insert(row.tests.end(), tests.begin(), tests.end());
    table.close();
    rows.push_back(std::move(row));
  }
  root.close();
  problems.raise();
  return rows;
}

std::vector<Document> make_documents(std::filesystem::path const& folder) {
  auto const absolute = std::filesystem::absolute(folder).lexically_normal();
  auto const inside = absolute.has_filename() ? absolute : absolute.parent_path();
  auto const root = inside.parent_path();
  return {{"PARAMETERS.md", parameters_document()},
          {"OBSERVABLES.md", observables_document()},
          {"MECHANISMS.md", mechanisms_document(root, read_coverage(inside / "coverage.toml"))},
          {"ODD.md", odd_document(root, text_of_file(inside / "odd.md"))}};
}

}  // namespace disalign
