/// Tests of the reader of CSV: what RFC 4180 allows is read, everything else is told with its place.
#include "experiments/data/csv.hpp"

#include <doctest/doctest.h>

#include <sstream>

#include "model/base/check.hpp"

using namespace disalign;

namespace {

std::vector<std::vector<std::string>> rows(std::string const& text, CsvLimits const& limits = {}) {
  std::istringstream input(text);
  CsvReader csv(input, "d.csv", limits);
  std::vector<std::vector<std::string>> result{csv.header()};
  while (csv.next()) {
    result.emplace_back();
    for (std::size_t c = 0; c < csv.header().size(); ++c) result.back().push_back(csv.text(c));
  }
  return result;
}

std::string mistake(std::string const& text, CsvLimits const& limits = {}) {
  try {
    rows(text, limits);
  } catch (Error const& error) {
    return error.what();
  }
  return "";
}

bool begins(std::string const& text, std::string const& start) { return text.starts_with(start); }

using Rows = std::vector<std::vector<std::string>>;

}  // namespace

TEST_CASE("csv: quotes, doubled quotes, commas and line breaks in fields arrive as written") {
  Rows const expected{{"a", "b"}, {"1", "x, \"y\"\nz"}, {"", "é"}};
  CHECK(rows("a,b\n1,\"x, \"\"y\"\"\nz\"\n,é\n") == expected);
  CHECK(rows("\xEF\xBB\xBF"
             "a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\"\",é") == expected);
  CHECK(rows("a\n\n") == Rows{{"a"}, {""}});
  CHECK(rows("a,b") == Rows{{"a", "b"}});
}

TEST_CASE("csv: every mistake has its line and column") {
  CHECK(begins(mistake(""), "d.csv: is empty"));
  CHECK(begins(mistake("a,b\n1\n"), "d.csv:2:1: the row has 1 of 2 fields"));
  CHECK(begins(mistake("a,b\n1,2,3\n"), "d.csv:2:4: a field too many (the header names 2)"));
  CHECK(begins(mistake("a,b\n1,x\"y\n"), "d.csv:2:4: a quote stands inside a field"));
  CHECK(begins(mistake("a,b\n1,\"x\"y\n"), "d.csv:2:6: text follows a closing quote"));
  CHECK(begins(mistake("a,b\n1,\"x\ny"), "d.csv:2:3: a quote is opened and never closed"));
  CHECK(begins(mistake("a,b\r1,2"), "d.csv:1:5: a carriage return stands alone"));
  CHECK(begins(mistake(std::string("a,b\n1,\0", 7)), "d.csv:2:3: a NUL byte"));
  CHECK(begins(mistake("a,b\n1,\xC3\n"), "d.csv:2:3: a field is no UTF-8"));
  CHECK(begins(mistake("a,b\n1,\xED\xA0\x80\n"), "d.csv:2:3: a field is no UTF-8"));
  CHECK(begins(mistake("a,a\n"), "d.csv:1:3: the header names \"a\" twice"));
  CHECK(begins(mistake("a,\n"), "d.csv:1:3: a column of the header has no name"));
  CHECK(begins(mistake("a\n\"1\n\n2\"\n\"3"), "d.csv:5:1: a quote is opened"));
}

TEST_CASE("csv: limits on the file, its fields and its columns hold before memory is taken") {
  CHECK(begins(mistake("a\n12345\n", {100, 4, 10}), "d.csv:2:1: a field has more than 4 bytes"));
  CHECK(
      begins(mistake("a\n\"12345\"\n", {100, 4, 10}), "d.csv:2:1: a field has more than 4 bytes"));
  CHECK(begins(mistake("a\n12\n34\n", {6, 4, 10}), "d.csv:3:1: the file goes on beyond 6 bytes"));
  CHECK(begins(mistake("a,b,c\n", {100, 4, 2}), "d.csv:1:4: the header names more than 2 columns"));
  CHECK(begins(mistake(std::string(300, 'a') + "\n"), "d.csv:1:1: the name of a column has 300"));
}

TEST_CASE("csv: typed fields refuse what is no number, no date, or out of range") {
  auto const with = [](std::string const& field, auto const& read) -> std::string {
    std::istringstream input("a,b\n0," + field + "\n");
    CsvReader csv(input, "d.csv");
    csv.next();
    try {
      read(csv);
    } catch (Error const& error) {
      return error.what();
    }
    return "";
  };
  auto const number = [](CsvReader const& csv) { (void)csv.number(1, -10, 10); };
  auto const integer = [](CsvReader const& csv) { (void)csv.integer(1, -10, 10); };
  auto const date = [](CsvReader const& csv) { (void)csv.date(1); };
  for (char const* good : {"1", "-0", "-0.0", "1e-320", "1e1"}) CHECK(with(good, number).empty());
  for (char const* bad :
       {"", "nan", "inf", "-inf", "1e400", "0x1", "1,5", "1 ", " 1", "+1", "1.2.3"}) {
    CAPTURE(bad);
    if (std::string(bad) == "1,5") continue;  // two fields: the row is refused
    CHECK(
        begins(with(bad, number), "d.csv:2:3: b \"" + std::string(bad) + "\" is no finite number"));
  }
  CHECK(begins(with("11", number), "d.csv:2:3: b 11 is out of range (-10 to 10)"));
  for (char const* bad : {"", "1.0", "1e1", "99999999999999999999", "nan"})
    CHECK(
        begins(with(bad, integer), "d.csv:2:3: b \"" + std::string(bad) + "\" is no whole number"));
  CHECK(begins(with("-11", integer), "d.csv:2:3: b -11 is out of range"));
  CHECK(with("2016-02-29", date).empty());
  for (char const* bad : {"2015-02-29", "2015-13-01", "2015-1-01", "1815-01-01", "2015-01-01x", "",
                          "2015/01/01", "-015-01-01", "2015--1-01"})
    CHECK(begins(with(bad, date), "d.csv:2:3: b \"" + std::string(bad) + "\" is no date"));
}

TEST_CASE("csv: files that are missing, folders or too large are refused before they are read") {
  CHECK_THROWS_WITH_AS(CsvReader("no/such.csv"), doctest::Contains("no such file"), Error);
  CHECK_THROWS_WITH_AS(CsvReader("tests"), doctest::Contains("is not a regular file"), Error);
  CHECK_THROWS_WITH_AS(CsvReader("CMakeLists.txt", {10, 10, 10}), doctest::Contains("is too large"),
                       Error);
}

TEST_CASE("csv: a column that is not there is named with the nearest that is") {
  std::istringstream input("longitude,latitude\n");
  CsvReader const csv(input, "d.csv");
  CHECK(csv.column("latitude") == 1);
  CHECK_THROWS_WITH_AS(
      (void)csv.column("longitud"),
      doctest::Contains("d.csv:1:1: the header has no column \"longitud\". Did you "
                        "mean \"longitude\"?"),
      Error);
}
