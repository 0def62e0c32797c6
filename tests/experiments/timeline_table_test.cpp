/// Tests of timelines in scenario files: what is read, what is refused, what is written back.
#include "experiments/timeline_table.hpp"

#include <doctest/doctest.h>

#include "model/base/check.hpp"
#include "tests/support/small_theatre.hpp"

using namespace disalign;
using namespace disalign::test;

namespace {

constexpr char const* example = R"(
[recession]
action = "budget"
actor = "un"
week = 8
amount = 0.7
[attack]
action = "surge"
hazard = 0.02
actor = "red"
amount = 3
weeks = 6
place = "Middle"
radius_km = 120
[narrower]
action = "drop_task"
week = 30
actor = "un"
task = "mediate"
[cell]
action = "coordination"
week = 30
actor = "partner"
other = "un"
amount = 0.4
[dark]
action = "blackout"
week = 12
amount = 0.9
weeks = 3
place = "Middle"
radius_km = 80
[expelled]
action = "expulsion"
week = 40
actor = "partner"
)";

struct Read : SmallTheatre {
  explicit Read(std::string const& text) : tree(parse_toml(text, "file.toml")) {
    TomlTable table(tree, "timeline", problems);
    read_timeline(table, world, cast);
  }
  TomlValue tree;
  Problems problems;
};

/// The one mistake of an entry on a budget cut with changes.
std::string mistake(std::string const& changes) {
  auto tree = merge(
      parse_toml("[cut]\naction = \"budget\"\nweek = 8\nactor = \"un\"\namount = 0.5", "file.toml"),
      parse_toml("[cut]\n" + changes, "changes"));
  Read const read(to_text(tree));
  auto const messages = read.problems.messages();
  REQUIRE(messages.size() == 1);
  return messages.front();
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("timeline_table: entries are read in the order of the file, names become indices") {
  Read const read(example);
  CHECK(read.problems.messages() == std::vector<std::string>{});
  auto const& entries = read.cast.timeline;
  REQUIRE(entries.size() == 6);
  CHECK(entries[0].action == static_cast<std::int32_t>(Action::budget));
  CHECK(entries[0].actor == un);
  CHECK(entries[0].week == 8);
  CHECK(entries[0].amount == 0.7F);
  CHECK(entries[0].key == hash_name("recession"));
  CHECK(entries[1].week == -1);
  CHECK(entries[1].hazard == 0.02F);
  CHECK(entries[1].cell >= 0);
  CHECK(entries[1].radius == 120);
  CHECK(entries[1].weeks == 6);
  CHECK(entries[2].task == mediate);
  CHECK(entries[3].other == un);
  CHECK(entries[4].actor == -1);
  CHECK(entries[4].cell >= 0);
  CHECK(entries[4].weeks == 3);
  CHECK(entries[5].amount == 0);
}

TEST_CASE("timeline_table: amounts that are not given take the value of the action's form") {
  Read const read("[c]\naction = \"contract\"\nactor = \"partner\"\nweek = 3");
  REQUIRE(read.problems.empty());
  CHECK(read.cast.timeline[0].amount == 0.7F);
}

TEST_CASE("timeline_table: written back and read again it is the same") {
  Read const first(example);
  TomlValue const written = write_timeline(first.cast, first.tree);
  Read const second(to_text(written));
  REQUIRE(second.problems.empty());
  CHECK(to_text(written) == to_text(write_timeline(second.cast, second.tree)));
  REQUIRE(second.cast.timeline.size() == first.cast.timeline.size());
  for (std::size_t e = 0; e < first.cast.timeline.size(); ++e) {
    TimelineEntry const& a = first.cast.timeline[e];
    TimelineEntry const& b = second.cast.timeline[e];
    CHECK(a.key == b.key);
    CHECK(a.action == b.action);
    CHECK(a.week == b.week);
    CHECK(a.hazard == b.hazard);
    CHECK(a.actor == b.actor);
    CHECK(a.other == b.other);
    CHECK(a.cell == b.cell);
    CHECK(a.radius == b.radius);
    CHECK(a.amount == b.amount);
    CHECK(a.weeks == b.weeks);
    CHECK(a.task == b.task);
  }
}

TEST_CASE("timeline_table: every mistake names the key, the reason and what to do") {
  CHECK(contains(mistake("action = \"bugdet\""), "timeline.cut.action: \"bugdet\" is not known"));
  CHECK(contains(mistake("hazard = 0.1"), "timeline.cut.hazard: stands beside week"));
  CHECK(contains(mistake("actor = \"unn\""), "timeline.cut.actor: \"unn\" is not known"));
  CHECK(contains(mistake("actor = \"red\""),
                 "timeline.cut.actor: red is armed_group (budget concerns a UN mission or parallel "
                 "force). Name another."));
  CHECK(contains(mistake("amount = 3"), "timeline.cut.amount: 3 is out of range (0 to 2)"));
  CHECK(contains(mistake("amount = \"x\""), "timeline.cut.amount: is the text \"x\""));
  CHECK(contains(mistake("weeks = 3"), "timeline.cut.weeks: has no meaning for budget"));
  CHECK(contains(mistake("place = \"Middle\""), "timeline.cut.place: has no meaning"));
  CHECK(contains(mistake("weekz = 3"), "timeline.cut.weekz: is not known"));
}

TEST_CASE("timeline_table: what an action needs and does not get is missing") {
  auto const only = [](char const* text) {
    Read const read(text);
    auto const messages = read.problems.messages();
    REQUIRE(messages.size() == 1);
    return messages.front();
  };
  CHECK(contains(only("[a]\naction = \"budget\"\nactor = \"un\"\namount = 1"),
                 "timeline.a.week: is missing"));
  CHECK(contains(only("[a]\nweek = 1"), "timeline.a.action: is missing"));
  CHECK(contains(only("[a]\nweek = 1\naction = \"budget\"\nactor = \"un\""),
                 "timeline.a.amount: is missing"));
  CHECK(contains(only("[a]\nweek = 1\naction = \"draft\""), "timeline.a.actor: is missing"));
  CHECK(contains(only("[a]\nweek = 1\naction = \"drop_task\"\nactor = \"un\""),
                 "timeline.a.task: is missing"));
  CHECK(contains(only("[a]\nweek = 1\naction = \"surge\"\nactor = \"red\"\namount = 1\n"
                      "place = \"Middle\""),
                 "timeline.a.place: stands alone"));
  CHECK(contains(only("[a]\nweek = 1\naction = \"surge\"\nactor = \"red\"\namount = 1\n"
                      "place = \"Midle\"\nradius_km = 3"),
                 "timeline.a.place: \"Midle\" is no town of"));
}
