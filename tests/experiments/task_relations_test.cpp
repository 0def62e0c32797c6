/// The file of task relations: its numbers, its reasons, and what is refused.
#include "experiments/task_relations.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/worked_example.hpp"

using namespace disalign;

namespace {

std::vector<std::string> mistakes(std::string const& entry) {
  Problems problems;
  auto const tree =
      parse_toml("task_relations.synergy = {}\ntask_relations.clash." + entry, "relations.toml");
  TomlTable root(tree, "", problems);
  TaskMatrix clash{};
  TaskMatrix synergy{};
  read_task_relations(root, clash, synergy);
  return problems.messages();
}

std::string mistake(std::string const& entry) {
  auto const all = mistakes(entry);
  REQUIRE(all.size() == 1);
  return all.front();
}

bool contains(std::string const& text, std::string const& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("task relations: the file that ships holds the default clash and synergy, 0 elsewhere") {
  Problems problems;
  TomlValue tree;
  tree.put("task_relations", load_toml("experiments/presets/task_relations.toml"));
  TomlTable root(tree, "", problems);
  TaskMatrix clash{};
  TaskMatrix synergy{};
  read_task_relations(root, clash, synergy);
  CHECK(problems.empty());
  CHECK(clash == test::worked::clash);
  CHECK(synergy == test::worked::synergy);
}

TEST_CASE("task relations: every entry of the file that ships has one reason in words") {
  TomlValue const file = load_toml("experiments/presets/task_relations.toml");
  int entries = 0;
  for (char const* matrix : {"clash", "synergy"}) {
    for (auto const& [row, columns] : file.find(matrix)->table()) {
      for (auto const& [column, entry] : columns.table()) {
        CAPTURE(row);
        CAPTURE(column);
        ++entries;
        CHECK(entry.table().size() == 2);
        auto const* reason = std::get_if<std::string>(&entry.find("reason")->content);
        REQUIRE(reason != nullptr);
        CHECK(reason->size() > 20);
        CHECK(contains(*reason, " "));
      }
    }
  }
  CHECK(entries == 18 + 16);
}

TEST_CASE("task relations: an entry without a reason is refused, and so is an empty one") {
  CHECK(mistakes("mediate.defeat_designated = { value = 0.6, reason = \"x\" }").empty());
  CHECK(contains(mistake("mediate.defeat_designated = { value = 0.6 }"),
                 "task_relations.clash.mediate.defeat_designated.reason: is missing"));
  CHECK(contains(mistake("mediate.defeat_designated = { value = 0.6, reason = \" \" }"),
                 "reason: is empty"));
  CHECK(contains(mistake("mediate.defeat_designated = { value = 0.6, reason = 1 }"),
                 "reason: is the integer 1"));
  CHECK(mistakes("mediate.defeat_designated = 0.6").size() >= 1);
}
