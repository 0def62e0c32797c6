/// The documents in docs/ are those that the declarations make, and their coverage is true.
#include "experiments/documents/documents.hpp"

#include <doctest/doctest.h>

#include <regex>
#include <set>

#include "agents/week.hpp"
#include "model/base/check.hpp"

using namespace disalign;

namespace {

std::filesystem::path const docs = "docs";

bool holds_case(std::string const& file, std::string const& beginning) {
  return std::regex_search(text_of_file(file), std::regex("TEST_CASE\\(\\s*\"" + beginning));
}

}  // namespace

TEST_CASE(
    "documents: what stands in docs is what the declarations make (disalign documents docs)") {
  for (Document const& document : make_documents(docs)) {
    bool const same = text_of_file(docs / document.file) == document.text;
    CHECK_MESSAGE(same, document.file << ": run build/release/disalign documents docs");
    CHECK(document.text.find("<!-- table:") == std::string::npos);
  }
}

TEST_CASE("documents: M1 to M31 and L1 to L13 are there once, with code and tests that exist") {
  auto const rows = read_coverage(docs / "coverage.toml");
  std::set<std::string> expected;
  for (int k = 1; k <= 31; ++k) expected.insert("M" + std::to_string(k));
  for (int k = 1; k <= 13; ++k) expected.insert("L" + std::to_string(k));
  std::set<std::string> found;
  for (CoverageRow const& row : rows) {
    CHECK_MESSAGE(found.insert(row.tag).second, row.tag);
    REQUIRE_MESSAGE(!row.code.empty(), row.tag);
    REQUIRE_MESSAGE(!row.tests.empty(), row.tag);
    bool lever_tested = row.tag[0] != 'L';
    for (auto const& file : row.code) CHECK_MESSAGE(std::filesystem::exists(file), file);
    for (auto const& file : row.tests) {
      REQUIRE_MESSAGE(std::filesystem::exists(file), file);
      CHECK_MESSAGE(holds_case(file, ""), file);
      lever_tested = lever_tested || holds_case(file, row.tag + ", ");
    }
    CHECK_MESSAGE(lever_tested, row.tag << ": no TEST_CASE begins with \"" << row.tag << ", \"");
  }
  CHECK(found == expected);
}

TEST_CASE("documents: every rule that coverage names belongs to the week") {
  std::set<std::string> rules;
  Week const week;
  week.each([&](char const* name, auto const&) { rules.insert(name); });
  for (CoverageRow const& row : read_coverage(docs / "coverage.toml")) {
    for (auto const& rule : row.rules)
      CHECK_MESSAGE(rules.count(rule) == 1, row.tag << " " << rule);
  }
}

TEST_CASE("documents: opening sentences and cells are read as they are") {
  CHECK(opening_sentence("model/mechanisms/desertion.hpp") ==
        "Desertion: fighters leave an armed group's unit, sooner when it is large or badly "
        "supplied.");
  CHECK(cell_text("a|b|c") == "a\\|b\\|c");
  CHECK_THROWS_AS(text_of_file("docs/none.md"), Error);
}
