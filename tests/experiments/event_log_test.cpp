/// The logs carry the columns of the real files, and what they say is what happened.
#include "experiments/event_log.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/skip.hpp"
#include "tests/support/small_study.hpp"

using namespace disalign;

namespace {

std::vector<std::string> words(std::string const& line) {
  std::vector<std::string> found;
  std::istringstream in(line);
  for (std::string word; std::getline(in, word, ',');) found.push_back(word);
  return found;
}

std::string first_line(std::string const& name) {
  char const* folder = std::getenv("DISALIGN_DATA");
  if (folder == nullptr) return "";
  std::ifstream in(std::string(folder) + "/" + name);
  std::string line;
  std::getline(in, line);
  if (line.ends_with('\r')) line.pop_back();  // UCDP writes CRLF
  return line;
}

}  // namespace

TEST_CASE("event log: dates follow the calendar over leap years") {
  CHECK(date_of("2015-01-05", 0, 1).text() == "2015-01-05");
  CHECK(date_of("2015-01-05", 0, 7).text() == "2015-01-11");
  CHECK(date_of("2015-01-05", 60, 1).text() == "2016-02-29");
  CHECK(date_of("2015-01-05", 52, 1).year == 2016);
}

TEST_CASE("event log: every column of UCDP GED is there under its own name") {
  std::string const real = first_line("ucdp_ged231_caf.csv");
  if (real.empty()) {
    test::skip("DISALIGN_DATA is not set or holds no UCDP GED");
    return;
  }
  auto const ours = words(ged_header());
  std::set<std::string> const names(ours.begin(), ours.end());
  for (std::string const& name : words(real)) CHECK_MESSAGE(names.count(name) == 1, name);
  std::set<std::string> const real_names = [&] {
    auto const all = words(real);
    return std::set<std::string>(all.begin(), all.end());
  }();
  int shared = 0;
  for (auto const& column : event_columns()) shared += real_names.count(column.name) == 1 ? 1 : 0;
  CHECK(shared >= 23);
}

TEST_CASE("event log: deployments use the names of Geo-PKO") {
  std::string const real = first_line("geopko_v2.1_map_snapshots_12missions.csv");
  if (real.empty()) {
    test::skip("DISALIGN_DATA is not set or holds no Geo-PKO");
    return;
  }
  auto const all = words(real);
  auto ours = words(geopko_header());
  REQUIRE(ours.back() == "week");  // ours, behind theirs
  ours.pop_back();
  CHECK(ours == all);
  std::set<std::string> const names(all.begin(), all.end());
  for (char const* name :
       {"mission", "year", "month", "prioid", "no.troops", "longitude", "latitude"}) {
    CHECK_MESSAGE(names.count(name) == 1, name);
    int here = 0;
    for (auto const& column : deployment_columns())
      here += std::string(column.name) == name ? 1 : 0;
    CHECK_MESSAGE(here == 1, name);
  }
}

TEST_CASE("event log: a deployment's row says where it is in words and numbers") {
  test::SmallStudy study;
  study.world.towns = {{"Far, \"old\" town", study.world.grid.cell(5, 5), 1, 0},
                       {"Near", study.world.grid.cell(0, 1), 1, 0}};
  std::vector<std::string> const actors{"government", "red", "blue", "un", "partner"};
  LogContext const context = log_context(study.world, "2015-01-05", actors);
  std::size_t const columns = words(geopko_header()).size();
  auto row = words(geopko_row({4, 3, 0, 321, 2}, context));
  REQUIRE(row.size() == columns);
  CHECK(row[1] == "un");
  CHECK(row[2] == "2015");
  CHECK(row[3] == "2");
  CHECK(row[5] == "Near");
  CHECK(row[13] == "321");
  CHECK(row.back() == "4");
  std::string const quoted = geopko_row({4, 3, 35, 321, 2}, context);
  CHECK(quoted.find(",\"Far, \"\"old\"\" town\",") != std::string::npos);
}

TEST_CASE("event log: rows name the government's side first and add up") {
  test::SmallStudy const study;
  Record const record = simulate(study.rival, study.week, 104, {1, 2}, true);
  State const state = found(study.rival, 1, 2);
  std::vector<std::string> const names{"government", "red", "blue", "un", "partner"};
  std::vector<std::string> actors = names;
  for (int k = 1; actors.size() < 32; ++k) actors.push_back("splinter_" + std::to_string(k));
  LogContext const context = log_context(study.world, "2015-01-05", actors);
  std::size_t const columns = words(ged_header()).size();
  int swapped = 0;
  for (RecordedEvent const& e : record.events) {
    LoggedEvent const row = true_row(e);
    CHECK(row.deaths_a() + row.deaths_b() + row.report.deaths_civilians == e.event.deaths());
    if (e.type_of_violence == 1) {
      CHECK((row.side_a() == 0 || row.side_a() == 3 || row.side_a() == 4));
      if (row.swapped) {
        ++swapped;
        CHECK(row.side_a() == e.event.side_b);
        CHECK(row.deaths_a() == e.event.deaths_b);
      }
    }
    std::string const line = ged_row(row, 1, context);
    CHECK(words(line).size() == columns);
  }
  CHECK(swapped > 0);
}
