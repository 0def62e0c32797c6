/// The ODD protocol: prose with tables of state variables, rules and outputs from the declarations.
#include <fmt/format.h>

#include <regex>
#include <sstream>

#include "agents/week.hpp"
#include "experiments/documents/documents.hpp"
#include "model/base/check.hpp"
#include "model/base/describe.hpp"
#include "model/record.hpp"

namespace disalign {
namespace {

/// A struct of the state and the header that declares it.
struct Part {
  char const *name, *file, *title;
};
constexpr Part parts[] = {{"Actors", "model/state.hpp", "Actors"},
                          {"Units", "model/state.hpp", "Units"},
                          {"Cells", "model/state.hpp", "Cells"},
                          {"ActorCells", "model/state.hpp", "Actors in cells"},
                          {"Politics", "model/politics.hpp", "Relations, blame and consent"},
                          {"Mandates", "model/mandates.hpp", "Mandates"},
                          {"Convoy", "model/logistics.hpp", "Convoys"},
                          {"Council", "model/council.hpp", "The Security Council"},
                          {"Shocks", "model/timeline.hpp", "Shocks"},
                          {"Sea", "model/sea.hpp", "At sea"}};

/// Rows "| names | meaning |" of the members of a struct that carry a `///<` comment.
std::string member_rows(std::string const& source, std::string const& name) {
  auto at = source.find("\nstruct " + name + " {");
  if (at == std::string::npos)
    throw Error(
        fmt::format("struct {}: is not declared where the documents look for it (renamed?). "
                    "Correct experiments/documents/odd.cpp.",
                    name));
  at = source.find('\n', at + 1) + 1;
  std::istringstream lines(source.substr(at, source.find("\n};", at) - at));
  std::string code;
  std::string rows;
  std::string names;
  std::string meaning;
  auto const flush = [&] {
    if (!names.empty() && !meaning.empty())
      rows += fmt::format("| {} | {} |\n", names, cell_text(meaning));
    names.clear();
    meaning.clear();
  };
  static std::regex const member(R"(([a-z_0-9]+)\s*(\{[^}]*\})?\s*(=[^,;]+)?\s*[,;])");
  for (std::string line; std::getline(lines, line);) {
    auto const comment = line.find("///<");
    std::string const part = line.substr(0, comment);
    bool const only_comment = part.find_first_not_of(' ') == std::string::npos;
    if (!only_comment) {
      if (part.find("//") != std::string::npos || part.find('(') != std::string::npos) {
        code.clear();
        continue;
      }
      if (code.empty()) flush();
      code += part;
      if (code.find(';') != std::string::npos) {
        for (std::sregex_iterator it(code.begin(), code.end(), member), end; it != end; ++it)
          names += (names.empty() ? "`" : ", `") + (*it)[1].str() + "`";
        code.clear();
      }
    }
    if (comment != std::string::npos) {
      std::string const text = line.substr(line.find_first_not_of(' ', comment + 4));
      meaning += (meaning.empty() ? "" : " ") + text;
    }
  }
  flush();
  return rows;
}

std::string state_tables(std::filesystem::path const& root) {
  std::string text;
  for (Part const& part : parts) {
    text +=
        fmt::format("**{}** ({})\n\n| state variable | meaning |\n| --- | --- |\n{}\n", part.title,
                    part.file, member_rows(text_of_file(root / part.file), part.name));
  }
  return text;
}

std::string week_table(std::filesystem::path const& root) {
  std::string text = "| | rule | what it is |\n| --- | --- | --- |\n";
  Week const week;
  int place = 0;
  week.each([&](char const* name, auto const&) {
    text += fmt::format("| {} | `{}` | {} |\n", ++place, name,
                        cell_text(opening_sentence(root / code_file(root, name))));
  });
  return text + "\n";
}

std::string decision_table(std::filesystem::path const& root) {
  std::string text = "| decision | what it is | file |\n| --- | --- | --- |\n";
  Week const week;
  week.each([&](char const* name, auto const&) {
    std::string const file = code_file(root, name);
    if (file.starts_with("agents/"))
      text +=
          fmt::format("| `{}` | {} | {} |\n", name, cell_text(opening_sentence(root / file)), file);
  });
  return text + "\n";
}

std::string counts() {
  std::size_t parameters = 0;
  int rules = 0;
  Week const week;
  week.each([&](char const* name, auto const& switched) {
    ParameterRows rows(name);
    switched.rule.describe(switched.rule, rows);
    parameters += rows.rows.size();
    ++rules;
  });
  return fmt::format(
      "{} rules with {} parameters (PARAMETERS.md), {} series with as many outcomes, {} further "
      "outcomes and {} maps (OBSERVABLES.md).\n\n",
      rules, parameters, observables().size(), derived_outcomes().size(), map_observables().size());
}

}  // namespace

std::string odd_document(std::filesystem::path const& root, std::string const& prose) {
  std::string text = prose;
  auto const put = [&](char const* table, std::string const& rows) {
    std::string const mark = fmt::format("<!-- table: {} -->\n\n", table);
    auto const at = text.find(mark);
    if (at == std::string::npos)
      throw Error(
          fmt::format("odd.md: has no line \"<!-- table: {} -->\" with an empty line after "
                      "it (the table goes there). Add it.",
                      table));
    text.replace(at, mark.size(), rows);
  };
  put("counts", counts());
  put("state", state_tables(root));
  put("week", week_table(root));
  put("decisions", decision_table(root));
  return text.insert(text.find('\n') + 2, made_note);
}

}  // namespace disalign
