/// Tests of the reading of TOML files: places of values, overlays, `--set`, every mistake at once.
#include "experiments/toml.hpp"

#include <doctest/doctest.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "experiments/nearest.hpp"
#include "experiments/toml_table.hpp"
#include "model/base/check.hpp"
#include "model/base/draws.hpp"

using namespace disalign;

namespace {

/// Parameters as a rule declares them.
struct Leaving {
  float rate = 0.015F;
  float large_unit = 400;
  float thirst = 1;
  float stays = 0.7F;
  static void describe(auto& self, auto& visit) {
    visit.field("rate", self.rate, "1/week", 0, 1, "hazard", "test");
    visit.field("large_unit", self.large_unit, "person", 1, 1e5, "strength", "test");
    visit.field("thirst", self.thirst, "1", 0, 50, "factor", "test");
    visit.field("stays", self.stays, "1", 0, 1, "share", "test");
  }
};

/// A folder that is gone after the test.
struct Folder {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("disalign_toml_test_" + std::to_string(::getpid()));
  Folder() { std::filesystem::create_directories(path); }
  ~Folder() { std::filesystem::remove_all(path); }
  Folder(Folder const&) = delete;
  Folder& operator=(Folder const&) = delete;
  [[nodiscard]] std::filesystem::path write(char const* name, std::string const& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }
};

std::string refusal(auto&& call) {
  try {
    call();
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

std::vector<std::string> keys(TomlValue const& table) {
  Problems problems;
  return TomlTable(table, "", problems).names();
}

}  // namespace

TEST_CASE("toml: keys keep the order of the file, also where only sub-tables name them") {
  auto const tree = parse_toml(
      "z = 1\n[actors.un]\n[actors.army.goals]\na = 1\n[actors.army]\nb = 2\n"
      "[beta]\nq.y = 1\nq.x = 2\n",
      "f");
  CHECK(keys(tree) == std::vector<std::string>{"z", "actors", "beta"});
  CHECK(keys(*tree.find("actors")) == std::vector<std::string>{"un", "army"});
  CHECK(keys(*tree.find("beta")->find("q")) == std::vector<std::string>{"y", "x"});
}

TEST_CASE("toml: every value knows its file and line") {
  auto const tree = parse_toml("a = 1\n\n[t]\nb = 'x'\n", "some/file.toml");
  CHECK(tree.find("t")->find("b")->origin.text() == "some/file.toml:4");
  CHECK(tree.find("a")->origin.resolve("../p.toml") == std::filesystem::path("p.toml"));
  CHECK(tree.find("a")->origin.resolve("/p.toml") == std::filesystem::path("/p.toml"));
}

TEST_CASE("toml: what is no readable TOML file is refused with its path, the reason and a remedy") {
  Folder const folder;
  CHECK(
      contains(refusal([&] { load_toml(folder.path / "none.toml"); }), "none.toml: no such file"));
  CHECK(contains(refusal([&] { load_toml(folder.path); }), "is a directory"));
  CHECK(contains(refusal([&] { load_toml(folder.write("e.toml", "")); }), "e.toml: is empty"));
  CHECK(contains(refusal([&] { load_toml(folder.write("t.toml", "a = 1\nb = [1, 2")); }),
                 "t.toml:2: is not valid TOML"));
  std::string noise;
  for (int i = 0; i < 5000; ++i) noise += static_cast<char>(mix(static_cast<unsigned>(i)) & 0xffU);
  CHECK(contains(refusal([&] { load_toml(folder.write("r.toml", noise)); }), "r.toml:1"));
  CHECK(contains(
      refusal([&] { load_toml(folder.write("big.toml", std::string(toml_size_limit + 1, '#'))); }),
      "is too large"));
  CHECK(contains(refusal([&] { load_toml("/dev/null"); }), "is not a regular file"));
  CHECK(contains(refusal([&] { parse_toml("a = 1\na = 2\n", "f"); }), "f:2: is not valid TOML"));
}

TEST_CASE("toml: deep nesting is refused and never overflows the stack") {
  std::string const brackets = "a = " + std::string(1000000, '[');
  CHECK(contains(refusal([&] { parse_toml(brackets, "f"); }), "f:1"));
  std::string dotted = "x = 1\n[a";
  for (int i = 0; i < 1000000; ++i) dotted += ".a";
  CHECK(contains(refusal([&] { parse_toml(dotted + "]\n", "f"); }), "f:2: a key has more than"));
  std::string quoted;
  for (int i = 0; i < 1000000; ++i) quoted += "\"=\".";
  CHECK(
      contains(refusal([&] { parse_toml(quoted + "a = 1\n", "f"); }), "f:1: a key has more than"));
}

TEST_CASE("toml: many points outside keys are no deep key") {
  std::string text = "outline = [";
  for (int i = 0; i < 2000; ++i) text += "[1.5, 2.5], ";
  text += "]\nnote = \"" + std::string(3000, '.') + "\"  # " + std::string(3000, '.') + "\n";
  CHECK(refusal([&] { parse_toml(text, "f"); }).empty());
}

TEST_CASE("toml: an overlay merges tables key by key and replaces all else") {
  auto const base = parse_toml("a = 1\nl = [1, 2]\n[t]\nx = 1\ny = 2\n", "base");
  auto const over = parse_toml("l = [3]\nn = 5\n[t]\ny = 7\n", "over");
  auto const merged = merge(base, over);
  CHECK(same(merged, parse_toml("a = 1\nl = [3]\nt = {x = 1, y = 7}\nn = 5\n", "f")));
  CHECK(merged.find("t")->find("y")->origin.text() == "over:4");
  CHECK(merged.find("t")->find("x")->origin.text() == "base:4");
  CHECK(same(merge(base, TomlValue{}), base));
}

TEST_CASE("toml: --set takes TOML values, and a bare word as text") {
  CHECK(same(parse_assignment("a.b=0.5"), parse_toml("[a]\nb = 0.5\n", "f")));
  CHECK(same(parse_assignment("a = [\"x\"]"), parse_toml("a = ['x']\n", "f")));
  CHECK(same(parse_assignment("place.kind=small"), parse_toml("place.kind = 'small'\n", "f")));
  CHECK(parse_assignment("a.b=0.5").find("a")->find("b")->origin.text() == "--set a.b=0.5");
  CHECK(contains(refusal([] { parse_assignment("rate"); }), "--set rate: has no key and value"));
  CHECK(contains(refusal([] { parse_assignment("=1"); }), "has no key and value"));
  CHECK(contains(refusal([] { parse_assignment("a..b=1"); }), "cannot be read"));
  CHECK(contains(refusal([] { parse_assignment("a=1\nb=2"); }), "is not one key and one value"));
}

TEST_CASE("toml: text printed from a tree reads back as the same tree") {
  auto const tree = parse_toml(
      "a = 1\nb = 2.0\nc = 1e-7\nd = \"q\\\"\\\\ \\n \xc3\xa9\"\ne = [1.5, [true, {x = 1}]]\nf = "
      "[]\n"
      "day = 2014-04-10\nrows = [{k = 1}, {k = 2}]\n[t.\"odd key\"]\nz = 1\n[t.u.v]\n",
      "f");
  CHECK(same(parse_toml(to_text(tree), "again"), tree));
  auto const mixed = to_text(parse_toml("[t]\nx = 1\n[[rows]]\nk = 1\n", "f"));
  CHECK(to_text(parse_toml(mixed, "f")) == mixed);
  CHECK_FALSE(same(parse_toml("a = 1\n", "f"), parse_toml("a = 1.0\n", "f")));
  CHECK_FALSE(same(parse_toml("a = 1\nb = 2\n", "f"), parse_toml("b = 2\na = 1\n", "f")));
}

TEST_CASE("toml: all mistakes of a file come together, each with line, key, reason and remedy") {
  auto const tree = parse_toml(
      "[leaving]\nrat = 0.1\nlarge_unit = \"big\"\nstays = 1.5\nthirst = nan\n", "s.toml");
  Problems problems;
  TomlTable root(tree, "", problems);
  Leaving rule;
  auto table = root.table("leaving");
  REQUIRE(table);
  Leaving::describe(rule, *table);
  table->close();
  root.missing("weeks");
  auto const messages = problems.messages();
  REQUIRE(messages.size() == 5);
  CHECK(messages[0] == "s.toml:2: leaving.rat: is not known (no such key). Did you mean \"rate\"?");
  CHECK(contains(messages[1],
                 "s.toml:3: leaving.large_unit: is the text \"big\" (a number is needed)"));
  CHECK(contains(messages[3], "s.toml:4: leaving.stays: 1.5 is out of range (0 to 1)"));
  CHECK(contains(messages[2], "s.toml:5: leaving.thirst: is nan (a finite number is needed)"));
  CHECK(contains(messages[4], "weeks: is missing"));
  CHECK(rule.large_unit == 400.0F);
  CHECK(contains(refusal([&] { problems.raise(); }), messages[0] + "\n" + messages[1]));
}

TEST_CASE("toml: integers are numbers, numbers are not integers, and both know their bounds") {
  auto const tree = parse_toml("a = 3\nb = 3.0\nc = 9999999999\nd = true\n", "f");
  Problems problems;
  TomlTable table(tree, "", problems);
  float number = 0;
  int integer = 0;
  std::int64_t large = 0;
  CHECK(table.read("a", number));
  CHECK(number == 3.0F);
  CHECK_FALSE(table.read("b", integer));
  CHECK_FALSE(table.read("c", integer));
  CHECK(table.read("c", large));
  CHECK_FALSE(table.read("d", number));
  CHECK_FALSE(table.read("a", number, Bounds{0, 2, "km"}));
  CHECK(contains(problems.messages().back(), "a: 3 is out of range (0 to 2 [km])"));
  CHECK(problems.messages().size() == 4);
}

TEST_CASE("toml: a key that holds the wrong kind of value is reported, whatever is asked") {
  auto const tree = parse_toml("a = 1\nb = [1, 'x']\nc = [[1, 2], [3]]\nw = 'clsoe'\n", "f");
  Problems problems;
  TomlTable table(tree, "", problems);
  std::vector<double> numbers;
  std::vector<std::string> texts;
  std::vector<std::vector<double>> rows;
  std::string text;
  int word = -1;
  CHECK_FALSE(table.table("a"));
  CHECK_FALSE(table.read("a", text));
  CHECK_FALSE(table.read("b", numbers));
  CHECK_FALSE(table.read("b", texts));
  CHECK_FALSE(table.read("c", rows, 2));
  CHECK(table.tables("a").empty());
  CHECK_FALSE(table.read_word("w", word, std::vector<std::string>{"open", "close"}));
  CHECK(problems.messages().size() == 7);
  CHECK(contains(problems.messages().back(), "Did you mean \"close\"?"));
}

TEST_CASE("toml: the nearest name forgives a swap, a case and a missing letter, and nothing more") {
  std::vector<std::string> const valid{"Bria", "Bangui", "Kaga-Bandoro", "Bouar"};
  CHECK(nearest("bangiu", valid) == "Bangui");
  CHECK(nearest("Kaga Bandoro", valid) == "Kaga-Bandoro");
  CHECK(nearest("Timbuktu", valid).empty());
  CHECK(edit_distance("ab", "ba") == 1);
  CHECK(edit_distance("abc", "") == 3);
  CHECK(contains(suggestion("Timbuktu", valid), "Valid here: Bria, Bangui"));
}
